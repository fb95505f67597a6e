"""What it gains to turn five-bit Whisper weights into eight-bit ones as they are loaded.

    .venv/bin/python -m benchmarks.requantized [--shapes tiny.en base.en small.en] [--threads 1 2] [--runs 5]
        [--models FOLDER] [--json FILE]

Models of real shapes with random weights, q5_1 (see random_models.py). Each is loaded as it is and as Q8_0
(`engines/requantized.py`); 5 s of sound are transcribed with the full window by both, taking turns; medians.
"""

import argparse
import json
import statistics
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from benchmarks.random_models import DEFAULT_FOLDER, model
from benchmarks.tagger_latency import seconds

from plainspoken_models.contracts import SAMPLE_RATE_HZ
from plainspoken_models.engines import whisper_cpp
from plainspoken_models.engines.requantized import eight_bit
from plainspoken_models.engines.whisper_cpp import WhisperCpp

SOUND_S = 5


def _as_it_is(path: Path, threads: int) -> WhisperCpp:
    with patch.object(whisper_cpp, "eight_bit", lambda _path: None):
        return WhisperCpp(path, encoder_context="full", threads=threads)


def measure(path: Path, threads: int, runs: int) -> dict[str, Any]:
    """Seconds for one segment as it is and as Q8_0, and for the turning."""
    sound = np.random.default_rng(1).normal(0, 0.05, SOUND_S * SAMPLE_RATE_HZ).astype(np.float32)
    turned = WhisperCpp(path, encoder_context="full", threads=threads)
    with closing(_as_it_is(path, threads)) as plain, closing(turned) as eight:
        times: dict[str, list[float]] = {"q5_1": [], "Q8_0": []}
        for _ in range(runs):
            times["q5_1"].append(seconds(lambda: plain.transcribe(sound)))
            times["Q8_0"].append(seconds(lambda: eight.transcribe(sound)))
    medians = {name: statistics.median(some) for name, some in times.items()}
    return {
        "threads": threads,
        **medians,
        "ratio": medians["Q8_0"] / medians["q5_1"],
        "turning": seconds(lambda: eight_bit(path)),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure all shapes, and print the table."""
    parser = argparse.ArgumentParser(description="Five-bit Whisper weights as eight-bit ones.")
    parser.add_argument("--shapes", nargs="+", default=["tiny.en", "base.en", "small.en"])
    parser.add_argument("--threads", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--models", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args(arguments)
    rows = []
    print("shape      threads   q5_1 s   Q8_0 s   ratio   turning s")
    for shape in given.shapes:
        for threads in given.threads:
            row = {"shape": shape, **measure(model(shape, given.models), threads, given.runs)}
            rows.append(row)
            figures = f"{row['q5_1']:7.2f}  {row['Q8_0']:7.2f}  {row['ratio']:6.2f}  {row['turning']:9.2f}"
            print(f"{shape:10} {threads:7}  {figures}", flush=True)
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1), "utf-8")


if __name__ == "__main__":
    main()
