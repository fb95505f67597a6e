"""One dictation as a state machine: state + event → state + effects. It decides; `workers.conductor` does."""

from dataclasses import dataclass, field, replace

from plainspoken.clinic.checks import Finding
from plainspoken.clinic.macros import NO_MACROS, Macros
from plainspoken.clinic.templates import Template
from plainspoken.dictation.ahead import next_question
from plainspoken.dictation.capture import FramesLost, SourceEnded, SourceWarned
from plainspoken.dictation.check import findings
from plainspoken.dictation.document import Document
from plainspoken.dictation.effects import CloseSource, Deliver, Effect, Phase
from plainspoken.dictation.events import (
    CancelPressed,
    Event,
    Faulted,
    MacroChosen,
    SegmentHeard,
    SegmentPaused,
    StopPressed,
    Tagged,
    TaggingFailed,
    TextHeard,
)
from plainspoken.dictation.fault import laid_aside, told
from plainspoken.dictation.file import Step, filed, finish, hear, insert, read
from plainspoken.dictation.kept import NotKept
from plainspoken.dictation.note import Gap, Note, assemble
from plainspoken.dictation.tagging import PrepareStatement
from plainspoken.dictation.transcribe import (
    Answer,
    Rejected,
    Transcribed,
    Transcribing,
    TranscriptionFailed,
    Utterance,
    is_lasting,
    judge,
    untranscribed,
)
from plainspoken_models.errors import EngineGivenUp, PlainspokenError, SoundBreaksOff
from plainspoken_models.segmenter import SpeechSegment


@dataclass(frozen=True, slots=True)
class Session:
    """One dictation, from the first key press to the note."""

    document: Document
    phase: Phase = Phase.LISTENING
    transcribing: Transcribing = field(default_factory=Transcribing)
    prepared: PrepareStatement | None = None
    """What the tagger has been told to read ahead."""
    chosen: tuple[MacroChosen, ...] = ()
    """Macros from the menu that wait until what she had said before is written."""
    gaps: tuple[Gap, ...] = ()
    errors: tuple[PlainspokenError, ...] = ()
    """What went wrong so far; each says what to do. None of them ends the dictation by itself."""
    source_ended: bool = False
    live: bool = True
    """Whether it is being spoken; sound of a file, or of a kept dictation, is there already."""
    unheard: bool = False
    """Nothing further is transcribed: it ends as `Phase.UNFINISHED`."""
    checks_off: frozenset[str] = frozenset()
    """Ids of checks that are switched off."""
    findings: tuple[Finding, ...] = ()
    """What the others say about the note; looked for once, when it is finished."""

    @property
    def note(self) -> Note:
        """The note as far as it has come."""
        return assemble(self.document, self.gaps, self.findings)

    @property
    def behind_ms(self) -> int:
        """Speech that waits for its words: the transcriber is so far behind."""
        return self.transcribing.behind_ms

    @property
    def unfiled(self) -> int:
        """Statements, headings and orders that wait for the tagger."""
        return self.document.unfiled

    @property
    def over(self) -> bool:
        """Whether nothing further can happen."""
        return self.phase in (Phase.DELIVERED, Phase.UNFINISHED, Phase.CANCELLED)


Move = tuple[Session, tuple[Effect, ...]]


def begin(
    template: Template,
    macros: Macros = NO_MACROS,
    *,
    live: bool = True,
    checks_off: frozenset[str] = frozenset(),
) -> Session:
    """A new dictation, spoken just now (`live`) or not; she can name these macros."""
    return Session(Document(template, macros), live=live, checks_off=checks_off)


def step(session: Session, event: Event) -> Move:
    """What becomes of a session through an event, and what is to be done about it."""
    deaf = session.unheard and isinstance(event, SegmentPaused | SegmentHeard | TranscriptionFailed)
    if session.over or deaf:
        return session, ()
    session, effects = _take(session, event)
    session, inserted = _insert_due(session)
    session, more = _finish_if_settled(session)
    session, ahead = _read_ahead(session)
    return session, effects + inserted + more + ahead


def _take(session: Session, event: Event) -> Move:  # noqa: C901, PLR0911, PLR0912  one line for each event
    match event:
        case SegmentPaused(segment):
            transcribing, order = session.transcribing.paused(segment)
            return replace(session, transcribing=transcribing), (order,)
        case SegmentHeard(segment):
            transcribing, asked = session.transcribing.heard(segment)
            session, effects = _take_answers(_none_open(replace(session, transcribing=transcribing)))
            return session, ((asked,) if asked else ()) + effects
        case Transcribed(job, transcription):
            return _answered(session, job, transcription)
        case TranscriptionFailed(job, error):
            return _stop_hearing(session, error) if is_lasting(error) else _answered(session, job, error)
        case TextHeard(utterance):
            return _document(session, read(session.document, utterance))
        case MacroChosen():
            later = replace(event, speaking=event.speaking and not session.source_ended)
            return replace(session, chosen=(*session.chosen, later)), ()
        case Tagged(statement_id, tag):
            return _document(session, filed(session.document, statement_id, tag))
        case TaggingFailed(statement_id, error):
            return _document(_noting(session, error), filed(session.document, statement_id, None))
        case FramesLost(at_ms, lost_ms, reason):
            return _gap(session, Gap(at_ms, at_ms + lost_ms, reason, lost=True)), ()
        case SourceWarned(error) | NotKept(error):
            return _noting(session, error), ()
        case SourceEnded(error):
            return _source_ended(session, error), ()
        case StopPressed():
            return replace(session, phase=Phase.FINISHING), (CloseSource(),)
        case CancelPressed():
            return replace(session, phase=Phase.CANCELLED), (CloseSource(),)
        case Faulted(tried, error):
            return _break_off(session, tried, error)


def _source_ended(session: Session, error: PlainspokenError | None) -> Session:
    ended = _none_open(_noting(session, error) if error else session)
    if isinstance(error, SoundBreaksOff):
        ended = _gap(ended, Gap(error.at_ms, error.of_ms, "the file breaks off", lost=True))
    return replace(ended, phase=Phase.FINISHING, source_ended=True)


def _answered(session: Session, job: int, answer: Answer) -> Move:
    return _take_answers(replace(session, transcribing=session.transcribing.answered(job, answer)))


def _take_answers(session: Session) -> Move:
    """Take up the words of the oldest segments, as far as there are answers."""
    effects: tuple[Effect, ...] = ()
    while taken := session.transcribing.take():
        session, inserted = _insert_due(session)
        transcribing, segment, answer = taken
        session, more = _take_answer(replace(session, transcribing=transcribing), segment, answer)
        effects += inserted + more
    return session, effects


def _insert_due(session: Session) -> Move:
    """Insert what was chosen in the menu, as far as all that comes before it is in the document."""
    effects: tuple[Effect, ...] = ()
    while session.chosen and session.chosen[0].is_due(session.transcribing.waiting):
        chosen, *later = session.chosen
        inserted = insert(session.document, chosen.insertion, chosen.at_ms)
        session, more = _document(replace(session, chosen=tuple(later)), inserted)
        effects += more
    return session, effects


def _none_open(session: Session) -> Session:
    """The segment that was open is over, and waits for its words."""
    return replace(session, chosen=tuple(replace(one, speaking=False) for one in session.chosen))


def _take_answer(session: Session, segment: SpeechSegment, answer: Answer) -> Move:
    if isinstance(answer, PlainspokenError):
        lost = Gap(segment.start_ms, segment.end_ms, "it could not be transcribed", lost=True)
        return _noting(_gap(session, lost), answer), ()
    match judge(segment, answer):
        case Rejected(text, reason, start_ms, end_ms):
            return _gap(session, Gap(start_ms, end_ms, reason, text)), ()
        case Utterance() as utterance:
            return _document(session, hear(session.document, utterance))


def _stop_hearing(session: Session, error: PlainspokenError) -> Move:
    """There is no engine to transcribe with. No gap takes the place of what she says: all of it is kept for later."""
    session = _noting(session, untranscribed(error, live=session.live))
    session = replace(session, unheard=True, transcribing=Transcribing(jobs=session.transcribing.jobs))
    return session, () if session.live else (CloseSource(),)


def _break_off(session: Session, tried: Event, error: PlainspokenError) -> Move:
    """After a fault of ours she is still recorded until she stops; what was sound, or text, already ends at once."""
    document, gaps = laid_aside(session.document, session.transcribing, tried)
    session = replace(session, document=document, chosen=(), gaps=session.gaps + gaps, unheard=True)
    session = replace(session, transcribing=Transcribing(jobs=session.transcribing.jobs))
    session = _noting(session, told(error, live=session.live))
    if isinstance(tried, SourceEnded | StopPressed | CancelPressed):
        return _take(session, tried)
    return session, () if session.live else (CloseSource(),)


def _document(session: Session, taken: Step) -> Move:
    document, orders = taken
    return replace(session, document=document), orders


def _gap(session: Session, gap: Gap) -> Session:
    return replace(session, gaps=(*session.gaps, gap))


def _noting(session: Session, error: PlainspokenError) -> Session:
    """An engine that is given up says so at each piece of work; once is enough."""
    known = (session.unheard or isinstance(error, EngineGivenUp)) and str(error) in map(str, session.errors)
    return session if known else replace(session, errors=(*session.errors, error))


def _finish_if_settled(session: Session) -> Move:
    """Deliver when the source has ended, every segment is answered, and every statement is filed."""
    if (
        session.over
        or not session.source_ended
        or session.transcribing.waiting
        or not session.document.settled
    ):
        return session, ()
    if session.unheard:
        return replace(session, phase=Phase.UNFINISHED), ()
    document, orders = finish(session.document)
    session = replace(session, document=document)
    if not document.settled:
        return session, orders
    session = replace(session, phase=Phase.DELIVERED, findings=findings(session.note, session.checks_off))
    return session, (*orders, Deliver(session.note))


def _read_ahead(session: Session) -> Move:
    """Let the tagger read what it will be asked if she says no more: then little is left to do when she stops."""
    prepared = (
        None if session.over or session.unheard else next_question(session.document, session.transcribing)
    )
    if prepared is None or prepared == session.prepared:
        return session, ()
    return replace(session, prepared=prepared), (prepared,)
