"""Letters with numbers: levels of the spine, leads, names of tests, frequencies, "times three"."""

import re

from plainspoken.clinic.number_words import SMALL
from plainspoken.clinic.written.context import TIMES
from plainspoken.clinic.written.numbers import SCALES, Number, number, parts, run_end, said_in
from plainspoken.clinic.written.tokens import Atom, Tokens
from plainspoken.clinic.written.units import unit

_LEVELS = {"c": 8, "t": 12, "l": 5, "s": 5}
"""Letter of a spinal level → its last number. Heart sounds S1 to S4 and weightings T1 and T2 are written alike."""
_OTHER = {"v": 6, "n": 3, "m": 1, "h": 2}
"""Leads V1 to V6, N and M of cancer stages, H2 blockers: in capitals only."""
_NOT_A_LEVEL = frozenset(
    {"vitamin", "hepatitis", "hep", "free", "type", "grade", "stage", "class", "group", "protein", "troponin"}
)
_OTHER_B = frozenset({"hepatitis", "hep", "plan", "hla", "type", "group", "child", "pugh", "influenza"})
"""Behind these a "b" is their own."""
_NOT_OF_STAGE = frozenset({"cell", "cells", "diff", "difficile", "lymphoma"})
_MANY = frozenset({"many", "several", "few", "at", "multiple", "some", "other", "all", "the", "these"})
"""Before these "times" are occasions."""
_NAMES = {
    ("covid", "nineteen"): "COVID-19",
    ("phq", "two"): "PHQ-2",
    ("phq", "nine"): "PHQ-9",
    ("gad", "seven"): "GAD-7",
    ("glp", "one"): "GLP-1",
    ("sglt", "two"): "SGLT2",
    ("fev", "one"): "FEV1",
    ("cd", "four"): "CD4",
    ("her", "two", "positive"): "HER2 positive",
    ("her", "two", "negative"): "HER2 negative",
    ("brca", "one"): "BRCA1",
    ("brca", "two"): "BRCA2",
    ("ca", "one", "twenty", "five"): "CA 125",
    ("ca", "nineteen", "nine"): "CA 19-9",
    ("b", "twelve"): "B12",
    ("b", "six"): "B6",
    ("vitamin", "d", "three"): "vitamin D3",
    ("a", "one", "c"): "A1c",
    ("o", "two", "sat"): "O2 sat",
    ("o", "two", "sats"): "O2 sats",
    ("o", "two", "saturation"): "O2 saturation",
    ("c", "o", "two"): "CO2",
}
_FIRST_OF_NAMES = frozenset(name[0] for name in _NAMES)
_FREQUENCIES = {
    ("q", "d"): "daily",
    ("q", "o", "d"): "every other day",
    ("qd",): "daily",
    ("q.d",): "daily",
    ("qod",): "every other day",
    ("q.o.d",): "every other day",
    ("b", "i", "d"): "BID",
    ("t", "i", "d"): "TID",
    ("q", "i", "d"): "QID",
    ("p", "r", "n"): "PRN",
}
"""The first two are on the Joint Commission's do-not-use list, and are written as it demands."""
_FIRST_OF_FREQUENCIES = frozenset(said[0] for said in _FREQUENCIES)
FIRST_WORDS = _LEVELS.keys() | _OTHER.keys() | _FIRST_OF_NAMES | _FIRST_OF_FREQUENCIES | {"g"}


def a_name(tokens: Tokens, at: int) -> Atom | None:
    """Names that are written with a figure: "covid nineteen"."""
    if tokens.bare(at) not in _FIRST_OF_NAMES or (tokens.bare(at) == "b" and tokens.bare(at - 1) in _OTHER_B):
        return None
    found = _looked_up(tokens, at, _NAMES)
    if found is None or tokens[found.last - 1].tail:
        return found
    follows = tokens.bare(found.last)
    if parts(tokens.bare(found.last - 1)) and (follows in TIMES | SCALES or parts(follows)):
        return None
    if tokens.bare(at) == "her":
        return found if follows in {"", "breast", "disease", "status", "tumor", "tumour", "cancer"} else None
    return found


def a_frequency(tokens: Tokens, at: int) -> Atom | None:
    """As "q d", "q six hours"."""
    if tokens.bare(at) not in _FIRST_OF_FREQUENCIES:
        return None
    if tokens.bare(at) == "q" and not tokens[at].tail:
        every = number(tokens, at + 1)
        if every and not every.elided and tokens.bare(_end_of_range(tokens, every)) in TIMES:
            return Atom(f"{tokens[at].lead}every", at + 1)
    found = _looked_up(tokens, at, _FREQUENCIES)
    if found and found.last < len(tokens) and tokens[found.last - 1].tail.startswith("."):
        # The point belongs to the letters ("q.d., then …"), unless it may be the sentence's own.
        return Atom(found.text.replace(".", "", 1), found.last)
    return found


def _end_of_range(tokens: Tokens, first: Number) -> int:
    second = number(tokens, first.last + 1) if tokens.says(first.last, "to") else None
    return second.last if second else first.last


def a_level(tokens: Tokens, at: int) -> Atom | None:
    """As "T twelve" → T12, "L four five" → L4-5, "L five S one" → L5-S1."""
    letter, last = tokens[at].core.upper(), run_end(tokens, at + 1)
    if last == at + 1 or tokens[at].tail or tokens.bare(at - 1) in _NOT_A_LEVEL:
        return None
    said = [SMALL.get(part, 99) for part in said_in(tokens, at + 1, last)]
    highest = _LEVELS.get(tokens.bare(at)) or (
        _OTHER.get(tokens.bare(at)) if tokens[at].core.isupper() else None
    )
    lowest = 0 if tokens.bare(at) in {"n", "m"} else 1
    if highest is None or not all(lowest <= value <= highest for value in said) or _counts(tokens, last):
        return None
    if len(said) == 2 and said[1] == said[0] + 1 and tokens.bare(at) in {"c", "t", "l"}:
        return tokens.atom(f"{letter}{said[0]}-{said[1]}", at, last)
    if len(said) != 1:
        return None
    across = _next_region(tokens, letter, said[0], last)
    return tokens.atom(f"{letter}{said[0]}{across[0]}", at, across[1])


def _next_region(tokens: Tokens, letter: str, level: int, last: int) -> tuple[str, int]:
    """As "-S1" behind L5, "-L1" behind T12, "-T1" behind C7."""
    below = {("L", 5): "s", ("T", 12): "l", ("C", 7): "t"}.get((letter, level))
    if (
        below
        and not tokens[last - 1].tail
        and tokens.says(last, below, "one")
        and run_end(tokens, last + 1) == last + 2
    ):
        return f"-{below.upper()}1", last + 2
    return "", last


def _counts(tokens: Tokens, last: int) -> bool:
    """Whether the number belongs to what follows: "vitamin C two tablets"."""
    follows = tokens.bare(last)
    return not tokens[last - 1].tail and (
        unit(tokens, last) is not None or follows in TIMES | {"tablets", "tablet", "times", "point", "over"}
    )


def a_pregnancy(tokens: Tokens, at: int) -> Atom | None:
    """As "G two P one"."""
    said = [tokens.bare(i) for i in range(at, at + 4)]
    if said[0::2] != ["g", "p"] or not tokens.runs_on(at, at + 4) or run_end(tokens, at + 3) != at + 4:
        return None
    g, p = SMALL.get(said[1]), SMALL.get(said[3])
    return None if g is None or p is None else tokens.atom(f"G{g} P{p}", at, at + 4)


def a_stage(tokens: Tokens, at: int) -> Atom | None:
    """As "stage three B" → "stage 3B": as said, and alike for a cancer and for a kidney."""
    value, letter = SMALL.get(tokens.bare(at + 1)), tokens[at + 2].core
    fits = len(letter) == 1 and letter.casefold() in "abc" and tokens.runs_on(at, at + 3)
    fits = fits and (bool(tokens[at + 2].tail) or tokens.bare(at + 3) not in _NOT_OF_STAGE)
    if (
        not value
        or value > 4
        or not fits
        or (letter == "a" and at + 3 < len(tokens) and not tokens[at + 2].tail)
    ):
        return None
    return tokens.atom(f"{tokens[at].core} {value}{letter.upper()}", at, at + 3)


def times_so_many(tokens: Tokens, at: int) -> Atom | None:
    """As "alert and oriented times three" → x3."""
    found, before = number(tokens, at + 1), tokens.bare(at - 1)
    if not found or tokens[at].tail or at == 0 or tokens[at - 1].tail.strip(","):
        return None
    counted = any(letter.isdigit() for letter in before) or bool(parts(before)) or before in _MANY
    if counted or not re.fullmatch(r"0|[12]?\d|30", found.text) or found.elided:
        return None
    goes_on = tokens.bare(found.last) in {"of", "a", "per"} or tokens.says(found.last, "to", "the")
    return None if goes_on or unit(tokens, found.last) else tokens.atom(f"x{found.text}", at, found.last)


def _looked_up(tokens: Tokens, at: int, table: dict[tuple[str, ...], str]) -> Atom | None:
    for said, written in table.items():
        if tokens.bare(at) == said[0] and _says(tokens, at, said):
            return tokens.atom(written, at, at + len(said))
    return None


def _says(tokens: Tokens, at: int, said: tuple[str, ...]) -> bool:
    """Letters may be written with points: "q. d."."""
    here = (tokens.bare(at + n) == word for n, word in enumerate(said))
    return all(here) and not any(tokens[i].tail.strip(".") for i in range(at, at + len(said) - 1))
