"""A session without an engine, or with sound missing: what is told, and what it ends as."""

import pytest

from dictation.test_session import FAILED, SEGMENT, after, heard
from plainspoken.adapters.template_folder import shipped_templates
from plainspoken.clinic.templates import NOT_FILED
from plainspoken.dictation.capture import (
    ASLEEP,
    NO_MICROPHONE,
    NOT_KEPT,
    TOO_BUSY,
    FramesLost,
    SourceEnded,
)
from plainspoken.dictation.effects import CloseSource, Deliver, Phase
from plainspoken.dictation.events import (
    Event,
    SegmentHeard,
    SegmentPaused,
    StopPressed,
    TaggingFailed,
    TextHeard,
)
from plainspoken.dictation.session import begin, step
from plainspoken.dictation.tagging import TagStatement
from plainspoken.dictation.transcribe import Transcribe, TranscriptionFailed
from plainspoken_models.errors import EngineGivenUp, ModelMissing, PlainspokenError
from words import utterance

SOAP = shipped_templates()[0]
GIVEN_UP = EngineGivenUp("The speech engine has failed three times in a row.", "Choose a smaller model.")


@pytest.mark.parametrize(
    "error", [GIVEN_UP, ModelMissing("The model is gone.", "Fetch it.")], ids=["given up", "no model"]
)
def test_without_a_speech_engine_she_is_told_and_nothing_becomes_a_gap(error: PlainspokenError) -> None:
    """She may go on and stop as always; what was said before stands, and no half note is delivered."""
    before = (SegmentHeard(SEGMENT), heard("He is well."), SegmentHeard(SEGMENT))
    session, _ = after(*before, TranscriptionFailed(1, error))
    assert session.phase is Phase.LISTENING
    assert "your voice is recorded" in str(session.errors[-1])
    more: tuple[Event, ...] = (SegmentPaused(SEGMENT), SegmentHeard(SEGMENT), TranscriptionFailed(2, error))
    session, effects = after(*before, TranscriptionFailed(1, error), *more, StopPressed(), SourceEnded())
    assert session.phase is Phase.UNFINISHED
    assert session.over
    assert session.gaps == ()
    assert len(session.errors) == 1
    assert [type(effect) for effect in effects] == [Transcribe, TagStatement, Transcribe, CloseSource]
    assert [statement.text for statement in session.note.statements] == ["He is well."]


def test_a_file_is_read_no_further_when_the_engine_is_given_up() -> None:
    """It is on disk: there is nothing to record, and the error says what to do about the engine."""
    session = begin(SOAP, live=False)
    session, _ = step(session, SegmentHeard(SEGMENT))
    session, effects = step(session, TranscriptionFailed(0, GIVEN_UP))
    assert effects == (CloseSource(),)
    assert session.errors[-1].remedy == GIVEN_UP.remedy
    session, _ = step(session, SourceEnded())
    assert session.phase is Phase.UNFINISHED


def test_a_segment_that_failed_before_the_engine_was_given_up_is_a_gap_of_an_unfinished_dictation() -> None:
    """It took two of the three failures; as the whole is made a note of once more, so is this."""
    session, _ = after(
        SegmentHeard(SEGMENT),
        TranscriptionFailed(0, FAILED),
        SegmentHeard(SEGMENT),
        TranscriptionFailed(1, GIVEN_UP),
        SourceEnded(),
    )
    assert session.phase is Phase.UNFINISHED
    assert len(session.gaps) == 1


def test_without_a_tagger_every_statement_is_in_the_note_and_she_is_told_once() -> None:
    """Under "Not filed", which is delivered."""
    session = begin(SOAP)
    for number, text in enumerate(("He is well.", "She is not.")):
        session, _ = step(session, TextHeard(utterance(text)))
        session, _ = step(session, TaggingFailed(number, GIVEN_UP))
    session, effects = step(session, SourceEnded())
    assert isinstance(effects[-1], Deliver)
    assert [section.title for section in session.note.shown][-1] == NOT_FILED
    assert len(session.note.statements) == 2
    assert len(session.errors) == 1


@pytest.mark.parametrize("reason", [TOO_BUSY, NO_MICROPHONE, ASLEEP, NOT_KEPT])
def test_missing_sound_is_a_gap_with_its_reason_and_length(reason: str) -> None:
    """Each cause in its own words."""
    session, _ = after(FramesLost(5_000, 320, reason))
    assert [(gap.start_ms, gap.end_ms, gap.reason) for gap in session.gaps] == [(5_000, 5_320, reason)]


@pytest.mark.parametrize(
    ("at_ms", "text"),
    [
        (500, "He is well. [***] He coughs."),
        (2_000, "He is well. [***] He coughs."),
        (9_000, "He is well. He coughs. [***]"),
    ],
)
def test_what_was_lost_is_marked_where_it_is_missing(at_ms: int, text: str) -> None:
    """Without a word that she has not said: a mark that stands for something missing in templates, too."""
    said = (TextHeard(utterance("He is well.", 0)), TextHeard(utterance("He coughs.", 4_000)))
    session, _ = after(*said, FramesLost(at_ms, 1_500, NO_MICROPHONE))
    assert session.note.shown[0].text == text


def test_a_cough_is_no_loss() -> None:
    """What the recogniser made up from no speech is listed, and leaves no mark in the note."""
    session, _ = after(
        TextHeard(utterance("He is well.", 0)), SegmentHeard(SEGMENT), heard("Thank you for watching.", 0)
    )
    assert len(session.gaps) == 1
    assert session.note.shown[0].text == "He is well."
