"""A fault of our own in the core of a dictation: it ends, with its error, and what was heard is not lost."""

from collections.abc import Callable

import pytest

from fakes import (
    PAUSE_FRAMES,
    PHRASE_FRAMES,
    FakeDetector,
    FakeMicrophone,
    FakeTagger,
    FakeTranscriber,
    opened,
)
from plainspoken.clinic.vocabulary import Vocabulary
from plainspoken.clinic.written.tokens import Atom, Tokens
from plainspoken.dictation.effects import Phase
from plainspoken.dictation.errors import MemoryFull
from plainspoken.dictation.events import StopPressed
from plainspoken.dictation.transcript import utterances_of
from plainspoken.terminal import Terminal, outcome
from plainspoken.workers.conductor import Conductor
from plainspoken.workers.engines import Engines
from plainspoken.workers.messages import BeginText
from workers.kept import FakeKeeper
from workers.stage import KEYWORDS, SOAP, SPOKEN, Stage


class Faulty(Vocabulary):
    """A vocabulary whose rule has a fault, as soon as a word is "zebra"."""

    def rule(self, tokens: Tokens, at: int) -> Atom | None:
        """Fail."""
        if tokens.bare(at) == "zebra":
            raise IndexError(tokens.bare(at))
        return None


def terminal_with(vocabulary: Callable[[], Vocabulary]) -> Terminal:
    """A terminal on fakes."""
    engines = Engines(
        FakeDetector(),
        lambda: opened(FakeTranscriber(())),
        lambda: opened(FakeTagger(KEYWORDS)),
        vocabulary=vocabulary,
    )
    return Terminal(lambda listener: Conductor(engines, listener), show=False)


def test_a_note_of_a_text_ends_with_the_fault_and_its_exit_code() -> None:
    """Nobody waits for ever; the words that have no place are listed, and none is in the error."""
    terminal = terminal_with(Faulty)
    with terminal.running(speech=False):
        session = terminal.dictate(BeginText(SOAP, utterances_of("Start aspirin\nA zebra\nPain for 2 days")))
    assert session.phase is Phase.UNFINISHED
    assert outcome(session) == 1
    assert "IndexError" in str(session.errors[0])
    assert "zebra" not in str(session.errors[0])
    shown = [statement.text for statement in session.document.statements] + [gap.text for gap in session.gaps]
    assert shown == ["Start aspirin", "A zebra", "Pain for 2 days"]


def test_a_foreseen_error_keeps_its_exit_code_and_its_remedy() -> None:
    """Whatever it is made with."""

    def refuse() -> Vocabulary:
        raise MemoryFull

    terminal = terminal_with(refuse)
    with terminal.running(speech=False):
        session = terminal.dictate(BeginText(SOAP, utterances_of("Start aspirin")))
    assert outcome(session) == MemoryFull.exit_code
    assert str(session.errors[0]) == str(MemoryFull())


def test_a_voice_is_recorded_to_the_end_and_kept_for_later() -> None:
    """What she says after the fault is in the vault, what came before it in what is shown."""
    keeper = FakeKeeper()
    said = (SPOKEN[0], "A zebra.", SPOKEN[1])
    stage = Stage(FakeTranscriber(said), keeper=keeper, vocabulary=Faulty)
    stage.begin(FakeMicrophone(said, live=True))
    session = stage.screen.wait_for(lambda sessions: sessions[-1].unheard)
    assert session.phase is Phase.LISTENING
    stage.conductor.press(StopPressed())
    session = stage.screen.over()
    assert (session.phase, stage.screen.notes) == (Phase.UNFINISHED, [])
    assert len(keeper.frames) == len(said) * (PHRASE_FRAMES + PAUSE_FRAMES)
    assert keeper.told == ["begin soap", "stop", "let go"]
    assert "A zebra." in [gap.text for gap in session.gaps]
    stage.conductor.close()


def test_a_fault_before_there_is_a_dictation_is_told_too() -> None:
    """Here her vocabulary cannot be given; the thread lives, and whoever began is answered each time."""

    def refuse() -> Vocabulary:
        raise RuntimeError("of a library")

    terminal = terminal_with(refuse)
    with terminal.running(speech=False):
        for _ in range(2):
            session = terminal.dictate(BeginText(SOAP, utterances_of("Start aspirin")))
            assert session.phase is Phase.UNFINISHED
            assert "RuntimeError" in str(session.errors[0])


@pytest.mark.parametrize("live", [True, False])
def test_a_keeper_that_fails_as_the_note_is_delivered_keeps_nobody_waiting(live: bool) -> None:
    """The dictation is over all the same."""

    class Failing(FakeKeeper):
        def deliver(self, *args: object, **named: object) -> None:
            raise RuntimeError(str(args) + str(named))

    stage = Stage(keeper=Failing())
    stage.begin(FakeMicrophone(SPOKEN, live=live))
    stage.conductor.press(StopPressed())
    assert stage.screen.over().phase is Phase.DELIVERED
    stage.conductor.close()


def test_a_keeper_that_fails_at_the_very_end_keeps_nobody_waiting() -> None:
    """The last event would be lost with it: then nothing else comes that could end the dictation."""

    class Failing(FakeKeeper):
        def stop(self, *args: object) -> None:
            raise RuntimeError(str(args))

    stage = Stage(keeper=Failing())
    stage.begin(FakeMicrophone(SPOKEN, live=True))
    stage.conductor.press(StopPressed())
    session = stage.screen.over()
    assert "RuntimeError" in str(session.errors[0])
    stage.conductor.close()
