"""What a conductor works with, and what she has chosen for all dictations."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from plainspoken.clinic.macros import Macros
from plainspoken.clinic.templates import Template
from plainspoken.clinic.vocabulary import Vocabulary
from plainspoken.dictation import session as core
from plainspoken.dictation.check import get_ready
from plainspoken_models.contracts import SectionTagger, SpeechDetector, Transcriber
from plainspoken_models.segmenter import Smoothing

IDLE_S = 600.0
"""So long after the last dictation the engines give their memory back. A visit is over in 15 to 20 minutes, and between
two visits they should still be there; over lunch they need not."""

DRAFT_LIMIT_S = 2.0
"""A segment is transcribed ahead only where the one before took no longer. A draft gains what lies between
`Smoothing.tail_ms` and `hangover_ms`, 0.35 s; one that is thrown away can keep the next segment waiting for what is
left of it, and that segment takes her a second or two to say. With base.en's shape (1.4 s a segment) the wait after the
key was 1.5 s with drafts and 1.9 s without (`benchmarks.stop_to_clipboard --real-size`)."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Opener(Generic[T]):
    """Opens an engine. Two openers are equal where they would open the same one: then there is nothing to replace."""

    open: Callable[..., AbstractContextManager[T]]
    of: tuple[object, ...]
    """What it is opened with."""

    def __call__(self) -> AbstractContextManager[T]:
        """The engine, from when the context is entered."""
        return self.open(*self.of)


@dataclass(frozen=True, slots=True)
class Engines:
    """The engines of a dictation. The two that run in child processes are opened by their worker's thread."""

    detector: SpeechDetector
    open_transcriber: Callable[[], AbstractContextManager[Transcriber]]
    open_tagger: Callable[[], AbstractContextManager[SectionTagger]]
    smoothing: Smoothing = field(default_factory=Smoothing)
    idle_s: float = IDLE_S
    """The two in child processes rest after so many seconds without a dictation."""
    draft_limit_s: float = DRAFT_LIMIT_S
    """A segment is transcribed ahead where the one before took no longer."""
    checks_off: frozenset[str] = frozenset()
    """Ids of checks that say nothing about the notes."""
    vocabulary: Callable[[], Vocabulary] = Vocabulary
    """Gives her vocabulary as it is now; asked when a dictation begins, on the conductor's thread."""

    models: Mapping[str, str] = field(default_factory=dict)
    """Stage → id of the model, which a kept note names."""

    def get_ready(self) -> None:
        """Load what the checks look words up in."""
        get_ready(self.checks_off)

    def session(self, template: Template, macros: Macros, *, live: bool) -> core.Session:
        """A new dictation, spoken just now (`live`) or not; she can name these macros."""
        begun = core.begin(template, macros, live=live, checks_off=self.checks_off)
        return replace(begun, document=replace(begun.document, vocabulary=self.vocabulary()))
