"""Abbreviations that are read as something else."""

import re

from plainspoken.clinic.checks.view import CheckedNote, Finding, Rule, Span, grouped
from plainspoken_models.contracts import SectionKind

_DOSE_UNIT = r"(?:mg|mcg|gm?|mL|ml|mEq|milligrams?|micrograms?|grams?|milliliters?|units?)"
_CONCENTRATION = r"(?:\s?/\s?(?:d?[lL]|m[lL]|mm|cc|\d)|\s+(?:per|a)\s+(?:deci|lit|milli|ml|dl))"
_DOSE = rf"(?=[ -]?{_DOSE_UNIT}\b(?!{_CONCENTRATION}))"

_ANYWHERE = {
    'Do not use "U": write "units".': r"(?<![\w.,/-])\d[\d,.]*\s?[Uu](?=[\s,;)]|\.(?!\w)|$)(?!\s+waves?\b)",
    'Do not use "IU": write "international units".': r"(?<!\w)IU(?![\w/])",
    'Do not use "QD": write "daily".': r"(?<![\w.])[qQ]\.?+ ?[dD]\.?+(?!\w)",
    'Do not use "QOD": write "every other day".': r"(?<![\w.])[qQ]\.?+ ?[oO]\.?+ ?[dD]\.?+(?!\w)",
    'Do not use "MS" for a medicine: write "morphine sulfate" or "magnesium sulfate".': (
        r"(?<![\w.])MS(?=\s+\d+(?:\.\d+)?\s?(?:mg|milligrams?|gm?|grams?)\b)"
    ),
    'Do not use "MSO4": write "morphine sulfate".': r"(?<!\w)MS[Oo]\s?4(?!\w)",
    'Do not use "MgSO4": write "magnesium sulfate".': r"(?<!\w)M[gG]S[Oo]\s?4(?!\w)",
}
"""The official list has the one-letter and two-letter forms in both cases, with and without points."""

_IN_DOSES = {
    "No zero behind the point of a dose: 1 mg, not 1.0 mg.": rf"(?<![\w.,/-])\d+\.0+{_DOSE}",
    "A zero before the point of a dose: 0.5 mg, not .5 mg.": rf"(?<![^\s(])\.\d+{_DOSE}",
}

_NO_DOSES = frozenset(
    {SectionKind.RESULTS, SectionKind.VITAL_SIGNS, SectionKind.PHYSICAL_EXAM, SectionKind.PROCEDURE}
)
"""The list exempts zeros behind the point in laboratory values, and in sizes of lesions, catheters and tubes."""

_LABORATORY = re.compile(
    r"\b(?:creatinine|bilirubin|calcium|glucose|magnesium|potassium|h[ae]moglobin|albumin|protein|cholesterol|lab\w*|"
    r"level|phosph\w+|BUN|TSH|INR|PSA)\b",
    re.IGNORECASE,
)

_EVERYWHERE_AT_ONCE = re.compile(r"[qQ]\.? ?[oOdD]|\d\s?[Uu]|IU|M[gG]?S")
_EITHER_ZERO = re.compile(r"\.\d")


def abbreviations(note: CheckedNote) -> tuple[Finding, ...]:
    """Abbreviations of the official "Do Not Use" list.

    Source: The Joint Commission, Official "Do Not Use" List of abbreviations (2004, today in Information Management
    standard IM.02.02.01): U, IU, QD, QOD, a zero behind the point, none before it, MS, MSO4, MgSO4. "MS" is looked at
    only before a dose, for else it is a disease; "U/L" is a unit of laboratory values.
    """
    places: list[tuple[str, Span]] = []
    for statement in note.statements:
        text = statement.text
        patterns = dict(_COMPILED[0]) if _EVERYWHERE_AT_ONCE.search(text) else {}
        if statement.kind not in _NO_DOSES and _EITHER_ZERO.search(text) and not _LABORATORY.search(text):
            patterns |= _COMPILED[1]
        places += [
            (message, Span(statement.id, *found.span()))
            for message, pattern in patterns.items()
            for found in pattern.finditer(text)
        ]
    return grouped(RULE.id, places)


_COMPILED = tuple(
    {message: re.compile(pattern) for message, pattern in part.items()} for part in (_ANYWHERE, _IN_DOSES)
)
RULE = Rule("do-not-use", abbreviations)
