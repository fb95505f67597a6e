"""Weights that the user brought herself and names by their path: no registry entry, no digest."""

import contextlib
from pathlib import Path
from typing import Final

from plainspoken_models import weights
from plainspoken_models.errors import ModelDamaged, ModelError, ModelMissing
from plainspoken_models.registry import Model, Role

_PREFIX: Final = "local:"
_SUFFIXES: Final = (".gguf", ".bin")


def own_file(name: str) -> Path | None:
    """The path in a model's name (absolute, ending in .gguf or .bin, or after `local:`); None for an id."""
    if name.startswith(_PREFIX):
        path = Path(name.removeprefix(_PREFIX))
        with contextlib.suppress(RuntimeError):  # "~somebody", whom this system does not know
            path = path.expanduser()
        return path
    return Path(name) if Path(name).is_absolute() or name.lower().endswith(_SUFFIXES) else None


def describe(file: Path) -> Model:
    """The file as a model, after its headers were followed to its end: GGUF is a tagger, ggml speech.

    Raises:
        ModelMissing: there is no such file.
        ModelDamaged: it is of neither format, or breaks off.
        ModelError: it may not be read.
    """
    try:
        found = weights.check_shape(file)
        size = file.stat().st_size
    except FileNotFoundError:
        raise ModelMissing(f"There is no file {file}.", "Check the path; is the stick plugged in?") from None
    except OSError as error:
        raise unreadable(file, error) from error
    except weights.NotWeights as error:
        what = f"{file} cannot be loaded: {error}."
        raise ModelDamaged(what, "Get the file again from where it came from.") from error
    except ValueError:  # a null byte, which no file's name has
        raise ModelMissing(f"There is no file {str(file)!r}.", "Check the path.") from None
    return Model(
        id=f"{_PREFIX}{file.absolute()}",
        role=Role.TAGGER if found == "gguf" else Role.SPEECH,
        title="A file of your own",
        file=str(file.absolute()),
        sha256="",
        licence="unknown",
        licence_url="",
        memory_mb_estimate=size * 3 // 2 // 1_000_000,
        bytes=size,
    )


def unreadable(file: Path, error: OSError) -> ModelError:
    """The error for a file that is there and cannot be read."""
    return ModelError(f"{file} cannot be read ({error.strerror}).", "Check who may read it, and the disk.")
