"""The window of settings with its control, on a real settings file: what she chooses is tried, written, and holds."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from plainspoken.dictation.errors import DesktopError
from plainspoken.ui.app import DesktopApp
from plainspoken.ui.parts import DesktopParts
from plainspoken.ui.setting_fields import ChecksField, ChoiceField, NumberField
from plainspoken.ui.settings_window import NONE_FOUND
from plainspoken_models.errors import ModelMissing, PlainspokenError
from ui.desktop_fakes import FakeConductor
from ui.kept_fakes import FakeKeeper
from ui.settings_desk import MODEL, Desk, answer, pick, row, type_in, written


def test_what_holds_is_shown_in_groups_and_found_by_its_words(settings_app: DesktopApp) -> None:
    """Title, help, values and the name in the file are looked through."""
    assert settings_app.settings
    window = settings_app.settings.window
    assert len(window.rows) == len([one for one in window.rows.values() if not one.isHidden()])
    number = row(settings_app, "idle_minutes").field
    assert isinstance(number, NumberField)
    assert number.line.text() == "25"
    for typed, found in {
        "REST after": ["idle_minutes"],
        "keep_sound": ["keep_sound_hours"],
        "letter by letter": ["paste"],
        "laterality": ["checks_off"],
        "no such words": [],
    }.items():
        window.search.setText(typed)
        assert [name for name, one in window.rows.items() if not one.isHidden()] == found
        assert window.none_found.isHidden() == bool(found)
    assert window.none_found.text() == NONE_FOUND
    window.search.setText("rest after")
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    assert row(settings_app, "idle_minutes").isAncestorOf(window.focusWidget())


def test_every_field_has_a_name_and_says_what_it_does(settings_app: DesktopApp) -> None:
    """For who hears the window in place of seeing it."""
    assert settings_app.settings
    for one in settings_app.settings.window.rows.values():
        part = one.field if isinstance(one.field, ChoiceField) else one.field.focusProxy()
        assert isinstance(part, QWidget)
        named = part.accessibleName() or (isinstance(one.field, ChecksField) and "looked for")
        assert named
        assert one.setting.help in part.accessibleDescription()
        assert one.reset.accessibleName() == f"Reset {one.setting.title}"


def test_a_number_counts_when_she_leaves_the_field_and_is_looked_at_while_she_types(
    qtbot: QtBot, settings_app: DesktopApp, desk: Desk
) -> None:
    """A wrong one is told beside the field and never written; comments stay."""
    number = type_in(settings_app, "idle_minutes", "5000")
    assert (
        "“5000” is not a number of minutes from 1 to 1440" in row(settings_app, "idle_minutes").message.text()
    )
    assert "5000" in number.line.accessibleDescription()
    QTest.keyClick(number.line, Qt.Key.Key_Return)
    assert settings_app.settings
    settings_app.settings.window.close()
    settings_app.obey("settings")
    assert number.line.text() == "25"
    assert row(settings_app, "idle_minutes").message.isHidden()
    type_in(settings_app, "idle_minutes", "5000")
    type_in(settings_app, "idle_minutes", "30")
    assert row(settings_app, "idle_minutes").message.text() == ""
    assert written(desk) == "# mine\nidle_minutes = 25\n"
    QTest.keyClick(number.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: written(desk) == "# mine\nidle_minutes = 30\n")


def test_a_choice_reaches_the_parts_at_once(
    qtbot: QtBot, settings_app: DesktopApp, desk: Desk, settings_keeper: FakeKeeper, conductor: FakeConductor
) -> None:
    """Clipboard, engines, retention and checks follow without a restart."""
    number = type_in(settings_app, "clear_clipboard_minutes", "3")
    QTest.keyClick(number.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "clear_clipboard_minutes = 3" in written(desk))
    qtbot.waitUntil(lambda: settings_app._clipboard._overdue.interval() == 180_000)
    checks = row(settings_app, "checks_off").field
    assert isinstance(checks, ChecksField)
    assert checks.boxes["do-not-use"].isChecked()
    checks.boxes["do-not-use"].click()
    qtbot.waitUntil(lambda: 'checks_off = ["do-not-use"]' in written(desk))
    pick(row(settings_app, "template").field, "letter")
    qtbot.waitUntil(lambda: settings_app.control.templates.chosen_id == "letter")
    qtbot.waitUntil(lambda: conductor.orders.count("use best") == 3)
    assert settings_keeper.told.count("retain 24 7") == 3
    assert not settings_app.control.delivery.wanted
    pick(row(settings_app, "paste").field, "keys")
    qtbot.waitUntil(lambda: settings_app.control.delivery.wanted)


def test_a_model_that_cannot_be_had_is_told_beside_its_field(
    qtbot: QtBot, settings_app: DesktopApp, desk: Desk, conductor: FakeConductor
) -> None:
    """Nothing is written, the one before stays; one that can be had goes to the conductor."""
    combo = row(settings_app, "speech_model").field
    assert isinstance(combo, ChoiceField)
    desk.missing = "gone"
    combo.edited.emit("gone")
    qtbot.waitUntil(lambda: "gone is not on this machine" in row(settings_app, "speech_model").message.text())
    assert row(settings_app, "speech_model").message.text().endswith("What it was still holds.")
    assert combo.currentData() == ""
    assert "speech_model" not in written(desk)
    assert "use gone" not in conductor.orders
    combo.edited.emit("mine.bin")
    qtbot.waitUntil(lambda: "use mine.bin" in conductor.orders)
    assert combo.currentText() == "mine.bin (not found here)"
    assert row(settings_app, "speech_model").message.text() == ""


def offers(combo: QComboBox, value: str) -> bool:
    """Whether it can be chosen there."""
    return combo.findData(value) >= 0


def test_what_can_be_chosen_is_what_is_there(qtbot: QtBot, settings_app: DesktopApp) -> None:
    """Templates, microphones, models; a microphone's name with what stands for none."""
    combos = {name: row(settings_app, name).field for name in ("template", "microphone", "tagger_model")}
    found = {"template": "letter", "microphone": "Headset", "tagger_model": MODEL.id}
    for name, value in found.items():
        combo = combos[name]
        assert isinstance(combo, QComboBox)
        qtbot.waitUntil(partial(offers, combo, value))
    microphone = combos["microphone"]
    assert isinstance(microphone, QComboBox)
    assert microphone.currentText() == "The system's default"


def test_a_shorter_retention_is_asked_about_first(
    qtbot: QtBot, settings_app: DesktopApp, desk: Desk, settings_keeper: FakeKeeper
) -> None:
    """For it destroys what is older, at once; a longer one does not."""
    for typed, button in (("3", "Leave it"), ("3", "Destroy")):
        number = type_in(settings_app, "keep_notes_days", typed)
        QTest.keyClick(number.line, Qt.Key.Key_Return)
        answer(qtbot, button)
        if button == "Leave it":
            assert number.line.text() == "7"
            assert "keep_notes_days" not in written(desk)
    qtbot.waitUntil(lambda: "keep_notes_days = 3" in written(desk))
    qtbot.waitUntil(lambda: "retain 24 3" in settings_keeper.told)
    number = type_in(settings_app, "keep_notes_days", "30")
    QTest.keyClick(number.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "keep_notes_days = 30" in written(desk))


def test_one_setting_is_reset_and_all_are(qtbot: QtBot, settings_app: DesktopApp, desk: Desk) -> None:
    """They leave the file; for all of them she is asked."""
    one = row(settings_app, "idle_minutes")
    assert one.reset.isEnabled()
    assert not row(settings_app, "paste").reset.isEnabled()
    one.reset.click()
    qtbot.waitUntil(lambda: written(desk) == "# mine\n")
    qtbot.waitUntil(lambda: not one.reset.isEnabled())
    pick(row(settings_app, "paste").field, "type")
    pick(row(settings_app, "encoder_context").field, "full")
    qtbot.waitUntil(lambda: "encoder_context" in written(desk))
    qtbot.waitUntil(row(settings_app, "encoder_context").reset.isEnabled)
    assert settings_app.settings
    settings_app.settings.window.reset_all.click()
    answer(qtbot, "Reset")
    qtbot.waitUntil(lambda: written(desk) == "# mine\n")


def test_a_change_by_hand_is_followed_and_a_mistake_is_told(
    qtbot: QtBot, settings_app: DesktopApp, desk: Desk, conductor: FakeConductor
) -> None:
    """When she next dictates, opens the menu, or opens this window."""
    (desk.folder / "settings.toml").write_text('speech_model = "other"\ntoggle_hotkey = "<f9>"\n')
    settings_app.obey("settings")
    qtbot.waitUntil(lambda: "use other" in conductor.orders)
    assert desk.listened == [("<f9>", "")]
    assert row(settings_app, "speech_model").value == "other"
    (desk.folder / "settings.toml").write_text('paste = "mouse"\n')
    settings_app.obey("settings")
    assert settings_app.settings
    assert 'line 1, column 9: "paste" cannot be "mouse"' in settings_app.settings.window.problem.text()
    assert "cannot be" in settings_app.hud.problem.text()
    assert row(settings_app, "speech_model").value == "other"


def test_a_refusal_goes_when_there_is_a_model(
    qtbot: QtBot, settings_app: DesktopApp, desk: Desk, conductor: FakeConductor
) -> None:
    """One that was installed meanwhile is found when she opens the window; until then no dictation is begun in vain."""
    desk.refusal = ModelMissing("No model.", "Get one.")
    pick(row(settings_app, "encoder_context").field, "full")
    qtbot.waitUntil(lambda: settings_app.control.refusal is not None)
    with pytest.raises(ModelMissing):
        settings_app.obey("start")
    desk.refusal = None
    settings_app.obey("settings")
    qtbot.waitUntil(lambda: settings_app.control.refusal is None)
    assert settings_app.control.shown.problem is None
    assert settings_app.obey("start") == "listening"
    assert conductor.orders


def test_a_mistake_in_the_file_is_told_beside_what_she_chooses(
    qtbot: QtBot, settings_app: DesktopApp, desk: Desk
) -> None:
    """It was made while the window was open; nothing is written, and nothing else holds."""
    (desk.folder / "settings.toml").write_text("idle_minutes = 25\nfoo = 3\n")
    pick(row(settings_app, "paste").field, "keys")
    message = row(settings_app, "paste").message
    qtbot.waitUntil(lambda: 'unknown setting "foo"' in message.text())
    assert written(desk) == "idle_minutes = 25\nfoo = 3\n"
    assert not settings_app.control.delivery.wanted


def test_each_setting_in_the_file_holds_by_itself(
    qtbot: QtBot, settings_app: DesktopApp, desk: Desk, settings_keeper: FakeKeeper, conductor: FakeConductor
) -> None:
    """Keys that cannot be heard and a model that is not there are told, and hold nothing else back."""
    desk.no_keys = DesktopError("On Wayland no program sees keys.", "Bind a key.")
    file = desk.folder / "settings.toml"
    file.write_text('toggle_hotkey = "<f9>"\nkeep_notes_days = 3\n')
    settings_app.control.look_at_files()
    qtbot.waitUntil(lambda: "retain 24 3" in settings_keeper.told)
    qtbot.waitUntil(lambda: "On Wayland" in settings_app.hud.problem.text())
    desk.missing = "gone"
    file.write_text('toggle_hotkey = "<f9>"\nspeech_model = "gone"\nkeep_notes_days = 2\n')
    settings_app.control.look_at_files()
    qtbot.waitUntil(lambda: "retain 24 2" in settings_keeper.told)
    qtbot.waitUntil(lambda: "gone is not on this machine" in settings_app.hud.problem.text())
    assert "use gone" not in conductor.orders
    pick(row(settings_app, "paste").field, "keys")
    qtbot.waitUntil(lambda: settings_app.control.delivery.wanted)


def test_the_menu_opens_the_window(settings_app: DesktopApp) -> None:
    """Its entry is there where there is something to set."""
    assert settings_app.settings
    settings_app.settings.window.close()
    assert settings_app.menu.settings.isVisible()
    settings_app.menu.settings.trigger()
    assert settings_app.settings.window.isVisible()


def test_without_settings_to_change_there_is_no_window(qtbot: QtBot, parts: DesktopParts) -> None:
    """An app of other parts says so."""
    app = DesktopApp(parts)
    qtbot.addWidget(app.hud)
    assert not app.menu.settings.isVisible()
    with pytest.raises(PlainspokenError, match="no window of settings"):
        app.obey("settings")
