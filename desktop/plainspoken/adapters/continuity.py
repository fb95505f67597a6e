"""Whether sound and time go on together. They do not where the computer slept, or this program stood still."""

import sys
import time
from dataclasses import dataclass

from plainspoken_models.contracts import FRAME_MS

STILL_S = 2.0
"""A thread that looks twenty times a second and comes back so late has stood still."""

SETTLED_S = 0.5
"""After a standstill the sound server hands over at once what it has kept meanwhile. That is over when sound comes no
faster than time for so long."""

BURST = 1.5
"""So many times as fast as time is "at once"."""

LEAST_MS = 500
"""Less is not missing, but still on its way."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Two clocks, read together."""

    awake_s: float
    """Stands still while the computer sleeps, where the system has such a clock."""
    elapsed_s: float
    """Goes on in any case; nobody can set it."""


def now() -> Moment:
    """This moment.

    Linux: clock_gettime(2). macOS: CLOCK_MONOTONIC goes on in sleep there, and Python's own clock does not. Windows:
    the performance counter goes on in sleep, and there is no other (both not run here).
    """
    if sys.platform == "linux":
        return Moment(time.monotonic(), time.clock_gettime(time.CLOCK_BOOTTIME))
    if sys.platform == "darwin":
        return Moment(time.monotonic(), time.clock_gettime(time.CLOCK_MONOTONIC))
    return Moment(time.monotonic(), time.monotonic())


class Continuity:
    """Compares the sound that has come with the time that has passed. Pure: it is told both.

    A computer that sleeps hears nothing: that time is missing at once. A program that stood still (stopped, or
    starved) may get the sound of that time afterwards: only what has not come when the rush is over is missing.
    """

    def __init__(self, moment: Moment) -> None:
        self._last = moment
        self._owed_ms = self._window_ms = self._window_heard_ms = 0.0
        self._settling = False

    def turn(self, moment: Moment, heard_ms: float) -> int:
        """So much sound has come since the last turn; how much is missing now, in whole frames of `FRAME_MS`."""
        passed_ms = 1000 * (moment.elapsed_s - self._last.elapsed_s)
        slept_ms = passed_ms - 1000 * (moment.awake_s - self._last.awake_s)
        self._last = moment
        if slept_ms >= 1000 * STILL_S:
            return _frames(slept_ms)
        still = passed_ms >= 1000 * STILL_S
        if still or self._settling:
            self._settling = True
            self._owed_ms += passed_ms - heard_ms
            self._window_ms = 0.0 if still else self._window_ms + passed_ms
            self._window_heard_ms = 0.0 if still else self._window_heard_ms + heard_ms
        return self._settle() if self._window_ms >= 1000 * SETTLED_S else 0

    def _settle(self) -> int:
        calm = 0 < self._window_heard_ms <= BURST * self._window_ms
        missing_ms = self._owed_ms if calm else 0.0
        if calm:
            self._settling, self._owed_ms = False, 0.0
        self._window_ms = self._window_heard_ms = 0.0
        return _frames(missing_ms) if missing_ms >= LEAST_MS else 0


def _frames(missing_ms: float) -> int:
    return int(missing_ms) // FRAME_MS * FRAME_MS
