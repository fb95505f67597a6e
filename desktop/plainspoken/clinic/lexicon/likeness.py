"""Which names and terms a word looks and sounds like. It knows how to compare, and nothing of what to make of it.

Likeness is the mean of three measures, each 0 … 1: the share of letters that need no change (Levenshtein), the same of
the sounds, and Jaro-Winkler, for which the beginning of a word counts most. Chosen on transcripts of real recognisers
(benchmarks/vocabulary.py). Computed by rapidfuzz (MIT licence).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from plainspoken.clinic.facts.lexicon import drugs
from plainspoken.clinic.facts.terms import TERMS
from plainspoken.clinic.lexicon import is_everyday, listed

SHORTEST = 5
"""Letters of a drug's name that words are compared with: shorter ones are like many."""

LONG = 7
"""The same of a term."""

_SOUNDS = tuple(
    (re.compile(spelt), sound)
    for spelt, sound in (
        (r"[^a-z]", ""),
        (r"ph", "f"),
        (r"gh(?=t)", ""),
        (r"^[kg]n", "n"),
        (r"^ps", "s"),
        (r"^wr", "r"),
        (r"^x", "z"),
        (r"x", "ks"),
        (r"tch", "ch"),
        (r"sch", "sk"),
        (r"ti(?=o)", "sh"),
        (r"c(?=[eiy])", "s"),
        (r"ch(?=[lr])|ck|c|qu?", "k"),
        (r"z", "s"),
        (r"th", "t"),
        (r"dg|g(?=[eiy])", "j"),
        (r"h", ""),
        (r"y", "i"),
        (r"(.)\1+", r"\1"),
        (r"[aeiou]+", "a"),
    )
)
"""How English spells its sounds, roughly, in this order; all vowels sound alike, for so they do in a drug's name."""


@dataclass(frozen=True, slots=True)
class Like:
    """A name or term that a word is like."""

    name: str
    likeness: float
    """0 … 1; 1 for the same word."""


class Names:
    """What words are compared with.

    Args:
        names: in small letters.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(set(names))
        self._sounds = [sound(name) for name in self._names]

    def nearest(self, word: str, least: float, most: int = 1) -> tuple[Like, ...]:
        """Those that a word in small letters is at least so much like, the likest first.

        Args:
            word: of at least one letter.
            least: likeness, 0 … 1.
            most: so many at most.
        """
        if not self._names:
            return ()
        # Imported here: it takes 40 ms, and only a note with a word that nobody knows needs it.
        from rapidfuzz import process  # noqa: PLC0415
        from rapidfuzz.distance import JaroWinkler, Levenshtein  # noqa: PLC0415

        alike, needed = Levenshtein.normalized_similarity, max(0.0, 3 * least - 2)
        spelt = process.cdist([word], self._names, scorer=alike, score_cutoff=needed)[0]
        left = (spelt >= needed).nonzero()[0]  # the others cannot be so much like it
        heard = process.cdist([sound(word)], [self._sounds[at] for at in left], scorer=alike)[0]
        found = []
        for at, sounds in zip(left, heard, strict=True):
            if spelt[at] + sounds + 1 >= 3 * least:
                begun = JaroWinkler.similarity(word, self._names[at])
                found.append(Like(self._names[at], round(float(spelt[at] + sounds + begun) / 3, 3)))
        found = [like for like in found if like.likeness >= least]
        return tuple(sorted(found, key=lambda like: -like.likeness)[:most])


def sound(word: str) -> str:
    """How a word in small letters sounds, roughly."""
    for spelt, said in _SOUNDS:
        word = spelt.sub(said, word)
    return word


def likeness(one: str, other: str) -> float:
    """How like two words in small letters are, 0 … 1."""
    return Names((other,)).nearest(one, 0.0)[0].likeness


@cache
def drug_names() -> Names:
    """The names of drugs, but for those that are everyday words as well."""
    known = {*drugs(), *listed("more_drugs")}
    return Names(name for name in known if len(name) >= SHORTEST and not is_everyday(name))


@cache
def terms() -> Names:
    """The longer words that notes use, and all that are easily mistaken for one another."""
    return Names({*(word for word in listed("notes") if len(word) >= LONG), *TERMS})
