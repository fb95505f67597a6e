"""The tables of `forms` and `terms`, and the names of drugs, as they are looked up."""

from functools import cache
from importlib.resources import files

from plainspoken.clinic.facts import forms, terms
from plainspoken.clinic.facts.fact import FactKind

Phrase = tuple[tuple[str, ...], FactKind, str]
"""Words, with `#` for a number; what they are; the one form of it, with `#` for that number."""

SHORTEST_WITH_ENDING = 8


@cache
def drugs() -> frozenset[str]:
    """Words of the names of drugs, in small letters. Read once, from the file that ships with this module."""
    written = files("plainspoken.clinic.facts").joinpath("drug_names.txt").read_text("utf-8")
    return frozenset(line for line in written.splitlines() if not line.startswith("#"))


def is_drug(word: str) -> bool:
    """Whether a word is the name of a drug or of a salt, or has the ending of one."""
    return word in drugs() or (word.endswith(forms.DRUG_ENDINGS) and len(word) >= SHORTEST_WITH_ENDING)


def _phrases() -> dict[str, list[Phrase]]:
    tables = (
        (FactKind.FREQUENCY, forms.FREQUENCIES),
        (FactKind.ROUTE, forms.ROUTES),
        (FactKind.SIDE, forms.SIDES),
        (FactKind.NEGATION, forms.NEGATIONS),
        (FactKind.ALLERGY, forms.NO_ALLERGIES),
    )
    found: dict[str, list[Phrase]] = {}
    for kind, table in tables:
        for value, spoken in table.items():
            for form in spoken.split("; "):
                words = tuple(form.split())
                found.setdefault(words[0], []).append((words, kind, value))
    for known in found.values():
        known.sort(key=lambda phrase: -len(phrase[0]))
    return found


PHRASES = _phrases()
"""First word → phrases that begin with it, the longest first."""

DOSE_UNITS = frozenset(forms.UNITS_OF_DOSE)

UNITS = {
    form: unit
    for table in (forms.UNITS_OF_DOSE, forms.OTHER_UNITS)
    for unit, spoken in table.items()
    for form in spoken.split()
}
"""Word → the unit that it means behind a number."""

LONG_UNITS = sorted(
    ((tuple(form.split()), unit) for form, unit in forms.LONG_UNITS.items()), key=lambda item: -len(item[0])
)


def is_term(word: str) -> bool:
    """Whether a word is easily mistaken for another one, or for its opposite."""
    return word in terms.TERMS or (word.startswith(terms.TERM_BEGINNINGS) and len(word) > 5)
