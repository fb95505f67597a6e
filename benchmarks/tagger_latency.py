"""How long a tagger takes for one statement, and whether that grows with the note.

    .venv/bin/python -m benchmarks.tagger_latency [--shapes starter,1B,3B] [--threads 1] [--runs 3] [--statements 120]

The starter tagger that ships, and instruct models of real shapes with random weights (see random_models.py), through
`host.open_tagger`: from the text going into the pipe to the section coming out of it, with everything said before it
read already; "most" is the longest. The note is the text of the bundled dictation four times over, with other numbers
and patients, so that each quarter of the note holds sentences of the same length: "growth" is the median of the last
quarter over that of the first. All runs' statements count alike.

"start" is what comes before the first statement, in a fresh process that has loaded its model: an instruct model reads
its introduction. "kept" is the same where an earlier process has left that on disk.
"""

import json
import re
import statistics
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable
from importlib.resources import files
from itertools import cycle, islice
from pathlib import Path
from typing import Literal

import numpy as np
from benchmarks.model_shapes import LLAMAS
from benchmarks.random_models import model, options

from plainspoken_models.contracts import SectionKind
from plainspoken_models.engines.host import open_tagger
from plainspoken_models.store import Store

STARTER = "starter"
QUARTERS = 4
ORDERS = ("Scratch that.", "Plan.")
"""Lines of the dictation that are spoken commands, which no tagger is shown."""

LabelStyle = Literal["kind_tokens", "letters"]


def statements(count: int) -> list[str]:
    """A note of so many statements: four times the same sentences, but for numbers and the patient."""
    text = files("plainspoken").joinpath("demo", "visit.txt").read_text("utf-8")
    sentences = [line for line in text.splitlines() if line not in ORDERS]
    quarter = list(islice(cycle(sentences), -(-count // QUARTERS)))
    return [varied(sentence, turn) for turn in range(QUARTERS) for sentence in quarter][:count]


def varied(sentence: str, turn: int) -> str:
    """A sentence of another visit, of about the same length."""
    patient = sentence.replace("She ", "He ") if turn % 2 else sentence
    return re.sub(r"\d+", lambda number: str(int(number[0]) + turn), patient)


def seconds(work: Callable[..., object], *arguments: object) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - began


def measure(path: Path, style: LabelStyle, given: Namespace, cache: Path) -> dict[str, float]:
    """The figures of one tagger: each run in a fresh process, and at least two of them start."""
    texts = statements(given.statements)
    loads, starts, spent = [], [], []
    for run in range(max(2, given.runs)):
        with open_tagger(path, label_style=style, threads=given.threads, cache=cache) as tagger:
            loads.append(seconds(tagger.engine.ensure))
            starts.append(seconds(tagger.start, list(SectionKind)))
            if run < given.runs:
                spent.append([1000 * seconds(tagger.tag, text) for text in texts])
    times_ms = np.array(spent)
    quarter = len(texts) // QUARTERS
    return {
        "load_s": statistics.median(loads),
        "start_s": starts[0],
        "kept_s": statistics.median(starts[1:]),
        "median_ms": float(np.median(times_ms)),
        "p95_ms": float(np.percentile(times_ms, 95)),
        "most_ms": float(times_ms.max()),
        "growth": float(np.median(times_ms[:, -quarter:]) / np.median(times_ms[:, :quarter])),
    }


def report(found: dict[str, dict[str, float]]) -> None:
    """Print the table."""
    heads = ("load s", "start s", "kept s", "median ms", "p95 ms", "most ms", "growth")
    print(f"{'shape':<10}" + "".join(f"{head:>11}" for head in heads))
    for name, row in found.items():
        *spent, growth = row.values()
        print(f"{name:<10}" + "".join(f"{value:>11.2f}" for value in spent) + f"{growth:>11.3f}")


def main() -> None:
    """Measure each tagger, and print the table."""
    parser = options(__doc__, [STARTER, *LLAMAS])
    parser.add_argument("--statements", type=int, default=120)
    given = parser.parse_args()
    found: dict[str, dict[str, float]] = {}
    for name in given.shapes.split(","):
        with tempfile.TemporaryDirectory() as cache:
            if name == STARTER:
                path = Store().path("section-tagger")
                found[name] = measure(path, "kind_tokens", given, Path(cache))
            else:
                found[name] = measure(model(name, given.models), "letters", given, Path(cache))
    about = {"threads": given.threads, "runs": given.runs, "statements": given.statements}
    print(", ".join(f"{name}: {value}" for name, value in about.items()))
    report(found)
    if given.json:
        given.json.write_text(json.dumps({**about, "shapes": found}, indent=2) + "\n")


if __name__ == "__main__":
    main()
