"""What a kill costs: SIGKILL to the tray process, to each engine and to all at once, at random moments of a dictation.

    .venv/bin/python -m benchmarks.faults [--kills 100] [--presses 1000] [--seed 4] [--json FILE]

The real app on the tests' own screen (Xvfb, trayer), keyring (GNOME Keyring) and sound server (PulseAudio, its
microphone a pipe), with the demo's speech model; sound at the pace of real time. Each dictation is two sentences of
`tests/e2e/clips/visit.flac`, 6.6 s. About 10 s for a kill, 5 minutes for 1,000 presses; `--kills 0` and
`--presses 0` leave one of them out. Linux only.

- lost: from the end of the sound in the vault to the moment of the kill (or of the stop key, if that was before), by
  what the pipe had been given then: everything between her lips and the disk counts, the sound server's buffers too.
  The kept sound is found again in what was played by cross-correlation, its end and its beginning; so a hole in the
  middle would be seen, too. Where the vault holds nothing yet, everything since the start key counts as lost.
- vault: SQLite's `PRAGMA integrity_check` reads and verifies every page (`Vault.check`), before the app starts again.
- note: the next start is told to recover what it finds; the note has the words of all sentences that were kept whole.
- killed engine: the dictation goes on to its whole note; how long after the stop key it is on the clipboard, beside
  dictations in which nothing was killed.
- presses: see `tests/e2e/presses.py`; start, stop, toggle, cancel and the hotkey at random intervals.
"""

import argparse
import json
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import soundfile

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from benchmarks import fault_presses
from benchmarks.fault_moments import PHASES, TARGETS, Kill, drawn
from benchmarks.fault_rounds import Bench, Outcome, Speech

from e2e.desktop_services import Home, Screen, Sound, a_home, a_screen, a_sound_server
from e2e.product import VISIT_TEXT, app_env, opening
from faults.keyring_session import gnome_keyring

SENTENCES = 2
SPEECH_S = [(0.0, 3.5), (4.2, 5.9)]
"""Where she speaks in the two sentences; see `e2e.product.opening`."""
UNDISTURBED = 5
"""Dictations in which nothing is killed."""


def kills(bench: Bench, count: int, seed: int) -> list[Outcome]:
    """Each kill; one that got stuck is written down as that, and the rest go on."""
    plan = [Kill("nothing", "delivery", 0.0)] * min(UNDISTURBED, count)
    plan += drawn(count, seed, SPEECH_S, len(opening(SENTENCES)) / 16_000)
    outcomes = []
    for number, kill in enumerate(plan, 1):
        began = time.monotonic()
        try:
            outcome = bench.run(kill)
        except pytest.fail.Exception as stuck:
            outcome = Outcome(kill, faults=[str(stuck)])
            bench.start_again()
        outcomes.append(outcome)
        words = f"lost {outcome.lost_ms:.0f} ms, " if outcome.lost_ms is not None else ""
        print(
            f"{number:4}/{len(plan)}  {kill.target:<12}{kill.phase:<9}+{kill.after_s:<6.3f} s  {words}{outcome.left}"
            f"  ({time.monotonic() - began:.0f} s)  {'; '.join(outcome.faults)}",
            file=sys.stderr,
            flush=True,
        )
    return outcomes


def report_kills(outcomes: Sequence[Outcome]) -> None:
    """The tables."""
    print(
        f"{'killed':<14}{'times':>6}{'lost, ms: median':>18}{'most':>7}{'vault whole':>13}{'note there':>12}"
        f"{'nothing kept':>14}{'words missing, most':>21}{'key to note, ms: median':>25}{'most':>7}{'faults':>8}"
    )
    for target in (*TARGETS, "nothing"):
        if mine := [outcome for outcome in outcomes if outcome.kill.target == target]:
            print(_row(target, mine))
    print()
    print(f"{'sound lost':<14}{'times':>6}{'median, ms':>18}{'most':>7}")
    for phase in PHASES:
        lost = [o.lost_ms for o in outcomes if o.kill.phase == phase and o.lost_ms is not None]
        if lost:
            print(f"{phase:<14}{len(lost):>6}{statistics.median(lost):>18.0f}{max(lost):>7.0f}")
    for outcome in outcomes:
        for fault in outcome.faults:
            print(f"FAULT {outcome.kill.target} in {outcome.kill.phase} +{outcome.kill.after_s} s: {fault}")


def _row(target: str, outcomes: Sequence[Outcome]) -> str:
    lost = [outcome.lost_ms for outcome in outcomes if outcome.lost_ms is not None]
    waits = [outcome.key_to_note_ms for outcome in outcomes if outcome.key_to_note_ms is not None]
    owed = [outcome for outcome in outcomes if outcome.left != "nothing"]
    there = f"{sum(o.note_there for o in owed)} of {len(owed)}"
    return (
        f"{target:<14}{len(outcomes):>6}{_middle(lost):>18}{_most(lost):>7}"
        f"{sum(o.vault_whole for o in outcomes):>13}{there:>12}{len(outcomes) - len(owed):>14}"
        f"{max(o.missing for o in outcomes):>21.0%}{_middle(waits):>25}{_most(waits):>7}"
        f"{sum(bool(o.faults) for o in outcomes):>8}"
    )


def _middle(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.0f}" if values else "-"


def _most(values: Sequence[float]) -> str:
    return f"{max(values):.0f}" if values else "-"


@contextmanager
def desk(folder: Path) -> Iterator[tuple[Home, Screen, Sound]]:
    """Screen, keyring and sound server; this process finds the same vault as the app."""
    logs = folder / "logs"
    with (
        a_home(folder / "home") as home,
        a_screen(home, logs) as screen,
        a_sound_server(home, logs) as sound,
        gnome_keyring(home, screen, logs),
    ):
        os.environ.update(app_env(home, screen.env, sound.env))
        yield home, screen, sound


def speech(folder: Path) -> Speech:
    """The two sentences as a clip."""
    clip = folder / "opening.wav"
    soundfile.write(clip, opening(SENTENCES), 16_000)
    texts = VISIT_TEXT.read_text("utf-8").splitlines()
    ends = (end for _, end in SPEECH_S)
    return Speech(clip, tuple(zip(ends, texts, strict=False)))


def main() -> None:
    """Start the services, kill, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--presses", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # or what was started here would be left behind
    found: dict[str, Any] = {"seed": arguments.seed}
    print(f"seed {arguments.seed}")
    with tempfile.TemporaryDirectory() as folder, desk(Path(folder)) as (home, screen, sound):
        logs = Path(folder) / "logs"
        if arguments.kills:
            with Bench(home, screen, sound, logs, speech(Path(folder))).ready() as bench:
                outcomes = kills(bench, arguments.kills, arguments.seed)
            found["kills"] = [asdict(outcome) for outcome in outcomes]
            report_kills(outcomes)
        if arguments.presses:
            place = (home, screen, sound)
            found["presses"] = fault_presses.measure(place, logs, arguments.presses, arguments.seed)
            fault_presses.report(found["presses"])
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
