"""Spoken orders to insert a macro: "insert normal knee exam, left". A name that is not said exactly stays words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plainspoken.clinic.abbreviations import ABBREVIATIONS, TITLES, is_dotted, keeps_point
from plainspoken.clinic.headings import goes_on
from plainspoken.clinic.macros import LONGEST_NAME, SIDE, SIDES, Insertion, Macro, Macros, letters
from plainspoken.clinic.written import Replaced, Rule, no_rule, text_of, write
from plainspoken.clinic.written.punctuation import only_mark, says_comma, says_end
from plainspoken.clinic.written.tokens import words_of
from plainspoken.clinic.written.units import UNITS

LONGEST_VALUE = 8
"""Words of what she says for a field."""

LONGEST_ORDER = 60
"""Words; nobody says so many for a name and what stands in its fields."""

LEAST_ALIKE = 0.6
"""So many of the words of a name, at least two of them, sound as if it had been meant."""

_INSERT, _MACRO = "insert", "macro"
_SAID_SIDES = {f"{side}{ending}": side for side in SIDES for ending in ("", "side", "sided")}
_BETWEEN = (
    ("with", "the"),
    ("on", "the"),
    ("for", "the"),
    ("and", "the"),
    ("with",),
    ("and",),
    ("on",),
    ("for",),
    ("comma",),
)
"""What may stand before the name of a field, or its value."""
_UNDONE = frozenset({"will", "would", "should", "can", "could", "then", "please", "dont", "never", "cannot"})
"""Behind these, "insert macro" is no order of this moment."""
_MAY_END = frozenset({"approx.", "jr.", "sr."})
"""What they belong to may stand before them, so that a sentence ends with them."""
_BEHIND_DOTTED = words_of(
    """daily nightly weekly monthly once twice every q qd bid tid qid qhs hs prn po at before after with without for in
    on by or and to until x per one two three four five six seven eight nine ten"""
)
"""Words that go on with a dose behind "p.o." or "b.i.d.": most others may begin a sentence."""
_STOPS = (".", "!", "?", ";")
_MARKS = (*_STOPS, ",", ":")


@dataclass(frozen=True, slots=True)
class InsertOrder:
    """An order found in a sentence."""

    insertion: Insertion
    first: int
    """Index of its first word in the sentence."""
    last: int
    """Index after its last word, a spoken mark behind it included."""


def insert_order(words: tuple[str, ...], macros: Macros, own: Rule = no_rule) -> InsertOrder | None:
    """The first order to insert a macro in a sentence, if there is one.

    It stands apart: at the start of the sentence or behind a comma, and up to its end or the next mark. With the word
    "macro" ("insert macro normal cardiac exam") it can be nothing else, so that it need not. A name of one word
    needs that word: "insert catheter" is what somebody is to do.

    Args:
        words: of the sentence.
        macros: that can be named.
        own: the rule of her own vocabulary, for the values of fields.
    """
    for first in _inserts(words):
        start, sure = _name_at(words, first)
        if not _begins_apart(words, first, sure=sure):
            continue
        for end, macro, side in reversed(tuple(_names(words, start, macros))):
            if end - start == 1 and not sure:
                continue
            named = Insertion(macro, ((SIDE, side),) if side and SIDE in macro.fields else ())
            said = _said(words, end, named, own, sure=sure)
            if said:
                return InsertOrder(said[1], first, _behind_mark(words, said[0]))
    return None


def begins_order(words: tuple[str, ...], macros: Macros) -> bool:
    """Whether words end in what may become an order, or a longer one: "insert", "insert normal", a side to come."""
    order = insert_order(words, macros)
    if order and order.last == len(words):
        missing = order.insertion.open_fields
        return SIDE in missing or (
            not words[-1].endswith(_STOPS) and bool(missing or _longer(words, order.first, macros))
        )
    return any(
        _begins_apart(words, first, sure=_name_at(words, first)[1]) and _longer(words, first, macros)
        for first in _inserts(words)
    )


def opens_order(words: tuple[str, ...], macros: Macros) -> bool:
    """Whether words open with an order, or with more of one than "insert" alone."""
    order = insert_order(words, macros)
    begun = len(words) > 1 and letters(words[0]) == _INSERT and begins_order(words, macros)
    return begun or bool(order and order.first == 0)


def takes_up(before: tuple[str, ...], after: tuple[str, ...], macros: Macros) -> bool:
    """Whether words go on with an order that those before them begin: a pause, or a mark, has parted it."""
    if not begins_order(before, macros):
        return False
    joined = before + after
    order, begun = insert_order(joined, macros), insert_order(before, macros)
    done = order is not None and order.first < len(before) < order.last
    if done and order and begun and not _keeps(begun.insertion, order.insertion):
        return letters(after[0]) in UNITS
    return done or (order is None and begins_order(joined, macros))


def _keeps(before: Insertion, after: Insertion) -> bool:
    """Whether no value of an order has become another one: "dose twenty" and "three weeks of rest" are not 23."""
    return after.macro != before.macro or after.values[: len(before.values)] == before.values


def asks_in_vain(words: tuple[str, ...], macros: Macros) -> bool:
    """Whether words that are no order seem to ask for a macro all the same: none has that name, or it does not end."""
    for first in _inserts(words):
        start, sure = _name_at(words, first)
        if sure:
            return True
        said = frozenset(letters(word) for word in words[start : start + LONGEST_NAME])
        if any(len(name & said) >= max(2, LEAST_ALIKE * len(name)) for name in macros.words):
            return True
    return False


def _inserts(words: Sequence[str]) -> Iterator[int]:
    spoken = (index for index, word in enumerate(words) if _INSERT in word.casefold())
    return (index for index in spoken if letters(words[index]) == _INSERT)


def _name_at(words: Sequence[str], first: int) -> tuple[int, bool]:
    """Where the name begins behind "insert", and whether "macro" stands before it."""
    for count, lead in ((2, ("the", _MACRO)), (1, (_MACRO,))):
        if tuple(letters(word) for word in words[first + 1 : first + 1 + count]) == lead:
            return first + 1 + count, True
    return first + 1, False


def _names(words: Sequence[str], start: int, macros: Macros) -> Iterator[tuple[int, Macro, str]]:
    """The names that are said at `start`, the shortest first: index after its last word, the macro, its side."""
    form = ""
    for end in range(start + 1, min(len(words), start + LONGEST_NAME) + 1):
        form += letters(words[end - 1])
        if found := macros.by_sound.get(form):
            after = end + 1 if end < len(words) and letters(words[end]) == _MACRO else end
            yield after, *found
        if form not in macros.beginnings:
            return


def _longer(words: Sequence[str], first: int, macros: Macros) -> bool:
    """Whether all words from an "insert" on are the beginning of a name."""
    rest = [letters(word) for word in words[_name_at(words, first)[0] :]]
    return len(rest) < LONGEST_NAME and "".join(rest) in macros.beginnings


def _begins_apart(words: Sequence[str], first: int, *, sure: bool) -> bool:
    if first == 0 or words[first - 1].endswith(_MARKS) or only_mark(words[first - 1 : first]):
        return True
    before = words[first - 1]
    return sure and not goes_on(before) and letters(before) not in _UNDONE


def _said(
    words: Sequence[str], end: int, named: Insertion, own: Rule, *, sure: bool
) -> tuple[int, Insertion] | None:
    """Index after an order with that name, and its values: with as many of them as it ends apart behind."""
    found = (end, named) if sure or _ends_apart(words, end) else None
    while field := _field(words, end, named, own):
        end, named = field
        if _ends_apart(words, end):
            found = end, named
    return found


def _ends_apart(words: Sequence[str], end: int) -> bool:
    return end == len(words) or words[end - 1].endswith(_MARKS) or _mark_at(words, end) > 0


def _mark_at(words: Sequence[str], at: int) -> int:
    """How many words at `at` are a spoken mark, and can be nothing else: "exam, period pain since May" is a pain."""
    if words[at - 1].endswith(_MARKS):
        return 0
    count = next((count for count in (1, 2) if only_mark(words[at : at + count])), 0)
    end = at + count
    closed = end == len(words) or words[end - 1].endswith(_MARKS) or says_end(words, end) == count
    return count if closed or says_comma(words, at) else 0


def _behind_mark(words: Sequence[str], end: int) -> int:
    return end + _mark_at(words, end)


def _field(words: Sequence[str], at: int, so_far: Insertion, own: Rule) -> tuple[int, Insertion] | None:
    """The field that is filled at `at`: index after its value, and the insertion with it.

    Behind the end of a sentence only a side is one, where it is all of the next sentence: "Size 3 cm." may well be a
    sentence of its own, and "Right." may mean yes.
    """
    start, over = _behind(words, at), words[at - 1].endswith(_STOPS)
    if SIDE in so_far.open_fields and (found := _side(words, start)):
        alone = found[0] == len(words) or words[found[0] - 1].endswith(_STOPS)
        if not over or (alone and [letters(word) for word in words[at : found[0]]] != ["right"]):
            return found[0], _with(so_far, SIDE, found[1])
    if over:
        return None
    for name in sorted(so_far.open_fields, key=len, reverse=True):
        if name != SIDE and (first := _after_name(words, start, name)):
            end = _end_of_value(words, first, so_far)
            pieces = write(tuple(words[first:end]), own)
            value = _bare_value(text_of(pieces), words[end - 1])
            replaced = tuple(one for piece in pieces for one in piece.replaced)
            return (end, _with(so_far, name, value, replaced)) if value else None
    return None


def _with(so_far: Insertion, name: str, value: str, replaced: tuple[Replaced, ...] = ()) -> Insertion:
    return replace(so_far, values=(*so_far.values, (name, value)), replaced=so_far.replaced + replaced)


def _bare_value(value: str, last: str) -> str:
    """A value without the mark that ends it; the point of an abbreviation, which its last word may be, stays."""
    keeps = is_dotted(last) or last.casefold() in ABBREVIATIONS
    return value.rstrip("".join(mark for mark in _MARKS if not keeps or mark != "."))


def _behind(words: Sequence[str], at: int) -> int:
    """Index behind the words that lead to a field, if there are any."""
    said = tuple(letters(word) for word in words[at : at + 2])
    return at + next((len(way) for way in _BETWEEN if said[: len(way)] == way), 0)


def _side(words: Sequence[str], at: int) -> tuple[int, str] | None:
    """A side, with or without the word: "left", "left side", "side left"."""
    said = [letters(word) for word in words[at : at + 2]]
    if said[:1] == [SIDE]:
        return (at + 2, _SAID_SIDES[said[1]]) if said[1:] and said[1] in _SAID_SIDES else None
    if not said or said[0] not in _SAID_SIDES:
        return None
    joined = not words[at].endswith(_MARKS) and said[1:] in ([SIDE], ["sided"])
    return at + 1 + joined, _SAID_SIDES[said[0]]


def _after_name(words: Sequence[str], at: int, name: str) -> int:
    """Index behind the name of a field; 0 where it is not said there."""
    count = len(name.split())
    return at + count if "".join(letters(word) for word in words[at : at + count]) == letters(name) else 0


def _ends_value(words: Sequence[str], end: int) -> bool:
    """Whether a mark before `end` ends a value: not the point of "approx.", "Dr.", "J." or "p.o." within it.

    In doubt it does: a sentence of its own must not be swallowed ("3 cm approx. He has pain.", "b.i.d. start aspirin").
    """
    last, after = words[end - 1], words[end] if end < len(words) else ""
    if not last.endswith(_MARKS):
        return False
    initial = len(last) == 2 and last[0].isalpha() and end > 1 and words[end - 2].casefold() in TITLES
    kept = keeps_point(last, after) and not (last.casefold() in _MAY_END and after[:1].isupper())
    inside = kept or initial or (is_dotted(last) and _goes_on_dotted(after))
    return not (after and last.endswith(".") and inside)


def _goes_on_dotted(after: str) -> bool:
    """Whether a word may go on behind "p.o." or "b.i.d."."""
    return after[:1].isdigit() or is_dotted(after) or after.strip(",.;:").casefold() in _BEHIND_DOTTED


def _end_of_value(words: Sequence[str], first: int, so_far: Insertion) -> int:
    """Index behind a value: it goes up to the next mark, the next field's name, or the end of the sentence."""
    for end in range(first, min(len(words), first + LONGEST_VALUE) + 1):
        apart = end > first and (_ends_value(words, end) or _mark_at(words, end) > 0)
        start = _behind(words, end)
        if apart or any(_after_name(words, start, name) for name in so_far.open_fields):
            return end
    return min(len(words), first + LONGEST_VALUE)
