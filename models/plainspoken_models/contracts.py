"""The ports between the dictation and its models: one protocol for each engine, and the values that cross it.

Real parts are in `engines/`, fakes in `tests/fakes.py`; one contract test class runs on both.
All sound is float32 mono at 16 000 Hz in the range -1 … 1; all times are milliseconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16_000
"""What Whisper and Silero were trained on (Radford et al. 2022, section 2.2; Silero VAD v6)."""

FRAME_SAMPLES = 512
"""Samples in one detector frame: Silero takes exactly 512 at 16 kHz, which is 32 ms."""

FRAME_MS = FRAME_SAMPLES * 1000 // SAMPLE_RATE_HZ

Samples = NDArray[np.float32]
"""Float32 mono sound of shape (n,), 16 000 Hz, -1 … 1."""


class SectionKind(StrEnum):
    """The document section kinds that a statement can be filed under; the value is the tagger's label."""

    CHIEF_COMPLAINT = "chief_complaint"
    HPI = "hpi"
    PAST_MEDICAL_HISTORY = "past_medical_history"
    PAST_SURGICAL_HISTORY = "past_surgical_history"
    MEDICATIONS = "medications"
    ALLERGIES = "allergies"
    FAMILY_HISTORY = "family_history"
    SOCIAL_HISTORY = "social_history"
    REVIEW_OF_SYSTEMS = "review_of_systems"
    VITAL_SIGNS = "vital_signs"
    PHYSICAL_EXAM = "physical_exam"
    RESULTS = "results"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    PROCEDURE = "procedure"
    HOSPITAL_COURSE = "hospital_course"

    @property
    def loinc(self) -> str:
        """The LOINC code of this document section (loinc.org)."""
        return _LOINC[self]


_LOINC = {
    SectionKind.CHIEF_COMPLAINT: "10154-3",
    SectionKind.HPI: "10164-2",
    SectionKind.PAST_MEDICAL_HISTORY: "11348-0",
    SectionKind.PAST_SURGICAL_HISTORY: "47519-4",
    SectionKind.MEDICATIONS: "10160-0",
    SectionKind.ALLERGIES: "48765-2",
    SectionKind.FAMILY_HISTORY: "10157-6",
    SectionKind.SOCIAL_HISTORY: "29762-2",
    SectionKind.REVIEW_OF_SYSTEMS: "10187-3",
    SectionKind.VITAL_SIGNS: "8716-3",
    SectionKind.PHYSICAL_EXAM: "29545-1",
    SectionKind.RESULTS: "30954-2",
    SectionKind.ASSESSMENT: "51848-0",
    SectionKind.PLAN: "18776-5",
    SectionKind.PROCEDURE: "29554-3",
    SectionKind.HOSPITAL_COURSE: "8648-8",
}


@dataclass(frozen=True, slots=True)
class Word:
    """One transcribed word."""

    text: str
    """As the recogniser wrote it, with its punctuation, without surrounding blanks."""
    start_ms: int
    """From the start of the segment that was transcribed."""
    end_ms: int
    """From the start of the segment that was transcribed; at least `start_ms`."""
    probability: float
    """Geometric mean of the probabilities of its tokens, 0 … 1."""


@dataclass(frozen=True, slots=True)
class Transcription:
    """What a transcriber made of one segment."""

    text: str
    """All words, joined; empty where nothing was recognised."""
    words: tuple[Word, ...]
    no_speech_probability: float
    """The recogniser's own probability that the segment holds no speech, 0 … 1."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tagger's choice for one statement."""

    kind: SectionKind
    confidence: float
    """Probability of the chosen kind among those it could choose from, 0 … 1."""


class SpeechDetector(Protocol):
    """Says how likely a frame holds speech. Keeps state from frame to frame."""

    def probability(self, frame: Samples) -> float:
        """The probability of speech, 0 … 1, in a frame of exactly `FRAME_SAMPLES` samples.

        Raises:
            ValueError: the frame has another length.
        """
        ...

    def reset(self) -> None:
        """Forget all frames so far: the next one starts a new recording."""
        ...


class Transcriber(Protocol):
    """Turns one segment of speech into words. Deterministic: the same samples give the same words."""

    def transcribe(self, samples: Samples) -> Transcription:
        """The words in `samples` (at most 30 s).

        Raises:
            ValueError: the sound is not float32, not mono, or longer than 30 s.
            EngineError: the engine died, hung, or could not.
        """
        ...


class SectionTagger(Protocol):
    """Files statements of one document, in order, each seeing only those before it and how they were filed."""

    def start(self, kinds: Sequence[SectionKind]) -> None:
        """Begin a new document whose statements can be of `kinds`.

        Raises:
            ValueError: there are none.
        """
        ...

    def tag(self, text: str, among: Sequence[SectionKind] = ()) -> Tag:
        """Choose a kind for the next statement, append both to the document, and return the choice.

        Args:
            text: one statement, not empty.
            among: narrows the choice (a spoken heading that takes several kinds); empty means all of `start`.

        Raises:
            ValueError: the text is empty, or none of `among` was offered at the start.
            EngineError: the engine died, hung, or could not.
        """
        ...

    def prepare(self, text: str) -> None:
        """Read a statement that will probably be next: to tag it then costs less. No answer ever changes by it.

        Raises:
            ValueError: the text is empty.
            EngineError: the engine died, hung, or could not.
        """
        ...

    def assign(self, text: str, kind: SectionKind) -> None:
        """Append a statement whose kind somebody else decided (a spoken heading, the clinician).

        Raises:
            ValueError: the text is empty.
        """
        ...

    def rewind(self, length: int) -> None:
        """Keep only the first `length` statements of the document.

        Raises:
            ValueError: it never had so many.
        """
        ...
