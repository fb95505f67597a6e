"""The window that says why the tray app did not start."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from plainspoken.dictation.errors import AlreadyRunning, SettingsError
from plainspoken.ui import not_started
from plainspoken.ui.not_started import show_why, window
from plainspoken_models.errors import PlainspokenError

MISTAKE = SettingsError('The settings file has an unknown setting "<b>idle_minute".', "Known are: template.")


@pytest.fixture
def shown(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> list[str]:  # noqa: ARG001
    """What windows have said. There is a screen, and standard error is a file."""
    said: list[str] = []
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(not_started, "NOBODY_LOOKS", ())
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False)
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.informativeText()))
    return said


def test_the_window_has_the_sentence_as_it_is_and_one_way_out(qtbot: QtBot) -> None:
    """A setting that looks like markup is no markup; Escape and Enter close it."""
    box = window(MISTAKE)
    qtbot.addWidget(box)
    assert (box.text(), box.informativeText()) == ("Plainspoken could not start.", str(MISTAKE))
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert [button.text().replace("&", "") for button in box.buttons()] == ["Close"]


def test_who_has_no_terminal_sees_why(shown: list[str]) -> None:
    """From a launcher or at login."""
    show_why(MISTAKE)
    assert shown == [str(MISTAKE)]


@pytest.mark.parametrize("told", ["in a terminal", "by the icon", "where nobody looks", "without a screen"])
def test_no_window_where_it_would_help_nobody(
    shown: list[str], monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    """She reads it elsewhere, or nobody could close it."""
    error: PlainspokenError = MISTAKE
    match told:
        case "in a terminal":
            monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        case "by the icon":
            error = AlreadyRunning("It runs.", "Look for its icon.")
        case "where nobody looks":
            monkeypatch.setattr(not_started, "NOBODY_LOOKS", ("offscreen",))
        case _ if sys.platform == "linux":
            for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"):
                monkeypatch.delenv(name, raising=False)
        case _:
            pytest.skip("the other systems always have a screen")
    show_why(error)
    assert shown == []
