"""Sound at a device's rate, in blocks, becomes frames at ours."""

import numpy as np
import soxr

from plainspoken.dictation.capture import FrameSink
from plainspoken.dictation.errors import MicrophoneSilent
from plainspoken_models.contracts import FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE_HZ, Samples

SILENT_MS = 3_000
"""A working microphone is never exactly zero for this long: its noise is above one step of 16 bits."""


class Framer:
    """Blocks at the device's rate → frames of 512 samples at 16 kHz; warns once of a microphone that is all zeros."""

    def __init__(self, sink: FrameSink, rate_hz: int) -> None:
        self._sink = sink
        self._resampler = soxr.ResampleStream(rate_hz, SAMPLE_RATE_HZ, 1, dtype="float32")
        self._rest = np.zeros(0, np.float32)
        self._zeros_ms: float = 0
        self._warned = False

    def take(self, block: Samples, *, last: bool = False) -> None:
        """Pass on what is complete."""
        sound = np.concatenate([self._rest, self._resampler.resample_chunk(block, last=last)])
        whole = len(sound) // FRAME_SAMPLES * FRAME_SAMPLES
        for frame in sound[:whole].reshape(-1, FRAME_SAMPLES):
            self._watch(frame)
            self._sink.offer(frame.copy())
        self._rest = sound[whole:]

    def finish(self) -> None:
        """Pass on the rest, filled up with silence."""
        self.take(np.zeros(0, np.float32), last=True)
        if len(self._rest):
            self._sink.offer(np.pad(self._rest, (0, FRAME_SAMPLES - len(self._rest))))

    def _watch(self, frame: Samples) -> None:
        self._zeros_ms = 0 if frame.any() else self._zeros_ms + FRAME_MS
        if self._zeros_ms >= SILENT_MS and not self._warned:
            self._warned = True
            self._sink.warn(
                MicrophoneSilent(
                    "The microphone delivers no sound at all.",
                    "It may be muted, or the system may forbid Plainspoken to hear it; choose another one in the menu.",
                )
            )
