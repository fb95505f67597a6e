"""Key presses become orders, and the conductor's answers become what is shown."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from plainspoken.dictation.deliver import Deliverable
from plainspoken.dictation.errors import (
    AudioError,
    DesktopError,
    DeviceLost,
    MicrophoneMissing,
    SettingsError,
)
from plainspoken.dictation.events import CancelPressed, StopPressed
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.parts import DesktopParts
from plainspoken.ui.refusals import REFUSED
from plainspoken.ui.relay import DictationRelay
from plainspoken.ui.shown import NOTES_KEPT, DesktopState
from plainspoken.workers.messages import Begin
from plainspoken_models.contracts import SectionKind
from plainspoken_models.errors import ModelMissing
from ui.desktop_fakes import (
    COUGH,
    LETTER,
    SOAP,
    FakeConductor,
    FakeMicrophone,
    FakeSettings,
    delivered,
    listening,
    stopped,
)

NO_MODEL = ModelMissing("No speech model for dictation is installed.", "Install one.")


@pytest.fixture
def relay() -> DictationRelay:
    """The door from the conductor's thread."""
    return DictationRelay()


@pytest.fixture
def control(qtbot: QtBot, parts: DesktopParts, relay: DictationRelay) -> DictationControl:  # noqa: ARG001
    """The control of an app of fakes."""
    return DictationControl(parts, relay, NoteClipboard())


def test_toggle_begins_then_stops(control: DictationControl, conductor: FakeConductor) -> None:
    """The first press begins with her template and microphone, the second stops."""
    control.toggle()
    control.take_session(listening())
    control.toggle()
    assert conductor.orders == [Begin(SOAP, FakeMicrophone(None)), StopPressed()]


def test_a_key_pressed_while_the_microphone_opens_counts(
    control: DictationControl, conductor: FakeConductor
) -> None:
    """It may take seconds: until the session is known, a second press stops, and a third begins no other dictation."""
    said = [control.toggle(), control.start(), control.toggle(), control.toggle(), control.cancel()]
    begun = Begin(SOAP, FakeMicrophone(None))
    assert conductor.orders == [begun, StopPressed(), CancelPressed()]
    assert said == [
        "listening",
        "already listening",
        "stopped",
        "the last note is still being finished",
        "cancelled",
    ]


def test_letting_go_of_a_dictation_that_is_over_is_no_order(control: DictationControl) -> None:
    """The microphone could not be opened while the key was down: the next press begins afresh."""
    control.push()
    control.take_session(delivered(listening()))
    control.release()
    assert control.toggle() == "listening"


def test_toggle_while_finishing_says_so_and_does_nothing(
    control: DictationControl, conductor: FakeConductor
) -> None:
    """While the last words are worked on a press begins nothing, and she is told why."""
    control.take_session(stopped(listening(COUGH)))
    control.toggle()
    assert conductor.orders == []
    assert "being finished" in control.shown.hint


def test_push_to_talk_is_press_and_release(control: DictationControl, conductor: FakeConductor) -> None:
    """Even a tap too short for the session to be known stops what it began."""
    control.push()
    control.release()
    assert conductor.orders == [Begin(SOAP, FakeMicrophone(None)), StopPressed()]


def test_push_to_talk_leaves_a_toggled_dictation_alone(
    control: DictationControl, conductor: FakeConductor
) -> None:
    """Letting go of push-to-talk ends no dictation that another key began."""
    control.take_session(listening(COUGH))
    control.push()
    control.release()
    assert conductor.orders == []


def test_cancel_is_an_order_only_while_dictating(control: DictationControl, conductor: FakeConductor) -> None:
    """Without a dictation there is nothing to cancel."""
    control.cancel()
    control.take_session(stopped(listening(COUGH)))
    control.cancel()
    assert conductor.orders == [CancelPressed()]


def test_refusal_begins_nothing(qtbot: QtBot, parts: DesktopParts, conductor: FakeConductor) -> None:
    """Without a model fit for dictation every way to start says why and what to do, and no microphone is opened.

    A model that she installs now is not seen before the app starts again: the sentence says so.
    """
    control = DictationControl(replace(parts, refusal=NO_MODEL), DictationRelay(), NoteClipboard())
    with qtbot.waitSignal(control.reported) as reported:
        assert control.toggle() == REFUSED
    control.push()
    control.release()
    assert [(type(error), str(error)) for error in reported.args] == [
        (ModelMissing, f"{NO_MODEL.what} Install one, then start Plainspoken again.")
    ]
    assert conductor.orders == []
    assert control.shown.state is DesktopState.PROBLEM


def test_missing_microphone_is_reported(qtbot: QtBot, parts: DesktopParts, conductor: FakeConductor) -> None:
    """A microphone that cannot be had is a sentence, not a crash, and begins nothing."""
    gone = MicrophoneMissing("There is no microphone.", "Plug one in.")

    def open_microphone(_name: str | None) -> FakeMicrophone:
        raise gone

    control = DictationControl(
        replace(parts, open_microphone=open_microphone), DictationRelay(), NoteClipboard()
    )
    with qtbot.waitSignal(control.reported) as reported:
        control.start()
    assert reported.args == [gone]
    assert conductor.orders == []


def test_new_start_forgets_the_old_problem(control: DictationControl) -> None:
    """A problem is shown until she starts again, and no longer."""
    control.report(DesktopError("No hotkey.", "Bind a command."))
    control.start()
    control.take_session(listening())
    assert control.shown.errors == ()


def test_note_is_copied_and_kept(qtbot: QtBot, control: DictationControl, conductor: FakeConductor) -> None:
    """A finished note goes to the clipboard and to the head of the last notes."""
    with qtbot.waitSignal(control.copied) as copied:
        note = conductor.deliver(listening(COUGH))
    qtbot.waitUntil(lambda: control.shown.delivered)
    assert copied.args == [note]
    assert control.notes == (note,)
    assert NoteClipboard().text() == "Subjective:\nShe coughs.\n\nObjective:\n***\n\nPlan:\n***"
    assert control.shown.headline == "On the clipboard"


class LentClipboard(NoteClipboard):
    """A clipboard that others use, too."""

    others = False

    @property
    def ours(self) -> bool:
        """Whether nobody has put anything there since."""
        return not self.others


def test_a_note_that_was_copied_over_is_no_longer_said_to_be_there(parts: DesktopParts) -> None:
    """Tooltip and window tell the clipboard's state, not its past; and again when the note is back."""
    clipboard = LentClipboard()
    control = DictationControl(parts, DictationRelay(), clipboard)
    control.take_session(delivered(listening(COUGH)))
    control.look_at_clipboard()
    assert control.shown.headline == "Ready"
    control.take_note(listening(COUGH).note)
    clipboard.others = True
    control.look_at_clipboard()
    assert control.shown.headline == "No longer on the clipboard"
    clipboard.others = False
    control.look_at_clipboard()
    assert control.shown.headline == "On the clipboard"


def test_empty_note_leaves_the_clipboard_alone(
    qtbot: QtBot, control: DictationControl, conductor: FakeConductor
) -> None:
    """Where nothing was said, what she had copied before is still there."""
    control.copy(listening(COUGH).note)
    before = NoteClipboard().text()
    conductor.deliver(listening())
    qtbot.waitUntil(lambda: control.shown.headline == "Nothing was dictated")
    assert NoteClipboard().text() == before
    assert control.notes == ()


class DeafClipboard(NoteClipboard):
    """A clipboard that another program holds on to."""

    def put(self, note: Deliverable) -> None:
        """Fail."""
        raise DesktopError("The clipboard is taken.", f"Try again ({len(note.shown)}).")


def test_note_survives_a_clipboard_that_fails(
    qtbot: QtBot, parts: DesktopParts, conductor: FakeConductor
) -> None:
    """A note that cannot be copied is kept under the last notes, and she is told."""
    control = DictationControl(parts, DictationRelay(), DeafClipboard())
    with qtbot.waitSignal(control.reported):
        control.take_note(delivered(listening(COUGH)).note)
    assert len(control.notes) == 1
    assert control.shown.outcome == "Kept under Last notes"
    assert conductor.orders == []


def test_last_notes_are_newest_first_and_limited(control: DictationControl) -> None:
    """The newest note stands first; the list does not grow without end."""
    first, other = listening(COUGH).note, listening(("Rest.", SectionKind.PLAN), template=LETTER).note
    control.take_note(first)
    for _ in range(NOTES_KEPT):
        control.take_note(other)
    assert len(control.notes) == NOTES_KEPT
    assert first not in control.notes


def test_each_error_of_a_session_is_reported_once(qtbot: QtBot, control: DictationControl) -> None:
    """An error is told when it comes, not again with every change after it."""
    reported: list[AudioError] = []
    control.reported.connect(reported.append)
    lost = DeviceLost("The microphone is gone.", "Plug it in.")
    session = replace(listening(COUGH), errors=(lost,))
    control.take_session(session)
    control.take_session(stopped(session))
    qtbot.wait(0)
    assert reported == [lost]


def test_choice_that_cannot_be_kept_is_reported(qtbot: QtBot, parts: DesktopParts) -> None:
    """A settings file that cannot be written is told; the app goes on."""

    class Unwritable(FakeSettings):
        """On a full disk."""

        def choose_template(self, template_id: str) -> None:
            """Fail."""
            raise SettingsError(f"{template_id} cannot be kept.", "Free some space.")

        def choose_microphone(self, name: str | None) -> None:
            """Fail."""
            raise SettingsError(f"{name} cannot be kept.", "Free some space.")

    control = DictationControl(replace(parts, settings=Unwritable()), DictationRelay(), NoteClipboard())
    with qtbot.waitSignal(control.reported):
        control.choose_template("letter")
    with qtbot.waitSignal(control.reported):
        control.choose_microphone("Headset")


def test_a_note_whose_time_is_over_is_no_longer_said_to_be_on_the_clipboard(
    qtbot: QtBot, parts: DesktopParts
) -> None:
    """It can be had again under Last notes, and that is what is shown."""

    class Owned(NoteClipboard):
        """Qt's screen in memory has a clipboard that nobody owns."""

        ours = True

    control = DictationControl(parts, DictationRelay(), Owned(clear_after_s=0.05))
    ended = delivered(stopped(listening(COUGH)))
    control.take_session(ended)
    control.take_note(ended.note)
    assert control.shown.headline == "On the clipboard"
    qtbot.waitUntil(lambda: "Last notes" in control.shown.headline)
    assert control.notes == (ended.note,)
    assert control.shown.state is DesktopState.IDLE
