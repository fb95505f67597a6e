"""Which words are words: those of notes, of English, of medicine, and the names of drugs. Says nothing of their sense.

The lists ship beside this module and name their sources at their heads; benchmarks/word_lists.py makes them, and
benchmarks/drug_names.py the one of drugs. `more_drugs.txt` and `more_terms.txt` were
written by hand.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from plainspoken.clinic.facts.lexicon import drugs
from plainspoken.clinic.facts.terms import TERMS

_PREFIXES = (
    *("re", "un", "non", "pre", "post", "anti", "over", "under", "multi", "semi", "sub", "super", "inter"),
    *(
        "hyper",
        "hypo",
        "intra",
        "extra",
        "infra",
        "supra",
        "para",
        "peri",
        "retro",
        "trans",
        "micro",
        "hydro",
    ),
)
_SUFFIXES = ("'s", "s", "es", "ed", "ing", "ly", "er", "ers", "ness", "ish", "less", "able")
_FURTHER = ("s", "d", "ed")
_OF_Y = ("ily", "ies", "ied", "ier")
_CONTRACTED = ("'ll", "'d", "'ve", "'re", "'m", "n't")
_SHORTEST_STEM = 4
"""Letters that are left of a word without its ending; one more without its beginning."""


class SortedWords:
    """A list of words, searched where it lies: as a set, the 93,000 words would take ten times the memory.

    Args:
        written: the words in UTF-8, sorted by their bytes, one a line; lines with a `#` at the head of it left out.
    """

    def __init__(self, written: bytes) -> None:
        last = written.rfind(b"\n#") + 1
        body = written.find(b"\n", last) + 1 if written.startswith(b"#") else 0
        self._written = written[body:]

    def __contains__(self, word: str) -> bool:
        wanted, written = word.encode(), self._written
        low, high = 0, len(written)
        while low < high:
            middle = (low + high) // 2
            start = max(written.rfind(b"\n", low, middle) + 1, low)
            end = written.find(b"\n", start)
            line = written[start:end]
            if line == wanted:
                return True
            low, high = (end + 1, high) if line < wanted else (low, start)
        return False

    def __iter__(self) -> Iterator[str]:
        return iter(self._written.decode().split())


@cache
def listed(name: str) -> SortedWords:
    """The list that ships under this name; read once."""
    return SortedWords(files("plainspoken.clinic.lexicon").joinpath(f"{name}.txt").read_bytes())


def is_drug_name(word: str) -> bool:
    """Whether a word, in small letters, is the name of a drug or of a salt: by the lists, not by its ending."""
    return word in drugs() or word in listed("more_drugs")


def is_clinical(word: str) -> bool:
    """Whether notes use a word, or it is a term of medicine, or a drug."""
    named = any(word in listed(name) for name in ("notes", "medical", "more_terms"))
    return named or word in TERMS or is_drug_name(word)


def is_everyday(word: str) -> bool:
    """Whether a word is common English, and not one that notes use."""
    return word in listed("everyday") and word not in TERMS


def is_word(word: str) -> bool:
    """Whether a word, in small letters, is in any list: by itself, with a usual ending or beginning, or in its parts.

    A part of one letter is one ("x-ray"); such a word is none by itself.
    """
    if "-" in word.strip("-"):
        return all(len(part) < 2 or is_word(part) for part in word.split("-"))
    return _is_listed(word) or any(map(_is_listed, _stems(word)))


def _is_listed(word: str) -> bool:
    return is_clinical(word) or word in listed("everyday") or word in listed("english")


def _stems(word: str) -> Iterator[str]:
    for ending in _CONTRACTED:
        if word.endswith(ending):
            yield word.removesuffix(ending)
    for ending in _SUFFIXES:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            yield word.removesuffix(ending)
    for ending in _OF_Y:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            yield f"{word.removesuffix(ending)}y"
    if len(word) > _SHORTEST_STEM:
        yield from (f"{word}{ending}" for ending in _FURTHER)
    for beginning in _PREFIXES:
        if word.startswith(beginning) and len(word) - len(beginning) > _SHORTEST_STEM:
            yield word.removeprefix(beginning)
