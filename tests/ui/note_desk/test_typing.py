"""What is being typed in a sentence is kept before anything else is done."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from plainspoken.dictation.deliver import as_text
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.note_desk import NoteDesk
from plainspoken.ui.note_text import NoteText
from plainspoken_models.contracts import SectionKind
from ui.desktop_fakes import COUGH, listening


def typing(desk: NoteDesk, text: str) -> NoteText:
    """The field over the first sentence, with what she typed there."""
    desk.window.list.setCurrentRow(1)
    desk.window.list.setFocus()
    desk.window.edit.click()
    *_, field = desk.window.list.viewport().findChildren(NoteText)  # those before go with the next event
    field.setPlainText(text)
    return field


ALT = Qt.KeyboardModifier.AltModifier


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Qt.Key.Key_A, ALT),
        (Qt.Key.Key_C, ALT),
        (Qt.Key.Key_S, ALT),
        (Qt.Key.Key_O, ALT),
    ],
)
def test_a_key_keeps_what_is_being_typed_before_it_does_anything(
    qtbot: QtBot, desk: NoteDesk, control: DictationControl, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    """As Enter does; what is typed in the field is never lost."""
    desk.window.refiled.emit(1, 2)
    desk.window.undo_pressed.emit()
    if key == Qt.Key.Key_A:
        desk.window.edited.emit(2, "Start lisinopril 50 mg daily.")
    QTest.keyClick(typing(desk, "She wheezes."), key, held)
    qtbot.waitUntil(lambda: "She wheezes." in [one.text for one in control.notes[0].statements])
    qtbot.waitUntil(lambda: desk.window.list.viewport().findChildren(NoteText) == [])


def test_what_is_copied_is_what_she_typed(
    qtbot: QtBot, desk: NoteDesk, control: DictationControl, clipboard: NoteClipboard
) -> None:
    """Not the words before."""
    QGuiApplication.clipboard().clear()
    QTest.keyClick(typing(desk, "She wheezes."), Qt.Key.Key_C, ALT)
    qtbot.waitUntil(lambda: clipboard.text() == as_text(control.notes[0]))
    assert "She wheezes." in clipboard.text()


def test_what_she_has_not_been_shown_is_not_accepted(
    qtbot: QtBot, desk: NoteDesk, clipboard: NoteClipboard
) -> None:
    """A second dose is in the field, when she accepts the first: it is shown first."""
    desk.window.edited.emit(2, "Start lisinopril 50 mg daily.")
    QTest.keyClick(typing(desk, "She takes lisinopril 80 mg."), Qt.Key.Key_A, ALT)
    qtbot.waitUntil(lambda: "80 mg" in desk.window.bar.verdict.text())
    qtbot.waitUntil(lambda: "was kept" in desk.window.status.text())
    assert clipboard.text() == ""
    QTest.keyClick(desk.window, Qt.Key.Key_A, ALT)
    qtbot.waitUntil(lambda: "80 mg" in clipboard.text())


def test_nothing_is_done_to_the_sentence_after_one_that_has_gone(
    qtbot: QtBot, desk: NoteDesk, control: DictationControl
) -> None:
    """She emptied the field, and pressed what takes the sentence out."""
    QTest.keyClick(typing(desk, ""), Qt.Key.Key_T, ALT)
    qtbot.waitUntil(lambda: len(control.notes[0].statements) == 2)
    assert [one.filing and one.filing.kind for one in control.notes[0].statements] == [
        SectionKind.PHYSICAL_EXAM,
        SectionKind.PLAN,
    ]


def test_neither_closing_nor_opening_a_note_loses_what_is_being_typed(
    desk: NoteDesk, control: DictationControl
) -> None:
    """Also where it is the same note, or the window is closed. Escape alone throws it away."""
    typing(desk, "She wheezes.")
    desk.open(control.notes[0])
    assert control.notes[0].statements[0].text == "She wheezes."
    assert desk.note is control.notes[0]
    typing(desk, "She wheezes a lot.")
    desk.window.close()
    assert control.notes[0].statements[0].text == "She wheezes a lot."
    desk.open()
    first = control.notes[0]
    typing(desk, "She coughs.")
    control.take_note(listening(COUGH).note)
    desk.open()
    assert control.notes[1] is not first
    assert control.notes[1].statements[0].text == "She coughs."
    QTest.keyClick(typing(desk, "Nothing."), Qt.Key.Key_Escape)
    desk.window.keep_typed()
    assert desk.window.isVisible()
    assert control.notes[0].statements[0].text == "She coughs."
