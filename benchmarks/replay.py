"""Long dictations out of the bundled one, and a microphone that plays them in real time."""

import random
import threading
import time
from dataclasses import dataclass
from importlib.resources import as_file, files

import numpy as np

from plainspoken.dictation.capture import FrameSink
from plainspoken_models.contracts import FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE_HZ, Samples
from plainspoken_models.engines.silero import Silero
from plainspoken_models.segmenter import Segmenter, Smoothing, SpeechSegment
from plainspoken_models.sound import frames_of

PAUSES_S = (0.35, 0.45, 0.7, 0.7, 0.9, 1.2)
"""Between two sentences: two of six do not close a segment (`Smoothing.hangover_ms`): drafts go to waste too."""

ROOM_NOISE = 3e-4
"""Of full scale: the quiet of a room, -70 dBFS."""


@dataclass(frozen=True, slots=True, eq=False)
class Dictation:
    """What is spoken."""

    samples: Samples
    """Float32 mono, 16 kHz; ends with the last word."""

    @property
    def seconds(self) -> float:
        """Until the last word is over."""
        return len(self.samples) / SAMPLE_RATE_HZ


def segments_of(samples: Samples) -> list[SpeechSegment]:
    """The segments that the product cuts the sound into."""
    segmenter = Segmenter(Silero())
    whole = samples[: len(samples) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    found = [segmenter.feed(frame) for frame in whole]
    return [segment for segment in [*found, segmenter.finish()] if segment]


def phrases() -> list[Samples]:
    """The bundled dictation, cut at its pauses, each phrase without the pause behind it."""
    with as_file(files("plainspoken").joinpath("demo", "visit.flac")) as path:
        sound = np.concatenate(list(frames_of(path)))
    tail = Smoothing().tail_ms * SAMPLE_RATE_HZ // 1000
    return [segment.samples[:-tail] for segment in segments_of(sound)]


def dictation(seconds: float, seed: int) -> Dictation:
    """Phrases in chance order, with pauses, until `seconds` are over."""
    chance, stock = random.Random(seed), phrases()
    parts: list[Samples] = []
    length = 0
    while length < seconds * SAMPLE_RATE_HZ:
        parts += [chance.choice(stock), quiet(chance.choice(PAUSES_S), seed)]
        length += len(parts[-2]) + len(parts[-1])
    return Dictation(np.concatenate(parts[:-1]))


def quiet(seconds: float, seed: int = 0) -> Samples:
    """The noise of a room."""
    noise = np.random.default_rng(seed).normal(0, ROOM_NOISE, int(seconds * SAMPLE_RATE_HZ))
    return noise.astype(np.float32)


class ReplayMicrophone:
    """A live source: frames come at the pace of the clock, the dictation first and then the quiet of the room.

    Args:
        dictation: what is spoken into it.
        after_s: when to press the key, after the last word.
    """

    live = True

    def __init__(self, dictation: Dictation, after_s: float) -> None:
        self._sound = np.concatenate([dictation.samples, quiet(after_s + 60)])
        self._press_s = dictation.seconds + after_s
        self._closed = threading.Event()
        self.press = threading.Event()
        """Set at the moment when she presses the key."""

    def open(self, sink: FrameSink) -> None:
        """Begin to play."""
        threading.Thread(target=self._play, args=(sink,), daemon=True).start()

    def close(self) -> None:
        """The key was pressed: no more sound."""
        self._closed.set()

    def _play(self, sink: FrameSink) -> None:
        began = time.monotonic()
        frames = self._sound[: len(self._sound) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
        for number, frame in enumerate(frames, 1):
            at = number * FRAME_MS / 1000
            self._closed.wait(max(0.0, began + at - time.monotonic()))
            if self._closed.is_set():
                break
            sink.offer(frame)
            if at >= self._press_s:
                self.press.set()
        sink.end()
