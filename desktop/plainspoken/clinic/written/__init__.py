"""Spoken form → written form: numbers, units, dates, levels, marks. Words in, pieces out; each piece knows its words.

What is not certain stays as it was said. A statement is written by its own words alone, so the same words are always
written alike.
"""

from collections.abc import Callable
from dataclasses import dataclass

from plainspoken.clinic.written import dates, letters, punctuation
from plainspoken.clinic.written.measures import a_number
from plainspoken.clinic.written.numbers import NUMBER_WORDS, is_digits, parts, run_end
from plainspoken.clinic.written.shapes import in_one_word
from plainspoken.clinic.written.tokens import Atom, Tokens
from plainspoken.clinic.written.units import UNITS

Rule = Callable[[Tokens, int], Atom | None]


@dataclass(frozen=True, slots=True)
class Replaced:
    """Words that her own vocabulary has others for."""

    heard: str
    """As they were recognised."""
    written: str
    """As they stand in the text."""


@dataclass(frozen=True, slots=True)
class Written:
    """A piece of the text of a statement."""

    text: str
    first: int
    """Index of the first word that it was written for."""
    last: int
    """Index after the last one. The pieces of a statement cover all of its words, in order."""
    replaced: tuple[Replaced, ...] = ()
    """What in it her own vocabulary has put in the place of what was heard."""


def no_rule(tokens: Tokens, at: int) -> Atom | None:  # noqa: ARG001  it is a rule
    """The vocabulary of someone who has none."""
    return None


def write(words: tuple[str, ...], own: Rule = no_rule) -> tuple[Written, ...]:
    """What is written for the words of a statement.

    Args:
        words: as they were recognised.
        own: the rule of her own vocabulary. It comes first, and all other rules see the words as they were recognised:
            so it changes nothing but the words that it was made for.
    """
    tokens = Tokens(words)
    pieces: list[Written] = []
    at, glued = 0, False
    while at < len(tokens):
        for atom in _atoms(tokens, at, own):
            replaced = (Replaced(tokens.heard(at, atom.last), atom.hers),) if atom.hers else ()
            piece = Written(atom.text, at, atom.last, replaced)
            if pieces and (glued or atom.to_before):
                piece = _joined(pieces.pop(), piece)
            pieces.append(piece)
            at, glued = atom.last, atom.to_after
    return tuple(pieces)


def text_of(pieces: tuple[Written, ...]) -> str:
    """The pieces, joined by blanks."""
    return " ".join(piece.text for piece in pieces)


def has_a_form(word: str) -> bool:
    """Whether a word, in small letters, may begin what is written in a form of its own: a number, a mark, a level."""
    return word in _BY_WORD


def of_a_number(word: str) -> bool:
    """Whether a word may be part of a number, or its unit."""
    bare = Tokens((word,)).bare(0)
    return bool(parts(bare)) or is_digits(bare) or bare in UNITS or bare in {"point", "oh", "over"}


def _atoms(tokens: Tokens, at: int, own: Rule) -> tuple[Atom, ...]:
    """What stands for the next words: one atom, or the words themselves where nothing else is certain."""
    word = tokens.bare(at)
    found = own(tokens, at) or _found(tokens, at, word)
    if found:
        return (found,)
    # A run of number words that could not be read is left whole: its end alone would be another number.
    last = max(at + 1, run_end(tokens, at))
    return tuple(Atom(tokens[i].raw, i + 1) for i in range(at, last))


def _found(tokens: Tokens, at: int, word: str) -> Atom | None:
    return next((atom for rule in _rules(word) if (atom := rule(tokens, at))), None)


def _rules(word: str) -> tuple[Rule, ...]:
    """The rules that a word can begin with; most words begin with none."""
    known = _BY_WORD.get(word)
    if known is not None:
        return known
    if word[:1].isdigit() or word[:1] == ".":
        return (dates.a_time, a_number, in_one_word)
    return _HYPHENATED if "-" in word else ()


def _joined(before: Written, after: Written) -> Written:
    """A piece with a mark: it takes the place of the marks that the recogniser put there."""
    replaced = _MARKS if after.text[:1] in ".?!" else ",;:?!"
    text = before.text.rstrip(replaced) if after.text[:1] in _REPLACING else before.text
    return Written(text + after.text, before.first, after.last, before.replaced + after.replaced)


_MARKS = ",;:.?!"
_REPLACING = _MARKS + "/-)]"
_HYPHENATED: tuple[Rule, ...] = (in_one_word, dates.an_ordinal, dates.a_day_of_month, dates.a_year, a_number)
_OF_NUMBERS: tuple[Rule, ...] = (dates.a_time, dates.a_year, dates.a_day_of_month, dates.an_ordinal, a_number)
_OF_LETTERS: tuple[Rule, ...] = (
    letters.a_name,
    letters.a_frequency,
    letters.a_level,
    letters.a_pregnancy,
)
_BY_WORD: dict[str, tuple[Rule, ...]] = (
    dict.fromkeys(dates.MONTHS, (dates.a_date,))
    | dict.fromkeys(NUMBER_WORDS, _OF_NUMBERS)
    | dict.fromkeys(dates.ORDINALS, (dates.a_day_of_month, dates.an_ordinal))
    | dict.fromkeys(letters.FIRST_WORDS, _OF_LETTERS)
    | dict.fromkeys(punctuation.FIRST_WORDS, (punctuation.spoken_mark,))
    | {"a": (letters.a_name, a_number), "o": (letters.a_name, a_number)}
    | {"oh": (a_number,), "point": (a_number,)}
    | {"stage": (letters.a_stage,), "times": (letters.times_so_many,)}
)
