"""Tear-offs of real notes: how many have orders and candidates, and how long it takes against speech.

    .venv/bin/python -m benchmarks.tear_offs [DATA] [--sample N] [--seed N] [--json FILE]

First, without DATA: of the diagnoses in tests/data/tear_offs, written for this project by the author of the rules, how
many have their code among the candidates, and how many have it first; and what one search costs, a process of its own.

DATA as for benchmarks/checks.py: MTSamples and ACI-Bench, each sentence a statement under the kind of its heading.
Nobody has marked the orders and the codes in them: what is counted is what is listed, not whether it is right.
`--sample N` prints N of the listed sentences of each title, of the half that was held out, for a person to read.
"""

import json
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.check_faults import Document
from benchmarks.checks import read
from benchmarks.given import command_line, leave

from plainspoken.adapters.code_process import find_codes
from plainspoken.adapters.icd_titles import release, titles
from plainspoken.clinic.tearoffs import OrderKind, candidates
from plainspoken.dictation.tear_offs import Stated, assessments_of, orders_of
from plainspoken_models.contracts import SectionKind

DIAGNOSES = Path(__file__).parents[1] / "tests" / "data" / "tear_offs" / "diagnoses.tsv"
SAID = ["Hypertension, well controlled.", "Type 2 diabetes with hyperglycemia."]
WORDS_A_SECOND = 2.5
"""Of speech."""


def diagnoses() -> dict[str, int]:
    """How many of the diagnoses have their code among the candidates, and first."""
    lines = [line for line in DIAGNOSES.read_text("utf-8").splitlines() if not line.startswith("#")]
    pairs = [(said, code) for said, code in (line.split("\t") for line in lines)]
    found = candidates([said for said, _ in pairs], titles())
    codes = [[one.code for one in coded.candidates] for coded in found]
    return {
        "diagnoses": len(pairs),
        "code among the candidates": sum(code in have for (_, code), have in zip(pairs, codes, strict=True)),
        "code first": sum(have[:1] == [code] for (_, code), have in zip(pairs, codes, strict=True)),
    }


def a_search() -> dict[str, float]:
    """Seconds and megabytes of one search, from the question to the answer of the child."""
    began = time.perf_counter()
    find_codes(SAID)
    seconds = time.perf_counter() - began
    # Asked of itself: the system's figure for a child counts what it had of its parent before it began.
    told = "; import psutil; print(psutil.Process().memory_info().rss, file=__import__('sys').stderr)"
    program = f"from plainspoken.code_finder import main; main(){told}"
    run = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(SAID).encode(), capture_output=True, check=True
    )
    return {"seconds": round(seconds, 2), "MB of the child at its end": round(int(run.stderr) / 1e6, 1)}


def stated(document: Document) -> list[Stated]:
    """A document as the statements of a note."""
    return [Stated(text, SectionKind(kind), text) for kind, text in document]


def of_notes(documents: Sequence[Document]) -> dict[str, Any]:
    """What is listed, and how fast; candidates for all notes are looked for in one search."""
    notes = [stated(document) for document in documents]
    lines: Counter[str] = Counter()
    with_orders, seconds = 0, []
    for note in notes:
        began = time.perf_counter()
        found = orders_of(note)
        seconds.append(time.perf_counter() - began)
        lines.update({kind.value: len(indices) for kind, indices in found.items()})
        with_orders += bool(found)
    assessed = [[note[index].text for index in assessments_of(note)] for note in notes]
    flat = [text for texts in assessed for text in texts]
    coded = iter(candidates(flat, titles()))
    have = [[bool(next(coded).candidates) for _ in texts] for texts in assessed]
    words = sum(len(one.text.split()) for note in notes for one in note)
    return {
        "notes": len(notes),
        "notes with a list of orders": with_orders,
        "lines": {kind.value: lines[kind.value] for kind in OrderKind},
        "ms for the orders of a note, median and longest": [
            round(1000 * statistics.median(seconds), 2),
            round(1000 * max(seconds), 1),
        ],
        "orders: times as fast as speech": round(words / WORDS_A_SECOND / sum(seconds)),
        "notes with an assessment": sum(bool(texts) for texts in assessed),
        "of these with a candidate": sum(any(one) for one in have),
        "assessment statements": len(flat),
        "of these with a candidate ": sum(sum(one) for one in have),
    }


def sample(documents: Sequence[Document], count: int, seed: int) -> None:
    """Print listed sentences of each title."""
    by_kind: dict[OrderKind, list[str]] = {kind: [] for kind in OrderKind}
    for note in map(stated, documents):
        for kind, indices in orders_of(note).items():
            by_kind[kind] += [note[index].text for index in indices]
    for kind, texts in by_kind.items():
        print(f"\n{kind.value}: {len(texts)}")
        for text in random.Random(seed).sample(texts, min(count, len(texts))):
            print(f"  {text}")


def main() -> None:
    """Measure, print."""
    parser = command_line(__doc__, data=False)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    result: dict[str, Any] = {"titles": release(), **diagnoses(), "a search": a_search()}
    if given.data:
        halves = read(given.data)
        if given.sample:
            sample(halves["held out"], given.sample, given.seed)
            return
        result |= {half: of_notes(documents) for half, documents in halves.items()}
    print(json.dumps(result, indent=2))
    leave(result, given.json)


if __name__ == "__main__":
    main()
