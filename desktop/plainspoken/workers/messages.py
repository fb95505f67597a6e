"""The messages that cross to and from the conductor's thread."""

from dataclasses import dataclass
from typing import Protocol

from plainspoken.clinic.macros import NO_MACROS, Macros
from plainspoken.clinic.templates import Template
from plainspoken.dictation.capture import AudioSource
from plainspoken.dictation.events import Event
from plainspoken.dictation.kept import DictationId
from plainspoken.dictation.note import Note
from plainspoken.dictation.session import Session
from plainspoken.dictation.transcribe import Utterance
from plainspoken.workers.engines import Engines
from plainspoken_models.contracts import Samples


@dataclass(frozen=True, slots=True)
class Begin:
    """Start a dictation from a source of sound."""

    template: Template
    source: AudioSource
    kept: DictationId | None = None
    """The dictation in the vault that the sound is from, if it is."""
    macros: Macros = NO_MACROS
    """Those that she can name."""


@dataclass(frozen=True, slots=True)
class BeginText:
    """Start a dictation from words that were never sound."""

    template: Template
    utterances: tuple[Utterance, ...]
    macros: Macros = NO_MACROS


@dataclass(frozen=True, slots=True, eq=False)
class FrameArrived:
    """A frame of the dictation with this number."""

    number: int
    samples: Samples


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the dictation with this number."""

    number: int
    event: Event


@dataclass(frozen=True, slots=True)
class Press:
    """An event of the present dictation, whichever that is: a key was pressed."""

    event: Event


@dataclass(frozen=True, slots=True)
class UseEngines:
    """From the next dictation on, use these."""

    engines: Engines


@dataclass(frozen=True, slots=True)
class ShutDown:
    """End the conductor."""


Message = Begin | BeginText | FrameArrived | Happened | Press | UseEngines | ShutDown


@dataclass(frozen=True, slots=True)
class Level:
    """What the microphone hears right now."""

    level_dbfs: float
    elapsed_ms: int
    speaking: bool
    """Whether a segment of speech is open."""


class Listener(Protocol):
    """Whoever shows the dictation. Called on the conductor's thread: pass the value on and return."""

    def session_changed(self, session: Session) -> None:
        """The session is now this."""
        ...

    def note_ready(self, note: Note) -> None:
        """The note is finished; after this the session is delivered."""
        ...

    def level_changed(self, level: Level) -> None:
        """About ten times a second while sound comes in."""
        ...
