"""Doses that are ten times off: a point that was lost, or a zero too many."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from plainspoken.clinic.checks.doses import DOSED, TO_NUMBER
from plainspoken.clinic.checks.medicines import any_name, substance
from plainspoken.clinic.checks.view import CheckedNote, CheckedStatement, Finding, Rule, Span, grouped

TENFOLD = 10

_UNITS = {
    "mg": "mg",
    "milligram": "mg",
    "milligrams": "mg",
    "mcg": "mcg",
    "microgram": "mcg",
    "micrograms": "mcg",
}
_DOSE = re.compile(
    rf"{TO_NUMBER}(?P<number>(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?|\.\d+)[ -]?"
    r"(?P<unit>mg|mcg|milligrams?|micrograms?)\b(?!\s?[/-]|\s(?:per|a|an|to|or)\b)",
    re.IGNORECASE,
)
"""A dose right behind a medicine; not one by weight, a part of a combination, or the end of a range."""

_ROUTE = re.compile(r"(?P<oral>p\.?o\b|by mouth|oral(?:ly)?\b|tablets?\b|tabs?\b|capsules?\b)", re.IGNORECASE)
_BEFORE_ROUTE = re.compile(r"[ ,]*(?:XL|ER|once|daily|every day)?[ ,]*", re.IGNORECASE)
_SOMETHING_ELSE = re.compile(
    r"\b(?:i\.?v\b|intraven\w+|i\.?m\b|intramusc\w+|subcut\w*|sub-?q\b|sublingual\w*|inject\w*|infus\w*|drip|bolus|push|"
    r"rectal\w*|topical\w*|cream|ointment|patch\w*|transderm\w*|inhal\w*|nebul\w*|drops?|ophthalm\w*|"
    r"overdos\w*|ingest\w*|swallow\w*|toxic\w*|total\w*|cumulative|week\w*|month\w*|level\w*|kg|kilo\w*)\b",
    re.IGNORECASE,
)
"""Another route, an amount that is no dose, or one by weight: a statement with one of them is not looked at."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the labels of a medicine say of its doses."""

    medicine: str
    route: str
    alone: bool
    """Whether they know this route only, so that it goes without saying."""
    unit: str
    least: Decimal
    most: Decimal
    label: str
    """Which label, and what it says."""


def unusual(note: CheckedNote) -> tuple[Finding, ...]:
    """A dose of ten times the greatest, or a tenth of the smallest, that the labels of the medicine have for one dose.

    Silent for medicines that are not in dose_limits.tsv, for any other unit or route, and where the route would have to
    be said and was not.

    Source: labels that the FDA has approved, named row by row in dose_limits.tsv.
    """
    return grouped(RULE.id, [place for statement in note.statements for place in _places(statement)])


def _places(statement: CheckedStatement) -> Iterator[tuple[str, Span]]:
    text = statement.text
    if statement.kind not in DOSED or not _ANY_DOSE.search(text) or _SOMETHING_ELSE.search(text):
        return
    for name in any_name().finditer(text):
        limits, dose = _limits(name[0]), _DOSE.match(text, name.end())
        if limits and dose and not text[: name.start()].endswith("/") and _is_of(limits, dose):
            said = _message(Decimal(dose["number"].replace(",", "")), limits)
            yield from [(said, Span(statement.id, name.start(), dose.end("unit")))] if said else []


def _is_of(limits: Limits, dose: re.Match[str]) -> bool:
    """Whether these limits are for a dose in this unit, and by the route that is said."""
    routed = limits.alone or _ROUTE.match(dose.string, _behind(dose.string, dose.end()))
    return _UNITS[dose["unit"].lower()] == limits.unit and bool(routed)


def _behind(text: str, at: int) -> int:
    found = _BEFORE_ROUTE.match(text, at)
    return found.end() if found else at


def _message(dose: Decimal, limits: Limits) -> str:
    if dose >= TENFOLD * limits.most:
        return TOO_MUCH
    return TOO_LITTLE if dose * TENFOLD <= limits.least else ""


def _limits(name: str) -> Limits | None:
    names = substance(name).names
    return all_limits().get(next(iter(names))) if len(names) == 1 else None


@cache
def all_limits() -> dict[str, Limits]:
    """Medicine → what its labels say. Read once, from the file that ships with this module."""
    written = files("plainspoken.clinic.checks").joinpath("dose_limits.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in written.splitlines() if not line.startswith("#"))
    return {
        medicine: Limits(medicine, route, alone == "yes", unit, Decimal(least), Decimal(most), label)
        for medicine, route, alone, unit, least, most, label in rows
    }


_ANY_DOSE = re.compile(r"\d[ -]?(?:mg|mcg|milligram|microgram)", re.IGNORECASE)
TOO_MUCH = "Ten times the greatest dose on the label of this medicine, or more: read it twice."
TOO_LITTLE = "A tenth of the smallest dose on the label of this medicine, or less: read it twice."
RULE = Rule("unusual-dose", unusual)
