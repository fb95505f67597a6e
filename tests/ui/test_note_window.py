"""The window of a note: what it shows, and what she can do in it by keys alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from plainspoken.dictation import revision
from plainspoken.ui.colours import LEAST_CONTRAST, colours, contrast
from plainspoken.ui.note_layout import Sound
from plainspoken.ui.note_window import NoteWindow
from ui.desktop_fakes import SOAP
from ui.note_fakes import a_note


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[NoteWindow]:
    """The window, with a note in it."""
    window = NoteWindow(codes=True)
    qtbot.addWidget(window)
    window.show_revisions(a_note())
    window.come()
    yield window
    window.close()


def press(on: QWidget, key: Qt.Key, *, alt: bool = False, ctrl: bool = False) -> None:
    """Press a key."""
    modifier = Qt.KeyboardModifier
    held = modifier.AltModifier if alt else modifier.ControlModifier if ctrl else modifier.NoModifier
    QTest.keyClick(on, key, held)


def test_the_words_of_the_selected_sentence_are_highlighted(window: NoteWindow) -> None:
    """As they were spoken, with their time; those of no other one are."""
    window.list.setCurrentRow(5)
    blocks = [window.spoken.document().findBlockByNumber(number) for number in range(3)]
    marked = [
        block.text() for block in blocks if block.blockFormat().background().style() != Qt.BrushStyle.NoBrush
    ]
    assert marked == ["0:00  She takes lisinopril ten milligrams daily."]


def test_alt_and_a_number_file_the_selected_sentence(qtbot: QtBot, window: NoteWindow) -> None:
    """A heading, or a number that no heading has, files nothing."""
    window.list.setCurrentRow(1)
    with qtbot.waitSignal(window.refiled) as told:
        press(window.list, Qt.Key.Key_3, alt=True)
    assert told.args == [0, 2]
    press(window.list, Qt.Key.Key_9, alt=True)
    window.list.setCurrentRow(0)
    with qtbot.assertNotEmitted(window.refiled, wait=10):
        press(window.list, Qt.Key.Key_2, alt=True)


def test_every_heading_is_in_the_menu_too(qtbot: QtBot, window: NoteWindow) -> None:
    """A template may have more of them than there are keys."""
    window.list.setCurrentRow(1)
    actions = window.places.actions()
    assert [action.text().split("\t") for action in actions] == [
        ["Subjective", "Alt+1"],
        ["Objective", "Alt+2"],
        ["Plan", "Alt+3"],
    ]
    with qtbot.waitSignal(window.refiled) as told:
        actions[1].trigger()
    assert told.args == [0, 1]


def editor(window: NoteWindow) -> QPlainTextEdit:
    """The field that a sentence is edited in."""
    (field,) = window.list.viewport().findChildren(QPlainTextEdit)
    assert isinstance(field, QPlainTextEdit)
    return field


def test_enter_edits_in_place_and_enter_keeps_it(qtbot: QtBot, window: NoteWindow) -> None:
    """Keys that mean something in the window are letters there; Alt+2 files nothing that is being typed."""
    window.list.setCurrentRow(1)
    press(window.list, Qt.Key.Key_Return)
    field = editor(window)
    assert field.toPlainText() == "She coughs."
    QTest.keyClicks(field, " At night.")
    with qtbot.assertNotEmitted(window.refiled, wait=10):
        press(field, Qt.Key.Key_2, alt=True)
    with qtbot.waitSignal(window.edited) as told:
        press(field, Qt.Key.Key_Return)
    assert told.args == [0, "She coughs. At night."]


def test_what_she_copies_while_she_edits_is_kept_out_of_clipboard_histories(window: NoteWindow) -> None:
    """Like the note."""
    window.list.setCurrentRow(1)
    window.list.edit_row()
    editor(window).selectAll()
    editor(window).copy()
    copied = QApplication.clipboard().mimeData()
    assert (copied.text(), copied.hasFormat("x-kde-passwordManagerHint")) == ("She coughs.", True)


def test_escape_leaves_it_as_it_was(qtbot: QtBot, window: NoteWindow) -> None:
    """And does not close the window."""
    window.list.setCurrentRow(1)
    press(window.list, Qt.Key.Key_F2)
    QTest.keyClicks(editor(window), "zzz")
    with qtbot.assertNotEmitted(window.edited, wait=10):
        press(editor(window), Qt.Key.Key_Escape)
    assert window.isVisible()


def test_keys_do_what_their_buttons_do(qtbot: QtBot, window: NoteWindow) -> None:
    """Each of them."""
    window.show_revisions(revision.undo(revision.refile(revision.take_out(a_note(), 2), 0, SOAP.sections[2])))
    window.show_sound(Sound())
    window.list.setCurrentRow(1)
    for signal, key, ctrl in (
        (window.taken_out, Qt.Key.Key_Delete, False),
        (window.play_pressed, Qt.Key.Key_Space, False),
        (window.undo_pressed, Qt.Key.Key_Z, True),
        (window.redo_pressed, Qt.Key.Key_Y, True),
        (window.copy_pressed, Qt.Key.Key_C, True),
    ):
        with qtbot.waitSignal(signal):
            press(window.list, key, ctrl=ctrl)
    press(window.list, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_space_presses_a_button_that_has_the_focus(qtbot: QtBot, window: NoteWindow) -> None:
    """It is for the sound in the list and in the transcript only."""
    window.bar.copy.setFocus()
    with qtbot.waitSignal(window.copy_pressed):
        press(window.bar.copy, Qt.Key.Key_Space)


def test_a_typed_difference_stands_beside_the_button_that_accepts_it(
    qtbot: QtBot, window: NoteWindow
) -> None:
    """Nothing else copies as long as it does; Ctrl+C, which hands press by themselves, accepts nothing."""
    assert window.bar.verdict.text() == "Facts as spoken"
    edited = revision.edit(a_note(), 1, "She takes lisinopril 50 mg daily.")
    window.show_revisions(edited)
    assert window.bar.verdict.text() == "1 difference: dose “10 mg” → “50 mg”, typed by you"
    assert [button.isVisible() for button in (window.bar.copy, window.bar.accept)] == [False, True]
    assert not any(button.isEnabled() for button in (window.bar.section, window.orders, window.codes))
    with qtbot.assertNotEmitted(window.copy_pressed, wait=10):
        press(window.list, Qt.Key.Key_C, ctrl=True)
    assert "Alt+A" in window.status.text()
    with qtbot.waitSignal(window.accept_pressed):
        window.bar.accept.click()
    window.show_revisions(revision.accept(edited))
    assert window.bar.verdict.text() == "Facts as spoken, or as you typed them (1 sentence)"
    assert [button.isVisible() for button in (window.bar.copy, window.bar.accept)] == [True, False]


def test_what_is_beside_the_note_stands_beside_it(window: NoteWindow) -> None:
    """Checks as in the small window, what was not dictated, and the orders that can be torn off."""
    start = revision.edit(revision.take_out(a_note(doubted="lisinopril"), 0), 2, "Start aspirin 81.")
    window.show_revisions(start)
    told = window.beside.toPlainText()
    assert told.startswith("Not dictated: Subjective")
    assert 'Taken out: "She coughs." (taken out by you)' in told
    assert "Check: The recogniser was not sure of this" in told
    assert "\nMedicines started\nStart aspirin 81.\n" in told


def test_the_button_says_why_a_sound_cannot_be_heard(window: NoteWindow) -> None:
    """And that it can be ended while it plays."""
    window.list.setCurrentRow(1)
    window.show_sound(Sound("Its sound is not kept"))
    assert (window.play.text(), window.play.isEnabled()) == ("Its sound is not kept", False)
    window.show_sound(Sound(playing=True))
    assert (window.play.text(), window.play.isEnabled()) == ("Stop", True)


def test_the_same_sentence_stays_selected_where_it_goes(window: NoteWindow) -> None:
    """And where it has gone, the row that takes its place."""
    window.list.setCurrentRow(1)
    window.show_revisions(revision.refile(a_note(), 0, SOAP.sections[2]))
    assert window.statement_id == 0
    window.show_revisions(revision.take_out(a_note(), 0))
    assert window.list.selected


def test_what_was_in_it_is_gone_from_a_closed_window(window: NoteWindow) -> None:
    """No word of a patient stays."""
    window.close()
    shown = [
        window.spoken.toPlainText(),
        window.beside.toPlainText(),
        window.bar.verdict.text(),
        window.status.text(),
    ]
    assert (window.list.count(), shown) == (0, ["", "", "", ""])


def test_everything_has_a_name_for_those_who_hear_it(window: NoteWindow) -> None:
    """Rows, too, with what is said of them."""
    for part in (window.list, window.spoken, window.beside, window.status, window.bar.verdict):
        assert part.accessibleName()
    assert all(button.text() for button in window.findChildren(QPushButton))
    heard = [window.list.item(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(window.list.count())]
    assert heard[0] == "Subjective. Heading, Alt+1"
    assert heard[1] == "She coughs."


def test_words_can_be_read_on_the_ground_of_the_selected_row(qtbot: QtBot) -> None:  # noqa: ARG001
    """In all the colours that words have there."""
    shades = colours(QApplication.palette())
    for colour in (shades.text, shades.muted, shades.amber):
        assert contrast(colour, shades.line) >= LEAST_CONTRAST


def test_the_focus_goes_as_one_reads(window: NoteWindow) -> None:
    """From the sentences to what is done with them, to the evidence, to what copies; each part once."""
    window.show_revisions(revision.refile(a_note(), 0, SOAP.sections[2]))
    window.show_sound(Sound())
    order: list[QWidget] = [window.list]
    while (after := order[-1].nextInFocusChain()) and after is not window.list:
        order.append(after)
    reached = [
        one
        for one in order
        if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    named = [one.text() if isinstance(one, QPushButton) else one.accessibleName() for one in reached]
    assert [name.replace("&", "") for name in named if name] == [
        "Sentences of the note",
        "Edit",
        "File under",
        "Take out",
        "Undo",
        "What was spoken",
        "Play  (Space)",
        "Checks, what was not dictated, and orders",
        "Copy orders",
        "Copy code candidates",
        "Copy note",
        "Copy section",
        "Close",
    ]
