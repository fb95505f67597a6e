"""One fault at a time, planted in a note: what the checks should see (benchmarks/checks.py counts it)."""

import random
import re
from collections.abc import Callable
from decimal import Decimal

from plainspoken.clinic.checks.dose_limits import all_limits
from plainspoken.clinic.checks.medicines import any_name, substance, substances

Document = list[tuple[str, str]]
"""(kind, sentence) in order."""
Fault = Callable[[Document, random.Random], Document | None]
"""The document with one fault in it; None where it has no room for it."""

TROUBLE = ("chief_complaint", "hpi")
SEEN = ("vital_signs", "physical_exam", "results")
CONCLUDED = ("assessment", "plan")
SIDED = re.compile(
    r"\b(left|right) (knee|shoulder|hip|ankle|wrist|elbow|hand|foot|arm|leg|eye|ear|breast|kidney|thumb)\b",
    re.IGNORECASE,
)
DOSE = re.compile(
    r" (\d+(?:\.\d+)?) ?(mg|mcg|milligrams|micrograms|units)"
    r"(?= (?:daily|twice|once|every|q|b\.i|t\.i|p\.?o|at bed|at night))"
)
OPENING = re.compile(r"(He|She)\b")
OTHER = {
    "he": "she",
    "she": "he",
    "his": "her",
    "her": "his",
    "him": "her",
    "himself": "herself",
    "herself": "himself",
}
READING = re.compile(
    r"(?:blood pressure|heart rate|pulse|temperature|respiratory rate|weight)\D{0,12}?(\d[\d./]*\d)",
    re.IGNORECASE,
)


def a_side_flipped(document: Document, chance: random.Random) -> Document | None:
    """Left and right of one part of the body exchanged in one section, where two or more name it."""
    named: dict[str, set[str]] = {}
    for kind, text in document:
        group = next((g[0] for g in (TROUBLE, SEEN, CONCLUDED) if kind in g), "")
        for found in SIDED.finditer(text) if group else ():
            named.setdefault(found[2].lower(), set()).add(group)
    parts = sorted(part for part, groups in named.items() if len(groups) > 1)
    if not parts:
        return None
    part = chance.choice(parts)
    chosen = chance.choice(sorted(named[part]))
    kinds = next(g for g in (TROUBLE, SEEN, CONCLUDED) if g[0] == chosen)
    flip = {"left": "right", "right": "left", "Left": "Right", "Right": "Left"}
    pattern = re.compile(rf"\b([Ll]eft|[Rr]ight)(?= {part}\b)", re.IGNORECASE)
    return [
        (
            kind,
            pattern.sub(lambda m: flip.get(m[0], "left" if m[0].lower() == "right" else "right"), text)
            if kind in kinds
            else text,
        )
        for kind, text in document
    ]


def an_allergy(document: Document, chance: random.Random) -> Document | None:
    """An allergy to a medicine of hers, or to its class, in place of what is listed."""
    names = [
        name[0]
        for kind, text in document
        if kind in ("plan", "medications")
        for name in any_name().finditer(text)
        if substance(name[0]).names
    ]
    if not names:
        return None
    name = chance.choice(names)
    group = substance(name).group
    allergen = chance.choice([name.lower(), *(group.called[:2] if group else ())])
    said = chance.choice(
        ["Allergic to {}.", "{}.", "She is allergic to {} with hives.", "Allergies to {} and latex."]
    )
    return [("allergies", said.format(allergen).capitalize()), *(d for d in document if d[0] != "allergies")]


def a_unit_gone(document: Document, chance: random.Random) -> Document | None:
    """A dose with a frequency or route behind it loses its unit."""
    return _changed(document, chance, DOSE, lambda found: f" {found[1]}")


def a_number_gone(document: Document, chance: random.Random) -> Document | None:
    """The same loses its number."""
    return _changed(document, chance, DOSE, lambda found: f" {found[2]}")


def an_abbreviation(document: Document, chance: random.Random) -> Document | None:
    """One of the do-not-use list in the place of what it stands for."""
    ways: list[tuple[str, Callable[[re.Match[str]], str]]] = [
        (r"\bdaily\b", lambda _: chance.choice(["QD", "q.d.", "qd", "Q.D."])),
        (r"\bevery other day\b", lambda _: chance.choice(["QOD", "q.o.d."])),
        (r"(?<=\d) units\b", lambda _: chance.choice(["U", " U", "u"])),
        (r"(?<= )0(?=\.\d+ ?(?:mg|mcg)\b)", lambda _: ""),
        (r"(?<= )(\d+)(?= ?(?:mg|mcg)\b(?! ?/))", lambda found: f"{found[1]}.0"),
    ]
    chance.shuffle(ways)
    changed = (_changed(document, chance, re.compile(pattern), way) for pattern, way in ways)
    return next((document for document in changed if document), None)


def a_dose_ten_times_off(document: Document, chance: random.Random) -> Document | None:
    """A dose of a medicine whose limits the checks know, times ten or a tenth of it."""
    known = sorted(name for name, what in substances().items() if what.names & all_limits().keys())
    names = "|".join(map(re.escape, known))
    pattern = re.compile(rf"(\b(?i:{names}) )" + r"(\d+(?:\.\d+)?)(?= ?(?:mg|mcg)\b(?! ?/))")
    factor = chance.choice((Decimal(10), Decimal("0.1")))
    return _changed(
        document, chance, pattern, lambda found: f"{found[1]}{(Decimal(found[2]) * factor).normalize():f}"
    )


def a_pronoun_flipped(document: Document, chance: random.Random) -> Document | None:
    """One sentence that opens with "He" or "She" says the other throughout, in a note with five of them or more."""
    opening = [n for n, (_, text) in enumerate(document) if OPENING.match(text)]
    if len(opening) < 5:
        return None
    chosen = chance.choice(opening)

    def flip(found: re.Match[str]) -> str:
        other = OTHER[found[0].lower()]
        return other.capitalize() if found[0][0].isupper() else other

    pattern = re.compile(rf"\b(?:{'|'.join(OTHER)})\b", re.IGNORECASE)
    return [
        (kind, pattern.sub(flip, text) if n == chosen else text) for n, (kind, text) in enumerate(document)
    ]


def a_number_changed(document: Document, chance: random.Random) -> Document | None:
    """A vital sign of the exam is said once more in the assessment, with a digit changed."""
    readings = [found for kind, text in document if kind in SEEN[:2] for found in READING.finditer(text)]
    if not readings or not any(kind == "assessment" for kind, _ in document):
        return None
    found = chance.choice(readings)
    name = re.match(r"[a-z ]+?(?=\W*\d|\s(?:is|was|of)\b|$)", found[0], re.IGNORECASE)
    at = chance.choice([n for n, letter in enumerate(found[1]) if letter.isdigit()])
    digit = chance.choice([d for d in "123456789" if d != found[1][at]])
    value = found[1][:at] + digit + found[1][at + 1 :]
    said = f"{(name[0] if name else 'Weight').strip().capitalize()} is {value}."
    last = max(n for n, (kind, _) in enumerate(document) if kind == "assessment")
    return [*document[: last + 1], ("assessment", said), *document[last + 1 :]]


def _changed(
    document: Document, chance: random.Random, pattern: re.Pattern[str], way: Callable[[re.Match[str]], str]
) -> Document | None:
    """One place of the document changed, in the sections that say what she takes."""
    kinds = ("medications", "plan", "hpi", "assessment", "hospital_course")
    places = [
        (n, found)
        for n, (kind, text) in enumerate(document)
        if kind in kinds
        for found in pattern.finditer(text)
    ]
    if not places:
        return None
    chosen, found = chance.choice(places)
    kind, text = document[chosen]
    fresh = text[: found.start()] + way(found) + text[found.end() :]
    return [*document[:chosen], (kind, fresh), *document[chosen + 1 :]]


FAULTS: dict[str, tuple[str, Fault]] = {
    "a side flipped in one section": ("laterality-contradiction", a_side_flipped),
    "an allergy to a medicine of hers": ("allergy-contradiction", an_allergy),
    "a dose without its unit": ("dose-without-unit", a_unit_gone),
    "a unit without its number": ("unit-without-number", a_number_gone),
    "a dose times ten, or a tenth of it": ("unusual-dose", a_dose_ten_times_off),
    "a do-not-use abbreviation": ("do-not-use", an_abbreviation),
    "a pronoun flipped in one sentence": ("pronoun-contradiction", a_pronoun_flipped),
    "a number changed between exam and assessment": ("measure-contradiction", a_number_changed),
}
