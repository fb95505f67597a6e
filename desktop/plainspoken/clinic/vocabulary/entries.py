"""The vocabulary as a value: it finds what is heard among the words of a statement, and says what to write."""

from dataclasses import dataclass, replace
from functools import cached_property

from plainspoken.clinic.written.tokens import Atom, Tokens

Said = tuple[str, ...]
"""Words in small letters, without marks; those with a hyphen in their parts."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What is written wherever something is heard."""

    heard: str
    written: str

    @property
    def said(self) -> Said:
        """What is heard, as it is looked for."""
        return said(self.heard)


Entry = str | Replacement
"""A word of her own, or a replacement."""


@dataclass(frozen=True)
class Vocabulary:
    """What was let in. `rule` is applied to each statement."""

    words: tuple[str, ...] = ()
    """Her own words, or phrases: they are known, and suggested for what is like them. They replace nothing."""
    replacements: tuple[Replacement, ...] = ()

    @cached_property
    def known(self) -> frozenset[str]:
        """The words that are hers, in small letters; those that she has written for what is heard, too."""
        texts = (*self.words, *(one.written for one in self.replacements))
        return frozenset(part for text in texts for part in (*text.casefold().split(), *said(text)))

    @cached_property
    def by_said(self) -> dict[Said, Replacement]:
        """What is heard → its replacement."""
        return {one.said: one for one in self.replacements}

    @cached_property
    def _lengths(self) -> dict[str, list[int]]:
        """First word → how many words may follow it, itself counted, the most first."""
        found: dict[str, set[int]] = {}
        for words in self.by_said:
            found.setdefault(words[0], set()).add(len(words))
        return {first: sorted(lengths, reverse=True) for first, lengths in found.items()}

    def rule(self, tokens: Tokens, at: int) -> Atom | None:
        """What is written from a word on; None where none of it is hers. The longest is taken."""
        first = said(tokens.bare(at))
        for length in self._lengths.get(first[0], ()) if first else ():
            words, last = _words(tokens, at, length)
            found = self.by_said.get(words)
            if found and tokens.runs_on(at, last):
                return replace(tokens.atom(found.written, at, last), hers=found.written)
        return None


NO_VOCABULARY = Vocabulary()


class LetIn:
    """A vocabulary in the making: what was let in so far, as the next entry is held against it."""

    def __init__(self, there: Vocabulary | None = None) -> None:
        self.words: dict[Said, str] = {}
        """Her own words, as they are looked for → as she wrote them."""
        self.by_said: dict[Said, Replacement] = {}
        self.known: set[str] = set()
        """As in `Vocabulary`, but for what is written for others."""
        self.runs_written: set[Said] = set()
        """All runs of words in what is written for something."""
        entries: tuple[Entry, ...] = (*there.words, *there.replacements) if there else ()
        for entry in entries:
            self.take(entry)

    def take(self, entry: Entry) -> None:
        """Let an entry in; one that is there stays."""
        if isinstance(entry, str):
            self.words.setdefault(said(entry), entry)
            self.known.update((*entry.casefold().split(), *said(entry)))
        elif entry.said not in self.by_said:
            self.by_said[entry.said] = entry
            self.runs_written.update(runs(said(entry.written)))

    @property
    def vocabulary(self) -> Vocabulary:
        """All of it."""
        return Vocabulary(tuple(self.words.values()), tuple(self.by_said.values()))


def runs(words: Said) -> tuple[Said, ...]:
    """All runs of one or more words."""
    count = len(words)
    return tuple(words[first:last] for first in range(count) for last in range(first + 1, count + 1))


def said(text: str) -> Said:
    """The words of a text as they are looked for."""
    return tuple(text.casefold().replace("’", "'").replace("-", " ").split())


def _words(tokens: Tokens, at: int, length: int) -> tuple[Said, int]:
    """As many words from a place on, and the index after the last one; more where that one has a hyphen."""
    words: Said = ()
    while len(words) < length and at < len(tokens):
        words, at = (*words, *said(tokens.bare(at))), at + 1
    return words, at
