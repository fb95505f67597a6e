"""What the page of her own words works with; `bootstrap` fills it in."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from plainspoken.clinic.vocabulary import Entry, Vocabulary, VocabularyError


class OwnWords(Protocol):
    """The vocabulary, written and read again by itself before the next dictation. Takes its time."""

    def vocabulary(self) -> Vocabulary:
        """As it is now."""
        ...

    def mistakes(self) -> tuple[VocabularyError, ...]:
        """What is wrong with the file."""
        ...

    def add(self, entries: list[Entry]) -> tuple[str, ...]:
        """Let entries in; of each the reason why it is refused. Raises `VocabularyError` where it cannot be written."""
        ...


@dataclass(frozen=True, slots=True)
class WordsDesk:
    """What the page works with."""

    words: OwnWords
    read_list: Callable[[Path], str]
    """The text of a list; raises `SourceError`."""
