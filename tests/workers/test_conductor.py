"""The conductor: what it does when parts fail, are slow, or come late."""

import queue
import threading
from contextlib import AbstractContextManager

import numpy as np
import pytest

from fakes import FakeDetector, FakeMicrophone, FakeTagger, FakeTranscriber, opened
from plainspoken.clinic.macros import Insertion, Macro
from plainspoken.dictation.capture import FrameSink
from plainspoken.dictation.deliver import as_text
from plainspoken.dictation.effects import Phase
from plainspoken.dictation.errors import DeviceLost, MicrophoneMissing, MicrophoneSilent
from plainspoken.dictation.events import CancelPressed, MacroChosen, StopPressed
from plainspoken.dictation.transcript import utterances_of
from plainspoken.workers.conductor import Conductor
from plainspoken.workers.engines import Engines
from plainspoken.workers.frame_door import FrameDoor
from plainspoken.workers.messages import Begin, BeginText
from plainspoken_models.contracts import FRAME_SAMPLES, Samples, SectionKind, Transcriber, Transcription
from plainspoken_models.errors import EngineFailed
from workers.stage import KEYWORDS, SOAP, SPOKEN, Screen, Stage


def test_a_live_microphone_records_until_stop() -> None:
    """What was said before the key is in the note; nothing is delivered before it."""
    stage = Stage()
    stage.begin(FakeMicrophone(SPOKEN, live=True))
    session = stage.screen.wait_for(lambda sessions: len(sessions[-1].document.statements) == len(SPOKEN))
    assert session.phase is Phase.LISTENING
    stage.conductor.press(StopPressed())
    assert stage.screen.over().phase is Phase.DELIVERED
    assert "Start aspirin." in as_text(stage.screen.notes[0])
    stage.conductor.close()


def test_a_macro_from_the_menu_comes_behind_what_she_had_said() -> None:
    """Although the transcriber was still at it when she chose."""
    release = threading.Event()

    class Waits(FakeTranscriber):
        def transcribe(self, samples: Samples) -> Transcription:
            assert release.wait(20)
            return super().transcribe(samples)

    stage = Stage(Waits(SPOKEN))
    stage.begin(FakeMicrophone(SPOKEN[:1], live=True))
    stage.screen.wait_for(lambda sessions: bool(sessions[-1].transcribing.waiting))
    stage.conductor.press(MacroChosen(Insertion(Macro("my exam", "Heart regular."))))
    session = stage.screen.wait_for(lambda sessions: bool(sessions[-1].chosen))
    assert session.note.statements == ()
    stage.conductor.press(StopPressed())
    release.set()
    note = stage.screen.over().note
    assert [statement.text for statement in note.statements] == [SPOKEN[0], "Heart regular."]
    assert note.statements[1].spoken.start_ms >= note.statements[0].spoken.end_ms
    stage.conductor.close()


def test_cancel_delivers_nothing() -> None:
    """And the next dictation starts afresh."""
    stage = Stage()
    stage.begin(FakeMicrophone(SPOKEN, live=True))
    stage.conductor.press(CancelPressed())
    assert stage.screen.over().phase is Phase.CANCELLED
    stage.begin(FakeMicrophone(SPOKEN[:1]))
    assert stage.screen.over(2).phase is Phase.DELIVERED
    assert [len(note.statements) for note in stage.screen.notes] == [1]
    stage.conductor.close()


def test_a_microphone_that_cannot_be_opened_ends_the_dictation_with_its_error() -> None:
    """She is told at once."""

    class Missing(FakeMicrophone):
        def open(self, sink: FrameSink) -> None:  # noqa: ARG002
            raise MicrophoneMissing("No microphone was found.", "Plug one in.")

    stage = Stage()
    stage.begin(Missing(()))
    assert isinstance(stage.screen.over().errors[0], MicrophoneMissing)
    stage.conductor.close()


def test_a_microphone_that_goes_away_leaves_a_note_of_what_was_said_before() -> None:
    """Nothing said so far is lost."""
    stage = Stage()
    stage.begin(FakeMicrophone(SPOKEN, ends_with=DeviceLost("It was disconnected.", "Connect it.")))
    session = stage.screen.over()
    assert isinstance(session.errors[0], DeviceLost)
    assert len(stage.screen.notes[0].statements) == len(SPOKEN)
    stage.conductor.close()


def test_a_warning_is_shown_while_she_speaks() -> None:
    """Not only when she has stopped: the microphone may be muted."""

    class Muted(FakeMicrophone):
        def open(self, sink: FrameSink) -> None:
            super().open(sink)
            sink.warn(MicrophoneSilent("It is silent.", "Unmute it."))

    stage = Stage()
    stage.begin(Muted((), live=True))
    session = stage.screen.wait_for(lambda sessions: bool(sessions[-1].errors))
    assert session.phase is Phase.LISTENING
    stage.conductor.close()


def test_a_segment_that_cannot_be_transcribed_is_a_gap_and_the_rest_goes_on() -> None:
    """One failure costs one segment, and is shown."""
    stage = Stage(FakeTranscriber(SPOKEN, fails_on=SPOKEN[:1]))
    stage.begin(FakeMicrophone(SPOKEN))
    session = stage.screen.over()
    assert [statement.text for statement in session.note.statements] == ["Start aspirin."]
    assert session.gaps[0].reason == "it could not be transcribed"
    assert session.errors
    stage.conductor.close()


def test_a_statement_that_cannot_be_filed_is_still_in_the_note() -> None:
    """And the tagger is asked again for the next one."""
    stage = Stage(tagger=FakeTagger(KEYWORDS, fails_on=SPOKEN[:1]))
    stage.begin(FakeMicrophone(SPOKEN))
    note = stage.screen.over().note
    assert "Not filed:\nPain for 2 days." in as_text(note)
    assert "Plan:\nStart aspirin." in as_text(note)
    stage.conductor.close()


def test_an_engine_that_cannot_be_opened_is_an_error_and_not_a_wait_for_ever() -> None:
    """The dictation ends; the gaps say what is missing."""
    screen = Screen()

    def broken() -> AbstractContextManager[Transcriber]:
        raise EngineFailed("The engine could not be started.", "Run plainspoken doctor.")

    conductor = Conductor(Engines(FakeDetector(), broken, lambda: opened(FakeTagger({}))), screen)
    conductor.start()
    conductor.begin(Begin(SOAP, FakeMicrophone(SPOKEN)))
    session = screen.over()
    assert len(session.gaps) == len(SPOKEN)
    assert all(isinstance(error, EngineFailed) for error in session.errors)
    conductor.close()


def test_a_fault_of_our_own_in_an_engine_is_named_by_its_class_alone() -> None:
    """Its message may hold what was dictated."""

    class Faulty(FakeTranscriber):
        def transcribe(self, samples: Samples) -> Transcription:  # noqa: ARG002
            raise ZeroDivisionError("She has a secret.")

    stage = Stage(Faulty(SPOKEN))
    stage.begin(FakeMicrophone(SPOKEN))
    errors = stage.screen.over().errors
    assert "ZeroDivisionError" in str(errors[0])
    assert "secret" not in str(errors[0])
    stage.conductor.close()


def test_a_source_that_fails_in_an_unforeseen_way_ends_the_dictation() -> None:
    """A fault of a library must not leave her waiting for a note."""

    class Faulty(FakeMicrophone):
        def open(self, sink: FrameSink) -> None:  # noqa: ARG002
            raise RuntimeError("a fault of a library")

    stage = Stage()
    stage.begin(Faulty(()))
    assert "RuntimeError" in str(stage.screen.over().errors[0])
    stage.conductor.close()


def test_an_engine_that_cannot_be_opened_for_an_unforeseen_reason_still_answers() -> None:
    """The worker lives on, for this dictation and the next."""
    screen = Screen()

    def broken() -> AbstractContextManager[Transcriber]:
        raise OSError("no")

    conductor = Conductor(Engines(FakeDetector(), broken, lambda: opened(FakeTagger({}))), screen)
    conductor.start()
    for count in (1, 2):
        conductor.begin(Begin(SOAP, FakeMicrophone(SPOKEN)))
        assert "OSError" in str(screen.over(count).errors[0])
    conductor.close()


def test_lost_sound_moves_the_times_of_what_follows() -> None:
    """A word's time is the time in the dictation, gaps included."""

    class Overrun(FakeMicrophone):
        def open(self, sink: FrameSink) -> None:
            sink.lost(3_200)
            super().open(sink)

    stage = Stage()
    stage.begin(Overrun(SPOKEN[:1]))
    session = stage.screen.over()
    assert session.gaps[0].end_ms == 3_200
    assert session.note.statements[0].spoken.start_ms == 3_200
    stage.conductor.close()


def test_a_transcript_becomes_a_note_without_any_sound() -> None:
    """Its statements have no times."""
    stage = Stage()
    stage.conductor.begin(BeginText(SOAP, utterances_of("Pain for 2 days\nStart aspirin")))
    note = stage.screen.over().note
    assert [statement.text for statement in note.statements] == ["Pain for 2 days", "Start aspirin"]
    assert stage.tagger.document == [
        ("Pain for 2 days", SectionKind.HPI),
        ("Start aspirin", SectionKind.PLAN),
    ]
    stage.conductor.close()


def test_the_meter_moves_about_ten_times_a_second() -> None:
    """One level for every three frames, with the time that has passed."""
    stage = Stage()
    stage.begin(FakeMicrophone(SPOKEN))
    stage.screen.over()
    levels = stage.screen.levels
    assert levels[0].elapsed_ms == 96
    assert any(level.speaking for level in levels)
    stage.conductor.close()


@pytest.mark.parametrize("room", [1, 5])
def test_sound_that_finds_no_room_is_told_and_never_silently_dropped(room: int) -> None:
    """Frames taken plus frames told as lost are the frames that came."""
    mailbox: queue.Queue[object] = queue.Queue()
    door = FrameDoor(1, mailbox, room_frames=room)  # type: ignore[arg-type]
    for _ in range(7):
        door.offer(np.zeros(FRAME_SAMPLES, np.float32))
    messages = [mailbox.get_nowait() for _ in range(mailbox.qsize())]
    assert len(messages) == 7
    assert sum("FramesLost" in repr(message) for message in messages) == 7 - room
