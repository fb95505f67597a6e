"""Beside deliver: what can be torn off a finished note, each to be copied by itself. The note stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from typing import Any

from plainspoken.clinic.tearoffs import Candidate, Coded, OrderKind, kinds_of
from plainspoken.dictation.kept import KeptNote, KeptSection
from plainspoken.dictation.note import Note
from plainspoken_models.contracts import SectionKind


class Which(StrEnum):
    """A tear-off."""

    ORDERS = "orders"
    CODES = "codes"

    @property
    def told(self) -> str:
        """What she is told that it is."""
        return _TOLD[self]


_TOLD = {Which.ORDERS: "Orders and follow-up", Which.CODES: "Code candidates"}

CANDIDATES = "ICD-10-CM candidates, none chosen"
"""Over each statement's codes: whoever reads them elsewhere knows that nobody has chosen them."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement of a note, as it stands there."""

    text: str = field(repr=False)
    kind: SectionKind | None
    said: str = field(repr=False)
    """What counts as said of it (`FiledStatement.said`)."""


@dataclass(frozen=True, slots=True)
class TearOff:
    """A list that can be copied like a note."""

    which: Which
    shown: tuple[KeptSection, ...]
    said: str = field(repr=False)
    """What the fact gate holds it against: her sentences as the note has them, in the list's order."""


def statements_of(note: Note | KeptNote) -> tuple[Stated, ...]:
    """The statements of a note, in the order they were said."""
    if isinstance(note, Note):
        return tuple(
            Stated(one.text, one.filing.kind if one.filing else None, one.said) for one in note.statements
        )
    return tuple(Stated(text, _kind(kind), said) for text, kind, said in note.filed)


def _kind(name: str | None) -> SectionKind | None:
    return SectionKind(name) if name in {kind.value for kind in SectionKind} else None


def orders_of(statements: Sequence[Stated]) -> dict[OrderKind, list[int]]:
    """What is ordered → indices of the statements that order it. A statement that orders two things is there twice."""
    found: dict[OrderKind, list[int]] = {}
    for index, statement in enumerate(statements):
        for kind in kinds_of(statement.text, statement.kind):
            found.setdefault(kind, []).append(index)
    return {kind: found[kind] for kind in OrderKind if kind in found}


def assessments_of(statements: Sequence[Stated]) -> tuple[int, ...]:
    """Indices of the statements that candidates for codes are looked for."""
    return tuple(n for n, one in enumerate(statements) if one.kind is SectionKind.ASSESSMENT)


def orders(statements: Sequence[Stated]) -> TearOff:
    """The list of orders and follow-up: her own sentences, gathered under what they order."""
    gathered = orders_of(statements).items()
    texts, said = (
        tuple(
            KeptSection(kind.value, "\n".join(words(statements[index]) for index in of))
            for kind, of in gathered
        )
        for words in (attrgetter("text"), attrgetter("said"))
    )
    return TearOff(Which.ORDERS, texts, _as_said(said))


def codes(statements: Sequence[Stated], coded: Sequence[Coded]) -> TearOff:
    """The candidates under each statement of the assessment that has any.

    Args:
        statements: of the note.
        coded: the candidates for each of `assessments_of` them.
    """
    texts, said = (
        tuple(
            KeptSection(_over(words(statements[index]), one), "\n".join(map(_line, one.candidates)))
            for index, one in zip(assessments_of(statements), coded, strict=True)
            if one.candidates
        )
        for words in (attrgetter("text"), attrgetter("said"))
    )
    return TearOff(Which.CODES, texts, _as_said(said))


def as_data(statements: Sequence[Stated], coded: Sequence[Coded] | None) -> dict[str, Any]:
    """Both as JSON values; `statement` counts in the note's "statements".

    Args:
        statements: of the note.
        coded: as in `codes`; None where no candidates could be looked for.
    """
    return {
        "orders": [
            {"title": kind.value, "statements": indices} for kind, indices in orders_of(statements).items()
        ],
        "codes": None
        if coded is None
        else [
            {
                "statement": index,
                "uncertain": one.uncertain,
                "candidates": [
                    {"code": found.code, "title": found.title, "seventh_character_needed": found.extended}
                    for found in one.candidates
                ],
            }
            for index, one in zip(assessments_of(statements), coded, strict=True)
        ],
    }


def _as_said(sections: Sequence[KeptSection]) -> str:
    return "\n\n".join(f"{section.title}:\n{section.text}" for section in sections)


def _over(text: str, coded: Coded) -> str:
    doubt = ", said as uncertain" if coded.uncertain else ""
    return f"{text.rstrip('.:; ')} ({CANDIDATES}{doubt})"


def _line(found: Candidate) -> str:
    return f"{found.code}  {found.title}{' (a seventh character is to be added)' if found.extended else ''}"
