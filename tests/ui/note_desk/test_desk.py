"""What becomes of a note that she changes: in the menu, on the clipboard, in the vault."""

import pytest
from PySide6.QtGui import QGuiApplication

from plainspoken.dictation.deliver import as_text
from plainspoken.dictation.errors import NotNow
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.note_desk import EARLIER, NoteDesk
from plainspoken.ui.note_text import NoteText
from plainspoken.ui.shown import ON_CLIPBOARD
from ui.desktop_fakes import COUGH, delivered, listening, stopped
from ui.kept_fakes import FakeKeeper, Owned


def test_a_refiled_sentence_is_everywhere_where_the_note_is(
    desk: NoteDesk, control: DictationControl, clipboard: NoteClipboard, keeper: FakeKeeper
) -> None:
    """Among the last notes, in the small window, on the clipboard where it was, and in the vault."""
    before = control.notes[0]
    desk.window.refiled.emit(0, 2)
    (after,) = control.notes
    assert as_text(after).endswith("Plan:\nShe coughs. Start lisinopril 10 mg daily.")
    assert control.shown.session
    assert as_text(control.shown.session.note) == as_text(after)
    assert clipboard.text() == as_text(after)
    assert control.shown.outcome == ON_CLIPBOARD
    assert keeper.revised == [(before, after)]
    assert keeper.revised[0][0] is before, "it is found by being the same object"
    desk.window.undo_pressed.emit()
    assert control.notes == (before,)
    assert clipboard.text() == as_text(before)
    desk.window.redo_pressed.emit()
    assert control.notes == (after,)
    assert keeper.told == ["refiled", "undone", "redone"]


def test_what_somebody_else_has_copied_stays(
    desk: NoteDesk, clipboard: NoteClipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clipboard follows only while the note is there."""
    QGuiApplication.clipboard().setText("a phone number")
    monkeypatch.setattr(Owned, "ours", False)
    desk.window.refiled.emit(0, 2)
    assert clipboard.text() == "a phone number"


def test_a_phrase_that_she_has_copied_herself_stays(
    desk: NoteDesk, control: DictationControl, clipboard: NoteClipboard
) -> None:
    """From a window of ours: the clipboard is this program's, and the note is not there."""
    field = NoteText()
    field.setPlainText("a phrase of hers")
    field.selectAll()
    field.copy()
    assert not clipboard.has_note
    desk.window.refiled.emit(0, 2)
    assert clipboard.text() == "a phrase of hers"
    control.start()
    assert clipboard.text() == "", "it is of a patient, and does not go into the next one's record"


def test_typed_facts_are_on_the_clipboard_when_she_stands_by_them(
    desk: NoteDesk, clipboard: NoteClipboard, control: DictationControl, keeper: FakeKeeper
) -> None:
    """Until then the note is not there at all: neither the old dose nor the new one is pasted by mistake."""
    desk.window.edited.emit(2, "Start lisinopril 50 mg daily.")
    assert clipboard.text() == ""
    assert "until you accept" in desk.window.status.text()
    desk.window.accept_pressed.emit()
    assert "lisinopril 50 mg" in clipboard.text()
    assert control.shown.problem is None
    assert keeper.told == ["edited", "accepted"]
    desk.window.edited.emit(0, "She coughs a lot.")
    assert "coughs a lot" in clipboard.text(), "no fact differs: it follows"


def test_what_was_taken_off_comes_back_with_what_was_spoken(
    desk: NoteDesk, clipboard: NoteClipboard, control: DictationControl
) -> None:
    """When she undoes it; but not where somebody has copied something since, and not into the next dictation."""
    before = clipboard.text()
    desk.window.edited.emit(2, "Start lisinopril 50 mg daily.")
    desk.window.undo_pressed.emit()
    assert clipboard.text() == before
    desk.window.redo_pressed.emit()
    QGuiApplication.clipboard().setText("a phone number")
    desk.window.undo_pressed.emit()
    assert clipboard.text() == "a phone number"
    desk.copy()
    desk.window.redo_pressed.emit()
    assert clipboard.text() == ""
    control.start()
    desk.window.undo_pressed.emit()
    assert clipboard.text() == ""


def test_another_note_does_not_come_back_in_its_place(
    desk: NoteDesk, clipboard: NoteClipboard, control: DictationControl
) -> None:
    """She was working on one patient's note, and goes on with another's, which she has not copied."""
    desk.window.edited.emit(2, "Start lisinopril 50 mg daily.")
    assert clipboard.text() == ""
    other = delivered(stopped(listening(COUGH))).note
    control.notes = (*control.notes, other)
    desk.open(other)
    desk.window.refiled.emit(0, 2)
    assert clipboard.text() == ""
    assert desk.window.status.text() == ""


def test_one_section_goes_without_its_heading(
    desk: NoteDesk, clipboard: NoteClipboard, control: DictationControl
) -> None:
    """Into the field that the EHR has for it; nothing says any more that the note is on the clipboard."""
    desk.window.section_pressed.emit(1)
    assert clipboard.text() == "Crackles at the right base."
    assert control.shown.outcome != ON_CLIPBOARD
    desk.window.refiled.emit(0, 2)
    assert clipboard.text() == "Crackles at the right base.", "it is what she asked for"


def test_tear_offs_are_of_the_note_as_it_is_now(desk: NoteDesk, clipboard: NoteClipboard) -> None:
    """With what she has filed elsewhere, and told in the window."""
    desk.window.taken_out.emit(2)
    desk.window.edited.emit(1, "Start aspirin.")
    desk.window.refiled.emit(1, 2)
    desk.window.orders_pressed.emit()
    desk.window.accept_pressed.emit()
    desk.window.orders_pressed.emit()
    assert clipboard.text() == "Medicines started:\nStart aspirin."
    assert desk.window.status.text().startswith("Orders and follow-up on the clipboard")


def test_the_window_goes_on_where_it_was_left(desk: NoteDesk, control: DictationControl) -> None:
    """The next note is another one."""
    desk.window.refiled.emit(0, 2)
    desk.window.close()
    desk.open()
    assert desk.window.undo.isEnabled()
    control.take_note(listening(COUGH).note)
    assert desk.window.undo.isEnabled(), "what she is working on stays before her"
    desk.open()
    assert not desk.window.undo.isEnabled()
    assert desk.note is control.notes[0]


def test_each_note_of_the_day_can_be_worked_on(
    desk: NoteDesk, control: DictationControl, keeper: FakeKeeper
) -> None:
    """What she did to one is still there when she comes back to it, and goes to its own place in the vault."""
    first = control.notes[0]
    desk.window.refiled.emit(0, 2)
    control.take_note(listening(COUGH).note)
    desk.open()
    desk.window.refiled.emit(0, 2)
    assert keeper.revised[-1][0] is not first
    desk.open(control.notes[1])
    desk.window.undo_pressed.emit()
    assert keeper.revised[-1] == (first, first)
    assert keeper.revised[-1][0] is first
    assert control.notes[1] is first


def test_a_note_that_she_destroys_is_gone_from_the_window(desk: NoteDesk, control: DictationControl) -> None:
    """It is closed, and empty."""
    desk.window.refiled.emit(0, 2)
    control.take_note(listening(COUGH).note)
    desk.open()
    control.notes = ()
    control.changed.emit(control.shown)
    assert not desk.window.isVisible()
    assert desk.note is None
    assert desk._aside == (), "of none of the two"
    with pytest.raises(NotNow):
        desk.open()


def test_an_open_note_says_that_it_is_an_earlier_one(desk: NoteDesk, control: DictationControl) -> None:
    """Once another dictation has begun: what is copied of it may be another patient's."""
    control.take_session(listening(COUGH))
    assert desk.window.status.text() == EARLIER
    session = delivered(stopped(listening(COUGH)))
    control.take_session(session)
    control.take_note(session.note)
    assert desk.window.status.text() == EARLIER
    desk.window.refiled.emit(0, 2)
    assert desk.window.status.text() != EARLIER, "what was done just now is said"
    desk.open()
    assert desk.window.status.text() == ""
    desk.open(control.notes[1])
    assert desk.window.status.text() == EARLIER
