"""The window of kept notes, played by keyboard and mouse over a keeper of fakes."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from plainspoken.dictation.deliver import Deliverable, as_html
from plainspoken.dictation.errors import DesktopError, VaultLocked
from plainspoken.dictation.kept import DictationId
from plainspoken.dictation.note import Note
from plainspoken.ui.app import DesktopApp
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.history_window import NO_SOUND, NONE_KEPT, HistoryWindow
from plainspoken.ui.parts import DesktopParts
from plainspoken.workers.messages import Begin
from ui.desktop_fakes import COUGH, LETTER, FakeConductor, FakeMicrophone, delivered, listening
from ui.history_given import FEVER, FIRST, SECOND, kept
from ui.kept_fakes import FakeKeeper


@pytest.fixture
def keeper() -> FakeKeeper:
    """It keeps two notes."""
    return FakeKeeper(notes=(SECOND, FIRST))


@pytest.fixture
def app(qtbot: QtBot, parts: DesktopParts, keeper: FakeKeeper) -> Iterator[DesktopApp]:
    """A running app with that keeper."""
    app = DesktopApp(replace(parts, keeper=keeper))
    qtbot.addWidget(app.hud)
    qtbot.addWidget(app.history.window)
    with app:
        yield app


@pytest.fixture
def window(qtbot: QtBot, app: DesktopApp) -> HistoryWindow:
    """Its window of kept notes, open."""
    app.menu.history.trigger()
    qtbot.waitUntil(lambda: app.history.window.list.topLevelItemCount() == 2)
    return app.history.window


def rows(window: HistoryWindow) -> list[list[str]]:
    """What stands in the list: template and first words."""
    items = [window.list.topLevelItem(row) for row in range(window.list.topLevelItemCount())]
    return [[item.text(1), item.text(2)] for item in items if item]


def answer_to_destroy(window: HistoryWindow, text: str) -> None:
    """Press a button of the question."""
    (question,) = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    (button,) = [each for each in question.buttons() if each.text() == text]
    button.click()


def test_notes_are_listed_and_the_selected_one_is_shown(window: HistoryWindow) -> None:
    """The newest first; arrow keys go through them."""
    assert rows(window) == [["Consult & letter", FEVER[0]], ["SOAP note", COUGH[0]]]
    assert window.text.toPlainText() == SECOND.text
    assert window.status.text() == "2 notes; this one was transcribed with whisper"
    window.list.setFocus()
    QTest.keyClick(window.list, Qt.Key.Key_Down)
    assert window.text.toPlainText() == FIRST.text


def test_a_note_without_a_word_is_shown_as_one(
    window: HistoryWindow, keeper: FakeKeeper, qtbot: QtBot
) -> None:
    """Not as a blank: a cancelled dictation that was taken back may have been silent."""
    keeper.notes = (kept(3, listening().note), SECOND)
    window.searched.emit("")
    qtbot.waitUntil(lambda: rows(window)[0][1] == "Nothing was dictated")


def test_search_finds_by_words(window: HistoryWindow, qtbot: QtBot) -> None:
    """While she types; what is not found is said."""
    QTest.keyClicks(window.search, "COUGHS")
    qtbot.waitUntil(lambda: rows(window) == [["SOAP note", COUGH[0]]])
    assert window.text.toPlainText() == FIRST.text
    QTest.keyClicks(window.search, " fever")
    qtbot.waitUntil(lambda: rows(window) == [])
    assert window.status.text() == "No note has all of these words."
    assert window.text.toPlainText() == ""
    assert not window.copy.isEnabled()


def test_an_answer_to_an_earlier_question_changes_nothing(
    window: HistoryWindow, app: DesktopApp, qtbot: QtBot
) -> None:
    """The keeper may be slow, and she types on."""
    window.search.setText("cough")
    qtbot.waitUntil(lambda: rows(window) == [["SOAP note", COUGH[0]]])
    app.history._relay.asked_for("fever")((SECOND,))
    QCoreApplication.processEvents()
    assert rows(window) == [["SOAP note", COUGH[0]]]


def test_copied_with_everything_that_a_new_note_has(window: HistoryWindow, keeper: FakeKeeper) -> None:
    """Ctrl+C in the list, Enter, and the button copy the whole note, kept out of clipboard histories."""
    window.list.setFocus()
    presses: tuple[Callable[[], None], ...] = (
        lambda: QTest.keyClick(window.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier),
        lambda: QTest.keyClick(window.list, Qt.Key.Key_Return),
        window.copy.click,
    )
    for number, press in enumerate(presses, 1):
        QGuiApplication.clipboard().clear()
        press()
        assert NoteClipboard().text() == SECOND.text
        mime = QGuiApplication.clipboard().mimeData()
        assert mime.html() == as_html(SECOND) != ""
        assert bytes(mime.data("x-kde-passwordManagerHint").data()) == b"secret"
        assert window.status.text() == "On the clipboard."
        assert keeper.told.count("copied 2") == number


def test_words_selected_in_the_note_are_kept_out_of_clipboard_histories(window: HistoryWindow) -> None:
    """They are as much hers as the whole note."""
    window.text.setFocus()
    QTest.keyClick(window.text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.text() == SECOND.text
    assert bytes(mime.data("x-kde-passwordManagerHint").data()) == b"secret"


def test_a_clipboard_that_fails_is_reported_and_nothing_is_written_down(
    app: DesktopApp, window: HistoryWindow, keeper: FakeKeeper, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trail must not say that a note was copied."""

    def deaf(_clipboard: NoteClipboard, _note: Deliverable) -> None:
        raise DesktopError("The clipboard is taken.", "Try again.")

    monkeypatch.setattr(NoteClipboard, "put", deaf)
    with qtbot.waitSignal(app.control.reported):
        window.copy.click()
    assert keeper.told == ["start"]


def test_destroyed_only_when_she_means_it(
    window: HistoryWindow, app: DesktopApp, keeper: FakeKeeper, qtbot: QtBot
) -> None:
    """Then it is no longer among the last notes of this run, either."""
    alike = listening(FEVER, template=LETTER).note, listening(FEVER, template=LETTER).note
    for note in alike:
        app.control.take_note(note)
    keeper.delivered[2] = alike[0]
    window.close()
    app.obey("history")
    qtbot.waitUntil(lambda: window.note is not None and window.note.delivered is alike[0])
    window.list.setFocus()
    QTest.keyClick(window.list, Qt.Key.Key_Delete)
    answer_to_destroy(window, "Keep it")
    assert keeper.told == ["start"]
    window.destroy_note.click()
    answer_to_destroy(window, "Destroy")
    assert keeper.told == ["start", "destroy 2"]
    (left,) = app.control.notes
    assert left is alike[1], "it is another patient's, and stays"
    keeper.offers()
    qtbot.waitUntil(lambda: rows(window) == [["SOAP note", COUGH[0]]])


def test_of_two_notes_alike_the_one_that_she_chose_is_opened(app: DesktopApp) -> None:
    """Also when she has changed it since; none is opened for a note of an earlier run that is alike."""
    first, second = listening(COUGH).note, listening(COUGH).note
    for note in (first, second):
        app.control.take_note(note)
    chosen: list[Note] = []
    app.history.note_chosen.connect(chosen.append)
    row = replace(FIRST, delivered=first)
    app.history.open_note(row)
    assert chosen[-1] is first
    for one in (first, second):
        changed = listening(COUGH).note
        app.control.revise(one, changed)
        app.history.open_note(replace(FIRST, delivered=one))
        assert chosen[-1] is changed
    app.history.open_note(FIRST)
    assert len(chosen) == 3


def test_transcribed_again_only_with_sound(window: HistoryWindow, conductor: FakeConductor) -> None:
    """Greyed where the sound is gone, with the reason for eyes and screen readers."""
    QTest.keyClick(window.list, Qt.Key.Key_Down)
    assert not window.again.isEnabled()
    assert window.reason.text() == window.again.accessibleDescription() == NO_SOUND
    assert window.destroy_note.isEnabled()
    QTest.keyClick(window.list, Qt.Key.Key_Up)
    assert (window.reason.isVisible(), window.again.accessibleDescription()) == (False, "")
    window.again.click()
    assert conductor.orders[-1] == Begin(LETTER, FakeMicrophone("2", live=False), DictationId("2"))


def test_while_a_note_is_made_none_is_transcribed_or_destroyed_and_then_it_is_selected(
    window: HistoryWindow, app: DesktopApp, keeper: FakeKeeper, conductor: FakeConductor, qtbot: QtBot
) -> None:
    """She is told why; the further note of the selected dictation is what she wants to see."""
    window.again.click()
    session = listening(COUGH, template=LETTER)
    conductor.show(session)
    qtbot.waitUntil(lambda: app.hud.state.text() == "Transcribing again")
    assert window.reason.text() == "A dictation is going on."
    assert not window.again.isEnabled()
    assert not window.destroy_note.isEnabled()
    assert window.copy.isEnabled()
    window.list.setFocus()
    QTest.keyClick(window.list, Qt.Key.Key_Delete)
    assert not [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    conductor.show(delivered(session))
    third = kept(3, session.note, dictation="2")
    keeper.notes = (third, *keeper.notes)
    keeper.offers()
    qtbot.waitUntil(lambda: len(rows(window)) == 3)
    assert window.note == third
    qtbot.waitUntil(window.again.isEnabled)


def test_what_she_reads_stays_where_it_is_when_another_note_comes(
    window: HistoryWindow, keeper: FakeKeeper, qtbot: QtBot
) -> None:
    """The same note is selected; and where nothing has changed, not even the cursor moves."""
    QTest.keyClick(window.list, Qt.Key.Key_Down)
    window.text.selectAll()
    window.say("")
    keeper.offers()
    qtbot.waitUntil(lambda: window.status.text() != "")
    assert window.text.textCursor().hasSelection()
    keeper.notes = (kept(3, listening(FEVER).note), *keeper.notes)
    keeper.offers()
    qtbot.waitUntil(lambda: len(rows(window)) == 3)
    assert window.note == FIRST


def test_closed_it_holds_no_word(window: HistoryWindow, keeper: FakeKeeper, qtbot: QtBot) -> None:
    """Nor does it ask for any; Escape closes it."""
    window.search.setText("cough")
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isVisible())
    assert (window.search.text(), rows(window), window.text.toPlainText()) == ("", [], "")
    assert [timer for timer in window.findChildren(QTimer) if timer.isActive()] == []
    asked: list[str] = []
    keeper.find_notes = lambda search, tell: asked.append(search)  # type: ignore[method-assign]  # noqa: ARG005
    keeper.offers()
    QCoreApplication.processEvents()
    assert asked == []


def test_a_vault_that_cannot_be_used_is_said(
    window: HistoryWindow, app: DesktopApp, keeper: FakeKeeper, qtbot: QtBot
) -> None:
    """In the window, where she looks; and so is that there is no note."""
    keeper.refuses = VaultLocked("There is no key.", "Bring it back.")
    app.obey("history")
    qtbot.waitUntil(lambda: window.status.text() == "There is no key. Bring it back.")
    assert rows(window) == []
    keeper.refuses, keeper.notes = None, ()
    app.obey("history")
    qtbot.waitUntil(lambda: window.status.text() == NONE_KEPT)


def test_the_keyboard_reaches_everything_and_each_part_has_a_name(window: HistoryWindow) -> None:
    """Tab goes from top to bottom."""
    window.search.setFocus()
    reached: list[QWidget | None] = []
    for _ in range(7):
        reached.append(window.focusWidget())
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    buttons = [window.copy, window.again, window.destroy_note, window.close_button]
    assert reached == [window.search, window.list, window.text, *buttons]
    for part in reached:
        assert part
        assert part.accessibleName() or (isinstance(part, QAbstractButton) and part.text())
