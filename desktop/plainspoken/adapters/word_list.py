"""A list of words as a file: read whole, or refused with a reason."""

from pathlib import Path

from plainspoken.adapters.vocabulary_file import MOST_BYTES
from plainspoken.dictation.errors import SourceError


def read_list(path: Path) -> str:
    """The text of a list.

    Raises:
        SourceError: it cannot be read, or is none.
    """
    remedy = "Save it as CSV in UTF-8: a word a line, or what is heard, a comma, and what is written."
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SourceError(f"{path} has more than 4 MB: it is no list of words.", remedy)
        read = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path} cannot be read: {error.strerror}.", "Check the name and the file's rights."
        ) from error
    if not read.strip():
        raise SourceError(f"{path} is empty.", remedy)
    if b"\0" in read:
        raise SourceError(f"{path} is no text: there are zero bytes in it.", remedy)
    try:
        return read.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = read.count(b"\n", 0, error.start) + 1
        raise SourceError(f"{path} is not UTF-8 text (line {line}).", remedy) from None
