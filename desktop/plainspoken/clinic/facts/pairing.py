"""Which fact of what was said has become which one of what is delivered."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence

from plainspoken.clinic.facts.beside import bound
from plainspoken.clinic.facts.extract import Sentence
from plainspoken.clinic.facts.fact import Change, Difference, Fact, FactKind

Keyed = tuple[Hashable, Fact]
"""A fact, and what it is compared by."""


def of_pair(said: Sentence, there: Sentence) -> list[Difference]:
    """The differences of two sentences with the same words around the facts, which are not equal."""
    before, after = _placed(said), _placed(there)
    gone, came = _rest(before, after), _rest(after, before)
    if not gone and not came:  # the same facts between the same words, in another order
        return [
            _turned(one, other)
            for (key, one), (other_key, other) in zip(before, after, strict=True)
            if key != other_key
        ]
    return _matched(gone, came, (_place, _kind))


def of_facts(said: Iterable[Fact], there: Iterable[Fact]) -> list[Difference]:
    """The differences of facts from sentences that have no pair: each counts with what it belongs to."""
    before = [((fact.kind, fact.value, fact.beside), fact) for fact in said]
    after = [((fact.kind, fact.value, fact.beside), fact) for fact in there]
    return _matched(_rest(before, after), _rest(after, before), (_kind_and_value, _kind_and_beside))


def _placed(sentence: Sentence) -> list[Keyed]:
    """The facts, compared by kind, value and how many other words stand before them."""
    placed: list[Keyed] = []
    words = 0
    for item, fact in zip(sentence.items, bound(sentence.items), strict=True):
        if isinstance(item, Fact) and fact:
            placed.append(((item.kind, item.value, words), fact))
        elif item.value:
            words += 1
    return placed


def _rest(ones: Sequence[Keyed], others: Sequence[Keyed]) -> list[Keyed]:
    """Those without an equal on the other side, one for one."""
    common = Counter(key for key, _ in ones) & Counter(key for key, _ in others)
    rest = []
    for key, fact in ones:
        if common[key]:
            common[key] -= 1
        else:
            rest.append((key, fact))
    return rest


def _matched(
    gone: list[Keyed], came: list[Keyed], ways: Iterable[Callable[[Keyed], Hashable]]
) -> list[Difference]:
    """What has gone and what has come, matched by each of the ways in turn; the rest is missing, or was added."""
    found: list[Difference] = []
    for way in ways:
        waiting: dict[Hashable, deque[Keyed]] = defaultdict(deque)
        for other in came:
            waiting[way(other)].append(other)
        unmatched, met = [], set[int]()
        for one in gone:
            fitting = waiting.get(way(one))
            if not fitting:
                unmatched.append(one)
                continue
            other = fitting.popleft()
            met.add(id(other))
            found.append(_turned(one[1], other[1]))
        gone, came = unmatched, [other for other in came if id(other) not in met]
    found += [Difference(fact.kind, Change.MISSING, fact, None) for _, fact in gone]
    found += [Difference(fact.kind, Change.ADDED, None, fact) for _, fact in came]
    return found


def _turned(said: Fact, there: Fact) -> Difference:
    if said.value == there.value:
        return Difference(said.kind, Change.MOVED, said, there)
    number, _, unit = said.value.partition(" ")
    other_number, _, other_unit = there.value.partition(" ")
    counted = said.kind in (FactKind.DOSE, FactKind.NUMBER)
    only_unit = counted and number == other_number and unit != other_unit
    return Difference(FactKind.UNIT if only_unit else said.kind, Change.CHANGED, said, there)


def _place(keyed: Keyed) -> Hashable:
    key = keyed[0]
    return key[2] if isinstance(key, tuple) else key


def _kind(keyed: Keyed) -> Hashable:
    return keyed[1].kind


def _kind_and_value(keyed: Keyed) -> Hashable:
    return keyed[1].kind, keyed[1].value


def _kind_and_beside(keyed: Keyed) -> Hashable:
    return keyed[1].kind, keyed[1].beside
