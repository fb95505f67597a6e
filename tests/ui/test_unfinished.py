"""Unfinished dictations in menu and HUD."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from plainspoken.dictation.errors import NotNow
from plainspoken.dictation.events import CancelPressed
from plainspoken.dictation.kept import DictationId, KeptDictation
from plainspoken.dictation.session import step
from plainspoken.ui.app import DesktopApp
from plainspoken.ui.parts import DesktopParts
from plainspoken.workers.messages import Begin
from ui.desktop_fakes import COUGH, LETTER, FakeConductor, FakeMicrophone, listening
from ui.kept_fakes import FakeKeeper

MORNING = KeptDictation(DictationId("1"), "letter", 1_700_000_000_000, True, 185_000)
NOON = KeptDictation(DictationId("2"), "gone", 1_700_010_000_000, False, 5_000)


@pytest.fixture
def keeper() -> FakeKeeper:
    """A keeper that the test plays."""
    return FakeKeeper()


@pytest.fixture
def app(qtbot: QtBot, parts: DesktopParts, keeper: FakeKeeper) -> DesktopApp:
    """An app with that keeper; not entered."""
    app = DesktopApp(replace(parts, keeper=keeper))
    qtbot.addWidget(app.hud)
    return app


def texts(menu: QMenu) -> list[str]:
    """What stands in it."""
    return [action.text() for action in menu.actions() if action.isVisible()]


def test_each_unfinished_dictation_is_offered_without_a_word_of_it(
    qtbot: QtBot, app: DesktopApp, keeper: FakeKeeper
) -> None:
    """By time, length and template; she is told once, at the start; the menu goes when there are none."""
    found: list[int] = []
    app.control.found.connect(found.append)
    menu = app.menu.unfinished
    with app:
        assert not menu.menuAction().isVisible()
        keeper.offers(MORNING, NOON)
        qtbot.waitUntil(lambda: len(menu.actions()) == 2)
        assert [text.split("  ")[1:] for text in texts(menu)] == [
            ["3:05", "Consult && letter"],
            ["0:05", "gone"],
        ]
        assert app.hud.notice.text().startswith("2 unfinished dictations")
        keeper.offers(MORNING)
        keeper.offers()
        qtbot.waitUntil(lambda: not menu.menuAction().isVisible())
        assert app.hud.notice.text() == ""
    assert found == [2]
    assert keeper.told == ["start", "close"]


def test_she_is_told_of_them_when_the_vault_opens_later(app: DesktopApp) -> None:
    """Before that nothing is known of them: what is in memory is of this run."""
    found: list[int] = []
    app.control.found.connect(found.append)
    app.control.take_kept(())
    app.control.show_vault("In memory only.", "Unlock…")
    app.control.show_vault()
    app.control.take_kept((MORNING,))
    assert found == [1]


def test_one_is_made_a_note_of_with_its_own_template(
    qtbot: QtBot, app: DesktopApp, keeper: FakeKeeper, conductor: FakeConductor
) -> None:
    """The icon says that something is being finished: nothing is listened to, and the hotkey starts nothing."""
    with app:
        assert app.obey("recover") == "nothing to recover"
        keeper.offers(MORNING)
        menu = app.menu.unfinished
        qtbot.waitUntil(lambda: bool(menu.actions()))
        entry = menu.actions()[0].menu()
        assert isinstance(entry, QMenu)
        entry.actions()[0].trigger()
        assert conductor.orders == ["start", Begin(LETTER, FakeMicrophone("1", live=False), DictationId("1"))]
        conductor.show(listening(template=LETTER))
        qtbot.waitUntil(lambda: app.obey("status") == "finishing")
        assert app.hud.state.text() == "Recovering"
        assert not menu.isEnabled()
        for word, answer in (("toggle", "still being finished"), ("recover", "A dictation is going on")):
            with pytest.raises(NotNow, match=answer):
                app.obey(word)
        app.obey("cancel")
        assert CancelPressed() in conductor.orders


def test_a_list_that_changes_often_does_not_grow(qtbot: QtBot, app: DesktopApp, keeper: FakeKeeper) -> None:
    """Each cancelled dictation comes and goes: what is in the menu stands for another one the next time."""
    with app:
        menu, sizes = app.menu.unfinished, []
        for _ in range(3):
            keeper.offers(MORNING, NOON)
            qtbot.waitUntil(lambda: len(texts(menu)) == 2)
            keeper.offers(NOON)
            qtbot.waitUntil(lambda: len(texts(menu)) == 1)
            sizes.append(len(menu.findChildren(QObject)))
        assert sizes[0] == sizes[-1]


def test_one_is_thrown_away_only_after_a_second_choice(
    qtbot: QtBot, app: DesktopApp, keeper: FakeKeeper
) -> None:
    """The first one only opens a menu that says what will happen."""
    with app:
        keeper.offers(MORNING)
        menu = app.menu.unfinished
        qtbot.waitUntil(lambda: bool(menu.actions()))
        entry = menu.actions()[0].menu()
        assert isinstance(entry, QMenu)
        away = entry.actions()[1]
        assert away.text() == "Throw away…"
        away.trigger()
        assert keeper.told == ["start"]
        inner = away.menu()
        assert isinstance(inner, QMenu)
        inner.actions()[0].trigger()
        assert keeper.told == ["start", "throw away 1"]


def test_a_cancelled_dictation_can_be_taken_back(
    qtbot: QtBot, app: DesktopApp, keeper: FakeKeeper, conductor: FakeConductor
) -> None:
    """The window says what will happen and stays, with a button; it is no unfinished dictation that waits for her."""
    found: list[int] = []
    app.control.found.connect(found.append)
    with app:
        conductor.show(step(listening(COUGH, template=LETTER), CancelPressed())[0])
        assert not app.hud.undo.isVisible()
        keeper.offers(replace(MORNING, cancelled=True))
        qtbot.waitUntil(lambda: app.control.shown.can_undo)
        app.hud.show()
        assert app.hud.undo.isVisible()
        assert app.hud.notice.text() == "What you said is destroyed in a few seconds."
        assert texts(app.menu.unfinished)[0].endswith("  (cancelled)")
        app.hud.undo.click()
        assert conductor.orders == ["start", Begin(LETTER, FakeMicrophone("1", live=False), DictationId("1"))]
        keeper.offers()
        qtbot.waitUntil(lambda: not app.control.shown.can_undo)
        assert not app.hud.undo.isVisible()
    assert found == []
