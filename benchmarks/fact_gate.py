"""What the fact gate catches, and what it is alarmed by without cause, on real notes with one planted change each.

    python -m benchmarks.fact_gate DATA [--cases 120] [--misses development]

DATA holds `sections/`: ACI-Bench (CC BY 4.0), MTSamples (CC0; mtsamples.com) and MTS-Dialog (CC BY 4.0). Documents are
parted into two halves by their digest: a development half, whose misses may be read with `--misses`, and a held-out
half. A case is a document and the same document with one change that alters what it means (`fact_plants.py`). It is
caught if the gate finds any difference, and named if one of these is of the kind that was planted. "Reworded": the
changed text has its sentences in another order as well, and no full stops between them. False alarms are counted on
documents whose facts are the same (`fact_rewordings.py`): unchanged, with sentences in another order, other capitals,
blanks and punctuation, doses in words.
"""

import argparse
import csv
import gzip
import hashlib
import io
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.fact_plants import NAMES, PLANTS, Plants
from benchmarks.fact_rewordings import REWORDINGS, reordered, said, without_stops

from plainspoken.clinic.facts import differences, facts_of

MOST_CHARACTERS = 12_000
HALVES = ("development", "held out")
WORDS_IN_TEN_MINUTES = 1_500
"""At two and a half words a second."""


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a packed table."""
    csv.field_size_limit(10**8)
    return list(csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode("utf-8", "replace"))))


def documents(data: Path) -> Iterator[str]:
    """All notes. MTSamples has commas where its lines broke: they become line breaks again."""
    sections = data / "sections"
    for name in ("aci_train", "aci_valid", "aci_test1"):
        yield from (row["note"] for row in rows(sections / f"{name}.csv.gz"))
    for name in ("mtsdialog_train", "mtsdialog_valid"):
        yield from (row["section_text"] for row in rows(sections / f"{name}.csv.gz"))
    for row in rows(sections / "mtsamples.csv.gz"):
        text = re.sub(r",\s*(?=[A-Z][A-Z /&]{2,40}:)|(?<=[.:;]),\s*(?=\d+\.\s)", "\n", row["transcription"])
        yield re.sub(r"(?<=[.:;]),\s*(?=\S)", " ", text)


def halves(data: Path) -> dict[str, list[str]]:
    """Each document once, in one of two halves."""
    parted: dict[str, list[str]] = {half: [] for half in HALVES}
    for text in sorted(set(documents(data))):
        if 20 <= len(text) <= MOST_CHARACTERS:
            half = HALVES[hashlib.sha256(text.encode()).digest()[0] % 2]
            parted[half].append(re.sub(r"[\s,]*,(?=\d{1,2}\.\s)", "\n", text))  # the items of a list
    return parted


def planted(plants: Plants, texts: Sequence[str], most: int, dice: random.Random) -> list[tuple[str, str]]:
    """Up to so many pairs of a text and its changed form, each of another text.

    A form with the same sentences in another order ("left lung clear, right lung clear", swapped) is no change.
    """
    cases = []
    for text in dice.sample(texts, len(texts)):
        ways = [change for change in plants(text, dice) if said(change) != said(text)]
        if ways:
            cases.append((text, dice.choice(ways)))
        if len(cases) == most:
            break
    return cases


def report_plants(parted: dict[str, list[str]], most: int, misses: str) -> None:
    """Print for both halves: cases, caught, told as what they are, and caught in a text that is reworded as well."""
    head = "".join(f"{half:>16}{'caught':>8}{'named':>7}{'reworded':>10}" for half in HALVES)
    print(f"{'planted change':<22}{head}")
    sums = {half: Counter[str]() for half in HALVES}
    for kind, plants in PLANTS.items():
        line = f"{kind:<22}"
        for half in HALVES:
            counted = count(
                kind, planted(plants, parted[half], most, random.Random(f"{kind} {half}")), half == misses
            )
            sums[half].update(counted)
            line += row_of(counted)
        print(line)
    print(f"{'all':<22}" + "".join(row_of(sums[half]) for half in HALVES))


def count(kind: str, cases: Sequence[tuple[str, str]], shown: bool) -> Counter[str]:
    """How many of the cases are caught, in which ways; what is missed is shown, if wanted."""
    counted = Counter({"cases": len(cases)})
    for text, changed in cases:
        found = differences(text, changed)
        dice = random.Random(changed)
        counted["caught"] += bool(found)
        counted["named"] += any(difference.kind in NAMES[kind] for difference in found)
        counted["reworded"] += bool(differences(text, without_stops(reordered(changed, dice), dice)))
        if shown and not found:
            show(kind, text, changed)
    return counted


def row_of(counted: Counter[str]) -> str:
    """The columns of one half."""
    return f"{counted['cases']:>16}{counted['caught']:>8}{counted['named']:>7}{counted['reworded']:>10}"


def report_rewordings(parted: dict[str, list[str]], misses: str) -> None:
    """Print how many documents raise an alarm although no fact differs."""
    heads = "".join(f"{half + ', documents':>24}{'alarms':>8}" for half in HALVES)
    print(f"\n{'the same facts':<24}{heads}")
    for kind, reword in REWORDINGS.items():
        line = f"{kind:<24}"
        alarmed = []
        for half in HALVES:
            pairs = [(text, reword(text, random.Random(text))) for text in parted[half]]
            alarms = [pair for pair in pairs if differences(*pair)]
            alarmed += [pair for pair in alarms if half == misses]
            line += f"{len(pairs):>24}{len(alarms):>8}"
        print(line)
        for text, changed in alarmed[:12]:
            show(kind, text, changed)


def show(kind: str, text: str, changed: str) -> None:
    """Print where two texts begin to differ, and what the gate says."""
    first = next((i for i, pair in enumerate(zip(text, changed, strict=False)) if pair[0] != pair[1]), 0)
    here = slice(max(0, first - 80), first + 80)
    print(f"\n--- {kind}\n  {text[here]!r}\n  {changed[here]!r}")
    for found in differences(text, changed)[:4]:
        print(f"  {found.change} {found.kind}: {found.spoken} -> {found.delivered}")


def report_speed(texts: Sequence[str]) -> None:
    """Print words a second, and what the gate costs on a note of ten minutes."""
    words = sum(len(text.split()) for text in texts)
    seconds = least(lambda: [facts_of(text) for text in texts], 2)
    print(f"\nfacts found in {words / seconds:,.0f} words a second, on one core ({words:,} words)")
    note = " ".join(" ".join(texts).split()[:WORDS_IN_TEN_MINUTES])
    others = {"itself": note, "nothing": ""}
    others |= {name: reword(note, random.Random(name)) for name, reword in REWORDINGS.items()}
    print(f"milliseconds to compare a note of {WORDS_IN_TEN_MINUTES:,} words with")
    for name, other in others.items():
        spent = least(lambda other=other: differences(note, other), 20)  # type: ignore[misc]
        print(f"  {name:<24}{1000 * spent:>6.1f}")


def least(work: Callable[[], object], times: int) -> float:
    """The shortest of several runs, in seconds: other programs may have the processor."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return min(spent)


def main() -> None:
    """Plant, compare, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--cases", type=int, default=120, help="of each kind, in each half")
    parser.add_argument("--misses", choices=["development"], default="", help="show what was missed")
    given = parser.parse_args()
    parted = halves(given.data)
    report_plants(parted, given.cases, given.misses)
    report_rewordings(parted, given.misses)
    report_speed(parted["development"][:400])


if __name__ == "__main__":
    main()
