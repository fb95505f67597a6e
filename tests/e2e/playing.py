"""A microphone that remembers what it has played and when, so that what was kept can be compared with it."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from plainspoken_models.contracts import SAMPLE_RATE_HZ, Samples

BLOCK_SAMPLES = SAMPLE_RATE_HZ // 50
"""20 ms: the sound of a block counts as said when the block is written, so this is how exact the times are."""

REMEMBERED_S = 120

PIPE_BYTES = 4096
"""The smallest that Linux has: 128 ms. Two seconds of old sound would wait in one of the usual size."""

LATEST_S = 0.1
"""Sound that is later than this is not made up for: the microphone has stood still."""

HISS_STEPS = 20
"""Of 16 bits: a quiet room, -68 dBFS; noise enough to tell one silence from another."""

TAIL_MS = 500
"""So much of kept sound is looked for in what was played."""

Steps = NDArray[np.int16]


class PlayedMicrophone:
    """Plays hiss, and clips when it is told to, at the pace of real time, from a thread of its own."""

    def __init__(self, pipe: Path, seed: int = 1) -> None:
        self._pipe = pipe
        self._chance = np.random.default_rng(seed)
        self._played = np.zeros(REMEMBERED_S * SAMPLE_RATE_HZ, np.int16)
        """A ring: sample n of the stream is at n modulo its size."""
        self._times: list[float] = []
        """When each block was written; `time.monotonic`."""
        self._clip: Steps = np.empty(0, np.int16)
        self._over_and_over = False
        self._at = 0
        self._waiting: Steps | None = None
        """A block that the pipe had no room for."""
        self._ending = threading.Event()
        self.said = threading.Event()
        """Set while no clip is being said."""
        self.said.set()
        self._thread = threading.Thread(target=self._play, name="played microphone", daemon=True)

    @contextmanager
    def playing(self) -> Iterator["PlayedMicrophone"]:
        """From now on there is sound."""
        self._thread.start()
        try:
            yield self
        finally:
            self._ending.set()
            self._thread.join()

    def say(self, clip: Path, *, over_and_over: bool = False) -> float:
        """Begin a clip with the next block; returns that moment."""
        sound, rate_hz = soundfile.read(clip, dtype="int16")
        assert rate_hz == SAMPLE_RATE_HZ
        self._over_and_over, self._at = over_and_over, 0
        self.said.clear()
        self._clip = sound
        return time.monotonic()

    def hush(self) -> None:
        """Say no more."""
        self._clip, self._over_and_over = np.empty(0, np.int16), False
        self.said.set()

    def place_at(self, moment_s: float) -> int:
        """The sample of the stream that the sound had come to at a moment of `time.monotonic`."""
        return int(np.searchsorted(self._times, moment_s, side="right")) * BLOCK_SAMPLES

    def place_of(self, sound: Samples, from_s: float, until_s: float) -> int:
        """The sample of the stream at which that sound ends, looked for between two moments.

        Raises:
            ValueError: it was not played there.
        """
        first, last = self.place_at(from_s), self.place_at(until_s) + SAMPLE_RATE_HZ
        last = min(last, len(self._times) * BLOCK_SAMPLES)
        where = np.arange(max(0, first - sound.size), last)
        stream = self._played[where % self._played.size].astype(np.float64) / 32768
        return int(where[0]) + _best_match(stream, sound.astype(np.float64)) + sound.size

    def _play(self) -> None:
        pipe = os.open(self._pipe, os.O_WRONLY | os.O_NONBLOCK)
        with os.fdopen(pipe, "wb", buffering=0), suppress(BrokenPipeError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
            due_s = time.monotonic()
            while not self._ending.is_set():
                due_s = max(due_s, time.monotonic() - LATEST_S) + BLOCK_SAMPLES / SAMPLE_RATE_HZ
                with suppress(BlockingIOError):  # the server is late: this was not said
                    self._write(pipe)
                self._ending.wait(max(0.0, due_s - time.monotonic()))

    def _write(self, pipe: int) -> None:
        if self._waiting is None:
            self._waiting = self._next_block()
        os.write(pipe, self._waiting.tobytes())
        start = len(self._times) * BLOCK_SAMPLES
        self._played[np.arange(start, start + BLOCK_SAMPLES) % self._played.size] = self._waiting
        self._times.append(time.monotonic())
        self._waiting = None

    def _next_block(self) -> Steps:
        block = self._chance.integers(-HISS_STEPS, HISS_STEPS + 1, BLOCK_SAMPLES, dtype=np.int16)
        clip, at = self._clip, self._at
        if not self.said.is_set():
            piece = clip[at : at + BLOCK_SAMPLES]
            block[: piece.size] += piece
            self._at = at + BLOCK_SAMPLES
            if self._at >= clip.size:
                self._at = 0
                if not self._over_and_over:
                    self.said.set()
        return block


def _best_match(stream: NDArray[np.float64], sound: NDArray[np.float64]) -> int:
    """Where in the stream the sound begins: the greatest normalised cross-correlation."""
    size = 1 << (stream.size + sound.size).bit_length()
    spectrum = np.fft.rfft(stream, size) * np.conj(np.fft.rfft(sound, size))
    places = stream.size - sound.size + 1
    products = np.fft.irfft(spectrum, size)[:places]
    power = np.concatenate(([0.0], np.cumsum(np.square(stream))))
    powers = power[sound.size :] - power[:places]
    alike = products / np.sqrt(np.maximum(powers, 1e-12) * max(float(np.sum(np.square(sound))), 1e-12))
    best = int(np.argmax(alike))
    if alike[best] < LIKENESS:
        raise ValueError(f"The sound was not played: likeness {alike[best]:.2f}.")
    return best


LIKENESS = 0.6
"""Sound that went through two resamplers and was rounded is above 0.9; other hiss is below 0.1."""
