"""Cuts a stream of frames into segments of speech. Pure; here so that the model program and the dictation cut alike.

`Segmenter` is a decorator around a `SpeechDetector`: the detector judges one frame, the segmenter smooths its
judgements with an onset, a hangover, a pre-roll and a longest length.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np

from plainspoken_models.contracts import FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE_HZ, Samples, SpeechDetector


@dataclass(frozen=True, slots=True)
class Smoothing:
    """How judgements on single frames become segments."""

    onset_probability: float = 0.5
    """A frame of silence turns to speech from here on (Silero's own default threshold)."""
    release_probability: float = 0.35
    """A frame within speech counts as speech down to here (Silero's default: threshold - 0.15)."""
    onset_ms: int = 64
    """Speech has to last this long before a segment opens: a key click is shorter."""
    hangover_ms: int = 608
    """A pause this long closes the segment; dictation pauses within a sentence are mostly shorter."""
    pre_roll_ms: int = 320
    """Sound kept from before the onset, so that the first syllable is never clipped."""
    tail_ms: int = 256
    """How much of the closing pause stays in the segment; the rest serves as pre-roll for the next one.

    Once a pause has lasted this long, what the segment will be is known, unless she goes on: see `Segmenter.draft`.
    """
    longest_ms: int = 14_000
    """A segment without a pause is cut here, at the least voiced frame of its last third."""


@dataclass(frozen=True, slots=True, eq=False)
class SpeechSegment:
    """Sound between two pauses."""

    samples: Samples
    """Float32 mono, shape (n,), 16 000 Hz."""
    start_ms: int
    """From the start of the recording."""

    @property
    def end_ms(self) -> int:
        """From the start of the recording."""
        return self.start_ms + len(self.samples) * 1000 // SAMPLE_RATE_HZ


class Segmenter:
    """Feed it every frame of one recording in order; it gives back each segment as soon as it is over."""

    def __init__(self, detector: SpeechDetector, smoothing: Smoothing = Smoothing()) -> None:
        self._detector = detector
        self._release = smoothing.release_probability
        self._onset = smoothing.onset_probability
        self._onset_frames = _frames(smoothing.onset_ms)
        self._hangover_frames = _frames(smoothing.hangover_ms)
        self._tail_frames = _frames(smoothing.tail_ms)
        self._longest_frames = _frames(smoothing.longest_ms)
        self._before: deque[Samples] = deque(maxlen=_frames(smoothing.pre_roll_ms) + self._onset_frames)
        self._open: list[Samples] = []
        self._voice: list[float] = []
        self._position = 0
        self._run = 0
        detector.reset()

    @property
    def speaking(self) -> bool:
        """Whether a segment is open."""
        return bool(self._open)

    @property
    def draft(self) -> SpeechSegment | None:
        """What the open segment is if she is done, at the frame from which on that is known; None at any other.

        Whether the pause then closes the segment or the recording ends: it comes out with these very samples. So it
        can be transcribed ahead, and thrown away if she goes on.
        """
        return self._segment(len(self._open)) if self._open and self._run == self._tail_frames else None

    def feed(self, frame: Samples) -> SpeechSegment | None:
        """Take the next frame of `FRAME_SAMPLES` samples; the segment that it closes, if it closes one."""
        if frame.shape != (FRAME_SAMPLES,):
            raise ValueError(f"a frame has {FRAME_SAMPLES} samples, not shape {frame.shape}")
        probability = self._detector.probability(frame)
        self._position += 1
        if not self._open:
            self._wait(frame, probability)
            return None
        self._open.append(frame)
        self._voice.append(probability)
        self._run = 0 if probability >= self._release else self._run + 1
        if self._run >= self._hangover_frames:
            return self._close()
        return self._cut() if len(self._open) >= self._longest_frames else None

    def finish(self) -> SpeechSegment | None:
        """The recording is over: the segment that is still open, if one is."""
        return self._close() if self._open else None

    def skip(self, lost_ms: int) -> SpeechSegment | None:
        """Sound of this length is missing here: the segment that it ends, if one is open."""
        segment = self.finish()
        self._before.clear()
        self._position += lost_ms // FRAME_MS
        self._detector.reset()
        return segment

    def _wait(self, frame: Samples, probability: float) -> None:
        self._before.append(frame)
        self._run = self._run + 1 if probability >= self._onset else 0
        if self._run >= self._onset_frames:
            self._open = list(self._before)
            self._voice = [1.0] * len(self._open)
            self._before.clear()
            self._run = 0

    def _close(self) -> SpeechSegment:
        """End the segment a little into the pause; what follows is the next one's pre-roll."""
        spare = max(0, self._run - self._tail_frames)
        segment = self._take(len(self._open) - spare)
        self._before.extend(self._open)
        self._open, self._voice, self._run = [], [], 0
        return segment

    def _cut(self) -> SpeechSegment:
        """End the segment at its least voiced frame of late; what follows opens the next one."""
        first = len(self._voice) * 2 // 3
        last = len(self._voice) - 1  # one frame stays, so that speech goes on
        weakest = min(range(first, last), key=lambda index: (self._voice[index], -index))
        segment = self._take(weakest + 1)
        self._run = min(self._run, len(self._open))
        return segment

    def _take(self, count: int) -> SpeechSegment:
        segment = self._segment(count)
        self._open, self._voice = self._open[count:], self._voice[count:]
        return segment

    def _segment(self, count: int) -> SpeechSegment:
        """The first frames of the open segment."""
        start = self._position - len(self._open)
        return SpeechSegment(np.concatenate(self._open[:count]), start * FRAME_MS)


def _frames(duration_ms: int) -> int:
    return max(1, duration_ms // FRAME_MS)
