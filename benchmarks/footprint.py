"""What the tray app costs: start, memory, wake-ups, the wait for the first sound, and whether an hour lets it grow.

    .venv/bin/python -m benchmarks.footprint [--quick] [--json FILE]

The real app on the tests' own screen (Xvfb, trayer) and sound server (PulseAudio, its microphone a pipe), with the
demo's speech model. Takes about 20 minutes; `--quick` about 4, with an hour that lasts 6 minutes. Linux only.

- start: from the start of the process until `plainspoken status` is answered; the icon is in the tray before that.
- memory: RSS and PSS of /proc/PID/smaps_rollup, in MiB, of the tray process and of each engine's process.
- wake-ups: voluntary context switches per second of all threads, which are the times a thread slept and was woken.
- hotkey: see `first_sound.py`; key events come from the X test extension, sound and clocks from outside the app.
- an hour: see `an_hour.py`; it is an hour of sound, not an hour of clock.
"""

import argparse
import json
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from benchmarks import first_sound
from benchmarks.process_memory import ENGINES, Memory, all_memory, cpu_s, engines, wait_until_steady, wakeups

from e2e.desktop_services import BIN, Home, Screen, Sound, a_home, a_screen, a_sound_server
from e2e.processes import running, until
from e2e.product import HOTKEY, VISIT, TrayApp, app_env, person_at, tray_app

HOUR_S = 3_600
SETTINGS = "idle_minutes = 1\n"
"""The shortest that the settings take; the engines end after a minute instead of ten."""

MOST_TRAY_MIB = 150
MOST_WAKEUPS = 1.0
MOST_HOTKEY_MS = 150


@dataclass(frozen=True, slots=True)
class Desk:
    """What the app is started on."""

    home: Home
    screen: Screen
    sound: Sound
    logs: Path
    quick: bool

    @property
    def env(self) -> Mapping[str, str]:
        """Of what is started here."""
        names = app_env(self.home, self.screen.env, self.sound.env)
        return {**names, "PYTHONPATH": first_sound.search_path()}


def start_times(desk: Desk) -> dict[str, list[float]]:
    """Seconds from the start of the process until it answers, and of processor time until then, several times."""
    starts = [start_once(desk, BIN / "plainspoken") for _ in range(2 if desk.quick else 5)]
    return {"clock": [clock for clock, _ in starts], "cpu": [cpu for _, cpu in starts]}


def start_once(desk: Desk, command: Path) -> tuple[float, float]:
    """Seconds from the start of the process until it answers, and of processor time until then."""
    began = time.monotonic()
    with running([command, "--demo-speech"], desk.env, desk.logs, name="start") as program:
        app = TrayApp(program, desk.home, dict(desk.env))
        while app.state != "idle":
            if program.ended:
                raise RuntimeError(program.complaints())
            time.sleep(0.005)
        return round(time.monotonic() - began, 2), cpu_s(program.pid)


def at_rest(desk: Desk) -> dict[str, Any]:
    """Memory and wake-ups at each kind of rest, and how long the app lets others wait while she dictates."""
    desk.home.settings_folder.mkdir(parents=True, exist_ok=True)
    (desk.home.settings_folder / "settings.toml").write_text(SETTINGS)
    found: dict[str, Any] = {}
    with tray_app(desk.home, desk.screen, desk.sound.env, desk.logs, "--demo-speech") as app:
        for name in ENGINES:
            app.engine(name)
        found["engines loaded"] = _rest(app, desk)
        found["answer while dictating, ms"] = _dictate(app, desk)
        found["after a dictation"] = _rest(app, desk)
        until(lambda: not engines(app.pid), "the engines end", 120)
        found["engines ended"] = _rest(app, desk)
    return found


def _rest(app: TrayApp, desk: Desk) -> dict[str, Any]:
    wait_until_steady(app.pid)
    seconds = 5 if desk.quick else 20
    return {"memory": all_memory(app.pid), "wakeups": wakeups(app.pid, seconds)}


def _dictate(app: TrayApp, desk: Desk) -> dict[str, float]:
    """One dictation; meanwhile the app is asked for its state, which its Qt thread answers."""
    waits: list[float] = []

    def ask() -> None:
        began = time.monotonic()
        assert app.state == "listening"
        waits.append(1000 * (time.monotonic() - began))

    desk.screen.copy("nothing yet")
    with person_at(desk.sound) as person:
        desk.screen.press(HOTKEY)
        app.reaches("listening")
        person.says(VISIT, meanwhile=ask)
        desk.screen.press(HOTKEY)
        until(lambda: "Plan" in desk.screen.clipboard(), "the note is on the clipboard", 60)
    until(lambda: not desk.screen.windows("Plainspoken"), "the window goes away by itself")
    return {"median": round(statistics.median(waits), 1), "longest": round(max(waits), 1)}


def an_hour(desk: Desk) -> dict[str, Any]:
    """See `an_hour.py`."""
    seconds = HOUR_S // 10 if desk.quick else HOUR_S
    command = [sys.executable, "-m", "benchmarks.an_hour", str(seconds)]
    done = subprocess.run(command, env=dict(desk.env), check=True, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout))


def report(found: dict[str, Any]) -> None:
    """Print the tables."""
    clock, cpu = found["start_s"]["clock"], found["start_s"]["cpu"]
    print(
        f"start, median of {len(clock)}: {statistics.median(clock):.2f} s (longest {max(clock):.2f} s), "
        f"of which {statistics.median(cpu):.2f} s are processor time\n"
    )
    _report_rest(found["at_rest"])
    _report_hotkey(found["hotkey_ms"])
    _report_hour(found["hour"])


def _report_rest(rests: dict[str, Any]) -> None:
    names, answer = ("tray", *ENGINES), rests["answer while dictating, ms"]
    print(
        f"{'at rest, RSS / PSS in MiB':<28}"
        + "".join(f"{name:>18}" for name in names)
        + "  wake-ups/s of the tray"
    )
    for rest in ("engines loaded", "after a dictation", "engines ended"):
        seen = rests[rest]
        woken = seen["wakeups"]
        most = max(woken, key=woken.__getitem__, default="")
        words = f"{sum(woken.values()):.2f}" + (f" (most: {most} {woken[most]:.2f})" if most else "")
        print(f"{rest:<28}" + "".join(_cell(seen["memory"], name) for name in names) + f"  {words}")
    print(f"goals: tray at most {MOST_TRAY_MIB} MiB, at most {MOST_WAKEUPS} wake-up a second")
    print(
        f"while dictating, the app answers after {answer['median']} ms (median), {answer['longest']} ms (longest)\n"
    )


def _cell(memories: Mapping[str, Memory], name: str) -> str:
    seen = memories.get(name)
    return f"{seen['rss']:>10.1f} /{seen['pss']:>6.1f}" if seen else f"{'ended':>18}"


def _report_hotkey(steps: dict[str, list[float]]) -> None:
    heads = f"{'median':>8}{'longest':>9}{'pressed as the app starts':>27}"
    print(f"{'hotkey, engines ended: ms until':<36}{heads}")
    for step in ("hotkey", "opening", "earliest_sound", "first_frame"):
        first, *others = steps[step]
        print(f"{WORDS[step]:<36}{statistics.median(others):>8.1f}{max(others):>9.1f}{first:>27.1f}")
    failed = len(steps.get("failed", []))
    print(f"goal: at most {MOST_HOTKEY_MS} ms" + (f"; {failed} presses FAILED" if failed else "") + "\n")


WORDS = {
    "hotkey": "the app knows of the key",
    "opening": "the microphone is being opened",
    "earliest_sound": "the earliest sound in the recording",
    "first_frame": "the first frame arrives",
}


def _report_hour(hour: dict[str, Any]) -> None:
    print(
        f"{hour['sound_s'] / 60:.0f} minutes of SOUND (not of clock: {hour['took_s'] / 60:.1f} minutes), "
        f"{hour['statements']} statements, {hour['gaps']} gaps, {hour['errors']} errors"
    )
    print(f"{'RSS / PSS in MiB':<28}" + "".join(f"{name:>18}" for name in ("tray", *ENGINES)))
    for when, memories in zip(MOMENTS, hour["memory"], strict=False):
        print(f"{when:<28}" + "".join(_cell(memories, name) for name in ("tray", *ENGINES)))
    print(f"{'ms':<46}{'first quarter: median / p95 / longest':>40}{'last quarter':>30}")
    for what, rows in hour["ms"].items():
        first, last = (
            f"{rows['median'][quarter]:.1f} / {rows['p95'][quarter]:.1f} / {rows['longest'][quarter]:.1f}"
            for quarter in (0, -1)
        )
        print(f"{what:<46}{first:>40}{last:>30}")


MOMENTS = (
    "before",
    "after a quarter",
    "after a half",
    "after three quarters",
    "note delivered",
    "at rest again",
)


def main() -> None:
    """Start the services, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # or what was started here would be left behind
    with (
        tempfile.TemporaryDirectory() as folder,
        a_home(Path(folder) / "home") as home,
        a_screen(home, Path(folder) / "logs") as screen,
        a_sound_server(home, Path(folder) / "logs") as sound,
    ):
        desk = Desk(home, screen, sound, Path(folder) / "logs", arguments.quick)
        found = {
            "start_s": start_times(desk),
            "hotkey_ms": first_sound.measure(desk.env, sound, 5 if desk.quick else 20),
            "at_rest": at_rest(desk),
            "hour": an_hour(desk),
        }
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=2) + "\n")
    report(found)


if __name__ == "__main__":
    main()
