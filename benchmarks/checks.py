"""What the checks say about real notes, and which planted faults they see.

    .venv/bin/python benchmarks/checks.py DATA [--examples RULE] [--all] [--json FILE]

DATA holds `sections/`: MTSamples and ACI-Bench with `labels.py` (as for tagger_accuracy.py). Every sentence is a
statement under the kind of its heading. Half of the documents, by the SHA-1 of their first sentence, were read
while the rules were made (development); nobody looked at the others (held out).

The first table counts what each rule says about the notes as they are: for the most part false alarms, for the rest
slips of those who wrote them. `--examples RULE` prints each with its words, of the development half, or of both with
`--all`. The second table plants one fault at a time where a note has room for it, and counts how many are found by a
finding that was not there before.
"""

import argparse
import hashlib
import importlib.util
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

from plainspoken.clinic.checks import RULES, CheckedNote, CheckedStatement, Finding, check
from plainspoken.clinic.checks.medicines import any_name, substance
from plainspoken_models.contracts import SectionKind

Document = list[tuple[str, str]]
"""(kind, sentence) in order."""
Fault = Callable[[Document, random.Random], Document | None]
"""The document with one fault in it; None where it has no room for it."""

TROUBLE = ("chief_complaint", "hpi")
SEEN = ("vital_signs", "physical_exam", "results")
CONCLUDED = ("assessment", "plan")
SIDED = re.compile(r"\b(left|right) (knee|shoulder|hip|ankle|wrist|elbow|hand|foot|arm|leg|eye|ear|breast|kidney|thumb)\b", re.I)
DOSE = re.compile(r" (\d+(?:\.\d+)?) ?(mg|mcg|milligrams|micrograms|units)(?= (?:daily|twice|once|every|q|b\.i|t\.i|p\.?o|at bed|at night))")
OPENING = re.compile(r"(He|She)\b")
OTHER = {"he": "she", "she": "he", "his": "her", "her": "his", "him": "her", "himself": "herself", "herself": "himself"}
READING = re.compile(r"(?:blood pressure|heart rate|pulse|temperature|respiratory rate|weight)\D{0,12}?(\d[\d./]*\d)", re.I)


def load_rules(folder: Path) -> ModuleType:
    """`labels.py` of the data folder."""
    spec = importlib.util.spec_from_file_location("section_labels", folder / "sections" / "labels.py")
    assert spec
    assert spec.loader
    rules = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(rules)
    return rules


def held_out(document: Document) -> bool:
    """Whether a document belongs to the half that nobody looked at."""
    return hashlib.sha1(document[0][1].encode(), usedforsecurity=False).digest()[0] % 2 == 1


def read(folder: Path) -> dict[str, list[Document]]:
    """Half → its documents."""
    rules = load_rules(folder)
    files = ("aci_train.csv.gz", "aci_valid.csv.gz", "aci_test1.csv.gz")
    documents: list[Document] = [*rules.mtsamples(), *rules.aci(*files)]
    return {
        "development": [document for document in documents if not held_out(document)],
        "held out": [document for document in documents if held_out(document)],
    }


def findings(document: Document) -> tuple[Finding, ...]:
    """What the checks say about it."""
    return check(
        CheckedNote(
            tuple(CheckedStatement(n, SectionKind(kind), text) for n, (kind, text) in enumerate(document))
        )
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
        (kind, pattern.sub(lambda m: flip.get(m[0], "left" if m[0].lower() == "right" else "right"), text) if kind in kinds else text)
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
    said = chance.choice(["Allergic to {}.", "{}.", "She is allergic to {} with hives.", "Allergies to {} and latex."])
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
    return [(kind, pattern.sub(flip, text) if n == chosen else text) for n, (kind, text) in enumerate(document)]


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
    places = [(n, found) for n, (kind, text) in enumerate(document) if kind in kinds for found in pattern.finditer(text)]
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
    "a do-not-use abbreviation": ("do-not-use", an_abbreviation),
    "a pronoun flipped in one sentence": ("pronoun-contradiction", a_pronoun_flipped),
    "a number changed between exam and assessment": ("measure-contradiction", a_number_changed),
}


def alarms(documents: Sequence[Document]) -> dict[str, dict[str, float]]:
    """Rule → what it says about these documents as they are."""
    notes: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for document in documents:
        rules = [finding.rule for finding in findings(document)]
        said.update(rules)
        notes.update(set(rules))
    words = sum(len(text.split()) for document in documents for _, text in document)
    return {
        rule.id: {
            "findings": said[rule.id],
            "per 100 notes": round(100 * said[rule.id] / len(documents), 2),
            "per 1000 words": round(1000 * said[rule.id] / words, 3),
            "notes with one, %": round(100 * notes[rule.id] / len(documents), 2),
        }
        for rule in RULES
    }


def recall(documents: Sequence[Document]) -> dict[str, tuple[int, int]]:
    """Fault → how many were planted, and how many the rule for it found."""
    result = {}
    for name, (rule, fault) in FAULTS.items():
        planted = found = 0
        for number, document in enumerate(documents):
            faulty = fault(document, random.Random(number))
            if faulty and faulty != document:
                planted += 1
                found += _weight(faulty, rule) > _weight(document, rule)
        result[name] = planted, found
    return result


def _weight(document: Document, rule: str) -> int:
    return sum(len(finding.spans) for finding in findings(document) if finding.rule == rule)


def examples(documents: Sequence[Document], rule: str) -> Iterator[str]:
    """Each finding of a rule with its words."""
    for document in documents:
        for finding in findings(document):
            if finding.rule == rule:
                yield f"-- {finding.message}"
                for span in finding.spans[:6]:
                    kind, text = document[span.statement_id]
                    before, after = text[max(0, span.start - 120) : span.start], text[span.end : span.end + 90]
                    yield f"   {kind}: …{before}⟦{text[span.start : span.end]}⟧{after}…"


def report(alarm: dict[str, dict[str, dict[str, float]]], seen: dict[str, dict[str, tuple[int, int]]]) -> None:
    """Print both tables."""
    print(f"{'per 100 notes / per 1,000 words':<48}" + "".join(f"{half:>22}" for half in alarm))
    for rule in RULES:
        cells = [f"{rows[rule.id]['per 100 notes']:.2f} / {rows[rule.id]['per 1000 words']:.3f}" for rows in alarm.values()]
        print(f"{rule.id:<48}" + "".join(f"{cell:>22}" for cell in cells))
    print(f"\n{'planted faults that were found':<48}" + "".join(f"{half:>22}" for half in seen))
    for fault in FAULTS:
        cells = [f"{found} of {planted} ({100 * found / max(planted, 1):.0f} %)" for planted, found in (rows[fault] for rows in seen.values())]
        print(f"{fault:<48}" + "".join(f"{cell:>22}" for cell in cells))


def main() -> None:
    """Read, check, plant, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--examples", metavar="RULE")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    halves = read(given.data)
    if given.examples:
        documents = [*halves["development"], *(halves["held out"] if given.all else ())]
        print("\n".join(examples(documents, given.examples)))
        return
    began = time.perf_counter()
    alarm = {half: alarms(documents) for half, documents in halves.items()}
    seconds = time.perf_counter() - began
    words = {half: sum(len(t.split()) for d in documents for _, t in d) for half, documents in halves.items()}
    for half, documents in halves.items():
        print(f"{half}: {len(documents)} notes, {words[half]} words")
    print(f"checked {sum(words.values()) / seconds:,.0f} words a second\n")
    seen = {half: recall(documents) for half, documents in halves.items()}
    report(alarm, seen)
    if given.json:
        given.json.write_text(json.dumps({"alarms": alarm, "recall": seen}, indent=2) + "\n")


if __name__ == "__main__":
    main()
