"""Stage 1, capture: frames of sound from a source, and what can go wrong with one."""

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from plainspoken_models.contracts import FRAME_MS, Samples
from plainspoken_models.errors import PlainspokenError

SILENCE_DBFS = -96.0
"""The level of no sound at all: the quietest step of 16-bit sound."""


@dataclass(frozen=True, slots=True, eq=False)
class AudioFrame:
    """One detector frame of sound."""

    samples: Samples
    """Float32 mono, shape (512,), 16 000 Hz."""
    start_ms: int
    """From the start of the recording."""

    @property
    def end_ms(self) -> int:
        """From the start of the recording."""
        return self.start_ms + FRAME_MS

    @property
    def level_dbfs(self) -> float:
        """Root mean square level, `SILENCE_DBFS` … 0, where 0 is a full-scale square wave."""
        power = float(np.mean(np.square(self.samples)))
        return max(SILENCE_DBFS, 10 * math.log10(power)) if power > 0 else SILENCE_DBFS


TOO_BUSY = "sound was lost: the computer was too busy"
NO_MICROPHONE = "there was no microphone"
ASLEEP = "the computer slept, or stood still"
NOT_KEPT = "no sound of it is kept"
BROKE_OFF = "the recording broke off here"
"""Why sound is missing, as the note has it."""


@dataclass(frozen=True, slots=True)
class FramesLost:
    """Some sound is missing: it arrived faster than it could be taken, or nothing listened. She has to be told."""

    at_ms: int
    """From the start of the recording."""
    lost_ms: int
    reason: str = TOO_BUSY
    """One of the above."""


@dataclass(frozen=True, slots=True)
class SourceWarned:
    """The source goes on, but something is wrong with it (a microphone that gives only zeros)."""

    error: PlainspokenError


@dataclass(frozen=True, slots=True)
class SourceEnded:
    """No further frame will come: the file is over, the microphone was closed, or it failed."""

    error: PlainspokenError | None = None


class FrameSink(Protocol):
    """Where a source puts its frames. Each call is safe from any thread."""

    def offer(self, samples: Samples) -> None:
        """Take a frame of a live source without ever blocking; what does not fit becomes `FramesLost`."""
        ...

    def put(self, samples: Samples) -> None:
        """Take a frame of a file, and block while the dictation is behind with its work."""
        ...

    def lost(self, lost_ms: int, reason: str = TOO_BUSY) -> None:
        """Sound is missing between what was offered before and what will be; a multiple of `FRAME_MS`."""
        ...

    def warn(self, error: PlainspokenError) -> None:
        """Something is wrong, but frames go on."""
        ...

    def end(self, error: PlainspokenError | None = None) -> None:
        """No further frame will come."""
        ...


class AudioSource(Protocol):
    """A microphone, or a file that plays the part of one."""

    @property
    def live(self) -> bool:
        """Whether sound is lost if nobody takes it: true for a microphone, false for a file."""
        ...

    def open(self, sink: FrameSink) -> None:
        """Start to deliver frames of 512 samples to `sink`, from a thread of the source's own.

        Raises:
            AudioError: it cannot be opened.
        """
        ...

    def close(self) -> None:
        """Deliver what has been captured so far, then end. Closing twice does nothing."""
        ...
