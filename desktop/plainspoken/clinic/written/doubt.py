"""Whether what sounds like one number may be two: "five hundred two times a day" is 500 mg, twice. The words stay then.

Speech has no comma between the strength and the count, or between a value and what came next. A number is certain
where its last word cannot belong to what follows, or where what stands before asks for one number ("for fifty two
weeks"). Found by trying 1,400 sentences as they are dictated, most of them without punctuation.
"""

from plainspoken.clinic.number_words import ONES, SMALL, TENS
from plainspoken.clinic.written.context import (
    COUNTED,
    KINDS,
    SOLID,
    TIMES,
    a_frequency,
    after_measure,
    compared,
)
from plainspoken.clinic.written.numbers import Number, is_digits, number, parts, read_words, said_in
from plainspoken.clinic.written.tokens import Tokens, words_of
from plainspoken.clinic.written.units import MEDICINE, Unit, unit

_COUNTED = COUNTED | words_of("spray sprays patch patches amp amps unit every")
_VOLUMES = frozenset({"cc", "ccs"})
_REFILLS = frozenset({"refill", "refills"})
_COUNTING = words_of("dispense dispensed take takes taking took give gave given use uses using")
_SPANS = words_of(
    """for in every within after past last next approximately about around at than nearly almost of to by from under
    until another additional the a an prior is was are were over first previous or and up age aged between"""
)
"""Before a stretch of time they ask for one number."""
_WHICH = KINDS | words_of("day at pain score scale foot feet")
"""Behind these "two fifty milligrams" may be the second, and fifty of them."""
_ONE = frozenset({"a", "an", "each", "every", "per"})
"""Behind them stands no count: "a twenty five milligram tablet"."""
_GIVEN = MEDICINE | {"L", "cc"}
_PIECES = SOLID | words_of(
    """caplet caplets cap caps lozenge lozenges film films strip strips syringe syringes vial vials ampule ampules
    ampoule ampoules amp amps pen pens spray sprays puff puffs suppository suppositories packet packets"""
)
"""What medicines come in: before their strength stands, perhaps, how many of them."""


def may_be_two(tokens: Tokens, at: int, found: Number) -> bool:
    """Whether the last word of a number may belong to what follows it."""
    said = None if tokens[found.last - 1].tail else unit(tokens, found.last)
    follows = "" if tokens[found.last - 1].tail else tokens.bare(found.last)
    apart = comes_apart(tokens, found)
    below = _below_a_stroke(tokens, at) and (apart or tokens.bare(found.last - 1) == "hundred")
    if below and (said or follows in TIMES | _VOLUMES):
        return True
    if found.elided and said and _says_which(tokens, at):
        return True
    if said and _before_pieces(tokens, said) and _splits(tokens, found) and tokens.bare(at - 1) not in _ONE:
        return True
    return apart and _may_belong(tokens, at, found, said, follows)


def _may_belong(tokens: Tokens, at: int, found: Number, said: Unit | None, follows: str) -> bool:
    """Whether its last word may belong to what follows."""
    if follows in {"to", "or"}:
        return _counts_down(tokens, found)
    if follows in _COUNTED:
        return follows in _REFILLS or tokens.bare(at - 1) not in _COUNTING or "." in found.text
    if follows in TIMES:
        return "." in found.text or _ends_a_value(tokens, at)
    if said or follows in _VOLUMES:
        return _is_given(tokens, at, found, said)
    return a_frequency(tokens, found.last)


def _before_pieces(tokens: Tokens, said: Unit) -> bool:
    """Whether a strength is that of tablets, syringes or the like: they stand behind it, at most two words on."""
    for at in range(said.last, said.last + 3):
        if tokens[at - 1].tail or _is_number(tokens, at) or tokens.bare(at) in _ONE:
            return False
        if tokens.bare(at) in _PIECES:
            return True
    return False


def _splits(tokens: Tokens, found: Number) -> bool:
    """Whether the words of a number can be two of them: "thirty two hundred", "one point five"; not "five hundred"."""
    if found.mixed or not found.words:
        return False
    first = found.last
    while first > 0 and len(said_in(tokens, first, found.last)) < found.words:
        first -= 1
    cuts = range(first + 1, found.last)
    return any(_whole(tokens, first, cut) and _reads(tokens, cut, found.last) for cut in cuts)


def _whole(tokens: Tokens, first: int, last: int) -> bool:
    return "point" not in said_in(tokens, first, last) and _reads(tokens, first, last)


def _reads(tokens: Tokens, first: int, last: int) -> bool:
    words = said_in(tokens, first, last)
    read = read_words(words[words[0] == "and" :])
    return read is not None and float(read[0]) > 0


def _counts_down(tokens: Tokens, found: Number) -> bool:
    """As "seven hundred fifty one to two": tablets of 750, one or two of them."""
    after = number(tokens, found.last + 1)
    return after is not None and after.value < 10 and after.value < found.value


def comes_apart(tokens: Tokens, found: Number) -> bool:
    """Whether its last word could be a number of its own, beside what is left."""
    if found.words < 2 or found.mixed:
        return False
    last, before = tokens.bare(found.last - 1), tokens.bare(found.last - 2)
    if "." in found.text:
        return before != "point" and last in ONES
    return ONES.get(last, 0) > 0 or (before in {"hundred", "thousand", "and"} and last in SMALL | TENS)


def _ends_a_value(tokens: Tokens, at: int) -> bool:
    if after_measure(tokens, at) or compared(tokens, at):
        return True
    return at > 0 and not tokens[at - 1].tail and tokens.bare(at - 1) not in _SPANS


def _is_given(tokens: Tokens, at: int, found: Number, said: Unit | None) -> bool:
    """Whether a dose follows a value."""
    text = said.text if said else "cc"
    dose = text.split("/")[0] in _GIVEN and not text.endswith(("dL", "/L"))
    if dose and (after_measure(tokens, _first_of_range(tokens, at)) or compared(tokens, at)):
        return True
    before = tokens.bare(at - 1)
    bounded = before in {"over", "under"} or (before == "to" and _is_number(tokens, at - 2))
    if text == "units" and ("." in found.text or bounded):
        return True
    return said is not None and said.singular and tokens.bare(found.last - 1) == "one"


def _first_of_range(tokens: Tokens, at: int) -> int:
    """Where the range begins that a number ends, as in "pulse 168 to one twenty five milligrams"; else where it is."""
    first = at - 2
    if tokens.bare(at - 1) not in {"to", "or"} or not _is_number(tokens, first):
        return at
    while _is_number(tokens, first - 1):
        first -= 1
    return first


def _below_a_stroke(tokens: Tokens, at: int) -> bool:
    """As in "ninety over sixty five hundred": a pressure, and then a volume."""
    return tokens.bare(at - 1) == "over" and _is_number(tokens, at - 2)


def _is_number(tokens: Tokens, at: int) -> bool:
    return bool(parts(tokens.bare(at))) or is_digits(tokens.bare(at))


def _says_which(tokens: Tokens, at: int) -> bool:
    before = at - 2 if tokens.bare(at - 1) == "of" else at - 1
    return tokens.bare(before) in _WHICH
