"""The sound of a sentence, and when it ends."""

from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from plainspoken.dictation.errors import AudioError, VaultLocked
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.note_desk import NOT_KEPT, WHILE_DICTATING, NoteDesk
from plainspoken.ui.parts import DesktopParts
from plainspoken.ui.relay import KeeperRelay
from plainspoken.ui.tear_offs import TearOffs
from plainspoken_models.errors import PlainspokenError
from ui.kept_fakes import FakeKeeper, FakePlayer


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
        keeper.settle()  # it has come
        QApplication.processEvents()
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
