"""A sink that keeps everything, for tests of microphones."""

import threading

import numpy as np

from plainspoken.dictation.capture import TOO_BUSY
from plainspoken_models.contracts import Samples
from plainspoken_models.errors import PlainspokenError


class Listener:
    """A sink that keeps everything."""

    def __init__(self) -> None:
        self.frames: list[Samples] = []
        self.lost_ms = 0
        self.reasons: list[str] = []
        self.warnings: list[PlainspokenError] = []
        self.errors: list[PlainspokenError | None] = []
        self.started, self.ended = threading.Event(), threading.Event()

    def offer(self, samples: Samples) -> None:
        """Keep it."""
        self.frames.append(samples)
        self.started.set()

    def put(self, samples: Samples) -> None:
        """A microphone never calls this."""
        raise AssertionError(f"{len(samples)} samples that may wait")

    def lost(self, lost_ms: int, reason: str = TOO_BUSY) -> None:
        """Count it."""
        self.lost_ms += lost_ms
        self.reasons.append(reason)

    def warn(self, error: PlainspokenError) -> None:
        """Keep it."""
        self.warnings.append(error)

    def end(self, error: PlainspokenError | None = None) -> None:
        """Keep it."""
        self.errors.append(error)
        self.ended.set()

    @property
    def sound(self) -> Samples:
        """All frames in a row."""
        return np.concatenate(self.frames) if self.frames else np.zeros(0, np.float32)
