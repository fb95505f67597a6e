"""Models as data: what `registry.toml` says of each, and finding one by its id."""

import difflib
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Literal, Self, get_args, get_type_hints

from plainspoken_models.errors import ModelError, ModelUnknown
from plainspoken_models.toml import read_toml

REGISTRY_FILE = Path(__file__).with_name("registry.toml")

EncoderContext = Literal["fitted", "full"]
LabelStyle = Literal["kind_tokens", "letters"]
WeightFormat = Literal["ggml", "gguf"]


class Role(StrEnum):
    """What a model does in the pipeline."""

    SPEECH = "speech"
    TAGGER = "tagger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One model, as the registry describes it; a file of the user's own has no digest and no licence here."""

    id: str
    role: Role
    title: str
    """One line for a person who chooses."""
    file: str
    """Its name in the store's folder, or in the package if it ships; the whole path of a user's own file."""
    sha256: str
    """64 hexadecimal digits; empty for a user's own file."""
    licence: str
    licence_url: str
    memory_mb_estimate: int
    """Weights plus working buffers, in MB (10^6 bytes). Estimated, not measured."""
    url: str = ""
    """Where it is downloaded from; empty where it is not."""
    bytes: int | None = None
    """Exact size; None where only `about_bytes` is known."""
    about_bytes: int | None = None
    """Size as the publisher's page rounds it."""
    notice: str = ""
    """What the licence wants shown before the download, besides its name and link."""
    shipped: bool = False
    """Whether it lies inside the package."""
    dictation: bool = True
    """False for a speech model that understands synthetic voices only."""
    encoder_context: EncoderContext = "full"
    """For speech: the encoder's window is trained to be cut to the clip ("fitted") or to be 30 s ("full")."""
    label_style: LabelStyle = "letters"
    """For taggers: special tokens of their own, one a kind, or the letters A … P after a few-shot prefix."""

    @property
    def weight_format(self) -> WeightFormat:
        """The file's layout: whisper.cpp reads "ggml" (.bin), llama.cpp reads "gguf"."""
        return "gguf" if self.file.lower().endswith(".gguf") else "ggml"

    @property
    def likely_bytes(self) -> int | None:
        """The exact size where it is known, else the rounded one."""
        return self.bytes or self.about_bytes


@dataclass(frozen=True, slots=True)
class Registry:
    """All models that are known by id."""

    models: tuple[Model, ...]

    @classmethod
    def load(cls, file: Path = REGISTRY_FILE) -> Self:
        """Read a registry file.

        Raises:
            ModelError: it cannot be read, is no TOML, or an entry of it is not a `Model`.
        """
        try:
            return cls(tuple(map(_model, _entries(file.read_text("utf-8")))))
        except (OSError, ValueError) as error:
            raise ModelError(
                f"The list of models {file} cannot be used: {error}.", "Install Plainspoken again."
            ) from error

    def get(self, model_id: str) -> Model:
        """The model of that id.

        Raises:
            ModelUnknown: there is none; the remedy names ids that are spelt alike.
        """
        for model in self.models:
            if model.id == model_id:
                return model
        raise ModelUnknown(f"No model is called {model_id!r}.", self._suggestion(model_id))

    def with_digest(self, sha256: str) -> Model | None:
        """The model whose file has that SHA-256, if there is one."""
        return next((model for model in self.models if model.sha256 == sha256), None)

    def with_file(self, name: str) -> Model | None:
        """The model whose file has that name, upper and lower case alike, if there is one."""
        return next((model for model in self.models if model.file.lower() == name.lower()), None)

    def _suggestion(self, model_id: str) -> str:
        ids = [model.id for model in self.models]
        close = difflib.get_close_matches(model_id.lower(), ids, n=3, cutoff=0.5)
        close = close or [known for known in ids if model_id.lower() in known][:3]
        if close:
            return f"Did you mean {' or '.join(close)}?"
        return "`plainspoken-models list` shows all of them; a file of your own is named by its path."


def _entries(source: str) -> list[object]:
    entries = read_toml(source).get("model")
    if not isinstance(entries, list):
        raise ValueError("it has no [[model]]")  # noqa: TRY004  what the file says, not what we were given
    return entries


def _model(entry: object) -> Model:
    """One entry of the file.

    Raises:
        ValueError: it lacks a field, has one too many, or one of another type.
    """
    if not isinstance(entry, dict):
        raise ValueError("a [[model]] in it is not a table")  # noqa: TRY004  as above
    types = get_type_hints(Model)
    needed = {field.name for field in fields(Model) if field.default is MISSING}
    if wrong := sorted((entry.keys() - types.keys()) | (needed - entry.keys())):
        raise ValueError(f'"{wrong[0]}" is unknown in a [[model]], or lacking')
    for name, value in entry.items():
        if not _fits(value, types[name]):
            raise ValueError(f'"{name}" is of another type than it must be')
    if not _is_name(entry["file"]):
        raise ValueError('"file" is not the name of a file')
    return Model(**{**entry, "role": Role(entry["role"])})


def _fits(value: object, kind: object) -> bool:
    """Whether a value is of a field's type: a plain one, an `X | None`, a `Literal`, or `Role`."""
    if kind is Role:
        return value in tuple(Role)
    choices = get_args(kind) or (kind,)
    return value in choices if isinstance(choices[0], str) else type(value) in choices


def _is_name(file: str) -> bool:
    """Whether it stays inside the folder that it is looked for in."""
    return bool(file) and Path(file).name == file and file != ".." and "\0" not in file
