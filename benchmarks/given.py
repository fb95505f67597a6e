"""What the benchmarks have in common: what a command line gives them, and what they leave behind."""

import argparse
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


def command_line(about: str | None, *, data: bool = True) -> argparse.ArgumentParser:
    """A parser that knows `--json FILE`, and the folder of the data.

    Args:
        about: the benchmark's docstring, which `--help` prints as it is.
        data: whether it cannot do without the folder.
    """
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs=None if data else "?")
    parser.add_argument("--json", type=Path)
    return parser


def leave(result: object, path: Path | None) -> None:
    """Write a result as JSON, where that is wanted."""
    if path:
        path.write_text(json.dumps(result, indent=2) + "\n")


@dataclass(frozen=True, slots=True)
class Consultation:
    """One of the 57 mock consultations of PriMock57 (CC BY 4.0)."""

    number: int
    """From 1 on."""
    said: str = field(repr=False)
    """By both, with the transcribers' marks of what they could not hear."""
    recognised: dict[str, str] = field(repr=False)
    """Recogniser → what it made of that; empty where it has nothing."""


def consultations(data: Path) -> Iterator[Consultation]:
    """All of them, from `asr/primock57_asr.jsonl.gz` in the folder."""
    with gzip.open(data / "asr" / "primock57_asr.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            row: dict[str, Any] = json.loads(line)
            yield Consultation(number, " ".join(turn["text"] for turn in row["turns"]), row["asr"])
