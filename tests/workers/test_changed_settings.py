"""What she changes while the program runs: engines from the next dictation on, retention at once."""

from fakes import FakeDetector, FakeMicrophone, FakeTagger, FakeTranscriber, opened
from plainspoken.dictation.events import StopPressed
from plainspoken.workers.engines import Engines, Opener
from plainspoken.workers.keeping import Retention
from workers.kept import FakeKeeper, FakeStorage, Watcher, frame, ignore, keeping
from workers.stage import KEYWORDS, SPOKEN, Opening, Stage

OTHER = ("Cough since Monday.",)


def others(speech: Opening[FakeTranscriber], notes: Opening[FakeTagger]) -> Engines:
    """Engines of other models."""
    return Engines(FakeDetector(), speech, notes, models={"speech": "other"})


def test_engines_are_replaced_before_the_next_dictation() -> None:
    """Those before are ended, the new ones begin to load at once, and a note is made by them."""
    stage = Stage()
    speech, notes = Opening(FakeTranscriber(OTHER)), Opening(FakeTagger(KEYWORDS))
    stage.speech.wait_for(1, 0)
    stage.conductor.use(others(speech, notes))
    stage.speech.wait_for(1, 1)
    stage.notes.wait_for(1, 1)
    speech.wait_for(1, 0)
    notes.wait_for(1, 0)
    stage.begin(FakeMicrophone(OTHER))
    assert [statement.text for statement in stage.screen.over().note.statements] == list(OTHER)
    stage.conductor.close()
    speech.wait_for(1, 1)


def test_a_dictation_in_progress_keeps_its_engines_and_their_names() -> None:
    """Whatever is chosen meanwhile; the next one has the others."""
    keeper = FakeKeeper()
    stage = Stage(keeper=keeper)
    speech, notes = Opening(FakeTranscriber(OTHER)), Opening(FakeTagger(KEYWORDS))
    stage.begin(FakeMicrophone(SPOKEN, live=True))
    stage.screen.wait_for(lambda sessions: len(sessions[-1].document.statements) > 0)
    stage.conductor.use(others(speech, notes))
    stage.conductor.press(StopPressed())
    texts = [statement.text for statement in stage.screen.over().note.statements]
    assert texts[0] in SPOKEN
    speech.wait_for(1, 0)
    stage.conductor.close()
    assert keeper.told[-2:] == [f"deliver {len(texts)}", "made with other"]


def test_engines_that_are_the_same_stay_open() -> None:
    """Another time to rest, or other checks, cost no loading."""
    stage = Stage()
    stage.speech.wait_for(1, 0)
    stage.notes.wait_for(1, 0)
    same = Engines(FakeDetector(), stage.speech, stage.notes, checks_off=frozenset({"do-not-use"}))
    stage.conductor.use(same)
    stage.begin(FakeMicrophone(SPOKEN))
    assert stage.screen.over().note.statements
    assert (stage.speech.opened, stage.speech.closed, stage.notes.opened) == (1, 0, 1)
    stage.conductor.close()


def test_a_shorter_rest_counts_from_the_change() -> None:
    """She need not dictate first."""
    stage = Stage(idle_s=600.0)
    stage.speech.wait_for(1, 0)
    stage.conductor.use(Engines(FakeDetector(), stage.speech, stage.notes, idle_s=0.01))
    stage.speech.wait_for(1, 1)
    stage.conductor.close()


def test_openers_are_the_same_where_they_open_the_same() -> None:
    """So the conductor knows whether there is anything to replace."""
    tagger = FakeTagger(KEYWORDS)

    def one() -> Opener[FakeTagger]:
        return Opener(opened, (tagger,))

    assert one() == one()
    assert one() != Opener(opened, (FakeTagger(KEYWORDS),))
    with one()() as engine:
        assert engine is tagger


def test_a_shorter_retention_destroys_at_once_and_holds_for_what_is_delivered() -> None:
    """Not with the hour's next look, and not only after a restart."""
    storage, watcher = FakeStorage(), Watcher()
    with keeping(storage, watcher) as keeper:
        keeper.begin("soap", ignore)
        keeper.keep(frame(0))
        keeper.retain(Retention(sound_ms=2, notes_ms=3))
        watcher.wait_for(lambda: storage.purged[-1][1:] == (2, 3))
    assert [purged[1:] for purged in storage.purged] == [(5, 7), (2, 3)]
