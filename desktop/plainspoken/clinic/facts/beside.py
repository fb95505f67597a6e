"""What a fact belongs to, told from its sentence alone."""

from collections.abc import Sequence
from dataclasses import replace

from plainspoken.clinic.facts import forms
from plainspoken.clinic.facts.extract import Item, Word
from plainspoken.clinic.facts.fact import Fact, FactKind

_OF_A_DRUG = (FactKind.DOSE, FactKind.ROUTE, FactKind.FREQUENCY)
_IN_A_LIST = "in a list"
_LONGEST_LIST = 12
"""So many words behind "allergic to" are taken for what one is allergic to."""


def bound(items: Sequence[Item]) -> tuple[Fact | None, ...]:
    """For each item of a sentence: the fact with what it belongs to, what one is allergic to as such; or None."""
    allergies = _allergies(items)
    return tuple(
        _allergy(item)
        if index in allergies
        else (replace(item, beside=_beside(items, index)) if isinstance(item, Fact) else None)
        for index, item in enumerate(items)
    )


def findings(items: Sequence[Item]) -> tuple[Fact, ...]:
    """The facts of a sentence, with a fact of its own for all that is negated."""
    found: list[Fact] = []
    for index, fact in enumerate(bound(items)):
        if fact and fact.kind is FactKind.NEGATION:
            found += _negated(items, index, fact)
        elif fact:
            found.append(fact)
    return tuple(found)


def _negated(items: Sequence[Item], index: int, negation: Fact) -> list[Fact]:
    """As "No fever or chills" is "no fever" and "no chills", the second as a part of a list.

    That it is one matters: where "no chills" has lost its "no", it is negated by the word before it, or not at all.
    """
    return [
        Fact(
            FactKind.NEGATION,
            f"{negation.value} {item.value}",
            min(negation.start, item.start),
            max(negation.end, item.end),
            (_IN_A_LIST,) if place else (),
        )
        for place, item in enumerate(_scope(items, index))
    ] or [negation]


def _scope(items: Sequence[Item], index: int) -> list[Item]:
    """What a negation is about: what follows, to the next negation or "but"; where nothing does, what is before it."""
    after: list[Item] = []
    for item in items[index + 1 :]:
        if not item.value or (isinstance(item, Fact) and item.kind is FactKind.NEGATION):
            break
        after.append(item)
    return after or _before(items, index, 2)


def _beside(items: Sequence[Item], index: int) -> tuple[str, ...]:
    fact = items[index]
    kind = fact.kind if isinstance(fact, Fact) else None
    if kind in _OF_A_DRUG:
        drug = _drug_before(items, index)
        dose = _dose_before(items, index) if kind is FactKind.FREQUENCY else ()
        return (
            (*drug, *dose) if drug else _values(_before(items, index, 2)) or _values(_after(items, index, 1))
        )
    if kind is FactKind.NUMBER:
        return _values((*_before(items, index, 2), *_after(items, index, 1)))
    if kind is FactKind.DATE:
        return _values(_before(items, index, 2))
    if kind is FactKind.SIDE:
        return _values(_after(items, index, 2)) or _values(_before(items, index, 2))
    if kind is FactKind.NEGATION:
        return _values(_scope(items, index))
    return ()


def _drug_before(items: Sequence[Item], index: int) -> tuple[str, ...]:
    """The name of the nearest drug before it, all words of it."""
    last = index - 1
    while last >= 0 and not _is_drug(items[last]):
        last -= 1
    first = last
    while first > 0 and _is_drug(items[first - 1]):
        first -= 1
    return _values(items[max(first, 0) : last + 1])


def _dose_before(items: Sequence[Item], index: int) -> tuple[str, ...]:
    doses = [item for item in items[:index] if isinstance(item, Fact) and item.kind is FactKind.DOSE]
    return _values(doses[-1:])


def _is_drug(item: Item) -> bool:
    return isinstance(item, Fact) and item.kind is FactKind.DRUG


def _before(items: Sequence[Item], index: int, most: int) -> list[Item]:
    return [item for item in items[:index] if item.value][-most:]


def _after(items: Sequence[Item], index: int, most: int) -> list[Item]:
    return [item for item in items[index + 1 :] if item.value][:most]


def _values(items: Sequence[Item]) -> tuple[str, ...]:
    return tuple(item.value for item in items)


def _allergies(items: Sequence[Item]) -> frozenset[int]:
    """Indices of what one is allergic to: what follows "allergic to", and what stands before "allergy"."""
    found: set[int] = set()
    for index, item in enumerate(items):
        if item.value not in forms.ALLERGIES:
            continue
        if index and _can_be_substance(items[index - 1]):
            found.add(index - 1)
        for other in range(index + 1, min(len(items), index + 1 + _LONGEST_LIST)):
            if not items[other].value:
                break
            if _can_be_substance(items[other]):
                found.add(other)
    return frozenset(found)


def _can_be_substance(item: Item) -> bool:
    if isinstance(item, Word):
        return (
            bool(item.value) and item.value not in forms.ALLERGIES and item.value not in forms.NO_SUBSTANCES
        )
    return item.kind is FactKind.DRUG


def _allergy(item: Item) -> Fact:
    return Fact(FactKind.ALLERGY, item.value, item.start, item.end)
