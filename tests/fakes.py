"""The ports, played by parts that do no work: what is said is what is heard.

A fake recording is made of frames whose first sample numbers the phrase that is spoken in them; `FakeTranscriber`
looks the phrase up. So sound, segments and words belong together without any model.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import numpy as np

from plainspoken.dictation.capture import FrameSink
from plainspoken.dictation.note import Note
from plainspoken.dictation.session import Session
from plainspoken.workers.messages import Level
from plainspoken_models.contracts import (
    FRAME_SAMPLES,
    SAMPLE_RATE_HZ,
    Samples,
    SectionKind,
    Tag,
    Transcription,
    Word,
)
from plainspoken_models.errors import PlainspokenError

T = TypeVar("T")

PHRASE_FRAMES = 40
PAUSE_FRAMES = 30
LONGEST_SAMPLES = 30 * SAMPLE_RATE_HZ


class FakeMicrophone:
    """Speaks phrases, with a pause after each, as soon as it is opened."""

    def __init__(
        self, phrases: Sequence[str], *, live: bool = False, ends_with: PlainspokenError | None = None
    ) -> None:
        self.live = live
        self._phrases = phrases
        self._error = ends_with
        self._sink: FrameSink | None = None

    def open(self, sink: FrameSink) -> None:
        """Deliver everything at once."""
        self._sink = sink
        for number in range(1, len(self._phrases) + 1):
            for value in [number] * PHRASE_FRAMES + [0] * PAUSE_FRAMES:
                sink.offer(np.full(FRAME_SAMPLES, value / 1000, np.float32))
        if not self.live:
            sink.end(self._error)

    def close(self) -> None:
        """End a live microphone."""
        if self.live and self._sink:
            self._sink.end(self._error)
            self._sink = None


class FakeDetector:
    """Speech is whatever is not zero."""

    def probability(self, frame: Samples) -> float:
        """1 or 0."""
        if frame.shape != (FRAME_SAMPLES,):
            raise ValueError("A frame has another length.")
        return 1.0 if frame.any() else 0.0

    def reset(self) -> None:
        """Nothing is kept."""


class FakeTranscriber:
    """Knows the phrase by the value of its samples."""

    def __init__(self, phrases: Sequence[str], *, fails_on: Sequence[str] = ()) -> None:
        self._phrases = phrases
        self._fails_on = fails_on
        self.segments: list[Samples] = []

    def transcribe(self, samples: Samples) -> Transcription:
        """The phrase, its words spread evenly over the segment."""
        if samples.dtype != np.float32 or samples.ndim != 1 or samples.size > LONGEST_SAMPLES:
            raise ValueError("A transcriber takes float32 mono sound of at most 30 s.")
        self.segments.append(samples)
        if not samples.any():
            return Transcription("", (), 1.0)
        phrase = self._phrases[round(float(samples.max()) * 1000) - 1]
        if phrase in self._fails_on:
            raise PlainspokenError("The engine could not.", "Try again.")
        words = phrase.split()
        share_ms = len(samples) // 16 // max(1, len(words))
        timed = tuple(Word(word, n * share_ms, (n + 1) * share_ms, 0.9) for n, word in enumerate(words))
        return Transcription(phrase, timed, 0.0)


class FakeTagger:
    """Files a statement by the first of its key words that occurs in it, else as the last one was filed."""

    def __init__(self, keywords: dict[str, SectionKind], *, fails_on: Sequence[str] = ()) -> None:
        self._keywords = keywords
        self._fails_on = fails_on
        self._kinds: tuple[SectionKind, ...] = ()
        self.document: list[tuple[str, SectionKind]] = []
        self.prepared: list[str] = []

    def start(self, kinds: Sequence[SectionKind]) -> None:
        """Begin a document."""
        if not kinds:
            raise ValueError("A document needs at least one kind.")
        self._kinds = tuple(kinds)
        self.document = []

    def tag(self, text: str, among: Sequence[SectionKind] = ()) -> Tag:
        """By key word."""
        if text in self._fails_on:
            raise PlainspokenError("The engine could not.", "Try again.")
        allowed = tuple(kind for kind in self._kinds if not among or kind in among)
        if not allowed:
            raise ValueError("None of these kinds was offered.")
        found = [kind for word, kind in self._keywords.items() if word in text.casefold() and kind in allowed]
        before = [kind for _, kind in self.document[-1:] if kind in allowed]
        kind = (found or before or list(allowed))[0]
        self.assign(text, kind)
        return Tag(kind, 0.9 if found else 0.4)

    def prepare(self, text: str) -> None:
        """Keep what was asked."""
        if not text.strip():
            raise ValueError("A statement is not empty.")
        self.prepared.append(text)

    def assign(self, text: str, kind: SectionKind) -> None:
        """Take it as it is."""
        if not text.strip():
            raise ValueError("A statement is not empty.")
        self.document.append((text, kind))

    def rewind(self, length: int) -> None:
        """Keep the first ones."""
        if not 0 <= length <= len(self.document):
            raise ValueError("A document can only be rewound to a length it had.")
        del self.document[length:]


class FakeScreen:
    """Keeps all it is shown."""

    def __init__(self) -> None:
        self.sessions: list[Session] = []
        self.notes: list[Note] = []
        self.levels: list[Level] = []

    def session_changed(self, session: Session) -> None:
        """Keep it."""
        self.sessions.append(session)

    def note_ready(self, note: Note) -> None:
        """Keep it."""
        self.notes.append(note)

    def level_changed(self, level: Level) -> None:
        """Keep it."""
        self.levels.append(level)


@contextmanager
def opened(engine: T) -> Iterator[T]:
    """An engine that needs no opening."""
    yield engine
