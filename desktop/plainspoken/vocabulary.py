"""`plainspoken vocabulary …`: her own words, and what is written for what is heard; docs/vocabulary.md."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from plainspoken.adapters.settings import default_path
from plainspoken.adapters.vocabulary_file import NAME, VocabularyFile
from plainspoken.adapters.word_list import read_list
from plainspoken.clinic.vocabulary import Entry, Replacement, VocabularyError
from plainspoken.clinic.vocabulary.lines import read_lines, take
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
    came = take(read_lines(read_list(file)), _file().add)
    for line, reason in came.refused:
        tell(f"Line {line} is refused: {reason}.")
    tell(f"Taken: {came.taken}; refused: {len(came.refused)}")
    return VocabularyError.exit_code if came.refused else 0


def _file() -> VocabularyFile:
    return VocabularyFile(default_path().with_name(NAME))


def _trimmed(text: str) -> str:
    return " ".join(text.split())


def _shown(entry: Entry) -> str:
    return entry if isinstance(entry, str) else f"{entry.heard} → {entry.written}"
