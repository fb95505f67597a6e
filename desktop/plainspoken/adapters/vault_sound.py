"""Sound on its way into the vault and out of it: rows of 16-bit samples, a quarter of a second each.

Sixteen bits, because no microphone that speech is dictated into gives more, the speech engine reads its training data
so, and half the bytes are half the writing. Sound that came as 16-bit samples comes back bit for bit; of other sound,
each sample is off by at most half a step (96 dB below full scale).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from plainspoken.dictation.capture import AudioFrame, FramesLost
from plainspoken.dictation.errors import MemoryFull
from plainspoken.dictation.kept import MOST_IN_MEMORY_MS, as_pcm, of_pcm
from plainspoken_models.contracts import FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE_HZ, Samples

ROW_FRAMES = 7
"""The most sound in one row, and so the most that is in memory only while the disk takes it: 224 ms. With rows of
480 ms, kills at random moments cost up to 1.1 s on a machine that had too much to do (`benchmarks/faults.py`)."""

MOST_ROWS = MOST_IN_MEMORY_MS // (ROW_FRAMES * FRAME_MS)
"""So many rows wait for a disk that takes nothing."""

_ROW_SAMPLES = ROW_FRAMES * FRAME_SAMPLES
_SAMPLES_PER_MS = SAMPLE_RATE_HZ // 1000

_ROUNDING_MS = 1
"""Times are whole milliseconds: so far may sound be from where it is expected without a gap in it."""


@dataclass(frozen=True, slots=True)
class SoundRow:
    """Unbroken sound, at most `ROW_FRAMES` of it."""

    start_ms: int
    """From the start of the recording."""
    end_ms: int
    pcm: bytes | None = field(repr=False)
    """Signed 16-bit samples, the low byte first; None: the row can no longer be read."""


class SoundBuffer:
    """The sound of one dictation that is not in the vault yet."""

    def __init__(self) -> None:
        self._rows: list[SoundRow] = []
        self._parts: list[bytes] = []
        self._start_ms = 0
        self._samples = 0
        self._end_ms = 0

    @property
    def full(self) -> bool:
        """Whether no more is taken before some of it is written."""
        return len(self._rows) >= MOST_ROWS

    def add(self, start_ms: int, samples: Samples) -> bool:
        """Take sound; whether a row has become full by it.

        Raises:
            ValueError: it is not float32 mono, or starts before the last sound ended.
            MemoryFull: see `full`; this sound is not taken.
        """
        if self.full:
            raise MemoryFull
        if samples.dtype != np.float32 or samples.ndim != 1:
            raise ValueError("The vault takes float32 mono sound.")
        if start_ms < self._end_ms - _ROUNDING_MS:
            raise ValueError("Sound goes forward in time.")
        rows_before = len(self._rows)
        if self._samples and start_ms > self._end_ms + _ROUNDING_MS:
            self._cut()
        for at in range(0, samples.size, _ROW_SAMPLES):
            self._append(start_ms + at // _SAMPLES_PER_MS, samples[at : at + _ROW_SAMPLES])
        return len(self._rows) > rows_before

    def seen(self) -> tuple[SoundRow, ...]:
        """All of it, the last and unfinished row too, which goes on afterwards."""
        return (*self._rows, self._last()) if self._samples else tuple(self._rows)

    def rows(self) -> tuple[SoundRow, ...]:
        """All of it, to be written; the last and unfinished row ends here."""
        self._cut()
        return tuple(self._rows)

    def drop(self, count: int) -> None:
        """Forget the first `count` rows: they are in the vault."""
        del self._rows[:count]

    def _append(self, start_ms: int, samples: Samples) -> None:
        if self._samples + samples.size > _ROW_SAMPLES:
            self._cut()
        if not self._samples:
            self._start_ms = start_ms
        self._parts.append(as_pcm(samples))
        self._samples += samples.size
        self._end_ms = self._start_ms + self._samples // _SAMPLES_PER_MS
        if (
            self._samples + samples.size > _ROW_SAMPLES
        ):  # the next of its size would not fit: do not wait for it
            self._cut()

    def _cut(self) -> None:
        if self._samples:
            self._rows.append(self._last())
            self._parts, self._samples = [], 0

    def _last(self) -> SoundRow:
        return SoundRow(self._start_ms, self._end_ms, b"".join(self._parts))


def frames(rows: Iterable[SoundRow]) -> Iterator[AudioFrame | FramesLost]:
    """Rows as the frames they came as; where sound is missing, how much. What ends in mid-frame is filled with zeros.

    Args:
        rows: in the order of time, from the start of the recording.
    """
    rest, at_ms = np.empty(0, np.float32), 0
    for row in rows:
        if row.pcm is None or abs(row.start_ms - at_ms - rest.size / _SAMPLES_PER_MS) > _ROUNDING_MS:
            yield from _framed(_filled(rest), at_ms)
            at_ms += FRAME_MS * bool(rest.size)
            rest = np.empty(0, np.float32)
            missing_until = row.end_ms if row.pcm is None else row.start_ms
            if missing_until > at_ms:
                yield FramesLost(at_ms, missing_until - at_ms)
            at_ms = missing_until
        if row.pcm is not None:
            sound = np.concatenate((rest, of_pcm(row.pcm)))
            whole = sound.size // FRAME_SAMPLES * FRAME_SAMPLES
            yield from _framed(sound[:whole], at_ms)
            at_ms += whole // _SAMPLES_PER_MS
            rest = sound[whole:]
    yield from _framed(_filled(rest), at_ms)


def _framed(samples: Samples, start_ms: int) -> Iterator[AudioFrame]:
    for at in range(0, samples.size, FRAME_SAMPLES):
        yield AudioFrame(samples[at : at + FRAME_SAMPLES], start_ms + at // _SAMPLES_PER_MS)


def _filled(rest: Samples) -> Samples:
    return np.pad(rest, (0, -rest.size % FRAME_SAMPLES))
