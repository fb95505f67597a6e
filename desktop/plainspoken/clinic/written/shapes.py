"""Numbers in shapes of their own: ages, blood pressures and grades with a stroke, fractions, heights."""

import re

from plainspoken.clinic.number_words import ONES
from plainspoken.clinic.written.context import COUNTED, PLUS_OF, SOLID, TIMES, after_measure, near
from plainspoken.clinic.written.numbers import FRACTIONS, Number, is_digits, number, parts, read_words
from plainspoken.clinic.written.tokens import Atom, Tokens, words_of
from plainspoken.clinic.written.units import MEDICINE, UNITS, unit

_GLUED = re.compile(
    r"(\d[\d,]*(?:\.\d+)?|\.\d+)-?(milligrams?|micrograms?|milliliters?|mg|mcg|ml|meq|µg|μg|ug)"
)
_OLD = frozenset({"year", "month", "week", "day"})


def in_one_word(tokens: Tokens, at: int) -> Atom | None:
    """As "fifty-eight-year-old", "25-milligram", "5mg", "two-thirds"."""
    word = tokens.bare(at)
    glued = _GLUED.fullmatch(word)
    if glued and glued[2] in UNITS:
        written = UNITS[glued[2]]
        return tokens.atom(f"{_of_a_dose(tokens, at, glued[1], written)} {written}", at, at + 1)
    for tail in ("-year-old", "-month-old", "-week-old", "-day-old"):
        said = parts(word.removesuffix(tail)) if word.endswith(tail) else ()
        read = read_words(list(said)) if said else None
        if read and not read[1]:
            return tokens.atom(f"{read[0]}{tail}", at, at + 1)
    first, _, second = word.partition("-")
    return _part_of_whole(tokens, at, at + 1, ONES.get(first, 0), second)


def _of_a_dose(tokens: Tokens, at: int, digits: str, written: str) -> str:
    """As The Joint Commission's do-not-use list has it: a zero before the point, none behind it in a dose."""
    led = f"0{digits}" if digits.startswith(".") else digits
    dose = written in MEDICINE and "." in led and not after_measure(tokens, at)
    return led.rstrip("0").rstrip(".") if dose else led


def years_old(tokens: Tokens, at: int, found: Number) -> Atom | None:
    """As "fifty eight year old woman"."""
    last = found.last
    if found.elided or not tokens.runs_on(at, last + 2) or tokens.bare(last) not in _OLD:
        return None
    if tokens.bare(last + 1) not in {"old", "olds"}:
        return None
    return tokens.atom(f"{found.text}-{tokens.bare(last)}-{tokens.bare(last + 1)}", at, last + 2)


def over(tokens: Tokens, at: int, found: Number) -> Atom | None:
    """Blood pressure, strength, murmurs, vision, pain: two numbers with a stroke."""
    below, apart = _below(tokens, at, found)
    if below is None or touches_number(tokens, at, below.last):
        return None
    graded = _is_ratio(tokens, at, found, below) and not _ends_a_range(tokens, at)
    fits = graded or (apart == 1 and _is_pressure(found, below))
    return tokens.atom(f"{found.text}/{below.text}", at, below.last) if fits else None


def range_over(tokens: Tokens, at: int, found: Number) -> Atom | None:
    """As "seven to eight out of ten" → "7 to 8/10": all of it in digits, or nothing."""
    joint, first = tokens.bare(found.last), found.last + 1
    upper = number(tokens, first) if joint in {"to", "or"} and tokens.runs_on(at, first + 1) else None
    if upper is None or found.mixed or found.elided or found.value >= upper.value:
        return None
    below, _ = _below(tokens, first, upper)
    if below is None or touches_number(tokens, at, below.last) or not _is_ratio(tokens, at, upper, below):
        return None
    return tokens.atom(f"{found.text} {joint} {upper.text}/{below.text}", at, below.last)


def _below(tokens: Tokens, at: int, upper: Number) -> tuple[Number | None, int]:
    """The number below the stroke, where nothing else claims it; and in how many words the stroke is said."""
    last = upper.last
    apart = 1 if tokens.bare(last) == "over" else 2 if tokens.says(last, "out", "of") else 0
    below = number(tokens, last + apart) if apart else None
    if below is None or not tokens.runs_on(at, below.last) or upper.mixed or below.mixed:
        return None, apart
    claimed = unit(tokens, below.last) or tokens.bare(below.last) in TIMES | COUNTED | {"cc", "ccs"}
    return (None, apart) if claimed or near(tokens, at, at, _RUN_IN, 3) else (below, apart)


def _ends_a_range(tokens: Tokens, at: int) -> bool:
    """As the "eight" of "seven to eight out of ten": it is written with the rest of its range, or not at all."""
    first = at - 2
    while is_digits(tokens.bare(first)) or parts(tokens.bare(first)):
        first -= 1
    joined = tokens.bare(at - 1) in {"to", "or"} and tokens.runs_on(first + 1, at + 1)
    return joined and first < at - 2 and tokens.bare(first) not in {"over", "of"}


def touches_number(tokens: Tokens, at: int, last: int) -> bool:
    """Whether another number stands right beside: "one 40 over 30" has lost a part."""
    before, after = tokens[at - 1], tokens[last]
    beside = not before.tail and (is_digits(before.bare) or bool(parts(before.bare)))
    return beside or (not tokens[last - 1].tail and (is_digits(after.bare) or bool(parts(after.bare))))


def _is_pressure(upper: Number, lower: Number) -> bool:
    return 50 <= upper.value <= 300 and 20 <= lower.value <= 200 and lower.value < upper.value


def _is_ratio(tokens: Tokens, at: int, upper: Number, lower: Number) -> bool:
    if upper.elided or (lower.elided and upper.value != 20) or tokens.bare(lower.last) in _SO_MANY:
        return False
    if upper.value == 20 and 10 <= lower.value <= 400:
        return near(tokens, at, lower.last, _VISION, 6)
    # As in "pain went from seven out of ten to two out of ten": what is graded stands before the first of them.
    again = tokens.bare(at - 1) in {"to", "or", "and"} and tokens.bare(at - 3) in {"of", "over"}
    reach = 9 if again and tokens.bare(at - 2) == tokens.bare(lower.last - 1) else 4
    graded = _RATIOS.get(int(lower.value), frozenset())
    scaled = near(tokens, at, lower.last, graded, reach) or _on_scale(tokens, at, lower, graded)
    return upper.value <= lower.value and scaled


def _on_scale(tokens: Tokens, at: int, lower: Number, graded: frozenset[str]) -> bool:
    """Whether the same was graded before in the statement: "pain was 7/10 and is now three out of ten"."""
    if not (tokens[lower.last - 1].tail or tokens.bare(lower.last) in _BEHIND_GRADE):
        return False
    return any(_is_below(tokens, here, lower) and near(tokens, here, here + 1, graded) for here in range(at))


def _is_below(tokens: Tokens, here: int, lower: Number) -> bool:
    """Whether a grade with that number below its stroke ends at a word."""
    above, stroke, below = tokens.bare(here).rpartition("/")
    if stroke:
        return is_digits(above) and below == lower.text
    said = number(tokens, here) if tokens.says(here - 2, "out", "of", tokens.bare(here)) else None
    return said is not None and said.value == lower.value and said.last == here + 1


_VISION = frozenset({"vision", "acuity", "eye", "eyes", "od", "os", "right", "left"})
_RUN_IN = frozenset({"bolus", "infuse", "infused", "run"})
_BEHIND_GRADE = frozenset({""}) | words_of(
    """now today at on with in after before when while during and or but to by this yesterday currently left right
    bilaterally then tonight from"""
)
"""What a grade may stand before."""
_SO_MANY = words_of("patients people children adults women men fingers toes times cases visits days nights")
"""As "three out of ten patients": nothing is graded."""
_NO: frozenset[str] = frozenset()
_RATIOS = {
    4: frozenset({"reflexes", "reflex", "pulses", "pulse"}),
    5: frozenset(
        {
            "strength",
            "power",
            "motor",
            "muscle",
            "flexion",
            "extension",
            "grip",
            "dorsiflexion",
            "extremities",
            "deltoid",
            "biceps",
            "triceps",
            "quadriceps",
            "bilaterally",
        }
    ),
    6: frozenset({"grade", "murmur", "systolic", "diastolic", "holosystolic", "ejection"}),
    10: frozenset(
        {"pain", "scale", "severity", "intensity", "rated", "rates", "headache", "aching", "discomfort"}
    ),
    15: frozenset({"gcs", "glasgow"}),
    30: frozenset({"mmse", "moca", "mini-mental"}),
}
"""Below the stroke → words near it that say what is graded."""


def fraction(tokens: Tokens, at: int, found: Number) -> Atom | None:
    """As "three quarters", "one half"; before tablets the words stay, as "1/2" there has been read as 1 or 2 (ISMP)."""
    if not found.small or tokens[found.last - 1].tail:
        return None
    return _part_of_whole(tokens, at, found.last + 1, int(found.value), tokens.bare(found.last))


def _part_of_whole(tokens: Tokens, at: int, last: int, above: int, name: str) -> Atom | None:
    below = FRACTIONS.get(name.removesuffix("s"), 0)
    if not 0 < above < below or (above == 1) == name.endswith("s") or tokens.bare(at - 1) == "and":
        return None
    if tokens.bare(last) in {"brother", "brothers", "sister", "sisters", "sibling", "siblings", "life"}:
        return None
    ends = tokens[last - 1].tail or last >= len(tokens)
    if above == 1 and below > 2 and name != "quarter" and not ends and tokens.bare(last) != "of":
        return None
    if not tokens[last - 1].tail and (unit(tokens, last) or tokens.bare(last) in COUNTED | {"cc", "ccs"}):
        return None
    solid = any(tokens.bare(i) in SOLID for i in range(last, last + 3))
    return None if solid else tokens.atom(f"{above}/{below}", at, last)


def plus(tokens: Tokens, at: int, found: Number) -> Atom | None:
    """As "two plus pulses", "four plus over five strength", "three plus four" of Gleason."""
    last, sign = found.last, {"plus": "+", "minus": "-"}.get(tokens.bare(found.last), "")
    if not found.small or not sign or not tokens.runs_on(at, last + 2):
        return None
    if tokens.bare(last + 1) == "over":
        below = number(tokens, last + 2)
        graded = (
            below is not None
            and below.small
            and near(tokens, at, below.last, _RATIOS.get(int(below.value), _NO))
        )
        return tokens.atom(f"{found.text}{sign}/{below.text}", at, below.last) if below and graded else None
    behind = number(tokens, last + 1)
    if behind and sign == "+" and "gleason" in {tokens.bare(i) for i in range(at - 4, at)}:
        return tokens.atom(f"{found.text}+{behind.text}", at, behind.last)
    graded = sign == "+" and found.value <= 4 and behind is None and near(tokens, at, last + 1, PLUS_OF)
    return tokens.atom(f"{found.text}+", at, last + 1) if graded else None


def height(tokens: Tokens, at: int, found: Number) -> Atom | None:
    """As "five foot ten"."""
    foot = tokens.bare(found.last)
    inches = number(tokens, found.last + 1)
    if foot not in {"foot", "feet"} or inches is None or not tokens.runs_on(at, inches.last):
        return None
    if not (found.small and inches.value < 12) or unit(tokens, inches.last):
        return None
    return tokens.atom(f"{found.text} {foot} {inches.text}", at, inches.last)
