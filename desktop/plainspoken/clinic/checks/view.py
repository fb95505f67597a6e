"""What the rules look at, and what they say: a note read-only, and findings with their places in its statements."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from plainspoken_models.contracts import SectionKind


@dataclass(frozen=True, slots=True)
class Heard:
    """One word of a statement, as the recogniser heard it."""

    start: int
    """Of its first character, in the statement's text."""
    end: int
    """After its last character."""
    probability: float
    """The recogniser's, 0 … 1; 1 for text that was never sound."""


@dataclass(frozen=True, slots=True)
class CheckedStatement:
    """A statement of the note."""

    id: int
    kind: SectionKind | None
    """What it is filed under; None where the tagger failed."""
    text: str
    words: tuple[Heard, ...] = ()
    confidence: float = 1.0
    """Of its kind, 0 … 1; 1 where she said under which heading it belongs."""
    asks_for_macro: bool = False
    """Whether it seems to be an order to insert a macro, and none was inserted."""


@dataclass(frozen=True)
class CheckedNote:
    """A note, as the rules see it: its statements in the order they were said."""

    statements: tuple[CheckedStatement, ...]
    own_words: frozenset[str] = frozenset()
    """Words of her own vocabulary, in small letters."""
    missing: tuple[str, ...] = ()
    """Names of the template's required elements that were not dictated."""

    @cached_property
    def by_kind(self) -> dict[SectionKind | None, tuple[CheckedStatement, ...]]:
        """The statements of each kind that there is."""
        found: dict[SectionKind | None, list[CheckedStatement]] = {}
        for statement in self.statements:
            found.setdefault(statement.kind, []).append(statement)
        return {kind: tuple(statements) for kind, statements in found.items()}

    def of(self, kinds: Iterable[SectionKind]) -> tuple[CheckedStatement, ...]:
        """The statements of these kinds, kind by kind."""
        return tuple(statement for kind in kinds for statement in self.by_kind.get(kind, ()))


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a statement's text."""

    statement_id: int
    start: int
    """Of its first character, counted from 0."""
    end: int
    """After its last character."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says about a note. It changes nothing."""

    rule: str
    """The rule's id."""
    message: str
    """A sentence without a word of hers: it may end in a log."""
    spans: tuple[Span, ...] = ()
    """The words that it is about, in the order they were said; both sides of a contradiction. Empty where it is about
    what was not said."""
    candidates: tuple[tuple[str, ...], ...] = ()
    """Of each span, what may have been meant, the likest first. Empty where the rule suggests nothing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One check, which can be switched off by its id."""

    id: str
    find: Callable[[CheckedNote], Sequence[Finding]]
    """Never raises; depends on the note alone."""


def grouped(rule: str, places: Iterable[tuple[str, Span]]) -> tuple[Finding, ...]:
    """A finding for each message, with all its places: ten times the same slip is one line to read."""
    by_message: dict[str, list[Span]] = {}
    for message, span in places:
        by_message.setdefault(message, []).append(span)
    return tuple(Finding(rule, message, tuple(spans)) for message, spans in by_message.items())
