"""What becomes of a note that she changes: in the menu, on the clipboard, in the vault; and of its sound."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from plainspoken.clinic.tearoffs import Candidate, Coded
from plainspoken.dictation.deliver import as_data, as_text
from plainspoken.dictation.errors import AudioError, FactsDiffer, NotNow, VaultLocked
from plainspoken.dictation.kept import DictationId, KeptNote
from plainspoken.dictation.note import Note
from plainspoken.dictation.tear_offs import codes, orders, statements_of
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.history import History
from plainspoken.ui.note_desk import NOT_KEPT, WHILE_DICTATING, NoteDesk
from plainspoken.ui.note_rows import rows
from plainspoken.ui.note_text import NoteText
from plainspoken.ui.parts import DesktopParts
from plainspoken.ui.relay import DictationRelay, KeeperRelay
from plainspoken.ui.shown import ON_CLIPBOARD
from plainspoken.ui.tear_offs import TearOffs
from plainspoken_models.contracts import SectionKind
from plainspoken_models.errors import PlainspokenError
from ui.desktop_fakes import COUGH, CRACKLES, delivered, listening, stopped
from ui.kept_fakes import FakeKeeper, FakePlayer, Owned

CODED = Coded((Candidate("R56.9", "Unspecified convulsions", False),), False)
TAKES = ("Start lisinopril ten milligrams daily.", SectionKind.PLAN)


def as_kept(note: Note) -> KeptNote:
    """As the vault has it."""
    data = json.dumps(as_data(note, {}))
    return KeptNote(1, DictationId("1"), "soap", 0, as_text(note), data, has_sound=True)


@pytest.fixture
def keeper() -> FakeKeeper:
    """With the sound of each note."""
    return FakeKeeper()


@pytest.fixture
def player() -> FakePlayer:
    """A loudspeaker."""
    return FakePlayer()


@pytest.fixture
def clipboard(qtbot: QtBot) -> NoteClipboard:  # noqa: ARG001  needs the application
    """The clipboard of the app."""
    return Owned()


@pytest.fixture
def control(parts: DesktopParts, clipboard: NoteClipboard) -> DictationControl:
    """A control that has delivered a note just now."""
    control = DictationControl(parts, DictationRelay(), clipboard)
    session = delivered(stopped(listening(COUGH, CRACKLES, TAKES)))
    control.take_session(session)
    control.take_note(session.note)
    return control


@pytest.fixture
def parts(parts: DesktopParts, keeper: FakeKeeper, player: FakePlayer) -> DesktopParts:
    """An app that keeps sound, and plays it."""
    return replace(parts, keeper=keeper, player=player)


@pytest.fixture
def desk(
    qtbot: QtBot, parts: DesktopParts, control: DictationControl, clipboard: NoteClipboard
) -> Iterator[NoteDesk]:
    """With that note open."""
    desk = NoteDesk(parts, control, clipboard, TearOffs(parts, control, clipboard))
    qtbot.addWidget(desk.window)
    desk.open()
    qtbot.waitUntil(lambda: desk.window.play.text().startswith("Play"))
    yield desk
    desk.window.close()


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


def test_no_other_way_leads_past_the_gate(
    qtbot: QtBot, parts: DesktopParts, control: DictationControl, clipboard: NoteClipboard
) -> None:
    """The note, a section, both tear-offs from the window and from the menu, Last notes, and History: told first."""
    ill = ("Two seizures on lisinopril ten milligrams.", SectionKind.ASSESSMENT)
    control.take_note(delivered(stopped(listening(TAKES, ill))).note)
    parts = replace(parts, find_codes=lambda texts: (CODED,) * len(texts))
    torn = TearOffs(parts, control, clipboard)
    desk = NoteDesk(parts, control, clipboard, torn)
    qtbot.addWidget(desk.window)
    desk.open()
    desk.window.edited.emit(0, "Start lisinopril 50 mg daily.")
    desk.window.edited.emit(1, "Two seizures on lisinopril 100 mg.")
    (place,) = {row.section for row in rows(control.notes[0]) if row.statement_id == 0}
    kept = as_kept(control.notes[0])
    ways: tuple[Callable[[], object], ...] = (
        desk.window.copy_pressed.emit,
        partial(desk.window.section_pressed.emit, place),
        desk.window.orders_pressed.emit,
        desk.window.codes_pressed.emit,
        torn.copy_orders,
        torn.copy_codes,
        lambda: control.copy(control.notes[0]),
        lambda: History(parts, control, clipboard).copy(kept),
    )
    for way in ways:
        clipboard._refused = None  # what she was told of is taken when she asks for it again
        with qtbot.waitSignal(control.reported):
            way()
        assert clipboard.text() == ""
    desk.window.close()


def test_the_commands_do_not_lead_past_the_gate(
    qtbot: QtBot,  # noqa: ARG001  needs the application
    desk: NoteDesk,
    control: DictationControl,
) -> None:
    """What `plainspoken history` copies: the note, and each tear-off."""
    ill = ("Two seizures on lisinopril ten milligrams.", SectionKind.ASSESSMENT)
    control.take_note(delivered(stopped(listening(TAKES, ill))).note)
    desk.open()
    desk.window.edited.emit(0, "Start lisinopril 50 mg daily.")
    desk.window.edited.emit(1, "Two seizures on lisinopril 100 mg.")
    kept = as_kept(control.notes[0])
    stated = statements_of(kept)
    for what in (kept, orders(stated), codes(stated, (CODED,))):
        with pytest.raises(FactsDiffer):
            NoteClipboard().put(what)


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


def test_the_sound_of_a_sentence_is_played(
    qtbot: QtBot, desk: NoteDesk, keeper: FakeKeeper, player: FakePlayer, control: DictationControl
) -> None:
    """That of its words, and a little around it; the same button ends it."""
    delivered_ = control.notes[0]
    spoken = delivered_.statements[2].spoken
    desk.window.edited.emit(2, "Start lisinopril 50 mg daily.")
    desk.window.play_pressed.emit(2)
    qtbot.waitUntil(lambda: desk.window.play.text() == "Stop")
    asked, start_ms, end_ms = keeper.asked[-1]
    assert asked is delivered_, "the vault knows the note that was delivered"
    assert start_ms <= spoken.start_ms < spoken.end_ms < end_ms
    assert len(player.played) == 1
    desk.window.play_pressed.emit(2)
    qtbot.waitUntil(lambda: desk.window.play.text().startswith("Play"))
    assert len(player.played) == 1


def test_where_no_sound_is_kept_the_button_says_so(
    qtbot: QtBot, desk: NoteDesk, keeper: FakeKeeper, player: FakePlayer
) -> None:
    """It has grown old while the window was open: the vault says that something has changed."""
    relay = KeeperRelay()
    desk.watch(relay)
    keeper.sound_of_note = np.empty(0, np.float32)
    relay.kept.emit(())
    qtbot.waitUntil(lambda: desk.window.play.text() == NOT_KEPT)
    assert player.played == []


def test_without_a_vault_nothing_can_be_played(
    qtbot: QtBot, parts: DesktopParts, control: DictationControl, clipboard: NoteClipboard
) -> None:
    """And everything else works."""
    parts = replace(parts, keeper=None)
    desk = NoteDesk(parts, control, clipboard, TearOffs(parts, control, clipboard))
    qtbot.addWidget(desk.window)
    desk.open()
    assert desk.window.play.text() == NOT_KEPT
    desk.window.refiled.emit(0, 2)
    assert desk.note is control.notes[0]
    desk.window.close()


def test_what_is_in_the_way_of_the_sound_is_told(
    qtbot: QtBot, desk: NoteDesk, keeper: FakeKeeper, player: FakePlayer
) -> None:
    """By the loudspeaker, or by the vault."""
    desk.window.play_pressed.emit(0)
    qtbot.waitUntil(lambda: bool(player.played))
    player.ended(AudioError("No loudspeaker was found.", "Plug one in."))
    qtbot.waitUntil(lambda: "No loudspeaker" in desk.window.status.text())
    keeper.refuses = VaultLocked("There is no key.", "Bring it back.")
    desk.window.play_pressed.emit(0)
    qtbot.waitUntil(lambda: "There is no key" in desk.window.status.text())
    assert desk.window.play.text() == NOT_KEPT


def test_a_dictation_falls_silent_around_her(
    qtbot: QtBot, desk: NoteDesk, player: FakePlayer, control: DictationControl
) -> None:
    """The microphone would hear it."""
    desk.window.play_pressed.emit(0)
    qtbot.waitUntil(lambda: bool(player.played))
    over: list[PlainspokenError | None] = []
    told = player.ended
    player.ended = over.append
    control.start()
    assert over == [None]
    told(None)
    qtbot.waitUntil(lambda: desk.window.play.text() == WHILE_DICTATING)


def test_sound_that_nobody_waits_for_is_not_played(
    qtbot: QtBot, desk: NoteDesk, keeper: FakeKeeper, player: FakePlayer, control: DictationControl
) -> None:
    """The window was closed before it came, or it was asked for twice, which ends it."""
    for give_up in (desk.window.close, partial(desk.window.play_pressed.emit, 0), control.start):
        asked = len(keeper.asked)
        desk.window.play_pressed.emit(0)
        give_up()
        qtbot.waitUntil(lambda asked=asked: len(keeper.asked) > asked)  # type: ignore[misc]
        with qtbot.waitSignal(desk._heard):
            keeper.hear_note(control.notes[0], 0, 1, lambda heard: desk._heard.emit(heard, 0))
        assert player.played == []
        desk.open()


def test_every_dictation_silences_every_play(
    qtbot: QtBot, desk: NoteDesk, player: FakePlayer, control: DictationControl
) -> None:
    """Also one that was begun while another sounded: the end of that one is not the end of this one."""
    desk.window.play_pressed.emit(0)
    qtbot.waitUntil(lambda: len(player.played) == 1)
    first = player.ended
    player.ended = lambda _error: None  # its end is told late
    desk.window.play_pressed.emit(0)
    desk.window.play_pressed.emit(0)
    qtbot.waitUntil(lambda: len(player.played) == 2)
    first(None)
    QApplication.processEvents()
    assert desk.window.play.text() == "Stop"
    over: list[PlainspokenError | None] = []
    player.ended = over.append
    control.start()
    assert None in over


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
