"""Her vocabulary: a TOML file beside the settings, read again when it has changed, and written with its comments."""

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import tomlkit
import tomlkit.exceptions

from plainspoken.adapters.whole_file import place
from plainspoken.clinic.vocabulary import Entry, LetIn, Vocabulary, VocabularyError, let_in, parse_vocabulary
from plainspoken.clinic.vocabulary.entries import Said, said
from plainspoken.clinic.vocabulary.reader import REPLACEMENTS, WORDS, Read
from plainspoken_models.errors import PlainspokenError

NAME = "vocabulary.toml"

MOST_BYTES = 4_000_000
"""A vocabulary of the most entries has fewer; a larger file is something else."""

Stamp = tuple[int, int, int]
"""Time, length and place of a file, of which one changes when it is written anew; all 0 where there is none."""


class VocabularyFile:
    """The file, there or not. Nothing is read before it is asked for; every call is safe from any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp: Stamp | None = None
        self._read = self._looked_at = Read(Vocabulary())
        self._lock = threading.Lock()

    def vocabulary(self) -> Vocabulary:
        """As it is now; without what is wrong with it."""
        return self._now().vocabulary

    def mistakes(self) -> tuple[VocabularyError, ...]:
        """What is wrong with it now."""
        return self._now().mistakes

    @property
    def broken(self) -> dict[str, PlainspokenError]:
        """The first of the mistakes that were found when it was last read, by its own words. Reads nothing."""
        first, *more = self._looked_at.mistakes or (None,)
        if first is None:
            return {}
        also = f"{first.remedy} Further mistakes in the file: {len(more)}." if more else first.remedy
        return {str(first): VocabularyError(first.what, also)}

    def look(self) -> bool:
        """Whether it has been read again since the last look.

        It is read when a dictation begins, in another thread than the one that looks: thousands of words take seconds.
        """
        before, self._looked_at = self._looked_at, self._read
        return before is not self._looked_at

    def add(self, entries: Iterable[Entry]) -> tuple[str, ...]:
        """Let entries in and write the file; of each the reason why it is refused, empty where it is not.

        Raises:
            VocabularyError: the file cannot be read or written, or what is in it is no vocabulary.
        """
        now = self._now()
        if now.unusable:
            raise now.mistakes[0]
        there, taken, reasons = LetIn(now.vocabulary), [], []
        for entry in entries:
            before = (len(there.words), len(there.by_said))
            reasons.append(let_in(there, entry))
            if before != (len(there.words), len(there.by_said)):
                taken.append(entry)
        if taken:
            self._write(lambda text: _with(text, taken))
        return tuple(reasons)

    def remove(self, heard: str) -> bool:
        """Take out a word of her own, or what is written for something, and write the file; False where it has none.

        Args:
            heard: the word, or what is heard, in any capitals. What was refused when the file was read goes as well.

        Raises:
            VocabularyError: as of `add`.
        """
        now = self._now()
        if now.unusable:
            raise now.mistakes[0]
        if not self.path.exists():
            return False
        return self._write(lambda text: _without(text, said(heard)))

    def _now(self) -> Read:
        with self._lock:
            stamp = _stamp(self.path)
            if stamp != self._stamp:
                self._read = _parsed(self.path) if stamp != _NONE else Read(Vocabulary())
                self._stamp = stamp
            return self._read

    def _write(self, change: Callable[[str], str]) -> bool:
        """Write the file anew, as `change` makes it; whether that is another text."""
        try:
            text = self.path.read_text("utf-8-sig") if self.path.exists() else _HEAD
            changed = change(text)
            if changed != text:
                place(self.path, changed.encode(), over=True)
        except (AttributeError, TypeError) as error:
            raise VocabularyError(
                f"The vocabulary {self.path} could not be written: {WORDS} is no list, or {REPLACEMENTS} no table.",
                "Nothing was changed; mend the file, or begin a new one.",
            ) from error
        except (OSError, tomlkit.exceptions.TOMLKitError) as error:
            reason = (error.strerror if isinstance(error, OSError) else "") or type(error).__name__
            raise VocabularyError(
                f"The vocabulary {self.path} could not be written: {reason}.",
                "Nothing was changed; free some space, or mend the folder's rights.",
            ) from error
        return changed != text


_NONE: Stamp = (0, 0, 0)
_HEAD = """# Your own words, and what is written for what is heard; docs/vocabulary.md of Plainspoken says more.
# Read again before the next dictation when it has changed.
"""


def _with(text: str, entries: list[Entry]) -> str:
    """The file's text with more entries at the ends of its list and its table."""
    document = tomlkit.parse(text)
    words = document.get(WORDS, tomlkit.array())
    table = document.get(REPLACEMENTS, tomlkit.table())
    for entry in entries:
        if isinstance(entry, str):
            words.append(entry)
        else:
            table[entry.heard] = entry.written
    if words:
        document[WORDS] = words.multiline(multiline=True)
    if table:
        document[REPLACEMENTS] = table
    return tomlkit.dumps(document)


def _without(text: str, gone: Said) -> str:
    """The file's text without an entry; as it is, where it has none."""
    document = tomlkit.parse(text)
    words, table = document.get(WORDS, tomlkit.array()), document.get(REPLACEMENTS, tomlkit.table())
    places = [at for at, word in enumerate(words) if said(str(word)) == gone]
    heard = [key for key in table if said(key) == gone]
    for at in reversed(places):
        del words[at]
    for key in heard:
        del table[key]
    return tomlkit.dumps(document) if places or heard else text


def _stamp(path: Path) -> Stamp:
    try:
        told = path.stat()
    except OSError:
        return _NONE
    return told.st_mtime_ns, told.st_size, told.st_ino


def _parsed(path: Path) -> Read:
    try:
        if path.stat().st_size > MOST_BYTES:
            return _unusable(
                path, "it has more than 4 MB", "Make it smaller; a text of some length is no word."
            )
        return parse_vocabulary(path.read_bytes().decode("utf-8-sig"), path.name)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return _unusable(path, f"line {line} is not UTF-8 text", "Save the file as UTF-8.")
    except OSError as error:
        return _unusable(path, error.strerror or type(error).__name__, "Mend the file's rights.")


def _unusable(path: Path, why: str, remedy: str) -> Read:
    error = VocabularyError(
        f"The vocabulary {path} cannot be read: {why}.", f"{remedy} No entry is used until then."
    )
    return Read(Vocabulary(), (error,), unusable=True)
