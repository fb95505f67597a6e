"""What the conductor gives to the keeper, and in which order."""

import numpy as np
import pytest

from e2e.processes import until
from fakes import FakeDetector, FakeMicrophone, FakeTranscriber
from plainspoken.clinic.macros import Insertion, Macro
from plainspoken.dictation.capture import FrameSink
from plainspoken.dictation.effects import Phase
from plainspoken.dictation.errors import SourceError, VaultFull
from plainspoken.dictation.events import CancelPressed, MacroChosen, StopPressed
from plainspoken.dictation.kept import DictationId
from plainspoken.workers.frame_door import ROOM_FRAMES
from plainspoken.workers.messages import Begin
from plainspoken_models.contracts import FRAME_SAMPLES, Samples
from workers.kept import FakeKeeper
from workers.stage import SOAP, SPOKEN, Stage

FULL = VaultFull("The disk is full.", "Free some space.")


def dictate(stage: Stage, *, cancel: bool = False) -> None:
    """All phrases into a microphone, then the key."""
    stage.begin(FakeMicrophone(SPOKEN, live=True))
    stage.screen.wait_for(lambda sessions: len(sessions[-1].document.statements) == len(SPOKEN))
    stage.conductor.press(CancelPressed() if cancel else StopPressed())
    stage.screen.over()
    stage.conductor.close()


def test_sound_reaches_the_keeper_before_the_segmenter() -> None:
    """Frame by frame: what the detector has seen has been kept."""
    keeper = FakeKeeper()
    ahead: list[int] = []

    class Watching(FakeDetector):
        def probability(self, frame: Samples) -> float:
            ahead.append(len(keeper.frames) - len(ahead))
            return super().probability(frame)

    dictate(Stage(keeper=keeper, detector=Watching()))
    assert set(ahead) == {1}
    assert keeper.told == ["begin soap", "stop", "deliver 2"]


def test_a_macro_from_the_menu_is_kept_with_its_place_in_the_sound() -> None:
    """In the order in which it was chosen; of a file nothing is kept."""
    keeper = FakeKeeper()
    stage = Stage(keeper=keeper)
    stage.begin(FakeMicrophone(SPOKEN, live=True))
    stage.screen.wait_for(lambda sessions: len(sessions[-1].document.statements) == len(SPOKEN))
    stage.conductor.press(MacroChosen(Insertion(Macro("my exam", "Heart regular."))))
    stage.conductor.press(StopPressed())
    note = stage.screen.over().note
    stage.conductor.close()
    at_ms = note.statements[-1].spoken.at_ms
    assert at_ms > 0
    assert keeper.told == ["begin soap", f"insert my exam at {at_ms}", "stop", "deliver 3"]


def test_a_microphone_that_does_not_open_leaves_nothing_to_come_back_to() -> None:
    """The keeper hears that no sound will come: else an empty dictation would be offered at the next start."""

    class Broken(FakeMicrophone):
        def open(self, sink: FrameSink) -> None:  # noqa: ARG002
            raise SourceError("It does not open.", "Try again.")

    keeper = FakeKeeper()
    stage = Stage(keeper=keeper)
    stage.begin(Broken(SPOKEN, live=True))
    stage.screen.over()
    stage.conductor.close()
    assert keeper.told == ["begin soap", "stop", "let go"]


def test_a_segmenter_that_fails_at_every_frame_costs_no_sound_and_is_told_once() -> None:
    """For hours: each frame reaches the keeper, none is lost for want of room. The next dictation tells it anew."""

    class Faulty(FakeDetector):
        def probability(self, frame: Samples) -> float:  # noqa: ARG002
            raise FloatingPointError

    class Long(FakeMicrophone):
        sink: FrameSink

        def open(self, sink: FrameSink) -> None:
            self.sink = sink
            super().open(sink)

    keeper, microphone = FakeKeeper(), Long((), live=True)
    stage = Stage(keeper=keeper, detector=Faulty())
    stage.begin(microphone)
    stage.screen.wait_for(bool)
    for heard in range(1000, ROOM_FRAMES + 1001, 1000):
        for _ in range(1000):
            microphone.sink.offer(np.zeros(FRAME_SAMPLES, np.float32))
        until(lambda heard=heard: len(keeper.frames) == heard, "all of it is kept")  # type: ignore[misc]
    stage.conductor.press(StopPressed())
    session = stage.screen.over()
    assert [str(error).count("FloatingPointError") for error in session.errors] == [1]
    assert session.gaps == ()
    stage.begin(FakeMicrophone(SPOKEN))
    assert len(stage.screen.over(2).errors) == 1
    stage.conductor.close()


def test_an_error_of_the_vault_ends_nothing() -> None:
    """It is in the session, and the note is whole."""
    stage = Stage(keeper=FakeKeeper(FULL))
    dictate(stage)
    assert stage.screen.sessions[-1].phase is Phase.DELIVERED
    assert FULL in stage.screen.sessions[-1].errors
    assert len(stage.screen.notes[0].statements) == len(SPOKEN)


def test_cancel_destroys() -> None:
    """And delivers nothing."""
    keeper = FakeKeeper()
    dictate(Stage(keeper=keeper), cancel=True)
    assert keeper.told == ["begin soap", "cancel"]


def test_lost_frames_leave_a_gap_in_the_kept_sound() -> None:
    """The time goes on, so that what comes after is where it belongs."""

    class Overrun(FakeMicrophone):
        def open(self, sink: FrameSink) -> None:
            sink.lost(3_200)
            super().open(sink)

    keeper = FakeKeeper()
    stage = Stage(keeper=keeper)
    stage.begin(Overrun(SPOKEN, live=True))
    stage.screen.wait_for(lambda sessions: len(sessions[-1].document.statements) == len(SPOKEN))
    stage.conductor.press(StopPressed())
    stage.screen.over()
    stage.conductor.close()
    assert [frame.start_ms for frame in keeper.frames[:2]] == [3_200, 3_232]
    assert np.array_equal(keeper.frames[0].samples, np.full(512, 0.001, np.float32))


def test_a_file_is_not_kept() -> None:
    """It is on disk already."""
    keeper = FakeKeeper()
    stage = Stage(keeper=keeper)
    stage.begin(FakeMicrophone(SPOKEN))
    stage.screen.over()
    stage.conductor.close()
    assert keeper.told == []
    assert keeper.frames == []


@pytest.mark.parametrize("fails_on", [(), SPOKEN])
def test_a_kept_dictation_is_delivered_only_if_words_came_of_it(fails_on: tuple[str, ...]) -> None:
    """With an engine that could not read a word of it, it stays unfinished."""
    keeper = FakeKeeper()
    stage = Stage(FakeTranscriber(SPOKEN, fails_on=fails_on), keeper=keeper)
    stage.conductor.begin(Begin(SOAP, FakeMicrophone(SPOKEN), DictationId("1")))
    stage.screen.over()
    stage.conductor.close()
    assert keeper.told == ["resume 1", "let go" if fails_on else "deliver 2"]
    assert keeper.frames == [], "it is kept already"


def test_a_kept_dictation_that_is_stopped_half_way_stays_unfinished() -> None:
    """The rest of it is not in the note."""
    keeper = FakeKeeper()

    class Slow(FakeMicrophone):
        """Ends when it is closed, like a kept one."""

        @property
        def live(self) -> bool:
            return False

        @live.setter
        def live(self, value: bool) -> None: ...

        def open(self, sink: FrameSink) -> None:
            self._sink = sink

        def close(self) -> None:
            if self._sink:
                self._sink.end()

    stage = Stage(keeper=keeper)
    stage.conductor.begin(Begin(SOAP, Slow(()), DictationId("1")))
    stage.conductor.press(StopPressed())
    stage.screen.over()
    stage.conductor.close()
    assert keeper.told == ["resume 1", "let go"]
