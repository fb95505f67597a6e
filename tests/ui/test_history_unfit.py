"""The history of an app that keeps nothing, or has no fit model."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from plainspoken.dictation.errors import VaultError
from plainspoken.ui.app import DesktopApp
from plainspoken.ui.parts import DesktopParts
from plainspoken_models.errors import ModelMissing
from ui.history_given import FIRST, SECOND
from ui.kept_fakes import FakeKeeper


@pytest.fixture
def keeper() -> FakeKeeper:
    """It keeps two notes."""
    return FakeKeeper(notes=(SECOND, FIRST))


def test_a_model_that_is_not_fit_is_the_reason(qtbot: QtBot, parts: DesktopParts, keeper: FakeKeeper) -> None:
    """The same as for a dictation."""
    missing = ModelMissing("No speech model for dictation.", "Install one.")
    app = DesktopApp(replace(parts, keeper=keeper, refusal=missing))
    qtbot.addWidget(app.hud)
    qtbot.addWidget(app.history.window)
    with app:
        app.obey("history")
        qtbot.waitUntil(lambda: app.history.window.list.topLevelItemCount() == 2)
        assert app.history.window.reason.text() == "No speech model for dictation."


def test_an_app_that_keeps_nothing_offers_no_history(qtbot: QtBot, parts: DesktopParts) -> None:
    """And says so, where it is asked for."""
    app = DesktopApp(parts)
    qtbot.addWidget(app.hud)
    qtbot.addWidget(app.history.window)
    with app:
        assert not app.menu.history.isVisible()
        with pytest.raises(VaultError, match="No notes are kept"):
            app.obey("history")
