"""Words that matter most, where the recogniser was not sure of them."""

import re

from plainspoken.clinic.checks.medicines import any_name
from plainspoken.clinic.checks.view import CheckedNote, Finding, Rule, Span

UNSURE_BELOW = 0.4
"""Probability of a word, 0 … 1. Kept low on purpose, and not measured with real weights: see docs/checks.md."""

_UNITS = (
    r"(?:mg|mcg|g|gm|mL|ml|mEq|units?|milligrams?|micrograms?|grams?|milliliters?|milliequivalents?|percent|tablets?|"
    r"capsules?|puffs?|drops?|milligram|%)"
)
_WORDS = "left|right|bilateral|no|not|denies|denied|without|never|negative"
_MATTERS = re.compile(
    rf"(?<![\w.])(?:\d[\d.,/]*\s?-?{_UNITS}\b|(?<=\d ){_UNITS}\b|{_WORDS})(?!\w)",
    re.IGNORECASE,
)


def unsure(note: CheckedNote) -> tuple[Finding, ...]:
    """Medicines, doses, sides and negations that the recogniser gave a probability below `UNSURE_BELOW`.

    Source: our own: these are the words whose loss harms most. A written transcript has probability 1 throughout.
    """
    spans = []
    for statement in note.statements:
        doubtful = [word for word in statement.words if word.probability < UNSURE_BELOW]
        if not doubtful:
            continue
        matters = [*_MATTERS.finditer(statement.text), *any_name().finditer(statement.text)]
        spans += [
            Span(statement.id, word.start, word.end)
            for word in doubtful
            if any(match.start() < word.end and word.start < match.end() for match in matters)
        ]
    return (Finding(RULE.id, MESSAGE, tuple(spans)),) if spans else ()


MESSAGE = "The recogniser was not sure of this: listen again, or read it twice."
RULE = Rule("unsure-word", unsure)
