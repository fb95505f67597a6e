"""Files of hers alone that are there whole or not at all, whenever the program or the computer dies."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from plainspoken_models.copying import sync_folder


def place(path: Path, content: bytes, *, over: bool) -> None:
    """Write a small file whole or not at all.

    Args:
        path: its name.
        content: what will be in it.
        over: whether in place of one that is there; if not, nothing happens where there is one.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with placed(path, over=over) as making, making.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def placed(path: Path, *, over: bool = False) -> Iterator[Path]:
    """A new file that only its owner may read, under another name; at the end it gets its own.

    Where that is taken, it stays with who has it, unless `over` is said.

    Raises:
        OSError: it cannot be made, or cannot get its name.
    """
    making = path.with_name(f"{path.name}.new-{secrets.token_hex(4)}")
    try:
        os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        yield making
        if over:
            making.replace(path)
        else:
            with suppress(FileExistsError):  # another process was first: its file is the file
                os.link(making, path)
        sync_folder(path.parent)
    finally:
        making.unlink(missing_ok=True)
