"""Text that somebody else wrote: a file, or standard input."""

import sys
from pathlib import Path

from plainspoken.dictation.errors import SourceError


def read_text(source: str) -> str:
    """The text of a file, or of standard input where the source is `-`.

    Raises:
        SourceError: it cannot be read, or is not UTF-8.
    """
    if source == "-":
        return _decode(sys.stdin.buffer.read(), "standard input")
    try:
        return _decode(Path(source).read_bytes(), source)
    except OSError as error:
        raise SourceError(
            f"{source} cannot be read: {error.strerror}.", "Check the name and the file's rights."
        ) from error


def _decode(read: bytes, name: str) -> str:
    try:
        return read.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"{name} is not UTF-8 text (byte {error.start + 1})."
        raise SourceError(
            problem, "Save it as UTF-8; a sound file is named by its path, not piped."
        ) from None
