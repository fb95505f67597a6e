"""Notes that are pasted: into the window that she began in, or not at all, and then she is told."""

import threading
from dataclasses import replace

from pytestqt.qtbot import QtBot

from plainspoken.dictation.deliver import as_text
from plainspoken.dictation.errors import DesktopError
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.parts import DesktopParts
from plainspoken.ui.relay import DictationRelay
from ui.desktop_fakes import COUGH, delivered, listening, stopped


class FakePaster:
    """Writes down what is pasted; `refusal` is what is in the way."""

    def __init__(self, refusal: Exception | None = None) -> None:
        self.window, self.refusal = 7, refusal
        self.pasted: list[tuple[str, int | None]] = []

    def front(self) -> int | None:
        """The window that the test has put there."""
        return self.window

    def paste(self, text: str, window: int | None) -> None:
        """Write it down."""
        if self.refusal:
            raise self.refusal
        self.pasted.append((text, window))


def test_a_note_is_pasted_into_the_window_of_its_beginning(qtbot: QtBot, parts: DesktopParts) -> None:
    """Not into the one that is in front when it is ready; and what is shown says that it was."""
    paster = FakePaster()
    control = DictationControl(replace(parts, paster=paster), DictationRelay(), NoteClipboard())
    control.toggle()
    paster.window = 8
    ended = delivered(stopped(listening(COUGH)))
    control.take_note(ended.note)
    control.take_session(ended)
    qtbot.waitUntil(lambda: control.shown.headline == "Pasted, and on the clipboard")
    assert paster.pasted == [(as_text(ended.note), 7)]
    assert NoteClipboard().text() == as_text(ended.note)


def test_a_note_that_was_not_pasted_is_on_the_clipboard_and_she_is_told(
    qtbot: QtBot, parts: DesktopParts
) -> None:
    """The reason is shown and reported."""
    refusal = DesktopError("The note was not pasted: another window is in front.", "Paste it.")
    control = DictationControl(replace(parts, paster=FakePaster(refusal)), DictationRelay(), NoteClipboard())
    control.toggle()
    with qtbot.waitSignal(control.reported) as reported:
        control.take_note(delivered(stopped(listening(COUGH))).note)
    assert reported.args == [refusal]
    assert control.shown.outcome == "On the clipboard"
    assert "She coughs." in NoteClipboard().text()


def test_a_fault_in_pasting_is_told_too_without_a_word_of_the_note(qtbot: QtBot, parts: DesktopParts) -> None:
    """The screen's library may break with anything, and its message may hold what was typed."""
    paster = FakePaster(ConnectionError("She coughs."))
    control = DictationControl(replace(parts, paster=paster), DictationRelay(), NoteClipboard())
    control.toggle()
    with qtbot.waitSignal(control.reported) as reported:
        control.take_note(delivered(stopped(listening(COUGH))).note)
    assert reported.args
    assert isinstance(reported.args[0], DesktopError)
    assert "ConnectionError" in str(reported.args[0])
    assert "coughs" not in str(reported.args[0])
    assert control.shown.outcome == "On the clipboard"


def test_a_recovered_note_and_one_chosen_again_are_not_pasted(qtbot: QtBot, parts: DesktopParts) -> None:  # noqa: ARG001
    """No window was in front when they began."""
    paster = FakePaster()
    control = DictationControl(replace(parts, paster=paster), DictationRelay(), NoteClipboard())
    control.shown = replace(control.shown, recovering=True)
    note = delivered(stopped(listening(COUGH))).note
    control.take_note(note)
    control.copy(note)
    for thread in threading.enumerate():
        if thread.name == "paste":
            thread.join()
    assert paster.pasted == []
