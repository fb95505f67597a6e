"""The gate: in which facts what was said and what is delivered differ.

Sentences are compared, not places in the text, so that their order does not matter. Equal ones are put aside, then
those that are several on the other side, with other full stops. Of the rest, sentences with the same words around the
facts are compared fact by fact; and what is left then, by each fact with what it belongs to.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from plainspoken.clinic.facts.beside import findings
from plainspoken.clinic.facts.extract import Sentence, sentence_of
from plainspoken.clinic.facts.fact import Difference, Fact
from plainspoken.clinic.facts.pairing import of_facts, of_pair
from plainspoken.clinic.facts.sentences import NOT_DICTATED, spans

T = TypeVar("T")


def facts_of(text: str) -> tuple[Fact, ...]:
    """The facts of a text, in the order they stand there."""
    return tuple(fact for start, end in spans(text) for fact in findings(sentence_of(text, start, end).items))


def differences(spoken: str, delivered: str) -> tuple[Difference, ...]:
    """The facts in which two texts differ; empty where all that was said stands there, and no more.

    Does not depend on the order of sentences, on capitals, blanks or punctuation, or on whether a value is spelt out.
    """
    pieces, others = _without_equal(_pieces(spoken), _pieces(delivered), _bare, _bare)
    if not pieces and not others:
        return ()
    said, there = _without_equal(_parsed(spoken, pieces), _parsed(delivered, others), _form, _form)
    said, there = _without_equal(said, there, _filed_form, _form)
    said, there = _without_equal(said, there, _form, _filed_form)
    said, there = _without_tiled(said, there)
    there, said = _without_tiled(there, said)
    alike, said, there = _alike(said, there)
    found = [difference for pair in alike for difference in of_pair(*pair)]
    found += of_facts(_findings(said), _findings(there))
    return tuple(sorted(found, key=_place))


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    start: int
    end: int


def _pieces(text: str) -> list[_Piece]:
    return [_Piece(text[start:end], start, end) for start, end in spans(text)]


def _bare(piece: _Piece) -> str:
    return " ".join(piece.text.casefold().split()).rstrip(".!?;:")


def _parsed(text: str, pieces: Iterable[_Piece]) -> list[Sentence]:
    return [
        sentence_of(text, piece.start, piece.end)
        for piece in pieces
        if _bare(piece) != NOT_DICTATED and _bare(piece).strip("* ")
    ]


def _form(sentence: Sentence) -> Hashable:
    return sentence.form


def _filed_form(sentence: Sentence) -> Hashable:
    return sentence.filed_form


def _without_equal(
    ones: Sequence[T],
    others: Sequence[T],
    form: Callable[[T], Hashable],
    other_form: Callable[[T], Hashable],
) -> tuple[list[T], list[T]]:
    """Both without what has an equal on the other side, one for one."""
    forms, other_forms = [form(one) for one in ones], [other_form(other) for other in others]
    common = Counter(forms) & Counter(other_forms)
    return _without(ones, forms, Counter(common)), _without(others, other_forms, Counter(common))


def _without(ones: Sequence[T], forms: Sequence[Hashable], gone: Counter[Hashable]) -> list[T]:
    kept = []
    for one, form in zip(ones, forms, strict=True):
        if gone[form]:
            gone[form] -= 1
        else:
            kept.append(one)
    return kept


def _without_tiled(parts: list[Sentence], wholes: list[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """Both without the wholes that several of the parts make up, one behind the other, and without those parts."""
    by_first: dict[Hashable, list[Sentence]] = defaultdict(list)
    for part in sorted(parts, key=lambda sentence: -len(sentence.form)):
        if part.form:
            by_first[part.form[0]].append(part)
    used: set[int] = set()
    kept = []
    for whole in wholes:
        tiles = _tiles(whole, by_first, used)
        used.update(tiles)
        if not tiles:
            kept.append(whole)
    return [part for part in parts if id(part) not in used], kept


def _tiles(whole: Sentence, by_first: dict[Hashable, list[Sentence]], used: set[int]) -> set[int]:
    at, tiles = 0, set[int]()
    while at < len(whole.form):
        fitting = (
            part
            for part in by_first.get(whole.form[at], ())
            if id(part) not in used
            and id(part) not in tiles
            and whole.form[at : at + len(part.form)] == part.form
        )
        tile = next(fitting, None)
        if tile is None:
            return set()
        tiles.add(id(tile))
        at += len(tile.form)
    return tiles


def _alike(
    said: list[Sentence], there: list[Sentence]
) -> tuple[list[tuple[Sentence, Sentence]], list[Sentence], list[Sentence]]:
    """Pairs with the same words around the facts, those with the most facts in common first; and what has no pair."""
    by_skeleton: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, sentence in enumerate(there):
        by_skeleton[sentence.skeleton].append(index)
    ranked = [
        (-common, min(one, other), max(one, other), one, other)
        for one, sentence in enumerate(said)
        for other in by_skeleton.get(sentence.skeleton, ())
        if (common := _in_common(sentence, there[other])) or sentence.skeleton
    ]
    taken: dict[int, int] = {}
    paired: set[int] = set()
    for *_, one, other in sorted(ranked):
        if one not in taken and other not in paired:
            taken[one] = other
            paired.add(other)
    return (
        [(said[one], there[other]) for one, other in taken.items()],
        [sentence for index, sentence in enumerate(said) if index not in taken],
        [sentence for index, sentence in enumerate(there) if index not in paired],
    )


def _in_common(one: Sentence, other: Sentence) -> int:
    return sum((Counter(one.form) & Counter(other.form)).values()) - len(one.skeleton)


def _findings(sentences: Iterable[Sentence]) -> list[Fact]:
    return [fact for sentence in sentences for fact in findings(sentence.items)]


def _place(difference: Difference) -> tuple[int, int]:
    fact = difference.delivered or difference.spoken
    return (fact.start, fact.end) if fact else (0, 0)
