"""One number in the exam, another one in the assessment."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plainspoken.clinic.checks.view import CheckedNote, CheckedStatement, Finding, Rule, Span
from plainspoken_models.contracts import SectionKind

_IS = r"(?:,? (?:is|was|of|at|today is|today was|today|now|this morning|measures|measured))*[:, ]*"
_VALUE = r"(?P<value>\d{1,4}(?:\.\d+)?(?:\s?(?:/|over)\s?\d{1,3})?)(?![\d/]|\.\d|\s?(?:-|to|–)\s?\d)"

_NAMES = {
    "blood pressure": r"blood pressure|BP",
    "heart rate": r"heart rate|pulse(?: rate)?|HR",
    "temperature": r"temperature|temp",
    "respiratory rate": r"respiratory rate|respirations|RR",
    "oxygen saturation": r"oxygen saturation|O2 sat(?:uration)?s?|SpO2|pulse ox(?:imetry)?|saturation",
    "weight": r"weight",
    "body mass index": r"BMI|body mass index",
    "hemoglobin A1c": r"(?:hemoglobin |Hgb |Hb)?A1c",
    "hemoglobin": r"h[ae]moglobin|Hgb",
    "hematocrit": r"h[ae]matocrit|Hct",
    "creatinine": r"creatinine",
    "potassium": r"potassium",
    "sodium": r"sodium",
    "glucose": r"glucose|blood sugar",
    "white count": r"white (?:blood )?(?:cell )?count|WBC",
    "platelets": r"platelets?(?: count)?",
    "troponin": r"troponin",
    "TSH": r"TSH",
    "INR": r"INR",
    "ejection fraction": r"ejection fraction|EF|LVEF",
    "BNP": r"BNP",
    "LDL": r"LDL",
    "PSA": r"PSA",
}
_MEASURES = {
    name: re.compile(rf"(?<![\w-])(?:{names}){_IS}{_VALUE}", re.IGNORECASE) for name, names in _NAMES.items()
}
_ANY = re.compile(rf"(?<![\w-])(?:{'|'.join(_NAMES.values())})\b", re.IGNORECASE)

_SEEN = (SectionKind.VITAL_SIGNS, SectionKind.PHYSICAL_EXAM, SectionKind.RESULTS)
_CONCLUDED = (SectionKind.ASSESSMENT,)
_SAID_BEFORE = (SectionKind.HPI, SectionKind.HOSPITAL_COURSE)
_ANOTHER_TIME = re.compile(
    r"\b(?:goal|target|previous\w*|prior|last|was|were|had|ago|baseline|below|above|under|less|greater|more|than|between|"
    r"from|to|down|up|home|improv\w+|decreas\w+|increas\w+|peak\w*|admission|initial\w*|repeat\w*|recheck\w*|range\w*|"
    r"high\w*|low\w*|drop\w*|rose|fell|nadir|max\w*|trend\w*|if|when|until|after|before|since|history|normal|average\w*|"
    r"approximately|about|around|discharge|birth|ideal|dry|lost|gain\w*|standing|sitting|lying|supine|manual|left|right|"
    r"yesterday|month|year|week|ER|ED|emergency|fasting|random|ideal|estimated)\b|[<>≤≥]",
    re.IGNORECASE,
)
"""A statement with one of these may give a second value of the measure with good reason."""


@dataclass(frozen=True, slots=True)
class _Given:
    value: str
    span: Span
    doubtful: bool


def measures(note: CheckedNote) -> tuple[Finding, ...]:
    """A measure with one value in vital signs, exam or results, and another one in the assessment.

    Speaks where each side has one value only, in plain words; silent where either statement has a word of another
    time, a goal, a comparison or a course, where a history gives the value of the assessment, and where the two
    are one value rounded.

    Source: our own; measured in docs/checks.md.
    """
    concluded, seen, before = map(
        _naming_any, (note.of(kinds) for kinds in (_CONCLUDED, _SEEN, _SAID_BEFORE))
    )
    found = []
    for pattern in _MEASURES.values():
        later = _given(pattern, concluded)
        if len(later) != 1 or later[0].doubtful:
            continue
        earlier = _given(pattern, seen)
        told = {given.value for given in _given(pattern, before)}
        if len(earlier) != 1 or earlier[0].doubtful or later[0].value in told:
            continue
        if not _same(earlier[0].value, later[0].value):
            found.append(Finding(RULE.id, MESSAGE, tuple(sorted((earlier[0].span, later[0].span)))))
    return tuple(found)


def _naming_any(statements: Iterable[CheckedStatement]) -> list[CheckedStatement]:
    return [statement for statement in statements if _ANY.search(statement.text)]


def _given(pattern: re.Pattern[str], statements: Iterable[CheckedStatement]) -> list[_Given]:
    return [
        _Given(
            re.sub(r"\s?(?:/|over)\s?", "/", match["value"].lower()),
            Span(statement.id, *match.span()),
            _ANOTHER_TIME.search(statement.text) is not None,
        )
        for statement in statements
        for match in pattern.finditer(statement.text)
    ]


def _same(one: str, other: str) -> bool:
    """Whether two values are the same, or one is the other rounded; a blood pressure is not like a single number."""
    if ("/" in one) != ("/" in other):
        return True
    if "/" in one:
        return one == other
    places = min(len(value.partition(".")[2]) for value in (one, other))
    return round(float(one), places) == round(float(other), places)


MESSAGE = "One value in the exam, another one in the assessment."
RULE = Rule("measure-contradiction", measures)
