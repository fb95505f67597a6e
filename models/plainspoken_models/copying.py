"""Writing files so that a name never stands for half a file, and saying so when the disk is full."""

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from plainspoken_models import weights
from plainspoken_models.errors import ModelDamaged, ModelError, StoreFull

DIGESTS_FILE: Final = "SHA256SUMS"
"""Written beside exported models; `sha256sum --check` reads it."""

_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_MB = 1_000_000


def copy_verified(source: Path, target: Path, sha256: str) -> Path:
    """Copy a file by way of a temporary name, reading its digest on the way; returns `target`.

    Raises:
        ModelDamaged: what was read has another digest.
        StoreFull: the disk has no room.
        ModelError: it cannot be read or written.
    """
    with writing(target.name, target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        check_room(target.parent, source.stat().st_size)
        with _temporary(target) as (temporary, descriptor), os.fdopen(descriptor, "wb") as stream:
            if weights.sha256_of(source, stream.write) != sha256:
                raise ModelDamaged(
                    f"{source} could not be copied faithfully.", "Try again, or from another disk."
                )
            stream.flush()
            os.fsync(stream.fileno())
            stream.close()
            temporary.replace(target)
        sync_folder(target.parent)
    return target


def write_whole(file: Path, text: str) -> None:
    """Write a small text file in one step: afterwards it holds the old text or the new one.

    Raises:
        OSError: it cannot be written.
    """
    with _temporary(file) as (temporary, descriptor), os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.close()
        temporary.replace(file)


def write_digests(folder: Path, digests: dict[str, str]) -> None:
    """Write or complete the list of digests (file name → SHA-256) in a folder.

    Raises:
        StoreFull, ModelError: it cannot be written.
    """
    file = folder / DIGESTS_FILE
    with writing(file.name, folder):
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        known = {name: digest for digest, _, name in (line.partition("  ") for line in lines) if name}
        write_whole(file, "".join(f"{digest}  {name}\n" for name, digest in {**known, **digests}.items()))


@contextlib.contextmanager
def writing(name: str, folder: Path) -> Iterator[None]:
    """Turn the system's errors while a file is brought into a folder into ours (StoreFull, ModelError)."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise no_room(folder) from error
        what = f"{name} could not be written to {folder} ({error.strerror})."
        raise ModelError(what, "Check the disk, and who may write there.") from error


def check_room(folder: Path, wanted_bytes: int) -> None:
    """Say early that a disk is too full.

    Raises:
        StoreFull: fewer than `wanted_bytes` are free there.
    """
    free = shutil.disk_usage(folder).free
    if free < wanted_bytes:
        raise no_room(folder, wanted_bytes - free)


def no_room(folder: Path, missing_bytes: int | None = None) -> StoreFull:
    """The error for a full disk; `missing_bytes` where it is known how much is lacking."""
    amount = f"{missing_bytes // _MB + 1} MB" if missing_bytes else "some room"
    return StoreFull(f"The disk of {folder} is full.", f"Free {amount} there, then do the same again.")


def sync_file(file: Path) -> None:
    """Wait until a file is on the disk."""
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until a folder's list of names is on the disk; Windows offers no such thing."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _temporary(target: Path) -> Iterator[tuple[Path, int]]:
    """A new file beside `target`, open for writing; gone at the end unless it was renamed."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    temporary = Path(name)
    try:
        yield temporary, descriptor
    finally:
        temporary.unlink(missing_ok=True)
