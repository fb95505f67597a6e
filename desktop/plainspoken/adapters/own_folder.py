"""A folder of TOML files that she writes: what is in it, and whether that has changed."""

from collections.abc import Iterator
from pathlib import Path

from plainspoken.clinic.table_reader import FileMistake
from plainspoken.dictation.errors import SettingsError

Listing = tuple[tuple[str, int, int, int], ...]
"""Of each of her files its name, and what changes when it is written anew."""


class OwnFolder:
    """The files of a folder; it need not be there.

    Args:
        path: of the folder.
        what: one of its files is, in a sentence ("template").
        mistake: how a mistake in one of them is told.
    """

    def __init__(self, path: Path, what: str, mistake: type[FileMistake]) -> None:
        self.path, self._what, self._mistake = path, what, mistake
        self._listing = self._list()

    def look(self) -> bool:
        """Whether anything has changed since the last look."""
        before, self._listing = self._listing, self._list()
        return before != self._listing

    def files(self) -> Iterator[Path]:
        """Its files by their names."""
        return iter(sorted(self.path.glob("*.toml")))

    def read(self, path: Path) -> bytes:
        """What is in a file.

        Raises:
            SettingsError: it cannot be read.
        """
        try:
            return path.read_bytes()
        except OSError as error:
            raise SettingsError(
                f"The {self._what} {path} cannot be read: {error.strerror}.", "Mend the file's rights."
            ) from error

    def decode(self, read: bytes, path: Path) -> str:
        """The text of a file.

        Raises:
            FileMistake: it is not UTF-8, and where.
        """
        try:
            return read.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = read[: error.start].decode("utf-8").rpartition("\n")
            place = read[: error.start].count(b"\n") + 1, len(before[2]) + 1
            remedy = "Save the file as UTF-8."
            raise self._mistake(path.name, place, "this is not UTF-8 text", remedy) from error

    def _list(self) -> Listing:
        return tuple((path.name, *stamp(path)) for path in self.files())


def stamp(path: Path) -> tuple[int, int, int]:
    """Time, length and place of a file, of which one changes when it is written anew; all 0 where there is none."""
    try:
        told = path.stat()
    except OSError:
        return 0, 0, 0
    return told.st_mtime_ns, told.st_size, told.st_ino
