"""A statement's words, taken apart into marks and word, so that rules can look at them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PARTS = re.compile(r"""^([(\[{"“‘']*)(.*?)([,;:!?)\]}"”’]*\.?[,;:!?)\]}"”’]*)$""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """One word as it was recognised."""

    raw: str
    lead: str
    """Marks before it, such as a bracket."""
    core: str
    """The word without marks, in its own case."""
    bare: str
    """The word without marks, in lower case."""
    tail: str
    """Marks after it."""


@dataclass(frozen=True, slots=True)
class Atom:
    """What a rule makes of the words from where it was asked up to `last`."""

    text: str
    last: int
    """Index after the last word."""
    to_before: bool = False
    """Whether it stands at the piece before it without a blank, as a comma does."""
    to_after: bool = False
    """Whether the piece after it stands at it without a blank, as at an opening bracket."""
    hers: str = ""
    """What her own vocabulary has for these words, without the marks around it; empty where no rule of hers was it."""


class Tokens:
    """The words of a statement; beyond its ends there is an empty word."""

    def __init__(self, words: Sequence[str]) -> None:
        self._tokens = tuple(_token(word) for word in words)

    def __len__(self) -> int:
        return len(self._tokens)

    def __getitem__(self, at: int) -> Token:
        return self._tokens[at] if 0 <= at < len(self._tokens) else _NOTHING

    def bare(self, at: int) -> str:
        """The word there, in lower case."""
        return self[at].bare

    def says(self, at: int, *words: str) -> bool:
        """Whether these words stand there, with no mark between them."""
        return all(self[at + n].bare == word for n, word in enumerate(words)) and self.runs_on(
            at, at + len(words)
        )

    def runs_on(self, at: int, last: int) -> bool:
        """Whether no mark stands between the words of a span."""
        return not any(self[i].tail or self[i + 1].lead for i in range(at, last - 1))

    def atom(self, text: str, at: int, last: int) -> Atom:
        """What is written for a span, with the marks around the span."""
        return Atom(self[at].lead + text + self[last - 1].tail, last)

    def heard(self, at: int, last: int) -> str:
        """The words of a span as they were recognised, without the marks around the span."""
        inner = " ".join(self[i].raw for i in range(at, last))
        return inner.removeprefix(self[at].lead).removesuffix(self[last - 1].tail)


def words_of(listed: str) -> frozenset[str]:
    """A list of words, as one text."""
    return frozenset(listed.split())


def _token(word: str) -> Token:
    found = _PARTS.match(word)
    lead, core, tail = found.groups() if found else ("", word, "")
    return (
        Token(word, lead, core, core.casefold(), tail) if core else Token(word, "", word, word.casefold(), "")
    )


_NOTHING = Token("", "", "", "", "")
