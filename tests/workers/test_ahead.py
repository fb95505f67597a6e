"""Work while she speaks: what is transcribed ahead, and engines that rest between dictations."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from fakes import FakeDetector, FakeMicrophone, FakeTagger, FakeTranscriber, opened
from plainspoken.dictation.capture import FrameSink
from plainspoken.dictation.deliver import as_text
from plainspoken.dictation.events import StopPressed
from plainspoken.dictation.session import Session
from plainspoken.workers.conductor import Conductor
from plainspoken.workers.engines import Engines
from plainspoken.workers.messages import Begin
from plainspoken_models.contracts import (
    FRAME_SAMPLES,
    Samples,
    SectionKind,
    SectionTagger,
    Transcriber,
    Transcription,
)
from plainspoken_models.errors import EngineFailed
from workers.stage import SOAP, SPOKEN, WAIT_S, Opening, Screen, Stage


class PausingMicrophone(FakeMicrophone):
    """Speaks one phrase, and pauses for so many frames; the rest comes when the test says so."""

    def open(self, sink: FrameSink) -> None:
        """Begin to speak."""
        self.sink = sink

    def say(self, number: int, frames: int) -> None:
        """Frames of a phrase; 0 is silence."""
        for _ in range(frames):
            self.sink.offer(np.full(FRAME_SAMPLES, number / 1000, np.float32))

    def close(self) -> None:
        """No more sound."""
        self.sink.end()


def paused(stage: Stage) -> PausingMicrophone:
    """A microphone into which the first phrase was said, and a pause as long as the draft needs; it is transcribed."""
    microphone = PausingMicrophone((), live=True)
    stage.begin(microphone)
    stage.screen.wait_for(bool)
    microphone.say(1, 40)
    microphone.say(0, 8)
    stage.screen.wait_for(lambda sessions: sessions[-1].transcribing.draft is not None)
    assert stage.screen.wait_for(lambda sessions: _drafted(sessions[-1])).document.statements == ()
    return microphone


def _drafted(session: Session) -> bool:
    draft = session.transcribing.draft
    return draft is not None and draft.answer is not None


def test_in_a_pause_the_words_are_there_before_the_key() -> None:
    """They are not transcribed again when she stops."""
    stage = Stage()
    microphone = paused(stage)
    microphone.say(0, 4)
    stage.conductor.press(StopPressed())
    session = stage.screen.over()
    assert stage.tagger.prepared == [SPOKEN[0]]
    assert [statement.text for statement in session.note.statements] == [SPOKEN[0]]
    assert len(stage.transcriber.segments) == 1
    stage.conductor.close()


def test_what_was_transcribed_ahead_is_thrown_away_when_she_goes_on() -> None:
    """The whole segment is transcribed, and stands in the note once."""
    stage = Stage()
    microphone = paused(stage)
    microphone.say(2, 40)
    stage.conductor.press(StopPressed())
    session = stage.screen.over()
    assert [statement.text for statement in session.note.statements] == [SPOKEN[1]]
    assert [len(segment) for segment in stage.transcriber.segments] == [
        48 * FRAME_SAMPLES,
        88 * FRAME_SAMPLES,
    ]
    stage.conductor.close()


def test_engines_rest_when_nobody_dictates_and_wake_with_the_next_dictation() -> None:
    """Their memory is given back; a note is as it would have been."""
    stage = Stage(idle_s=0.05)
    for count in (1, 2):
        stage.speech.wait_for(count, count)
        stage.notes.wait_for(count, count)
        stage.begin(FakeMicrophone(SPOKEN))
        stage.screen.over(count)
    assert as_text(stage.screen.notes[0]) == as_text(stage.screen.notes[1])
    stage.conductor.close()


def test_engines_do_not_rest_while_she_thinks() -> None:
    """However long she says nothing: she has not stopped."""
    stage = Stage(idle_s=0.01)
    microphone = paused(stage)
    microphone.say(0, 20)
    stage.screen.wait_for(lambda sessions: bool(sessions[-1].document.statements))
    rested = stage.speech.closed, stage.notes.closed
    time.sleep(0.2)  # twenty times as long as they wait without a dictation
    assert (stage.speech.closed, stage.notes.closed) == rested
    stage.conductor.press(StopPressed())
    assert stage.screen.over().note.statements
    stage.conductor.close()


def test_a_slow_transcriber_is_not_asked_ahead() -> None:
    """A draft that is thrown away would keep the next segment waiting."""

    class Slow(FakeTranscriber):
        def transcribe(self, samples: Samples) -> Transcription:
            time.sleep(0.02)
            return super().transcribe(samples)

    stage = Stage(Slow(SPOKEN), draft_limit_s=0.01)
    microphone = PausingMicrophone((), live=True)
    stage.begin(microphone)
    stage.screen.wait_for(bool)
    microphone.say(1, 40)
    microphone.say(0, 20)
    stage.screen.wait_for(lambda sessions: bool(sessions[-1].document.statements))
    microphone.say(2, 40)
    microphone.say(0, 20)
    stage.screen.wait_for(lambda sessions: len(sessions[-1].document.statements) == len(SPOKEN))
    later = [session for session in stage.screen.sessions if session.document.statements]
    assert not any(session.transcribing.draft for session in later)
    stage.conductor.close()


def test_a_tagger_that_comes_late_knows_what_it_may_answer() -> None:
    """It could not be opened when the document began; the template's kinds come with each question."""
    screen, tries = Screen(), iter((EngineFailed("No room.", "Close programs."),))

    @contextmanager
    def late() -> Iterator[SectionTagger]:
        for failure in tries:
            raise failure
        yield FakeTagger({"pain": SectionKind.HPI, "start": SectionKind.HOSPITAL_COURSE})

    conductor = Conductor(Engines(FakeDetector(), lambda: opened(FakeTranscriber(SPOKEN)), late), screen)
    conductor.start()
    conductor.begin(Begin(SOAP, FakeMicrophone(SPOKEN)))
    session = screen.over()
    assert [s.text for s in session.note.statements] == list(SPOKEN)
    assert all(s.filing is None or s.filing.kind in SOAP.kinds for s in session.note.statements)
    conductor.close()


def test_an_engine_that_is_still_being_opened_is_closed_all_the_same() -> None:
    """As soon as it is open: no child is left behind."""
    go, opening = threading.Event(), Opening(FakeTranscriber(SPOKEN))

    @contextmanager
    def slow() -> Iterator[Transcriber]:
        go.wait()
        with opening() as engine:
            yield engine

    conductor = Conductor(Engines(FakeDetector(), slow, lambda: opened(FakeTagger({}))), Screen())
    conductor.start()
    closing = threading.Thread(target=conductor.close)
    closing.start()
    go.set()
    closing.join(WAIT_S)
    opening.wait_for(1, 1)


def test_a_tagger_that_cannot_read_ahead_costs_nothing() -> None:
    """It is asked all the same, and she is told nothing."""

    class NoGuessing(FakeTagger):
        def prepare(self, text: str) -> None:
            super().prepare(text)
            raise EngineFailed("It could not.", "Try again.")

    stage = Stage(tagger=NoGuessing({"pain": SectionKind.HPI}))
    microphone = paused(stage)
    microphone.say(0, 20)
    stage.conductor.press(StopPressed())
    session = stage.screen.over()
    assert stage.tagger.prepared
    assert session.errors == ()
    assert session.note.statements[0].filing is not None
    stage.conductor.close()
