"""From the hotkey to the first sound that is captured, with engines that have ended. A part of `footprint.py`.

What is played into the microphone is a slope: its value tells when a sample was said. So the first frame itself tells
the earliest sound that was captured, whatever buffers it then went through, and both ends are measured on one clock.
"""

import fcntl
import json
import os
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Self

import numpy as np
from benchmarks.process_memory import engines
from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

from e2e.desktop_services import Sound

RATE_HZ = 16_000
STEP_S = 0.005
"""How exactly the slope tells the time."""
MOST_WAITING_SAMPLES = 240
SLOPE_S = 8.0
"""The slope begins anew so often; longer than any key press takes to be heard."""
TOP = 0.8
MIDDLE_SAMPLE = 350
"""Of the first frame; what `hotkey_app` takes the value of."""
KEYS = ("Control_L", "Alt_L", "d")
WAIT_S = 30.0


class Slope:
    """Plays the slope into the microphone's pipe, 5 ms at a time, at the pace of speech.

    PulseAudio reads the pipe only while somebody records. What it leaves there is taken out again, as sound in a room
    is gone when nobody listens.
    """

    def __init__(self, pipe: Path) -> None:
        self._pipe = pipe
        self._end = threading.Event()
        self._began_s = time.monotonic()
        self._thread = threading.Thread(target=self._play, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def said_s(self, value: float, before_s: float) -> float:
        """When a sample of this value was said, the last time before `before_s`."""
        within_s = (value + TOP) / (2 * TOP) * SLOPE_S
        slopes = (before_s - self._began_s - within_s) // SLOPE_S
        return self._began_s + slopes * SLOPE_S + within_s

    def _play(self) -> None:
        pipe, said = os.open(self._pipe, os.O_RDWR | os.O_NONBLOCK), 0
        while not self._end.is_set():
            until = int((time.monotonic() - self._began_s) * RATE_HZ)
            numbers = np.arange(said, until) % int(SLOPE_S * RATE_HZ)
            slope = TOP * (2 * numbers / (SLOPE_S * RATE_HZ) - 1)
            with suppress(BlockingIOError):
                if _waiting_bytes(pipe) > 2 * MOST_WAITING_SAMPLES:
                    os.read(pipe, 1 << 16)
                os.write(pipe, (slope * 32767).astype(np.int16).tobytes())
            said = until
            time.sleep(STEP_S)
        os.close(pipe)


def _waiting_bytes(pipe: int) -> int:
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


class App:
    """`hotkey_app.py`, running."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def tells(self, what: str) -> dict[str, float]:
        """Wait for the line that has this."""
        assert self._process.stdout
        for line in self._process.stdout:
            told = json.loads(line)
            if what in told:
                return dict(told[what]) if isinstance(told[what], dict) else {}
        raise RuntimeError(f"The app ended with {self._process.wait()}.")

    def is_cold(self) -> bool:
        """Whether no engine runs."""
        return not engines(self._process.pid)


@contextmanager
def running_app(env: Mapping[str, str]) -> Iterator[App]:
    """The app, ended afterwards."""
    command = [sys.executable, "-m", "benchmarks.hotkey_app"]
    with subprocess.Popen(command, env=dict(env), stdout=subprocess.PIPE, text=True) as process:
        try:
            yield App(process)
        finally:
            process.terminate()
            process.communicate()  # what it still has to say


def press(display: Display) -> float:
    """Press and release the hotkey; the second at which its last key goes down."""
    codes = [display.keysym_to_keycode(XK.string_to_keysym(key)) for key in KEYS]
    for code in codes[:-1]:
        xtest.fake_input(display, X.KeyPress, code)
    display.sync()
    now_s = time.monotonic()
    xtest.fake_input(display, X.KeyPress, codes[-1])
    for code in reversed(codes):
        xtest.fake_input(display, X.KeyRelease, code)
    display.sync()
    return now_s


def measure(env: Mapping[str, str], sound: Sound, presses: int) -> dict[str, list[float]]:
    """Milliseconds after the key went down, for each press: each step, and the earliest sound that was captured.

    "failed" has the numbers of the presses after which the microphone could not be opened.

    The first press comes as soon as the app runs, while engines and sound library still load; the others when the
    engines have ended.
    """
    steps: dict[str, list[float]] = {}
    with Slope(sound.fifo) as slope, closing(Display(env["DISPLAY"])) as display, running_app(env) as app:
        app.tells("ready")
        for number in range(presses):
            if number:
                app.tells("ready")
                _wait_until_cold(app)
            pressed_s = press(display)
            at = app.tells("at")
            if not at:
                steps.setdefault("failed", []).append(number)
                continue
            first_s = slope.said_s(at.pop("value"), at["first_frame"]) - MIDDLE_SAMPLE / RATE_HZ
            for step, when_s in {**at, "earliest_sound": first_s}.items():
                steps.setdefault(step, []).append(round(1000 * (when_s - pressed_s), 1))
    return steps


def _wait_until_cold(app: App) -> None:
    ends = time.monotonic() + WAIT_S
    while not app.is_cold():
        if time.monotonic() > ends:
            raise RuntimeError("The engines did not end.")
        time.sleep(0.05)
    time.sleep(0.2)  # whatever the end of an engine leaves to do


def search_path() -> str:
    """PYTHONPATH of what is started here."""
    root = Path(__file__).parents[1]
    return os.pathsep.join((str(root), str(root / "tests")))
