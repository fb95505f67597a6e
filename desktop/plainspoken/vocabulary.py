"""`plainspoken vocabulary …`: her own words, and what is written for what is heard; docs/vocabulary.md."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from plainspoken.adapters.settings import default_path
from plainspoken.adapters.vocabulary_file import MOST_BYTES, NAME, VocabularyFile
from plainspoken.clinic.vocabulary import Entry, Replacement, VocabularyError
from plainspoken.clinic.vocabulary.lines import Line, read_lines
from plainspoken.dictation.errors import SourceError
from plainspoken.terminal import complain, head, tell

vocabulary = App(name="vocabulary", help="Your own words, and what is written for what is heard.")

Text = Annotated[str, Parameter(allow_leading_hyphen=True)]


@vocabulary.command(name="list")
def list_entries() -> int:
    """Print what is in the vocabulary: your own words, then what is written for what is heard."""
    file = _file()
    now, mistakes = file.vocabulary(), file.mistakes()
    if now.words or now.replacements:
        head("heard\twritten")
    for word in now.words:
        print(word)
    for one in now.replacements:
        print(f"{one.heard}\t{one.written}")
    for mistake in mistakes:
        complain(mistake)
    tell(f"Words: {len(now.words)}; replacements: {len(now.replacements)}; in {file.path}")
    return VocabularyError.exit_code if mistakes else 0


@vocabulary.command
def add(heard: Text, written: Text | None = None) -> int:
    """Add what is to be written for what is heard; or, with one text alone, a word of your own, which replaces nothing.

    Parameters
    ----------
    heard
        One or more words as the recogniser writes them, or a word of your own.
    written
        What stands in the note in their place.
    """
    entry = _trimmed(heard) if written is None else Replacement(_trimmed(heard), _trimmed(written))
    (reason,) = _file().add([entry])
    if reason:
        raise VocabularyError(f"Refused: {reason}.", "Nothing was changed.")
    tell(f"Added: {_shown(entry)}")
    return 0


@vocabulary.command
def remove(heard: Text) -> int:
    """Take out a word of your own, or what is written for what is heard. Notes that were made stay as they are.

    Parameters
    ----------
    heard
        The word, or what is heard, as `plainspoken vocabulary list` has it.
    """
    if not _file().remove(heard):
        raise VocabularyError(
            "The vocabulary has no such entry, and nothing was changed.",
            "plainspoken vocabulary list shows what it has.",
        )
    tell(f"Removed: {_trimmed(heard)}")
    return 0


@vocabulary.command(name="import")
def import_entries(file: Path) -> int:
    """Add many at once. Each line that is refused is named, with the reason; the others are taken.

    Parameters
    ----------
    file
        CSV in UTF-8: a word of your own a line, or what is heard, a comma, and what is written.
    """
    lines = read_lines(_read(file))
    good = [line for line in lines if line.entry is not None]
    reasons = _file().add([line.entry for line in good if line.entry is not None])
    problems = dict(zip((line.number for line in good), reasons, strict=True))
    refused = [(line, line.problem or problems[line.number]) for line in lines if _problem(line, problems)]
    for line, reason in refused:
        tell(f"Line {line.number} is refused: {reason}.")
    tell(f"Taken: {len(lines) - len(refused)}; refused: {len(refused)}")
    return VocabularyError.exit_code if refused else 0


def _problem(line: Line, problems: dict[int, str]) -> str:
    return line.problem or problems[line.number]


def _read(path: Path) -> str:
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


def _file() -> VocabularyFile:
    return VocabularyFile(default_path().with_name(NAME))


def _trimmed(text: str) -> str:
    return " ".join(text.split())


def _shown(entry: Entry) -> str:
    return entry if isinstance(entry, str) else f"{entry.heard} → {entry.written}"
