"""A dictation whose speech engine is given up, or whose clock goes back: kept, and offered."""

from fakes import PAUSE_FRAMES, PHRASE_FRAMES, FakeMicrophone, FakeTranscriber
from plainspoken.dictation.effects import Phase
from plainspoken.dictation.events import StopPressed
from plainspoken.workers.clocks import Clocks
from plainspoken.workers.keeper import Keeper
from plainspoken.workers.keeping import Retention
from plainspoken_models.contracts import FRAME_MS, Samples, Transcription
from plainspoken_models.errors import EngineGivenUp
from workers.kept import FakeKeeper, FakeStorage, Watcher
from workers.stage import SPOKEN, Stage


class DyingTranscriber(FakeTranscriber):
    """Is given up at its first segment, until it is opened anew."""

    given_up = True

    def transcribe(self, samples: Samples) -> Transcription:
        """Refuse."""
        if self.given_up:
            raise EngineGivenUp("It has failed three times in a row.", "Choose a smaller model.")
        return super().transcribe(samples)


def test_a_speech_engine_that_is_given_up_leaves_the_dictation_to_be_recovered() -> None:
    """Recording goes on into the vault until she stops; nothing is delivered; the next dictation has a fresh engine."""
    keeper, transcriber = FakeKeeper(), DyingTranscriber(SPOKEN)
    stage = Stage(transcriber, keeper=keeper)
    stage.begin(FakeMicrophone(SPOKEN, live=True))
    session = stage.screen.wait_for(lambda sessions: sessions[-1].unheard)
    assert session.phase is Phase.LISTENING
    stage.conductor.press(StopPressed())
    session = stage.screen.over()
    assert (session.phase, session.gaps, stage.screen.notes) == (Phase.UNFINISHED, (), [])
    assert len(keeper.frames) == len(SPOKEN) * (PHRASE_FRAMES + PAUSE_FRAMES), "all of it is kept"
    assert keeper.told == ["begin soap", "stop", "let go"]
    transcriber.given_up = False
    stage.begin(FakeMicrophone(SPOKEN))
    assert stage.screen.over(2).phase is Phase.DELIVERED
    stage.speech.wait_for(opened=2, closed=1)
    stage.conductor.close()


def test_a_file_ends_when_the_speech_engine_is_given_up() -> None:
    """It does not wait for ever behind an engine that does not come back."""

    class File(FakeMicrophone):
        closed = False

        def close(self) -> None:
            self.closed = True

    source = File(SPOKEN)
    stage = Stage(DyingTranscriber(SPOKEN))
    stage.begin(source)
    assert stage.screen.over().phase is Phase.UNFINISHED
    assert source.closed
    stage.conductor.close()


def test_times_go_on_when_the_clock_is_set_back() -> None:
    """Times in a note are of sound, not of a clock; the vault takes the time of day as it is told."""
    times_ms = iter([1_700_000_000_000, *[1_600_000_000_000 - count for count in range(50)]])
    storage, watcher = FakeStorage(), Watcher()
    keeper = Keeper(
        lambda: storage, Retention(10**9, 10**9), clocks=Clocks(lambda: next(times_ms), lambda: 50)
    )
    keeper.start(watcher)
    stage = Stage(keeper=keeper)
    stage.begin(FakeMicrophone(SPOKEN, live=True))
    stage.conductor.press(StopPressed())
    session = stage.screen.over()
    keeper.close()
    stage.conductor.close()
    starts = [statement.spoken.start_ms for statement in session.note.statements]
    assert starts == sorted(starts)
    (frames,) = storage.kept.values()
    assert [frame.start_ms for frame in frames] == list(range(0, FRAME_MS * len(frames), FRAME_MS))
    assert list(storage.states.values()) == ["delivered"]
    assert watcher.errors == []
