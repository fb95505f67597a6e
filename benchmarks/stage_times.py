"""Seconds of work in each stage on the bundled dictation, as a whole and per second of sound.

    .venv/bin/python benchmarks/stage_times.py [--runs 3] [--json FILE]

The stages overlap in the real program (each engine has a process of its own), so their sum is more than the wall time.
Engines start cold: the first job of "transcribe" and of "file" waits until the engine has loaded.
"""

import argparse
import json
import statistics
import time
from importlib.resources import as_file, files
from pathlib import Path

from plainspoken.adapters.sound_file import SoundFile
from plainspoken.bootstrap import DEMO_SPEECH_MODEL, Composition
from plainspoken.terminal import Terminal
from plainspoken.workers.messages import Begin
from plainspoken_models.sound import duration_ms


def run_once(sound: Path) -> dict[str, float]:
    """Stage → seconds, and the wall time of the whole run with engines that start cold."""
    composition = Composition()
    models = composition.models(DEMO_SPEECH_MODEL)
    terminal = Terminal(lambda listener: composition.conductor(models, listener), show=False)
    began = time.perf_counter()
    with terminal.running():
        session = terminal.dictate(Begin(composition.template("soap"), SoundFile(sound)))
        seconds = {**terminal.seconds_by_stage(), "all, from cold": time.perf_counter() - began}
    assert session.note.statements, "nothing was understood"
    return {**seconds, "statements": float(len(session.note.statements))}


def main() -> None:
    """Run, and print a table of medians."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    with as_file(files("plainspoken").joinpath("demo", "visit.flac")) as sound:
        sound_s = duration_ms(sound) / 1000
        runs = [run_once(sound) for _ in range(arguments.runs)]
    medians = {stage: statistics.median(run[stage] for run in runs) for stage in runs[0]}
    statements = medians.pop("statements")
    print(f"{sound_s:.1f} s of sound, {statements:.0f} statements, median of {arguments.runs} runs")
    print(f"{'stage':<16}{'seconds':>9}{'per second of sound':>22}")
    for stage, spent in medians.items():
        print(f"{stage:<16}{spent:>9.2f}{spent / sound_s:>22.3f}")
    if arguments.json:
        arguments.json.write_text(
            json.dumps({"sound_s": sound_s, "statements": statements, "seconds": medians}, indent=2)
        )


if __name__ == "__main__":
    main()
