"""One dictation as a state machine: state + event → state + effects. It decides; `workers.conductor` does."""

from dataclasses import dataclass, replace
from enum import StrEnum

from plainspoken.clinic.templates import Template
from plainspoken.dictation.capture import FramesLost, SourceEnded, SourceWarned
from plainspoken.dictation.file import Document, Step, TaggerOrder, filed, finish, hear, read
from plainspoken.dictation.note import Gap, Note, assemble
from plainspoken.dictation.transcribe import Rejected, Utterance, judge
from plainspoken_models.contracts import Tag, Transcription
from plainspoken_models.errors import PlainspokenError
from plainspoken_models.segmenter import SpeechSegment


class Phase(StrEnum):
    """How far a dictation has come."""

    LISTENING = "listening"
    FINISHING = "finishing"
    """No sound comes in any more; the last words are still being worked on."""
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class SegmentHeard:
    """A segment of speech is over."""

    segment: SpeechSegment


@dataclass(frozen=True, slots=True)
class Transcribed:
    """The transcriber's answer to the oldest segment it has not answered."""

    transcription: Transcription


@dataclass(frozen=True, slots=True)
class TranscriptionFailed:
    """The transcriber could not, for the oldest segment it has not answered."""

    error: PlainspokenError


@dataclass(frozen=True, slots=True)
class TextHeard:
    """Words that were never sound: a transcript."""

    utterance: Utterance


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


Event = (
    SegmentHeard
    | Transcribed
    | TranscriptionFailed
    | TextHeard
    | Tagged
    | TaggingFailed
    | FramesLost
    | SourceWarned
    | SourceEnded
    | StopPressed
    | CancelPressed
)


@dataclass(frozen=True, slots=True)
class CloseSource:
    """Effect: no more sound, please."""


@dataclass(frozen=True, slots=True)
class Transcribe:
    """Effect: ask the transcriber for the words of a segment."""

    segment: SpeechSegment


@dataclass(frozen=True, slots=True)
class Deliver:
    """Effect: the note is finished."""

    note: Note


Effect = CloseSource | Transcribe | TaggerOrder | Deliver


@dataclass(frozen=True, slots=True)
class Session:
    """One dictation, from the first key press to the note."""

    document: Document
    phase: Phase = Phase.LISTENING
    waiting: tuple[SpeechSegment, ...] = ()
    """Segments that the transcriber has not answered, oldest first."""
    gaps: tuple[Gap, ...] = ()
    errors: tuple[PlainspokenError, ...] = ()
    """What went wrong so far; each says what to do. None of them ends the dictation by itself."""
    source_ended: bool = False

    @property
    def note(self) -> Note:
        """The note as far as it has come."""
        return assemble(self.document, self.gaps)

    @property
    def over(self) -> bool:
        """Whether nothing further can happen."""
        return self.phase in (Phase.DELIVERED, Phase.CANCELLED)


Move = tuple[Session, tuple[Effect, ...]]


def begin(template: Template) -> Session:
    """A new dictation."""
    return Session(Document(template))


def step(session: Session, event: Event) -> Move:
    """What becomes of a session through an event, and what is to be done about it."""
    if session.over:
        return session, ()
    session, effects = _take(session, event)
    session, more = _finish_if_settled(session)
    return session, effects + more


def _take(session: Session, event: Event) -> Move:  # noqa: C901, PLR0911  one line for each event
    match event:
        case SegmentHeard(segment):
            return replace(session, waiting=(*session.waiting, segment)), (Transcribe(segment),)
        case Transcribed(transcription):
            return _transcribed(session, transcription)
        case TranscriptionFailed(error):
            return _failed(session, error)
        case TextHeard(utterance):
            return _document(session, read(session.document, utterance))
        case Tagged(statement_id, tag):
            return _document(session, filed(session.document, statement_id, tag))
        case TaggingFailed(statement_id, error):
            return _document(_noting(session, error), filed(session.document, statement_id, None))
        case FramesLost(at_ms, lost_ms):
            return _gap(session, Gap(at_ms, at_ms + lost_ms, "sound was lost: the computer was too busy")), ()
        case SourceWarned(error):
            return _noting(session, error), ()
        case SourceEnded(error):
            ended = _noting(session, error) if error else session
            return replace(ended, phase=Phase.FINISHING, source_ended=True), ()
        case StopPressed():
            return replace(session, phase=Phase.FINISHING), (CloseSource(),)
        case CancelPressed():
            return replace(session, phase=Phase.CANCELLED), (CloseSource(),)


def _transcribed(session: Session, transcription: Transcription) -> Move:
    segment, session = session.waiting[0], replace(session, waiting=session.waiting[1:])
    match judge(segment, transcription):
        case Rejected(text, reason, start_ms, end_ms):
            return _gap(session, Gap(start_ms, end_ms, reason, text)), ()
        case Utterance() as utterance:
            return _document(session, hear(session.document, utterance))


def _failed(session: Session, error: PlainspokenError) -> Move:
    segment, session = session.waiting[0], replace(session, waiting=session.waiting[1:])
    return _noting(
        _gap(session, Gap(segment.start_ms, segment.end_ms, "it could not be transcribed")), error
    ), ()


def _document(session: Session, taken: Step) -> Move:
    document, orders = taken
    return replace(session, document=document), orders


def _gap(session: Session, gap: Gap) -> Session:
    return replace(session, gaps=(*session.gaps, gap))


def _noting(session: Session, error: PlainspokenError) -> Session:
    return replace(session, errors=(*session.errors, error))


def _finish_if_settled(session: Session) -> Move:
    """Deliver when the source has ended, every segment is answered, and every statement is filed."""
    if session.over or not session.source_ended or session.waiting or not session.document.settled:
        return session, ()
    document, orders = finish(session.document)
    session = replace(session, document=document)
    if not document.settled:
        return session, orders
    session = replace(session, phase=Phase.DELIVERED)
    return session, (*orders, Deliver(session.note))
