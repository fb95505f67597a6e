"""What stands around a number, and says whether it is a measurement."""

import re

from plainspoken.clinic.number_words import SMALL, TENS
from plainspoken.clinic.written.tokens import Tokens, words_of

MEASURES = words_of(
    """rate pulse respirations temperature temp saturation saturations sat sats pressure pressures bp hr rr
    systolic diastolic glucose sugar sugars sodium potassium chloride bicarb bicarbonate creatinine bun
    hemoglobin hematocrit platelets wbc inr ldl hdl triglycerides cholesterol tsh a1c bmi weight weighs
    height fraction ef troponin lactate calcium magnesium phosphorus albumin bilirubin alt ast lipase
    amylase ferritin ph pco2 po2 spo2 o2 score scores scale apgar apgars gcs psa esr crp anc bnp ddimer count
    peep fio2 gfr egfr"""
)
"""Names that a measured value follows."""
COUNTED = words_of(
    """tablets tablet tabs tab capsules capsule caps pills pill puffs puff drops drop sprays teaspoons
    teaspoon tablespoons tablespoon suppositories vials doses refills refill"""
)
"""What medicines are counted in."""
SOLID = frozenset(
    {"tablet", "tablets", "tab", "tabs", "capsule", "capsules", "pill", "pills", "patch", "patches"}
)
TIMES = words_of("""second seconds minute minutes hour hours day days week weeks month months year years""")
KINDS = words_of(
    """grade stage type class phase category gravida para level mallampati ecog asa killip bethesda gleason
    schedule zone tanner fitzpatrick hurley"""
)
"""A number behind them says which."""
PLUS_OF = words_of(
    """edema pitting pulse pulses reflex reflexes dtr dtrs tonsil tonsils radial dorsalis pedal femoral
    patellar achilles protein blood ketones leukocytes symmetric bilaterally popliteal tibial biceps
    triceps brachioradialis"""
)
_COPULAS = frozenset({"is", "was", "were", "are", "of"})
_FILLERS = _COPULAS | words_of(
    """at today about approximately around now currently to down up from in the been between only measured
    remains on admission repeat goal target went fell rose dropped increased decreased improved by
    fasting a as high low last noted"""
)
_IN_NUMBER = re.compile(rf"[\d.,]+|point|oh|hundred|thousand|{'|'.join([*SMALL, *TENS])}")
_ONE_SPAN = frozenset(
    {"for", "in", "every", "within", "after", "past", "approximately", "about", "over", "at"}
)


def after_measure(tokens: Tokens, at: int, *, closely: bool = False) -> bool:
    """Whether the name of a measurement stands before, at most four words back.

    Args:
        tokens: the statement.
        at: index of the number.
        closely: nothing but "is" or "of" may stand between: for numbers of one word.
    """
    between, at = _COPULAS if closely else _FILLERS, _before_change(tokens, at)
    for back in range(at - 1, max(-1, at - 6), -1):
        if tokens[back].tail.strip(","):
            return False
        if tokens.bare(back) in MEASURES:
            return True
        if tokens.bare(back) not in between:
            return False
    return False


def _before_change(tokens: Tokens, at: int) -> int:
    """Index of the value that has changed, as in "one point two up from point nine"; else the same index."""
    if tokens.bare(at - 1) != "from" or tokens.bare(at - 2) not in {"up", "down"}:
        return at
    first = at - 2
    while first > 0 and _IN_NUMBER.fullmatch(tokens.bare(first - 1)):
        first -= 1
    return first if first < at - 2 and tokens[at - 3].tail in {"", ","} else at


def compared(tokens: Tokens, at: int) -> bool:
    """As "greater than …", "above …"."""
    return tokens.bare(at - 1) in {"than", "above", "below"}


def near(tokens: Tokens, first: int, last: int, words: frozenset[str], reach: int = 4) -> bool:
    """Whether one of the words stands within so many words of a span."""
    around = (*range(first - reach, first), *range(last, last + reach))
    return any(tokens.bare(i) in words for i in around)


def a_time(tokens: Tokens, at: int, last: int, *, one: bool) -> bool:
    """Whether a number from `at` to `last` counts days or weeks: "one day" may be a day like any other."""
    if tokens.bare(last) not in TIMES:
        return False
    if not one:
        return at > 0
    return tokens.bare(at - 1) in _ONE_SPAN or tokens.bare(last + 1) == "ago"


def a_frequency(tokens: Tokens, last: int) -> bool:
    """Whether "times a day" or the like stands at `last`."""
    return tokens.says(last, "times") and tokens.bare(last + 1) in {
        "a", "an", "per", "each", "every", "daily", "weekly", "monthly", "nightly", "yearly",
    }  # fmt: skip
