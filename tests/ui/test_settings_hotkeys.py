"""Hotkeys that are chosen in the window of settings by pressing them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from plainspoken.dictation.errors import DesktopError
from plainspoken.ui.app import DesktopApp
from plainspoken.ui.hotkey_field import HotkeyField
from plainspoken.ui.setting_row import NO_NAME
from ui.settings_desk import CTRL_ALT, Desk, record, row, written


def test_a_hotkey_is_chosen_by_pressing_it(qtbot: QtBot, settings_app: DesktopApp, desk: Desk) -> None:
    """It is listened for at once, the one before no longer, and the menu and the HUD name it."""
    record(settings_app, "toggle_hotkey", Qt.Key.Key_J, CTRL_ALT)
    qtbot.waitUntil(lambda: 'toggle_hotkey = "<ctrl>+<alt>+j"' in written(desk))
    assert desk.listened == [("<ctrl>+<alt>+j", "")]
    qtbot.waitUntil(lambda: "Ctrl+Alt+J" in settings_app.menu.toggle.text())
    assert "Ctrl+Alt+J" in settings_app.hud.start.text()
    desk.toggle()
    qtbot.waitUntil(lambda: settings_app.control.dictating)
    record(settings_app, "push_to_talk_hotkey", Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: desk.ended == [("<ctrl>+<alt>+j", "")])
    assert desk.listened[-1] == ("<ctrl>+<alt>+j", "<f9>")


def test_while_she_presses_a_hotkey_none_is_obeyed(
    qtbot: QtBot, settings_app: DesktopApp, desk: Desk
) -> None:
    """The one that she has may be the one that she presses."""
    record(settings_app, "toggle_hotkey", Qt.Key.Key_J, CTRL_ALT)
    qtbot.waitUntil(lambda: bool(desk.listened))
    hotkey = row(settings_app, "toggle_hotkey").field
    assert isinstance(hotkey, HotkeyField)
    hotkey.record.click()
    desk.toggle()
    QTest.keyClick(hotkey.record, Qt.Key.Key_Escape)
    qtbot.wait(50)  # what was pressed meanwhile would arrive by then
    assert not settings_app.control.dictating
    assert hotkey.record.text() == "Ctrl+Alt+J"
    desk.toggle()
    qtbot.waitUntil(lambda: settings_app.control.dictating)


@pytest.mark.parametrize(
    ("pressed", "says"),
    [
        ((Qt.Key.Key_D, Qt.KeyboardModifier.NoModifier), "“d” would be pressed by typing"),
        ((Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier), "Another program has F8 already"),
        ((Qt.Key.Key_Exclam, Qt.KeyboardModifier.ShiftModifier), NO_NAME),
    ],
)
def test_a_hotkey_that_cannot_be_is_told_and_the_one_before_stays(
    qtbot: QtBot, settings_app: DesktopApp, desk: Desk, pressed: tuple[Qt.Key, Qt.KeyboardModifier], says: str
) -> None:
    """Beside the field; nothing is written, and nothing else listened for."""
    hotkey = record(settings_app, "toggle_hotkey", *pressed)
    qtbot.waitUntil(lambda: says in row(settings_app, "toggle_hotkey").message.text())
    assert hotkey.record.text() == "Ctrl+Alt+D"
    assert desk.listened == []
    assert "toggle_hotkey" not in written(desk)


def test_a_desktop_that_shows_no_keys_says_so_beside_the_field(
    qtbot: QtBot, settings_app: DesktopApp, desk: Desk
) -> None:
    """What was chosen is not written, for it would not work."""
    desk.no_keys = DesktopError("On Wayland no program sees keys.", "Bind a key.")
    record(settings_app, "toggle_hotkey", Qt.Key.Key_J, CTRL_ALT)
    qtbot.waitUntil(lambda: "On Wayland" in row(settings_app, "toggle_hotkey").message.text())
    assert "toggle_hotkey" not in written(desk)


def test_a_hotkey_that_cannot_be_written_into_a_mistaken_file_is_not_listened_for(
    qtbot: QtBot, settings_app: DesktopApp, desk: Desk
) -> None:
    """What it was still holds: the old one works, the new one does not."""
    (desk.folder / "settings.toml").write_text("foo = 3\n")
    record(settings_app, "toggle_hotkey", Qt.Key.Key_J, CTRL_ALT)
    qtbot.waitUntil(lambda: "unknown setting" in row(settings_app, "toggle_hotkey").message.text())
    assert desk.listened[-1] == ("<ctrl>+<alt>+d", "")
    assert written(desk) == "foo = 3\n"
