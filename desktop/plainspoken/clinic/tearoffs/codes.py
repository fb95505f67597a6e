"""ICD-10-CM candidates for a statement: codes whose official title, or a term that stands under it, she has said.

A title is a claim. It is a candidate only where nearly all that it claims was said: the side, the type, the stage. What
is denied has none. The order is the same each time; nothing is chosen.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plainspoken.clinic.tearoffs.code_words import (
    HARD,
    LIGHT,
    Parsed,
    Segment,
    said_apart,
    segments_of,
    words_in,
    words_of_title,
)

MOST = 5
"""Candidates for a statement."""
_LEAST_SAID = 0.72
"""So much of what a title claims has to be said, by the rarity of its words."""
_LEAST_OF_SEGMENT = 0.34
"""So much of what was said has to be in the title."""

_NEAR = 0.75
"""A candidate has at least so much of the points of the best one."""


@dataclass(frozen=True, slots=True)
class Title:
    """A code of the classification that has none below it."""

    code: str
    title: str
    """Official, as in the tabular list."""
    terms: tuple[str, ...] = ()
    """Other names for it in the tabular list: its inclusion terms, and those above it with what it adds to them."""
    extended: bool = False
    """Whether a seventh character has to be added."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code that may be meant."""

    code: str
    title: str
    extended: bool


@dataclass(frozen=True, slots=True)
class Coded:
    """A statement with its candidates."""

    candidates: tuple[Candidate, ...]
    uncertain: bool
    """Said as possible or probable: such a diagnosis is not coded for an outpatient (guidelines, section IV.H)."""


def candidates(statements: Sequence[str], titles: Iterable[Title]) -> tuple[Coded, ...]:
    """For each statement its candidates, the best first."""
    parsed = tuple(segments_of(statement) for statement in statements)
    wanted = {word for segments in parsed for segment in segments for word in segment.words}
    forms, weights = _forms(titles, wanted)
    return tuple(
        Coded(_best(segments, forms, weights), any(one.uncertain for one in segments)) for segments in parsed
    )


@dataclass(frozen=True, slots=True)
class _Form:
    title: Title
    said: Parsed
    rank: int
    """0 for the official title, 1 for a term."""


def _forms(titles: Iterable[Title], wanted: set[str]) -> tuple[dict[str, list[_Form]], dict[str, float]]:
    """Word → the titles and terms that claim it, of the words that are wanted; and how rare each word is."""
    count, total = Counter[str](), 0
    by_word: dict[str, list[_Form]] = {}
    for title in titles:
        total += 1
        for rank, text in enumerate((title.title, *said_apart(title.title.casefold()), *title.terms)):
            lower = text.casefold()
            words = set(words_in(lower))
            if rank == 0:
                count.update(words)
            if not wanted.isdisjoint(words):
                said = words_of_title(lower)
                for word in said.claims & wanted:
                    by_word.setdefault(word, []).append(_Form(title, said, min(rank, 1)))
    return by_word, _Weights(
        {word: math.log(1 + total / n) for word, n in count.items()}, math.log(1 + total)
    )


class _Weights(dict[str, float]):
    """Of a word that is in no title: that of the rarest."""

    def __init__(self, known: dict[str, float], rarest: float) -> None:
        super().__init__(known)
        self._rarest = rarest

    def __missing__(self, word: str) -> float:
        return self._rarest


def _best(
    segments: Sequence[Segment], forms: dict[str, list[_Form]], weights: dict[str, float]
) -> tuple[Candidate, ...]:
    """Those of each segment in turn: the first of each, then the second, so that no diagnosis crowds out another."""
    ranked = [_ranked(segment, forms, weights) for segment in segments if segment.words]
    found: dict[str, Candidate] = {}
    for place in range(MOST):
        for titles in ranked:
            if place < len(titles):
                title = titles[place]
                found.setdefault(title.code, Candidate(title.code, title.title, title.extended))
    return tuple(found.values())[: max(MOST, len(ranked))]


def _ranked(segment: Segment, forms: dict[str, list[_Form]], weights: dict[str, float]) -> list[Title]:
    scored: dict[str, tuple[tuple[float, int, int, int], Title]] = {}
    for form in {id(form): form for word in segment.words for form in forms.get(word, ())}.values():
        score = 0.0 if _behaves_otherwise(segment, form) else _score(segment, form.said, weights)
        if score:
            key = (-round(score, 4), form.said.extra, form.rank, len(form.title.title))
            if form.title.code not in scored or key < scored[form.title.code][0]:
                scored[form.title.code] = key, form.title
    ranked = sorted(scored.values(), key=lambda one: (one[0], one[1].code))
    if "history" in segment.words:
        ranked = [one for one in ranked if "history" in one[1].title.casefold()]
    near = [title for key, title in ranked if key[0] <= _NEAR * ranked[0][0][0]]
    return near[:MOST]


def _behaves_otherwise(segment: Segment, form: _Form) -> bool:
    """Whether a title is of a neoplasm of another behavior: what is called a cancer is not "of unspecified behavior".

    Nor is a carcinoma in situ malignant: chapter 2 of the tabular list has it apart.
    """
    title, said = set(words_in(form.title.title.casefold())), segment.words
    if "malignant" not in said or title & {"history", "screening"}:
        return False
    return ("behavior" in title and "behavior" not in said) or ("situ" in said and "situ" not in title)


def _score(segment: Segment, form: Parsed, weights: dict[str, float]) -> float:
    """How much of the title was said, and how much of what was said is in the title; 0 for no candidate."""
    said = segment.words
    missing = form.claims - said
    if any(word in HARD or word[0].isdigit() for word in missing) or form.sides - segment.sides:
        return 0.0
    if form.claims <= LIGHT or ("family" in said and "family" not in form.claims):
        return 0.0
    both = sum(weights[word] for word in form.claims & said)
    of_title = both / sum(weights[word] for word in form.claims)
    of_segment = both / sum(weights[word] for word in said)
    if of_title < _LEAST_SAID or of_segment < _LEAST_OF_SEGMENT:
        return 0.0
    sided = 0.1 if form.sides and form.sides <= segment.sides else 0.0
    return 0.5 * of_title + 0.5 * of_segment + sided
