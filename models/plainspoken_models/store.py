"""The folder of weights on this machine: nothing is loaded that was not verified here. Never downloads.

A file gets its name only once its digest is right. Until then it has a temporary one, which is removed on any
failure.
"""

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

from plainspoken_models import copying, weights
from plainspoken_models.errors import ModelDamaged, ModelError, ModelMissing, ModelRefused, ModelUnknown
from plainspoken_models.own_files import describe, own_file, unreadable
from plainspoken_models.registry import Model, Registry, Role
from plainspoken_models.verified import VerifiedFiles

FOLDER_VARIABLE: Final = "PLAINSPOKEN_MODELS"
STARTER_FOLDER: Final = Path(__file__).with_name("starter")
SUGGESTED_SPEECH_MODEL: Final = "whisper-small.en-q5_1"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import."""

    models: tuple[Model, ...]
    """Those that are in the store now, whether they were before or not."""
    damaged: tuple[ModelError, ...]
    """One for each file that has the name of a known model but not its digest, or cannot be read."""


def default_folder() -> Path:
    """`$PLAINSPOKEN_MODELS`, or the folder `models` among the user's data of this program."""
    override = os.environ.get(FOLDER_VARIABLE)
    return (
        Path(override) if override else platformdirs.user_data_path("plainspoken", appauthor=False) / "models"
    )


class Store:
    """Finds, verifies, imports and exports weights.

    A model is named by its id in the registry, or, for a user's own file, by a path: absolute, ending in
    .gguf or .bin, or with `local:` before it.
    """

    def __init__(
        self, folder: Path | None = None, registry: Registry | None = None, starter: Path = STARTER_FOLDER
    ) -> None:
        self.folder = folder or default_folder()
        self.registry = registry or Registry.load()
        self._starter = starter
        self._verified = VerifiedFiles(self.folder)

    def model(self, name: str) -> Model:
        """The model of that name; a user's own file is described by what its first bytes say.

        Raises:
            ModelUnknown, or what `path` raises for a user's own file.
        """
        own = own_file(name)
        return self.registry.get(name) if own is None else describe(own)

    def path(self, name: str) -> Path:
        """A file that is safe to load.

        What ships is hashed each time. What lies in the folder is hashed once, and again when its size or its
        time of change is another. A user's own file has no digest: its headers are followed to its end.

        Raises:
            ModelUnknown: no such id.
            ModelMissing: there is no such file.
            ModelDamaged: it is of another format, size or digest, or breaks off.
            ModelError: it may not be read.
        """
        own = own_file(name)
        if own is not None:
            return Path(describe(own).file)
        model = self.registry.get(name)
        file = self.file_of(model)
        with _reading(model, file):
            _check_start(model, file)
            if model.shipped:
                _check_digest(model, file)
            elif not self._verified.has(file, model.sha256):
                _check_digest(model, file)
                self._verified.add(file, model.sha256)
        return file

    def verify(self, name: str) -> Path:
        """As `path`, but always reads the whole file."""
        own = own_file(name)
        if own is None:
            self._verified.forget(self.registry.get(name).file)
        return self.path(name)

    def file_of(self, model: Model) -> Path:
        """Where the model's file lies or would lie."""
        return (self._starter if model.shipped else self.folder) / model.file

    def is_here(self, model: Model) -> bool:
        """Whether a file of its name is there; says nothing about what is in it."""
        return self.file_of(model).is_file()

    def part_of(self, model: Model) -> Path:
        """Where an unfinished download of the model lies or would lie."""
        return self.folder / f"{model.file}.part"

    def adopt(self, part: Path, model: Model) -> Path:
        """Give a file in the store's folder the model's name, if it is the model.

        Raises:
            ModelDamaged: it is not; the file stays as it was.
        """
        target = self.file_of(model)
        with _reading(model, part):
            _check_start(model, part)
            _check_digest(model, part)
            copying.sync_file(part)
            part.replace(target)
            copying.sync_folder(self.folder)
            self._verified.add(target, model.sha256)
        return target

    def import_from(self, source: Path) -> Imported:
        """Copy known models from a file, or from a folder and those below it, into the store.

        A file is recognised by its digest, whatever it is called; with a model's name alone it is damaged.

        Raises:
            ModelMissing: nothing there, or no model among what is there.
            ModelUnknown: the one file that was named is no model of the registry.
            StoreFull: no room; what was copied before stays, nothing half-copied does.
            ModelError: the store's folder cannot be written.
        """
        if not source.exists():
            raise ModelMissing(
                f"There is no file or folder {source}.", "Check the path; is the stick plugged in?"
            )
        models: list[Model] = []
        damaged: list[ModelError] = []
        for file in self._candidates(source):
            model = self._recognise(file, damaged)
            if model is not None and model not in models:
                self._take_in(file, model)
                models.append(model)
        if not models and not damaged:
            raise _nothing_in(source)
        return Imported(tuple(models), tuple(damaged))

    def export_to(self, folder: Path, ids: Sequence[str] = ()) -> tuple[Path, ...]:
        """Copy verified models and their digests into a folder: those named, or all that do not ship anyway.

        Raises:
            ModelMissing: a named model, or any model at all, is not here.
            ModelDamaged, ModelUnknown, StoreFull: see `path` and `import_from`.
        """
        models = [self.registry.get(name) for name in ids] or [
            model for model in self.registry.models if not model.shipped and self.is_here(model)
        ]
        if not models:
            raise ModelMissing(
                f"There are no models in {self.folder} to export.", _how_to_get(SUGGESTED_SPEECH_MODEL)
            )
        copies = tuple(
            copying.copy_verified(self.path(model.id), folder / model.file, model.sha256) for model in models
        )
        copying.write_digests(folder, {model.file: model.sha256 for model in models})
        return copies

    def _candidates(self, source: Path) -> Iterator[Path]:
        """The file itself, or all in and below a folder that have a model's name, or begin like weights."""
        if source.is_file():  # a pipe is none: it would be waited for
            yield source
        for folder, _, names in os.walk(source):
            for file in (Path(folder, name) for name in sorted(names)):
                with contextlib.suppress(OSError):
                    if self.registry.with_file(file.name) or weights.format_of(file):
                        yield file

    def _recognise(self, file: Path, damaged: list[ModelError]) -> Model | None:
        try:
            digest = weights.sha256_of(file)
        except OSError as error:
            damaged.append(unreadable(file, error))
            return None
        namesake = self.registry.with_file(file.name)
        model = self.registry.with_digest(digest)
        if model is None and namesake is not None:
            damaged.append(_wrong_digest(namesake, file))
        return model

    def _take_in(self, file: Path, model: Model) -> None:
        if model.shipped:
            return
        with contextlib.suppress(ModelError):
            self.path(model.id)
            return
        copying.copy_verified(file, self.file_of(model), model.sha256)
        self._verified.add(self.file_of(model), model.sha256)


def require_dictation(model: Model) -> None:
    """Refuse a speech model that must not be dictated to.

    Raises:
        ModelRefused: it is the demo's.
    """
    if not model.dictation:
        raise ModelRefused(
            f"{model.id} understands the synthetic voices of the demo only and would make nonsense of yours.",
            f"Install a real one: plainspoken-models fetch {SUGGESTED_SPEECH_MODEL}",
        )


def require_role(model: Model, role: Role) -> None:
    """Refuse a model that is for the other engine.

    Raises:
        ModelRefused: it is of another role.
    """
    if model.role is not role:
        raise ModelRefused(
            f"{model.id} is a {model.role} model, and a {role} model is needed here.",
            "`plainspoken-models list` shows which is which.",
        )


def _check_start(model: Model, file: Path) -> None:
    if weights.format_of(file) != model.weight_format:
        raise ModelDamaged(f"{file} is not a {model.weight_format} file.", _how_to_mend(model))


def _check_digest(model: Model, file: Path) -> None:
    if model.bytes is not None and file.stat().st_size != model.bytes:
        raise _wrong_size(model, file)
    if weights.sha256_of(file) != model.sha256:
        raise _wrong_digest(model, file)


@contextlib.contextmanager
def _reading(model: Model, file: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        remedy = _how_to_mend(model) if model.shipped else _how_to_get(model.id)
        raise ModelMissing(f"The model {model.id} is not on this machine ({file}).", remedy) from None
    except OSError as error:
        raise unreadable(file, error) from error


def _wrong_size(model: Model, file: Path) -> ModelDamaged:
    what = f"{file} is {file.stat().st_size} bytes long where {model.id} has {model.bytes}."
    return ModelDamaged(what, _how_to_mend(model))


def _wrong_digest(model: Model, file: Path) -> ModelDamaged:
    return ModelDamaged(
        f"{file} is not what it should be: {model.id} has another SHA-256.", _how_to_mend(model)
    )


def _nothing_in(source: Path) -> ModelError:
    if source.is_dir():
        return ModelMissing(
            f"No model was found in {source}.", "`plainspoken-models list` shows which files are known."
        )
    return ModelUnknown(
        f"{source} is not one of the known models.",
        "A model file of your own stays where it is: name its path (`--speech PATH` in a command, "
        "`speech_model` or `tagger_model` in settings.toml).",
    )


def _how_to_get(model_id: str) -> str:
    return (
        f"Get it: plainspoken-models fetch {model_id} (or from a USB stick: plainspoken-models import FOLDER)"
    )


def _how_to_mend(model: Model) -> str:
    if model.shipped:
        return "It is part of Plainspoken: install Plainspoken again."
    return f"Fetch it again: plainspoken-models fetch {model.id} (or import it again)"
