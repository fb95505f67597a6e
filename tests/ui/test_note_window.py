"""The window of a note: what it shows, and what she can do in it by keys alone."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from plainspoken.dictation import revision
from plainspoken.dictation.check import findings
from plainspoken.dictation.document import FiledStatement
from plainspoken.dictation.note import Gap, assemble
from plainspoken.dictation.revision import Revisions
from plainspoken.dictation.session import Session
from plainspoken.ui.colours import LEAST_CONTRAST, colours, contrast
from plainspoken.ui.note_rows import Row, rows
from plainspoken.ui.note_window import NoteWindow, Sound
from plainspoken.ui.spoken_view import transcript
from plainspoken_models.contracts import SectionKind
from ui.desktop_fakes import COUGH, CRACKLES, SOAP, listening

TAKES = ("She takes lisinopril ten milligrams daily.", SectionKind.PLAN)


def a_session() -> Session:
    """Three sentences, in two of the three sections."""
    return listening(COUGH, TAKES, CRACKLES)


def a_note(*, doubted: str = "", sure: float = 0.9) -> Revisions:
    """The same; the recogniser doubts this word, and the tagger is so sure of the first sentence."""
    document = a_session().document

    def unsure(item: object) -> object:
        if not isinstance(item, FiledStatement) or item.filing is None:
            return item
        words = tuple(
            replace(word, probability=0.2 if word.text == doubted else 0.9) for word in item.spoken.words
        )
        filing = replace(item.filing, confidence=sure) if item.id == 0 else item.filing
        return replace(item, spoken=replace(item.spoken, words=words), filing=filing)

    items = tuple(item for item in map(unsure, document.items) if isinstance(item, FiledStatement))
    bare = assemble(replace(document, items=items))
    return revision.begin(replace(bare, findings=findings(bare)))


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


def statement_rows(revisions: Revisions) -> list[Row]:
    """Without the headings."""
    return [row for row in rows(revisions.note) if row.statement_id is not None]


def test_each_sentence_is_a_row_under_its_heading() -> None:
    """In the template's order; a heading with nothing under it says so."""
    told = [(row.text, row.remark) for row in rows(revision.take_out(a_note(), 0).note)]
    assert told == [
        ("Subjective", "Not dictated"),
        ("Objective", ""),
        ("Crackles at the right base.", ""),
        ("Plan", ""),
        ("She takes lisinopril 10 mg daily.", ""),
    ]


def test_doubt_is_told_in_words_and_in_its_place() -> None:
    """Of a word, and of a filing: not by colour alone."""
    first, _, third = statement_rows(a_note(doubted="lisinopril", sure=0.41))
    assert (first.remark, first.urgent) == ("Filing uncertain: 41% sure", True)
    assert (third.remark, third.urgent) == ("Doubtful: “lisinopril”", True)
    assert [third.text[start:end] for start, end in third.doubtful] == ["lisinopril"]
    assert third.checked == third.doubtful, "a drug that is doubted is to check, too"
    assert third.spoken == "She takes lisinopril 10 mg daily.. Doubtful: “lisinopril”"


def test_what_is_hers_is_told_as_hers() -> None:
    """Who filed it, and what stood there before she typed."""
    changed = revision.edit(revision.refile(a_note(), 0, SOAP.sections[2]), 2, "Crackles at both bases.")
    told = {row.text: row for row in statement_rows(changed)}
    assert told["She coughs."].remark == "Filed by you"
    assert told["She coughs."].section == 2
    edited = told["Crackles at both bases."]
    assert edited.remark == "Typed by you; was: “Crackles at the right base.”"
    assert [edited.text[start:end] for start, end in edited.typed] == ["both", "bases."]
    assert not edited.urgent


def test_the_words_of_the_selected_sentence_are_highlighted(window: NoteWindow) -> None:
    """As they were spoken, with their time; those of no other one are."""
    window.list.setCurrentRow(5)
    blocks = [window.spoken.document().findBlockByNumber(number) for number in range(3)]
    marked = [
        block.text() for block in blocks if block.blockFormat().background().style() != Qt.BrushStyle.NoBrush
    ]
    assert marked == ["0:00  She takes lisinopril ten milligrams daily."]


def test_the_transcript_holds_what_is_not_in_the_note() -> None:
    """Taken out or rejected, with the reason, in the order of time."""
    out = revision.take_out(a_note(), 2).note
    lost = replace(out, gaps=(Gap(9_000, 9_500, "it could not be transcribed", lost=True),))
    assert [(part.text, part.why) for part in transcript(lost)][-2:] == [
        ("Crackles at the right base.", "taken out by you"),
        ("…", "it could not be transcribed"),
    ]


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
