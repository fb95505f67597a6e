"""What the engines are asked to do, and how each job becomes an answer."""

from dataclasses import dataclass

from plainspoken.dictation.events import Event, Tagged, TaggingFailed
from plainspoken.dictation.tagging import (
    AssignStatement,
    PrepareStatement,
    RewindTagger,
    TaggerOrder,
    TagStatement,
)
from plainspoken.dictation.transcribe import Transcribe, Transcribed, TranscriptionFailed
from plainspoken_models.contracts import SectionKind, SectionTagger, Transcriber
from plainspoken_models.errors import PlainspokenError


@dataclass(frozen=True, slots=True)
class StartDocument:
    """For the tagger: a new document begins."""

    kinds: tuple[SectionKind, ...]


TaggerJob = TaggerOrder | StartDocument


def transcribe(engine: Transcriber, job: Transcribe) -> Event:
    """The transcriber's answer to a job."""
    return Transcribed(job.job, engine.transcribe(job.segment.samples))


def cannot_transcribe(job: Transcribe, error: PlainspokenError) -> Event:
    """The answer where it could not."""
    return TranscriptionFailed(job.job, error)


def tag(engine: SectionTagger, job: TaggerJob) -> Event | None:
    """Do a job of the tagger; the answer, if it has one."""
    match job:
        case StartDocument(kinds):
            engine.start(kinds)
        case PrepareStatement(text):
            engine.prepare(text)
        case AssignStatement(text, kind):
            engine.assign(text, kind)
        case RewindTagger(length):
            engine.rewind(length)
        case TagStatement(statement_id, text, among):
            return Tagged(statement_id, engine.tag(text, among))
    return None


def cannot_tag(job: TaggerJob, error: PlainspokenError) -> Event | None:
    """The answer to a job that the tagger could not do, if one is owed."""
    return TaggingFailed(job.statement_id, error) if isinstance(job, TagStatement) else None
