"""What the checks say about real notes, and which planted faults they see.

    .venv/bin/python -m benchmarks.checks DATA [--tagged] [--examples RULE] [--all] [--json FILE]

DATA holds `sections/`: MTSamples and ACI-Bench with `labels.py` (as for tagger_accuracy.py). Every sentence is a
statement under the kind of its heading; with `--tagged` under the kind that the starter tagger gives it, as where
no heading is spoken (two minutes more). Half of the documents, by the SHA-1 of their first sentence, were read
while the rules were made (development); the others were held out.

The first table counts what each rule says about the notes as they are: for the most part false alarms, for the rest
slips of those who wrote them. `--examples RULE` prints each with its words, of the development half, or of both with
`--all`. The second table plants one fault at a time where a note has room for it, and counts how many are found by a
finding that was not there before.
"""

import hashlib
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.check_faults import FAULTS, Document
from benchmarks.given import command_line, leave
from benchmarks.section_rules import load_rules

from plainspoken.clinic.checks import RULES, CheckedNote, CheckedStatement, Finding, check
from plainspoken_models.contracts import SectionKind


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


def tagged(documents: Sequence[Document]) -> list[Document]:
    """The documents with the starter tagger's kinds, from the command that anyone can run."""
    lines = "\n\n".join("\n".join(text for _, text in document) for document in documents)
    command = [sys.executable, "-c", "from plainspoken_models.cli import main; main()", "tag"]
    run = subprocess.run(command, input=lines.encode(), capture_output=True, check=True)
    kinds = iter(line.split("\t")[0] for line in run.stdout.decode().splitlines())
    return [
        [(kind, text) for (_, text), kind in zip(document, kinds, strict=False)] for document in documents
    ]


def findings(document: Document, only: str = "") -> tuple[Finding, ...]:
    """What the checks, or one of them, say about it, as if no heading had been spoken."""
    off = {rule.id for rule in RULES if only and rule.id != only}
    return check(
        CheckedNote(
            tuple(
                CheckedStatement(n, SectionKind(kind), text, confidence=0.9)
                for n, (kind, text) in enumerate(document)
            )
        ),
        off,
    )


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
    return sum(len(finding.spans) for finding in findings(document, rule))


def examples(documents: Sequence[Document], rule: str) -> Iterator[str]:
    """Each finding of a rule with its words."""
    for document in documents:
        for finding in findings(document, rule):
            yield f"-- {finding.message}"
            for span in finding.spans[:6]:
                kind, text = document[span.statement_id]
                before, after = text[max(0, span.start - 120) : span.start], text[span.end : span.end + 90]
                yield f"   {kind}: …{before}⟦{text[span.start : span.end]}⟧{after}…"


def report(
    alarm: dict[str, dict[str, dict[str, float]]], seen: dict[str, dict[str, tuple[int, int]]]
) -> None:
    """Print both tables."""
    print(f"{'per 100 notes / per 1,000 words':<48}" + "".join(f"{half:>22}" for half in alarm))
    for rule in RULES:
        cells = [
            f"{rows[rule.id]['per 100 notes']:.2f} / {rows[rule.id]['per 1000 words']:.3f}"
            for rows in alarm.values()
        ]
        print(f"{rule.id:<48}" + "".join(f"{cell:>22}" for cell in cells))
    print(f"\n{'planted faults that were found':<48}" + "".join(f"{half:>22}" for half in seen))
    for fault in FAULTS:
        cells = [
            f"{found} of {planted} ({100 * found / max(planted, 1):.0f} %)"
            for planted, found in (rows[fault] for rows in seen.values())
        ]
        print(f"{fault:<48}" + "".join(f"{cell:>22}" for cell in cells))


def main() -> None:
    """Read, check, plant, print."""
    parser = command_line(__doc__)
    parser.add_argument("--tagged", action="store_true")
    parser.add_argument("--examples", metavar="RULE")
    parser.add_argument("--all", action="store_true")
    given = parser.parse_args()
    halves = read(given.data)
    if given.tagged:
        halves = {half: tagged(documents) for half, documents in halves.items()}
    if given.examples:
        documents = [*halves["development"], *(halves["held out"] if given.all else ())]
        print("\n".join(examples(documents, given.examples)))
        return
    began = time.process_time()
    alarm = {half: alarms(documents) for half, documents in halves.items()}
    seconds = time.process_time() - began
    words = {half: sum(len(t.split()) for d in documents for _, t in d) for half, documents in halves.items()}
    for half, documents in halves.items():
        print(f"{half}: {len(documents)} notes, {words[half]} words")
    print(f"checked {sum(words.values()) / seconds:,.0f} words a second\n")
    seen = {half: recall(documents) for half, documents in halves.items()}
    report(alarm, seen)
    leave({"alarms": alarm, "recall": seen}, given.json)


if __name__ == "__main__":
    main()
