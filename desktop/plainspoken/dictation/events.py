"""What can happen to a dictation; `session` says what becomes of it."""

from dataclasses import dataclass

from plainspoken.clinic.macros import Insertion
from plainspoken.dictation.capture import FramesLost, SourceEnded, SourceWarned
from plainspoken.dictation.kept import NotKept
from plainspoken.dictation.transcribe import Asked, Transcribed, TranscriptionFailed, Utterance
from plainspoken_models.contracts import Tag
from plainspoken_models.errors import PlainspokenError
from plainspoken_models.segmenter import SpeechSegment


@dataclass(frozen=True, slots=True)
class SegmentPaused:
    """She pauses, and there is time to transcribe ahead what the open segment is if she is done."""

    segment: SpeechSegment


@dataclass(frozen=True, slots=True)
class SegmentHeard:
    """A segment of speech is over."""

    segment: SpeechSegment


@dataclass(frozen=True, slots=True)
class TextHeard:
    """Words that were never sound: a transcript."""

    utterance: Utterance


@dataclass(frozen=True, slots=True)
class MacroChosen:
    """She chose a macro in the menu: it comes behind all that she had said by then."""

    insertion: Insertion
    at_ms: int = 0
    """From the start of the recording."""
    speaking: bool = False
    """Whether a segment of speech was open: its words, too, come first."""

    def is_due(self, waiting: tuple[Asked, ...]) -> bool:
        """Whether nothing that comes first waits for its words; a segment is never cut in two for it."""
        return not self.speaking and all(asked.order.segment.start_ms >= self.at_ms for asked in waiting)


@dataclass(frozen=True, slots=True)
class Tagged:
    """The tagger's answer."""

    statement_id: int
    tag: Tag


@dataclass(frozen=True, slots=True)
class TaggingFailed:
    """The tagger could not."""

    statement_id: int
    error: PlainspokenError


@dataclass(frozen=True, slots=True)
class StopPressed:
    """She is done."""


@dataclass(frozen=True, slots=True)
class CancelPressed:
    """She wants nothing of it."""


@dataclass(frozen=True, slots=True)
class Faulted:
    """What was made of an event ended in a fault of our own: it can be tried no second time."""

    event: "Event"
    error: PlainspokenError


Event = (
    SegmentPaused
    | SegmentHeard
    | Transcribed
    | TranscriptionFailed
    | TextHeard
    | MacroChosen
    | Tagged
    | TaggingFailed
    | FramesLost
    | SourceWarned
    | NotKept
    | SourceEnded
    | StopPressed
    | CancelPressed
    | Faulted
)
