"""Spoken form → written form: the golden pairs by category, words per second, and what changes in texts of your own.

    .venv/bin/python benchmarks/written_forms.py [DATA] [--json FILE] [--shown N]

The pairs are those of tests/data/written, written for this project. DATA is a folder with `sections/` and `asr/` (see
tagger_accuracy.py and models/training/tagger/README.md): every text of it is written, each word must be accounted for,
and the most frequent rewrites are listed, for a person to read. No text of it is kept.
"""

import argparse
import csv
import gzip
import io
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from plainspoken.clinic.written import Written, text_of, write
from plainspoken.dictation.understand import Spoken, sentences
from plainspoken_models.contracts import Word

PAIRS = Path(__file__).parents[1] / "tests" / "data" / "written"
Pair = tuple[str, str, str]
"""(category, spoken, written)"""
NOTES = {
    "mtsamples": "transcription",
    "aci_train": "note",
    "aci_valid": "note",
    "aci_test1": "note",
    "mtsdialog_train": "section_text",
    "mtsdialog_valid": "section_text",
}
"""File of `sections/` → the column with notes."""


def pairs() -> list[Pair]:
    """The golden pairs."""
    lines = (line for file in sorted(PAIRS.glob("*.tsv")) for line in file.read_text("utf-8").splitlines())
    found = (tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))
    return [(category, spoken, written) for category, spoken, written in found]


def spoken_sentences(text: str) -> Iterator[tuple[str, ...]]:
    """A text as the sentences that a dictation is cut into."""
    done, rest = sentences(tuple(Word(word, 0, 0, 1.0) for word in text.split()))
    for sentence in (*done, Spoken(rest)):
        if sentence.words:
            yield tuple(word.text for word in sentence.words)


def written_of(text: str) -> str:
    """What is written for a spoken text."""
    return " ".join(text_of(write(words)) for words in spoken_sentences(text))


def by_category(golden: list[Pair]) -> dict[str, dict[str, int]]:
    """Category → how many pairs it has, and how many are right."""
    found: dict[str, dict[str, int]] = {}
    for category, spoken, written in golden:
        row = found.setdefault(category, {"pairs": 0, "right": 0})
        row["pairs"] += 1
        row["right"] += written_of(spoken) == written
    return found


def words_per_second(golden: list[Pair]) -> float:
    """On one core, from words to text; the best of five passes over all that is spoken in the pairs."""
    said = [words for _, spoken, _ in golden for words in spoken_sentences(spoken)]
    best = min(_seconds(said) for _ in range(5))
    return sum(map(len, said)) / best


def _seconds(said: list[tuple[str, ...]]) -> float:
    began = time.perf_counter()
    for words in said:
        text_of(write(words))
    return time.perf_counter() - began


def texts(data: Path) -> Iterator[str]:
    """Every text of the folder: the notes, and what recognisers made of consultations."""
    for name, column in NOTES.items():
        with gzip.open(data / "sections" / f"{name}.csv.gz", "rb") as file:
            csv.field_size_limit(10**8)
            yield from (
                row[column] for row in csv.DictReader(io.StringIO(file.read().decode("utf-8", "replace")))
            )
    with gzip.open(data / "asr" / "primock57_asr.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            visit = json.loads(line)
            yield visit["note"]
            yield from (turn["text"] for turn in visit["turns"])
            yield from visit.get("asr", {}).values()


def lost_or_added(words: tuple[str, ...], pieces: tuple[Written, ...]) -> bool:
    """Whether a word belongs to no piece or to two, or a piece to no word."""
    ends = [0, *(piece.last for piece in pieces)]
    starts = [piece.first for piece in pieces]
    return (
        starts != ends[:-1]
        or ends[-1] != len(words)
        or any(a >= b for a, b in zip(starts, ends[1:], strict=True))
    )


def survey(data: Path) -> dict[str, Any]:
    """What happens to the texts of a folder."""
    rewrites: Counter[tuple[str, str]] = Counter()
    counted: Counter[str] = Counter()
    around: dict[tuple[str, str], str] = {}
    for text in texts(data):
        for words in spoken_sentences(text.replace(",,", " ")):
            pieces = write(words)
            changed = [(" ".join(words[p.first : p.last]), p.text, p) for p in pieces]
            changed = [(said, written, p) for said, written, p in changed if said != written]
            counted.update(statements=1, words=len(words), changed=bool(changed))
            counted["lost or added"] += lost_or_added(words, pieces)
            once = text_of(pieces)
            counted["written twice is not alike"] += text_of(write(tuple(once.split()))) != once
            for said, written, p in changed:
                rewrites[said, written] += 1
                around.setdefault((said, written), " ".join(words[max(0, p.first - 5) : p.last + 5]))
    return {"counted": dict(counted), "rewrites": rewrites, "around": around}


def report(data: dict[str, Any], shown: int, seed: int) -> None:
    """Print the most frequent rewrites, then others by chance, each with the words around one of them."""
    print("\n".join(f"{what:<28}{count:>10,}" for what, count in data["counted"].items()))
    rewrites, around = data["rewrites"], data["around"]
    print(f"{'rewrites':<28}{sum(rewrites.values()):>10,}\n{'different rewrites':<28}{len(rewrites):>10,}\n")
    often = rewrites.most_common(shown)
    rest = sorted(set(rewrites) - {pair for pair, _ in often})
    seldom = [(pair, rewrites[pair]) for pair in random.Random(seed).sample(rest, min(shown, len(rest)))]
    for (said, written), count in (*often, *seldom):
        print(f"{count:>6}  {said} → {written}    [{around[said, written]}]")


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--shown", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    golden = pairs()
    found: dict[str, Any] = {"categories": by_category(golden), "words_per_second": words_per_second(golden)}
    for category, row in sorted(found["categories"].items()):
        print(f"{category:<28}{row['right']:>5} of {row['pairs']:>4}")
    right = sum(row["right"] for row in found["categories"].values())
    print(f"{'all':<28}{right:>5} of {len(golden):>4}\n{found['words_per_second']:,.0f} words per second")
    if given.data:
        surveyed = survey(given.data)
        found["texts"] = surveyed["counted"]
        report(surveyed, given.shown, given.seed)
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
