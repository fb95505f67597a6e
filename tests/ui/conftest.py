"""A Qt application without a screen, and the parts of the app that are fakes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from plainspoken.ui.app import DesktopApp
from plainspoken.ui.hud import Hud
from plainspoken.ui.parts import DesktopParts
from ui.desktop_fakes import FakeConductor, FakeHotkeys, FakeSettings, desktop_parts
from ui.kept_fakes import FakeKeeper
from ui.settings_desk import Desk


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Qt draws into memory, whatever display there is."""
    return ["plainspoken", "-platform", "offscreen"]


@pytest.fixture(scope="session", autouse=True)
def _empty_clipboard_at_the_end(qapp: QApplication) -> Iterator[None]:  # noqa: ARG001  it is there before
    """Without a screen, Qt frees what is on the clipboard when Python is gone already, and crashes on it."""
    yield
    QGuiApplication.clipboard().clear()


@pytest.fixture
def settings() -> FakeSettings:
    """Her choices."""
    return FakeSettings()


@pytest.fixture
def conductor() -> FakeConductor:
    """Takes orders, and lets the test play the dictation."""
    return FakeConductor()


@pytest.fixture
def hotkeys() -> FakeHotkeys:
    """Keys that the test presses."""
    return FakeHotkeys()


@pytest.fixture
def parts(settings: FakeSettings, conductor: FakeConductor, hotkeys: FakeHotkeys) -> DesktopParts:
    """What the app is made of in these tests."""
    return desktop_parts(settings, conductor, hotkeys)


@pytest.fixture
def hud(qtbot: QtBot) -> Hud:
    """A HUD that hides at once when all went well."""
    hud = Hud("Demo speech model.", "Ctrl+Alt+D", hide_after_ms=1)
    qtbot.addWidget(hud)
    return hud


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """With a file that has one setting, and a comment."""
    (tmp_path / "settings.toml").write_text("# mine\nidle_minutes = 25\n")
    return Desk(tmp_path)


@pytest.fixture
def settings_keeper() -> FakeKeeper:
    """Writes down how long it is to keep things."""
    return FakeKeeper()


@pytest.fixture
def settings_app(
    qtbot: QtBot,
    parts: DesktopParts,
    desk: Desk,
    settings_keeper: FakeKeeper,
    capsys: pytest.CaptureFixture[str],  # noqa: ARG001
) -> Iterator[DesktopApp]:
    """A running app whose window of settings is open."""
    there = desk.parts()
    app = DesktopApp(replace(parts, desk=there, settings=there.file, keeper=settings_keeper))
    qtbot.addWidget(app.hud)
    with app:
        assert app.obey("settings") == "shown"
        yield app
