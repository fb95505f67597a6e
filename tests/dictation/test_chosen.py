"""A macro from the menu: where it stands among what she says."""

import numpy as np
import pytest

from dictation.dictated import SOAP
from plainspoken.clinic.macros import Insertion, Macro
from plainspoken.dictation import session as core
from plainspoken.dictation.capture import SourceEnded
from plainspoken.dictation.effects import Phase
from plainspoken.dictation.events import Event, MacroChosen, SegmentHeard, Tagged
from plainspoken.dictation.session import Session
from plainspoken.dictation.transcribe import Transcribed
from plainspoken_models.contracts import SectionKind, Tag, Transcription
from plainspoken_models.segmenter import SpeechSegment
from words import words

EXAM = Insertion(Macro("my exam", "Heart regular.", section=SectionKind.PHYSICAL_EXAM))


def segment(start_s: int) -> SpeechSegment:
    """A second of speech."""
    return SpeechSegment(np.zeros(16_000, np.float32), start_s * 1000)


def after(*events: Event) -> Session:
    """A session after these events; the tagger answers at once."""
    session = core.begin(SOAP)
    for event in events:
        session, _ = core.step(session, event)
        while (asked := session.document.asked) is not None:
            session, _ = core.step(session, Tagged(asked, Tag(SectionKind.HPI, 0.9)))
    return session


def said(job: int, text: str) -> Transcribed:
    """The words of a segment."""
    return Transcribed(job, Transcription(text, words(text), 0.0))


FIRST, SECOND = SegmentHeard(segment(0)), SegmentHeard(segment(5))


@pytest.mark.parametrize(
    "events",
    [
        (FIRST, said(0, "One."), MacroChosen(EXAM, 3_000), SECOND, said(1, "Two.")),
        (FIRST, MacroChosen(EXAM, 3_000), said(0, "One."), SECOND, said(1, "Two.")),
        (FIRST, MacroChosen(EXAM, 3_000), SECOND, said(1, "Two."), said(0, "One.")),
        (MacroChosen(EXAM, 500, speaking=True), FIRST, said(0, "One."), SECOND, said(1, "Two.")),
        (MacroChosen(EXAM, 500, speaking=True), FIRST, SECOND, said(1, "Two."), said(0, "One.")),
    ],
)
def test_it_stands_behind_what_she_had_said_and_before_what_she_says_next(
    events: tuple[Event, ...],
) -> None:
    """However late the words come; a segment that was open is not cut in two."""
    session = after(*events, SourceEnded())
    assert [statement.text for statement in session.note.statements] == ["One.", "Heart regular.", "Two."]
    assert not session.chosen


def test_it_is_in_the_note_although_nothing_else_was_said() -> None:
    """And although the segment that seemed open never came."""
    session = after(MacroChosen(EXAM, 500, speaking=True), SourceEnded())
    assert session.phase is Phase.DELIVERED
    assert [statement.text for statement in session.note.statements] == ["Heart regular."]
    late = after(FIRST, SourceEnded(), MacroChosen(EXAM, 2_000, speaking=True), said(0, "One."))
    assert [statement.text for statement in late.note.statements] == ["One.", "Heart regular."]
