"""Checks of a finished note: each rule looks at it by itself, and changes nothing.

A rule speaks where it is nearly sure: after three wrong warnings nobody reads the fourth. docs/checks.md says what
each one sees, what it does not, and how often it speaks in real notes.
"""

from collections.abc import Collection

from plainspoken.clinic.checks import (
    allergies,
    do_not_use,
    dose_limits,
    doses,
    macros,
    measures,
    pronouns,
    required,
    sides,
    unknown,
    unsure,
)
from plainspoken.clinic.checks.view import CheckedNote, CheckedStatement, Finding, Heard, Rule, Span

RULES: tuple[Rule, ...] = (
    sides.RULE,
    allergies.RULE,
    dose_limits.RULE,
    doses.UNIT_RULE,
    doses.NUMBER_RULE,
    measures.RULE,
    macros.OPEN_RULE,
    macros.IN_VAIN_RULE,
    required.RULE,
    pronouns.RULE,
    unsure.RULE,
    unknown.RULE,
    do_not_use.RULE,
)
"""All rules, the gravest first: in this order findings are shown."""


def check(note: CheckedNote, off: Collection[str] = ()) -> tuple[Finding, ...]:
    """What the rules say about a note.

    Args:
        note: as it is to be delivered.
        off: ids of rules that are switched off.
    """
    return tuple(finding for rule in RULES if rule.id not in off for finding in rule.find(note))


__all__ = ["RULES", "CheckedNote", "CheckedStatement", "Finding", "Heard", "Rule", "Span", "check"]
