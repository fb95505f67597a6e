"""Numbers in a statement: which become digits, and with what unit. Small numbers that measure nothing stay words."""

from collections.abc import Callable
from itertools import pairwise

from plainspoken.clinic.number_words import ONES, SMALL, TENS
from plainspoken.clinic.written.context import (
    COUNTED,
    KINDS,
    SOLID,
    TIMES,
    a_frequency,
    a_time,
    after_measure,
    compared,
)
from plainspoken.clinic.written.doubt import comes_apart, may_be_two
from plainspoken.clinic.written.halves import would_be_half
from plainspoken.clinic.written.numbers import Number, is_digits, number, parts
from plainspoken.clinic.written.shapes import (
    fraction,
    height,
    over,
    plus,
    range_over,
    touches_number,
    years_old,
)
from plainspoken.clinic.written.tokens import Atom, Tokens
from plainspoken.clinic.written.units import MEDICINE, SPELLED, Unit, unit

_TAKEN = frozenset(
    {"take", "takes", "taking", "took", "give", "gave", "given", "use", "uses", "with", "of", "using"}
)
_PLURALS = frozenset({"degrees", "pounds", "beats", "joules", "calories"})
_COUNTING = frozenset({"dispense", "dispensed", "number"})
"""Behind these "twenty five milligram tablets" may be twenty of 5 mg."""
_SCORED = frozenset({"apgar", "apgars"})
_CHAINS = frozenset({"to", "or", "through", "by", "and"})


def a_number(tokens: Tokens, at: int) -> Atom | None:
    """What is written for the number that is said from `at` on; None where the words stay."""
    found = number(tokens, at)
    if found is None:
        return None
    shaped = next((atom for rule in _SHAPES if (atom := rule(tokens, at, found))), None)
    atom = shaped or _alone(tokens, at, found)
    return None if atom and not shaped and would_be_half(tokens, at, found, _alone) else atom


def _alone(tokens: Tokens, at: int, found: Number) -> Atom | None:
    """What is written for a number by itself, and its unit."""
    rules = (fraction, _measured, plus, height, _counted)
    return next((atom for rule in rules if (atom := rule(tokens, at, found))), None)


def _chain(tokens: Tokens, at: int, first: Number) -> Atom | None:
    """As "two to three times", "five or ten milligrams", "two by three centimeters": all in digits, or nothing."""
    found, joint = [first], tokens.bare(first.last)
    if joint not in _CHAINS or (joint == "and" and not _pairs(tokens, at)):
        return None
    while not tokens[found[-1].last - 1].tail and tokens.bare(found[-1].last) == joint:
        after = number(tokens, found[-1].last + 1)
        if after is None or tokens[found[-1].last].tail:
            return None
        found.append(after)
    last = found[-1].last
    if len(found) == 1 or not tokens.runs_on(at, last) or touches_number(tokens, at, last):
        return None
    said = None if tokens[last - 1].tail else unit(tokens, last)
    if not any(one.words for one in found) and not (joint == "by" and said):
        return None
    certain = not any(may_be_two(tokens, at, one) for one in found) and _rises(tokens, found, joint, said)
    if not certain or not _may_be_chain(tokens, at, found, said) or (joint == "by" and said is None):
        return None
    glue = " x " if joint == "by" else f" {joint} "
    numbers = glue.join(_figures(tokens, at, one, said) for one in found)
    return tokens.atom(numbers + (said.behind if said else ""), at, said.last if said else last)


def _pairs(tokens: Tokens, at: int) -> bool:
    """Whether the numbers that "and" joins are of one kind: "between …", "Apgars …"."""
    scored = after_measure(tokens, at) and any(tokens.bare(i) in _SCORED for i in range(at - 3, at))
    return tokens.bare(at - 1) == "between" or scored


def _rises(tokens: Tokens, found: list[Number], joint: str, said: Unit | None) -> bool:
    """As a range does: "fifty one to two tablets" is none; "from one hundred to fifty milligrams" is a titration.

    In "one fifty to two hundred two units" two units may be given for a value up to 200.
    """
    if said and said.text == "units" and comes_apart(tokens, found[-1]):
        return False
    counted = said is None and tokens.bare(found[-1].last) in COUNTED | TIMES
    return (
        joint not in {"to", "or", "through"}
        or not counted
        or all(a.value < b.value for a, b in pairwise(found))
    )


def _may_be_chain(tokens: Tokens, at: int, found: list[Number], said: Unit | None) -> bool:
    last = found[-1].last
    if any(one.elided for one in found):
        # A hundred is left out of both, or the recogniser has written the first one: "168 to one sixty one".
        either = found[0].words == 0 or all(one.elided for one in found)
        alike = either and all(one.value >= 100 for one in found)
        ordered = alike or all(a.value < b.value for a, b in pairwise(found))
        measured = after_measure(tokens, at) or compared(tokens, at)
        return ordered and (measured or (said is not None and not _before_solid(tokens, said)))
    if said or after_measure(tokens, at) or not all(one.small for one in found):
        return True
    follows = tokens.bare(last)
    return follows in COUNTED | TIMES | SPELLED | {"times", "pack", "packs"} or _names_kind(tokens, at)


def _measured(tokens: Tokens, at: int, found: Number) -> Atom | None:
    """A number with its unit."""
    said = None if tokens[found.last - 1].tail else unit(tokens, found.last)
    if said is None or not tokens.runs_on(at, said.last) or not _may_measure(tokens, at, found, said):
        return None
    return tokens.atom(_figures(tokens, at, found, said) + said.behind, at, said.last)


def _may_measure(tokens: Tokens, at: int, found: Number, said: Unit) -> bool:
    if may_be_two(tokens, at, found) or (tokens.bare(at - 1) in _COUNTING and _before_solid(tokens, said)):
        return False
    if not found.elided or after_measure(tokens, at) or compared(tokens, at):
        return True
    if said.singular or _before_solid(tokens, said) or tokens.bare(at - 1) in _TAKEN:
        return False
    return _is_one_number(found)


def _is_one_number(found: Number) -> bool:
    """As "one ten", "two fifty"; "five ten" may be two of them: five, ten."""
    return found.text[0] == "1" or int(found.text.split(".")[0]) % 100 >= 20


def _before_solid(tokens: Tokens, said: Unit) -> bool:
    """As "one twenty five milligram tablets": one of 25 mg, or some of 125 mg; nobody can tell."""
    return any(tokens.bare(i) in SOLID for i in range(said.last, said.last + 3))


def _figures(tokens: Tokens, at: int, found: Number, said: Unit | None) -> str:
    """The digits. Doses have no zero behind the point, and a comma in thousands."""
    text = found.grouped if found.words else found.text
    if said and said.text in MEDICINE and "." in text and not after_measure(tokens, at):
        return text.rstrip("0").rstrip(".")
    return text


def _counted(tokens: Tokens, at: int, found: Number) -> Atom | None:
    """What is counted or graded, in digits; and every number from ten on that is certain to be one."""
    if not found.words or (tokens.bare(at) == "point" and not after_measure(tokens, at, closely=True)):
        return None
    certain = _elided_counts(tokens, at, found) if found.elided else _counts(tokens, at, found)
    return (
        tokens.atom(found.grouped if found.value >= 1000 else found.text, at, found.last) if certain else None
    )


def _elided_counts(tokens: Tokens, at: int, found: Number) -> bool:
    follows = tokens.bare(found.last)
    if may_be_two(tokens, at, found):
        return False
    above = tokens.bare(at - 2)
    if tokens.bare(at - 1) == "slash" and (
        parts(above) or is_digits(above)
    ):  # the strengths of two medicines: 5/325
        return unit(tokens, found.last) is None and follows not in COUNTED | TIMES | SOLID
    if follows in _PLURALS and not tokens[found.last - 1].tail:
        return _is_one_number(found)
    return (after_measure(tokens, at) or compared(tokens, at)) and follows not in COUNTED | TIMES


def _counts(tokens: Tokens, at: int, found: Number) -> bool:
    last = found.last
    follows = "" if tokens[last - 1].tail else tokens.bare(last)
    if _is_part(tokens, last, follows) or may_be_two(tokens, at, found) or _is_hour(tokens, at, last):
        return False
    if found.mixed or "." in found.text:
        if _is_hundred_and_teen(tokens, at, last) and not after_measure(tokens, at):
            return False
        return not found.mixed or follows in TIMES | SPELLED
    if found.small:
        return _small_counts(tokens, at, found, follows)
    if found.value >= 1000:
        return after_measure(tokens, at) or "hundred" in {tokens.bare(i) for i in range(at, last)}
    return not _follows_share(tokens, at)


def _is_hundred_and_teen(tokens: Tokens, at: int, last: int) -> bool:
    """As "one hundred twelve point five", which may be the strengths of two medicines in one tablet."""
    said = [tokens.bare(i) for i in range(at, last)]
    return any(one == "hundred" and SMALL.get(after, 0) >= 10 for one, after in pairwise(said))


def _follows_share(tokens: Tokens, at: int) -> bool:
    """As "one in ten", "one out of ten": both stay words."""
    before = at - 3 if tokens.says(at - 2, "out", "of") else at - 2
    return tokens.bare(at - 1) in {"in", "of"} and tokens.bare(before) in ONES


def _is_part(tokens: Tokens, last: int, follows: str) -> bool:
    """Of an ordinal ("twenty second"), a time ("eight hundred hours") or a power ("ten to the fifth").

    Nor are there digits where its unit, or the other end of its range, was left in words.
    """
    unread = follows in _CHAINS and parts(tokens.bare(last + 1)) and number(tokens, last + 1) is None
    if follows and (unread or unit(tokens, last)):
        return True
    hour = follows == "hours" and "hundred" in tokens.bare(last - 1)
    decade = follows.endswith("ties") and follows.removesuffix("ies") + "y" in TENS
    return bool(follows) and (follows in ORDINAL_ONES or decade or hour or tokens.says(last, "to", "the"))


def _is_hour(tokens: Tokens, at: int, last: int) -> bool:
    """As "at fifteen hundred"."""
    return tokens.bare(at - 1) == "at" and tokens.bare(last - 1) == "hundred"


def _small_counts(tokens: Tokens, at: int, found: Number, follows: str) -> bool:
    one, last = found.value == 1, found.last
    if tokens.bare(at - 1) in {"to", "or"} and parts(tokens.bare(at - 2)):
        return False
    if follows == "of" or tokens.bare(at - 1) in {"no", "any", "each", "this", "that", "which"}:
        return False
    if _names_kind(tokens, at) or tokens.bare(at - 1) == "slash" or tokens.bare(last) == "slash":
        return not one or tokens.bare(at - 1) != "type" or _typed(tokens, last)
    if follows in COUNTED or a_frequency(tokens, last) or a_time(tokens, at, last, one=one):
        return not tokens[last - 1].tail
    if not one and follows in SPELLED | {"pack", "packs"}:
        return True
    return not one and after_measure(tokens, at, closely=True) and follows not in {"in", "per", "other"}


def _names_kind(tokens: Tokens, at: int) -> bool:
    """As "grade two", "postoperative day three", "cranial nerves two through twelve"."""
    before = tokens.bare(at - 1)
    day = before == "day" and tokens.bare(at - 2) in {
        "postoperative",
        "postop",
        "hospital",
        "cycle",
        "op",
        "post-op",
    }
    nerve = before in {"nerve", "nerves"} and tokens.bare(at - 2) == "cranial"
    return not tokens[at - 1].tail and (before in KINDS or day or nerve)


def _typed(tokens: Tokens, last: int) -> bool:
    """As "type one diabetes", not "the type one sees"."""
    return (
        bool(tokens[last - 1].tail)
        or last == len(tokens)
        or tokens.bare(last) in {"diabetes", "diabetic", "diabetics", "dm", "hypersensitivity"}
    )


ORDINAL_ONES = frozenset(
    {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"}
)

_SHAPES: tuple[Callable[[Tokens, int, Number], Atom | None], ...] = (years_old, over, range_over, _chain)
