"""Doses that lack a half: a number without its unit, a unit without its number."""

import re
from collections.abc import Sequence

from plainspoken.clinic.checks.medicines import any_name
from plainspoken.clinic.checks.view import CheckedNote, Finding, Rule, Span
from plainspoken_models.contracts import SectionKind

LEAST_DOSE = 5
"""A smaller whole number may count tablets: "aspirin 1 daily"."""

_OFTEN = (
    r"(?:(?:once|twice|three times|four times|[1-4] times) (?:a|per|daily)\b|daily|nightly|every|per day|a day|"
    r"each (?:morning|evening|night|day)|in the (?:morning|evening)|at bedtime|at night|b\.?i\.?d\b|t\.?i\.?d\b|"
    r"q\.?i\.?d\b|q\.? ?[adhop\d]|qhs|p\.?o\b|by mouth|orally|subcutaneous\w*|intravenous\w*|intramuscular\w*|"
    r"sublingual\w*|IV\b|IM\b)"
)
"""A frequency or a route: before these the number can only be a dose."""

_SALT = (
    "besylate|tartrate|succinate|calcium|sodium|potassium|magnesium|hydrochloride|hcl|hydrobromide|bisulfate|maleate|"
    "mesylate|oxalate|fumarate|phosphate"
)
"""As labels name them (Drugs@FDA). Doses of the medicines in dose_limits.tsv are those of the labels, salt or not."""
_RELEASE = "XL|XR|CR|SR|ER|EC|LA"
TO_NUMBER = (
    rf"(?:[ -](?:{_RELEASE}))?(?: (?:{_SALT}))?(?:[ -](?:{_RELEASE}))?,? "
    r"(?:(?:at )?(?:a|the) dose (?:of|at) |of |at |to )?"
)
"""Between a medicine and its dose."""
_NUMBER_ALONE = re.compile(rf"{TO_NUMBER}(?P<number>\d+(?:\.\d+)?)(?=,? {_OFTEN})", re.IGNORECASE)
_UNIT_ALONE = re.compile(
    r" (?P<unit>mg|mcg|milligrams?|micrograms?)(?=[.,;]|$| (?!per\b|is\b|and\b|or\b|dose\b|dosing\b|tab|cap|of\b)[a-z])"
)

DOSED = frozenset(
    {
        SectionKind.MEDICATIONS,
        SectionKind.PLAN,
        SectionKind.HPI,
        SectionKind.ASSESSMENT,
        SectionKind.HOSPITAL_COURSE,
        SectionKind.PAST_MEDICAL_HISTORY,
    }
)
"""Sections that speak of doses that she takes."""


def without_unit(note: CheckedNote) -> tuple[Finding, ...]:
    """A medicine with a number that can only be its dose ("lisinopril 10 daily"), and no unit.

    Speaks where the name, a number from `LEAST_DOSE` up or with a point, and a frequency or a route follow upon each
    other. Medicines are those of medicines.py.

    Source: our own, measured in docs/checks.md; a medication order has a drug's name, dose, frequency and route (CMS,
    State Operations Manual, Appendix A, on 42 CFR 482.23(c)), and a number alone is no dose.
    """
    return _behind_a_medicine(note, _NUMBER_ALONE, "number", UNIT_RULE.id, "A dose without its unit.")


def without_number(note: CheckedNote) -> tuple[Finding, ...]:
    """A medicine with a unit behind its name where the number should be ("lisinopril milligrams daily").

    Source: as of `without_unit`.
    """
    return _behind_a_medicine(note, _UNIT_ALONE, "unit", NUMBER_RULE.id, "A unit without its number.")


def _behind_a_medicine(
    note: CheckedNote, pattern: re.Pattern[str], part: str, rule: str, message: str
) -> tuple[Finding, ...]:
    spans: list[Span] = []
    for statement in note.statements:
        if statement.kind not in DOSED or not pattern.search(statement.text):
            continue
        for name in any_name().finditer(statement.text):
            found = pattern.match(statement.text, name.end())
            if found and (part != "number" or _is_dose(found[part])):
                spans.append(Span(statement.id, name.start(), found.end(part)))
    return _one(rule, message, spans)


def _is_dose(number: str) -> bool:
    return "." in number or int(number) >= LEAST_DOSE


def _one(rule: str, message: str, spans: Sequence[Span]) -> tuple[Finding, ...]:
    return (Finding(rule, message, tuple(spans)),) if spans else ()


UNIT_RULE = Rule("dose-without-unit", without_unit)
NUMBER_RULE = Rule("unit-without-number", without_number)
