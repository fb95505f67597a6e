"""The two clocks of the keeper: what time of day it is, and how long the computer has been on."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


def now_ms() -> int:
    """Time of day: milliseconds since 1970, UTC. May jump, when somebody sets the clock."""
    return time.time_ns() // 1_000_000


def up_ms() -> int:
    """Milliseconds since the computer was started, its sleep counted in; never goes back.

    Linux leaves sleep out of its monotonic clock (clock_gettime(2)); macOS does so in the one that Python takes for
    `time.monotonic`, but not in CLOCK_MONOTONIC (its clock_gettime(3)); Windows counts sleep in.
    """
    if sys.platform == "linux":
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
    if sys.platform == "darwin":
        return time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1_000_000
    return time.monotonic_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Clocks:
    """Both, as functions that return milliseconds."""

    now_ms: Callable[[], int] = now_ms
    up_ms: Callable[[], int] = up_ms
