"""An open note window, in an app of stand-ins."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.note_desk import NoteDesk
from plainspoken.ui.parts import DesktopParts
from plainspoken.ui.relay import DictationRelay
from plainspoken.ui.tear_offs import TearOffs
from ui.desktop_fakes import COUGH, CRACKLES, delivered, listening, stopped
from ui.kept_fakes import FakeKeeper, FakePlayer, Owned
from ui.note_desk.given import TAKES


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
    qtbot: QtBot,
    parts: DesktopParts,
    control: DictationControl,
    clipboard: NoteClipboard,
    keeper: FakeKeeper,
) -> Iterator[NoteDesk]:
    """With that note open."""
    desk = NoteDesk(parts, control, clipboard, TearOffs(parts, control, clipboard))
    qtbot.addWidget(desk.window)
    desk.open()
    qtbot.waitUntil(lambda: desk.window.play.text().startswith("Play"))
    yield desk
    desk.window.close()
    keeper.settle()
