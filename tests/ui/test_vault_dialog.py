"""A vault that does not open: what she is told, what she can choose, and what comes of it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from plainspoken.dictation.errors import (
    KeyringLocked,
    KeyringMissing,
    PassphraseUnfit,
    PassphraseWanted,
    PassphraseWrong,
    VaultFull,
    VaultLocked,
)
from plainspoken.ui.app import DesktopApp
from plainspoken.ui.parts import DesktopParts
from plainspoken.ui.vault_dialog import VaultDialog
from plainspoken.ui.vault_page import ACTIONS, HEADINGS, NOT_KEPT, WORDS, Page
from ui.kept_fakes import FakeDoor, FakeKeeper

WORDS_TYPED = "correct horse battery staple"
MISSING = KeyringMissing("There is no keyring.", "Install one.")
WANTED = PassphraseWanted("It is locked with your passphrase.", "Unlock it.")
WRONG = PassphraseWrong("This is not the passphrase.", "Type it again.")
LOST = VaultLocked("There is no key.", "Bring it back, or set it aside.")


@pytest.fixture
def keeper() -> FakeKeeper:
    """A keeper that the test plays."""
    return FakeKeeper()


@pytest.fixture
def door() -> FakeDoor:
    """Into a vault that is not there yet."""
    return FakeDoor()


@pytest.fixture
def app(qtbot: QtBot, parts: DesktopParts, keeper: FakeKeeper, door: FakeDoor) -> DesktopApp:
    """An app with that keeper; not entered."""
    app = DesktopApp(replace(parts, keeper=keeper, vault_door=door))
    qtbot.addWidget(app.hud)
    return app


def asked(app: DesktopApp) -> VaultDialog:
    """The window in which she is asked."""
    assert app.vault
    return app.vault.dialog


def click(button: QPushButton) -> None:
    """As she would: there is nothing to click where a button is hidden or disabled."""
    assert button.isVisible()
    assert button.isEnabled()
    button.click()


def test_a_system_without_a_keyring_is_a_notice_with_an_offer(
    qtbot: QtBot, app: DesktopApp, keeper: FakeKeeper
) -> None:
    """No problem, and no window that comes by itself: dictation works as it always did."""
    with app:
        assert not app.menu.vault.isVisible()
        keeper.fails(MISSING)
        qtbot.waitUntil(lambda: "no keyring" in app.hud.notice.text())
        assert (app.obey("status"), app.hud.problem.text()) == ("idle", "")
        assert not asked(app).isVisible()
        assert app.menu.vault.isVisible()
        assert app.menu.vault.text() == app.hud.vault.text() == ACTIONS[Page.CHOOSE]


def test_she_chooses_a_passphrase(qtbot: QtBot, app: DesktopApp, keeper: FakeKeeper, door: FakeDoor) -> None:
    """Typed twice and long enough; when the vault is open, window and offer go."""
    with app:
        keeper.fails(MISSING)
        qtbot.waitUntil(app.menu.vault.isVisible)
        app.menu.vault.trigger()
        dialog = asked(app)
        assert dialog.heading.text() == HEADINGS[Page.CHOOSE]
        assert dialog.field.echoMode() is dialog.again.echoMode() is QLineEdit.EchoMode.Password
        for first, second, hint in (
            ("short", "short", "5 of 15 characters"),
            (WORDS_TYPED, "", "Type it once more."),
            (WORDS_TYPED, "correct horse", "The two are not the same yet."),
        ):
            dialog.field.setText(first)
            dialog.again.setText(second)
            assert dialog.hint.text() == hint
            assert not dialog.go.isEnabled()
        dialog.again.setText(WORDS_TYPED)
        click(dialog.go)
        assert dialog.field.text() == dialog.again.text() == ""
        assert not dialog.go.isEnabled(), "once is enough"
        keeper.ways[0]()
        assert door.came == [f"begin with {WORDS_TYPED}"]
        keeper.offers()
        qtbot.waitUntil(lambda: not dialog.isVisible())
        assert (app.hud.notice.text(), app.menu.vault.isVisible()) == ("", False)
        assert app.hud.vault.isHidden()


def test_a_passphrase_that_is_not_taken_can_be_typed_again(
    qtbot: QtBot, app: DesktopApp, keeper: FakeKeeper
) -> None:
    """Its letters count as they are normalised, which the window does not know."""
    with app:
        keeper.fails(MISSING)
        qtbot.waitUntil(app.menu.vault.isVisible)
        app.menu.vault.trigger()
        dialog = asked(app)
        dialog.field.setText(WORDS_TYPED)
        dialog.again.setText(WORDS_TYPED)
        click(dialog.go)
        keeper.fails(PassphraseUnfit("It is too short.", "Take more words."))
        qtbot.waitUntil(dialog.field.isEnabled)
        assert dialog.hint.text() == "It is too short. Take more words."
        assert not dialog.go.isEnabled(), "nothing is typed yet"


def test_a_vault_with_a_passphrase_asks_once_at_the_start(
    qtbot: QtBot, app: DesktopApp, keeper: FakeKeeper, door: FakeDoor
) -> None:
    """She can dictate meanwhile; a wrong passphrase is told where she types; then all is as ever."""
    door.leads_to_a_vault = True
    with app:
        keeper.fails(WANTED)
        dialog = asked(app)
        qtbot.waitUntil(dialog.isVisible)
        assert "in memory" in dialog.words.text()
        assert not dialog.again.isVisible()
        assert app.hud.notice.text() == NOT_KEPT[Page.UNLOCK]
        assert app.obey("start") == "listening"
        dialog.field.setText("not it")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        assert not dialog.field.isEnabled()
        keeper.fails(WRONG)
        qtbot.waitUntil(dialog.field.isEnabled)
        assert dialog.hint.text() == WRONG.what
        assert app.hud.problem.text() == ""
        dialog.field.setText("but this")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        for way in keeper.ways:
            way()
        assert door.came == ["unlock not it", "unlock but this"]
        keeper.offers()
        qtbot.waitUntil(lambda: not dialog.isVisible())
        assert app.hud.notice.text() == ""


def test_to_cancel_is_to_keep_nothing_and_is_said(
    qtbot: QtBot, app: DesktopApp, keeper: FakeKeeper, door: FakeDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Escape too; it is not asked again, and she can think better of it."""
    door.leads_to_a_vault = True
    said: list[str] = []
    monkeypatch.setattr(app.tray.icon, "showMessage", lambda title, *_: said.append(title))
    with app:
        keeper.fails(WANTED)
        dialog = asked(app)
        qtbot.waitUntil(dialog.isVisible)
        dialog.field.setText("half of i")
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert keeper.told == ["start", "keep nothing"]
        assert said == ["Nothing is kept"]
        assert not dialog.isVisible()
        assert dialog.field.text() == ""
        assert app.hud.notice.text().startswith("Nothing is kept, as you chose")
        with qtbot.waitSignal(app.control.changed):
            keeper.fails(WANTED)
        assert not dialog.isVisible()
        app.hud.show()
        click(app.hud.vault)
        assert dialog.isVisible()


def test_a_lost_key_is_a_problem_with_a_choice(
    qtbot: QtBot, app: DesktopApp, keeper: FakeKeeper, door: FakeDoor
) -> None:
    """She is told; the menu leads to the choice: try again, or begin a new vault after a second question."""
    door.leads_to_a_vault = True
    with app:
        keeper.fails(LOST)
        qtbot.waitUntil(lambda: app.obey("status") == "problem")
        assert "set it aside" in app.hud.problem.text()
        dialog = asked(app)
        assert not dialog.isVisible(), "she is told, not interrupted"
        app.menu.vault.trigger()
        assert dialog.words.text().startswith(LOST.what)
        click(dialog.retry)
        assert not dialog.retry.isEnabled()
        keeper.fails(LOST)
        qtbot.waitUntil(dialog.retry.isEnabled)
        click(dialog.forgotten)
        assert dialog.words.text() == WORDS[Page.SET_ASIDE]
        click(dialog.nothing)
        assert dialog.words.text().startswith(LOST.what), "back"
        click(dialog.forgotten)
        click(dialog.go)
        for way in keeper.ways:
            way()
        assert door.came == ["open", "begin anew"]
        keeper.offers()
        qtbot.waitUntil(lambda: not dialog.isVisible())
        assert app.obey("status") == "idle", "the problem has gone"


def test_a_new_vault_without_a_keyring_asks_for_its_passphrase(
    qtbot: QtBot, app: DesktopApp, keeper: FakeKeeper, door: FakeDoor
) -> None:
    """A forgotten passphrase: the old vault is set aside, and the window goes on to the next question."""
    door.leads_to_a_vault = True
    with app:
        keeper.fails(WANTED)
        dialog = asked(app)
        qtbot.waitUntil(dialog.isVisible)
        click(dialog.forgotten)
        click(dialog.go)
        door.leads_to_a_vault = False
        keeper.fails(MISSING)
        qtbot.waitUntil(lambda: dialog.heading.text() == HEADINGS[Page.CHOOSE])
        assert dialog.field.isEnabled()


def test_a_window_that_waits_for_a_keyring_can_be_closed(
    qtbot: QtBot, app: DesktopApp, keeper: FakeKeeper, door: FakeDoor
) -> None:
    """The keyring may ask her something itself; that is no answer to our question."""
    door.leads_to_a_vault = True
    with app:
        keeper.fails(KeyringLocked("It is locked.", "Unlock it."))
        qtbot.waitUntil(app.menu.vault.isVisible)
        app.menu.vault.trigger()
        dialog = asked(app)
        click(dialog.retry)
        dialog.close()
        assert not dialog.isVisible()
        assert "keep nothing" not in keeper.told


def test_what_fails_in_an_open_vault_is_only_reported(
    qtbot: QtBot, app: DesktopApp, keeper: FakeKeeper
) -> None:
    """A full disk is no reason to ask for keys."""
    with app:
        keeper.offers()
        keeper.fails(VaultFull("The disk is full.", "Free some space."))
        qtbot.waitUntil(lambda: app.obey("status") == "problem")
        assert not app.menu.vault.isVisible()
        assert app.hud.notice.text() == ""
