"""What is shown, as a value."""

import pytest

from plainspoken.dictation import session as core
from plainspoken.dictation.errors import DesktopError, DeviceLost
from plainspoken.dictation.events import CancelPressed
from plainspoken.dictation.transcribe import TranscriptionFailed
from plainspoken.ui.shown import DesktopState, Shown, clock, spelled, summary
from plainspoken_models.errors import EngineGivenUp
from ui.desktop_fakes import COUGH, CRACKLES, delivered, listening, stopped, waiting

PROBLEM = DesktopError("No hotkey.", "Bind a command.")
LOST = DeviceLost("The microphone is gone.", "Plug it in.")


def test_state_follows_the_session() -> None:
    """Idle, listening and finishing come from the session alone, even while a problem of the desktop is known."""
    assert Shown().state is DesktopState.IDLE
    assert Shown(listening(COUGH), problem=PROBLEM).state is DesktopState.LISTENING
    assert Shown(stopped(listening(COUGH)), problem=PROBLEM).state is DesktopState.FINISHING
    assert Shown(delivered(stopped(listening(COUGH)))).state is DesktopState.IDLE


def test_problem_outlives_the_dictation() -> None:
    """What went wrong in a dictation is still shown when it is over."""
    shown = Shown(delivered(listening(COUGH), LOST))
    assert shown.state is DesktopState.PROBLEM
    assert shown.errors == (LOST,)
    assert not shown.went_well


def test_a_dictation_without_a_speech_engine_is_shown_as_recorded() -> None:
    """Not as delivered, and not as lost; what to do is in the problem."""
    given_up = EngineGivenUp("It has failed three times in a row.", "Choose a smaller model.")
    session, _ = core.step(listening(COUGH), TranscriptionFailed(0, given_up))
    assert Shown(session).state is DesktopState.LISTENING, "she may go on"
    shown = Shown(delivered(stopped(session)))
    assert (shown.left_unfinished, shown.delivered, shown.went_well) == (True, False, False)
    assert (shown.state, shown.headline) == (DesktopState.PROBLEM, "Recorded, but no note yet")
    assert "Unfinished dictations" in str(shown.errors[-1])


def test_headline_says_it_in_words() -> None:
    """Each state has words of its own, so that nobody needs to know the colours."""
    cancelled, _ = core.step(listening(COUGH), CancelPressed())
    heads = [
        Shown().headline,
        Shown(problem=PROBLEM).headline,
        Shown(listening()).headline,
        Shown(stopped(listening(COUGH))).headline,
        Shown(cancelled).headline,
        Shown(delivered(listening(COUGH)), outcome="On the clipboard").headline,
    ]
    assert len(set(heads)) == len(heads)
    assert heads[-1] == "On the clipboard"


def test_summary_counts_and_quotes_nothing() -> None:
    """The notification tells how much is in the note and what is missing, without a word she dictated."""
    assert summary(listening(COUGH).note) == "SOAP note, 1 statement, 2 headings not dictated"
    assert summary(listening(COUGH, CRACKLES).note) == "SOAP note, 2 statements, 1 heading not dictated"


@pytest.mark.parametrize(
    ("speech_s", "sentences", "told", "line"),
    [
        (14, 5, False, ""),
        (
            14,
            5,
            True,
            "Transcription is 14 s behind and 5 sentences wait to be filed. Keep speaking: nothing is lost.",
        ),
        (6, 2, True, ""),
        (28, 0, False, "Transcription is 28 s behind. Keep speaking: nothing is lost."),
        (200, 0, False, "Transcription is 3 min behind. Keep speaking: nothing is lost."),
        (6, 12, False, "12 sentences wait to be filed. Keep speaking: nothing is lost."),
    ],
)
def test_only_a_queue_is_told(speech_s: int, sentences: int, told: bool, line: str) -> None:
    """The segment in work and its sentences are no queue; a queue is told until half of it is done."""
    assert Shown(waiting(listening(), speech_s=speech_s, sentences=sentences)).behind(told=told) == line


def test_what_is_left_is_told_after_the_stop_key_only() -> None:
    """Before it, it is not an end that she waits for; after it, down to the last second of speech."""
    assert Shown().left == ""
    assert Shown(waiting(listening(), speech_s=14, sentences=1)).left == ""
    assert Shown(stopped(waiting(listening(), speech_s=1))).left == "Left: 1 s of speech"
    assert Shown(stopped(waiting(listening(), sentences=1))).left == "Left: 1 sentence to file"
    assert Shown(stopped(waiting(listening(), speech_s=60))).behind() == ""
    assert Shown(delivered(listening(COUGH))).left == ""


@pytest.mark.parametrize(("ms", "text"), [(0, "0:00"), (42_900, "0:42"), (3_665_000, "61:05")])
def test_clock_counts_minutes_and_seconds(ms: int, text: str) -> None:
    """An hour is 60 minutes on the clock: no dictation needs a third field."""
    assert clock(ms) == text


def test_hotkey_is_spelled_as_on_the_keys() -> None:
    """Hotkeys are shown the way people write them."""
    assert spelled("<ctrl>+<alt>+d") == "Ctrl+Alt+D"
    assert spelled("<scroll_lock>") == "Scroll Lock"
    assert spelled("") == ""
