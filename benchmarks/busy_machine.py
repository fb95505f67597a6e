"""What other programs at work cost the speech engine, by number of threads and by how its threads wait for each other.

    .venv/bin/python -m benchmarks.busy_machine [--limit 60] [--json FILE]

The first sentences of the bundled dictation, transcribed while no other program works, and while as many do as there
are cores. Times are ratios to one thread on an idle machine; a run that takes longer than the limit is given up.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
from benchmarks.replay import phrases

from plainspoken.bootstrap import DEMO_SPEECH_MODEL, Composition
from plainspoken_models.engines.engine_process import QUIET_WAITING
from plainspoken_models.engines.host import open_transcriber

SENTENCES = 8
WAITING = {
    "asleep": {"OMP_WAIT_POLICY": "passive"},
    "ours": QUIET_WAITING,
    "spinning": {"OMP_WAIT_POLICY": "active"},
}
"""How threads wait for each other: see `QUIET_WAITING`."""
ME = "--measure"


@contextmanager
def busy(programs: int) -> Iterator[None]:
    """So many programs that do nothing but work."""
    with ExitStack() as stack:
        for _ in range(programs):
            other = subprocess.Popen([sys.executable, "-c", "while True: pass"], start_new_session=True)
            stack.callback(other.wait)
            stack.callback(other.kill)
        yield


def measure(threads: int) -> None:
    """In a process of its own, whose environment the engine inherits: print the seconds."""
    composition = Composition()
    model = composition.models(DEMO_SPEECH_MODEL).speech
    path, sound = composition.store.path(model.id), phrases()[:SENTENCES]
    with open_transcriber(path, encoder_context=model.encoder_context, threads=threads) as engine:
        engine.transcribe(sound[0])
        began = time.perf_counter()
        for phrase in sound:
            engine.transcribe(phrase)
    print(time.perf_counter() - began)


def seconds(threads: int, waiting: Mapping[str, str], limit_s: float) -> float:
    """Seconds for the sentences, `inf` where the limit was reached."""
    command = [sys.executable, "-m", "benchmarks.busy_machine", ME, str(threads)]
    root = Path(__file__).parents[1]
    with subprocess.Popen(
        command, env={**os.environ, **waiting}, cwd=root, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            return float(process.communicate(timeout=limit_s)[0])
        except subprocess.TimeoutExpired:
            for child in psutil.Process(process.pid).children(recursive=True):
                child.kill()
            process.kill()
            return float("inf")


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--limit", type=float, default=60, help="seconds for one measurement")
    parser.add_argument("--json", type=Path)
    parser.add_argument(ME, type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        return measure(given.measure)
    cores = os.cpu_count() or 1
    first = 0.0
    rows = []
    print(f"{'other programs':>15}{'threads':>9}{'waiting':>10}{'seconds':>9}{'ratio':>8}")
    for others in (0, cores):
        for threads in (1, cores):
            for name, waiting in WAITING.items():
                with busy(others):
                    spent = seconds(threads, waiting, given.limit)
                first = first or spent
                row = {
                    "others": others,
                    "threads": threads,
                    "waiting": name,
                    "seconds": spent,
                    "ratio": spent / first,
                }
                rows.append(row)
                print(f"{others:>15}{threads:>9}{name:>10}{spent:>9.2f}{spent / first:>8.2f}", flush=True)
    if given.json:
        given.json.write_text(json.dumps(rows, indent=2))
    return None


if __name__ == "__main__":
    main()
