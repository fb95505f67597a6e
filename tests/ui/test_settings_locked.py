"""What her organisation has set, in the window of settings."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from plainspoken.settings import read_policy
from plainspoken.ui.app import DesktopApp
from plainspoken.ui.parts import DesktopParts
from plainspoken.ui.setting_fields import NumberField
from plainspoken.ui.setting_row import LOCKED
from ui.kept_fakes import FakeKeeper
from ui.settings_desk import Desk, row


def test_what_her_organisation_has_set_is_shown_as_locked(
    qtbot: QtBot, parts: DesktopParts, desk: Desk
) -> None:
    """With its value, and who set it; neither the field nor the menu changes it."""
    desk.policy = read_policy("keep_notes_days = 1\ntemplate = 'soap'", "/etc/plainspoken/policy.toml")
    there = desk.parts()
    app = DesktopApp(replace(parts, desk=there, settings=there.file))
    qtbot.addWidget(app.hud)
    with app:
        app.obey("settings")
        locked = row(app, "keep_notes_days")
        assert not locked.field.isEnabled()
        assert locked.reset.isHidden()
        assert not locked.lock.isHidden()
        assert locked.lock.text() == LOCKED
        assert isinstance(locked.field, NumberField)
        assert locked.field.line.text() == "1"
        assert LOCKED in locked.field.line.accessibleDescription()
        assert row(app, "idle_minutes").lock.isHidden()
        assert not app.menu.templates.isEnabled()
        assert "set by your organisation" in app.menu.templates.title()
        app.control.choose_template("letter")
        assert "set by your organisation" in app.hud.problem.text()
        assert app.control.templates.chosen_id == "soap"


def test_a_locked_setting_reaches_no_part(
    qtbot: QtBot, parts: DesktopParts, desk: Desk, settings_keeper: FakeKeeper
) -> None:
    """Whoever asks for it: it is refused before anything is tried, and told beside its field."""
    desk.policy = read_policy("keep_notes_days = 1", "/etc/plainspoken/policy.toml")
    there = desk.parts()
    app = DesktopApp(replace(parts, desk=there, settings=there.file, keeper=settings_keeper))
    qtbot.addWidget(app.hud)
    with app:
        app.obey("settings")
        assert app.settings
        app.settings.choose({"keep_notes_days": 30})
        message = row(app, "keep_notes_days").message
        qtbot.waitUntil(lambda: "set by your organisation" in message.text())
        assert message.text().endswith("What it was still holds.")
        assert [told for told in settings_keeper.told if told.startswith("retain")] == []
