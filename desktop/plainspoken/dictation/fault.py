"""After a fault of our own in a dictation: what had been heard, and has no place in the note, is listed beside it."""

from collections.abc import Iterator
from dataclasses import replace

from plainspoken.dictation.document import Document
from plainspoken.dictation.events import Event, TextHeard
from plainspoken.dictation.note import Gap
from plainspoken.dictation.transcribe import Transcribed, Transcribing, untranscribed
from plainspoken.dictation.understand import Spoken
from plainspoken_models.contracts import Transcription
from plainspoken_models.errors import PlainspokenError

REASON = "a fault in Plainspoken"
"""Of a gap."""
NO_NOTE = "No note was made of it. Please report it, with what you were doing."


def told(error: PlainspokenError, *, live: bool) -> PlainspokenError:
    """The same fault, with what it means: there is no note for now, but a voice (`live`) is recorded further.

    An error that somebody has foreseen says by itself what to do.
    """
    if type(error) is not PlainspokenError:
        return error
    return untranscribed(error, live=True) if live else PlainspokenError(error.what, NO_NOTE)


def laid_aside(
    document: Document, transcribing: Transcribing, event: Event
) -> tuple[Document, tuple[Gap, ...]]:
    """The document without what it waits for, and all the words that are not in it, as gaps."""
    said = [*_said(document), *_heard(transcribing, event)]
    gaps = tuple(Gap(start, end, REASON, text) for start, end, text in said if text)
    return replace(document, queue=(), unfinished=(), asked=None), gaps


def _said(document: Document) -> Iterator[tuple[int, int, str]]:
    parts = (part if isinstance(part, Spoken) else part.spoken for part in document.queue)
    for spoken in (*parts, Spoken(document.unfinished)):
        yield spoken.start_ms, spoken.end_ms, spoken.text


def _heard(transcribing: Transcribing, event: Event) -> Iterator[tuple[int, int, str]]:
    """A draft is no part of it: the segment is still open, and in the sound."""
    if isinstance(event, Transcribed):
        transcribing = transcribing.answered(event.job, event.transcription)
    for asked in transcribing.waiting:
        segment = asked.order.segment
        if isinstance(asked.answer, Transcription):
            yield segment.start_ms, segment.end_ms, asked.answer.text
    if isinstance(event, TextHeard):
        utterance = event.utterance
        yield utterance.start_ms, utterance.end_ms, " ".join(word.text for word in utterance.words)
