"""Abbreviations whose full stop is a part of them, and ends nothing."""

import re

TITLES = frozenset({"dr.", "mr.", "mrs.", "ms.", "st.", "prof."})
ABBREVIATIONS = TITLES | {"vs.", "e.g.", "i.e.", "approx.", "jr.", "sr."}
"""They may stand before a capital letter; before a small one no point ends a sentence."""

_DOTTED = re.compile(r"(?:[a-z]\.){2,}", re.IGNORECASE)


def keeps_point(word: str, after: str) -> bool:
    """Whether the full stop at a word is its own, with such a word behind it: "Dr. Lee", "no. 5"."""
    lower = word.casefold()
    return after[:1].isdigit() if lower == "no." else lower in ABBREVIATIONS


def is_dotted(word: str) -> bool:
    """As "p.o.", "b.i.d."."""
    return _DOTTED.fullmatch(word) is not None
