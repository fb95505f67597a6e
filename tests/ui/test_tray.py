"""The menu, without a tray."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from plainspoken.clinic.templates import TemplateError
from plainspoken.dictation.errors import AudioError, DesktopError
from plainspoken.dictation.events import CancelPressed, StopPressed
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.parts import DesktopParts
from plainspoken.ui.relay import DictationRelay
from plainspoken.ui.tray import Tray, TrayMenu
from plainspoken.workers.messages import Begin
from ui.desktop_fakes import (
    COUGH,
    LETTER,
    SOAP,
    FakeConductor,
    FakeMicrophone,
    FakeSettings,
    FakeTemplates,
    delivered,
    listening,
    stopped,
)

BROKEN = TemplateError("mine.toml", (4, 1), "[section] has single brackets", "Write [[section]].")


@pytest.fixture
def control(qtbot: QtBot, parts: DesktopParts) -> DictationControl:  # noqa: ARG001
    """The control of an app of fakes."""
    return DictationControl(parts, DictationRelay(), NoteClipboard())


@pytest.fixture
def menu(parts: DesktopParts, control: DictationControl) -> TrayMenu:
    """The menu of an app of fakes."""
    return TrayMenu(parts, control)


@pytest.fixture
def answered() -> Iterator[threading.Event]:
    """Set when the sound system answers, at the latest when the test is over."""
    event = threading.Event()
    yield event
    event.set()


def labels(menu: QMenu) -> list[str]:
    """What stands in a menu; a chosen entry has a star."""
    return [
        action.text() + ("*" if action.isChecked() else "")
        for action in menu.actions()
        if not action.isSeparator()
    ]


def test_menu_starts_and_stops(menu: TrayMenu, control: DictationControl, conductor: FakeConductor) -> None:
    """The first entry is what the hotkey does, and names it."""
    assert menu.toggle.text() == "Start dictation  (Ctrl+Alt+D)"
    menu.toggle.trigger()
    control.take_session(listening())
    assert menu.toggle.text() == "Stop dictation  (Ctrl+Alt+D)"
    menu.toggle.trigger()
    assert conductor.orders == [Begin(SOAP, FakeMicrophone(None)), StopPressed()]


def test_menu_cancels_only_a_dictation(
    menu: TrayMenu, control: DictationControl, conductor: FakeConductor
) -> None:
    """Cancel is there to be chosen while there is something to cancel."""
    assert not menu.cancel.isEnabled()
    control.take_session(stopped(listening(COUGH)))
    assert not menu.toggle.isEnabled()
    menu.cancel.trigger()
    assert conductor.orders == [CancelPressed()]


def test_quit_waits_for_the_dictation(qtbot: QtBot, menu: TrayMenu, control: DictationControl) -> None:
    """A click on Quit cannot cost her a dictation; the entry says what to do first."""
    control.take_session(listening(COUGH))
    assert not menu.quit.isEnabled()
    assert "stop or cancel" in menu.quit.text()
    control.take_session(replace(listening(COUGH), phase=stopped(listening()).phase.DELIVERED))
    with qtbot.waitSignal(menu.quit_chosen):
        menu.quit.trigger()


def test_notes_are_listed_once(menu: TrayMenu, control: DictationControl) -> None:
    """While she dictates the list of last notes stays what it is; a desktop that shows the menu is left in peace."""
    control.take_note(listening(COUGH).note)
    (entry,) = menu.notes.actions()
    control.take_session(listening(COUGH, COUGH))
    assert menu.notes.actions() == [entry]
    control.take_note(listening(COUGH).note)
    assert len(menu.notes.actions()) == 2


def test_template_is_a_choice_that_is_kept(
    menu: TrayMenu, settings: FakeSettings, control: DictationControl
) -> None:
    """One template is chosen at a time, and the next dictation is for it."""
    assert labels(menu.templates) == ["SOAP note*", "Consult && letter"]
    menu.templates.actions()[1].trigger()
    assert settings.template == "letter"
    assert labels(menu.templates) == ["SOAP note", "Consult && letter*"]
    assert control.templates.chosen.title == "Consult & letter"


def test_templates_stand_in_groups_and_those_with_a_mistake_last(
    parts: DesktopParts, control: DictationControl, settings: FakeSettings
) -> None:
    """A line between two groups; what cannot be used cannot be chosen, but is seen to be what she has chosen."""
    assert isinstance(parts.templates, FakeTemplates)
    parts.templates.usable = (SOAP, replace(LETTER, group="Letters"))
    menu = TrayMenu(parts, control)
    assert [action.isSeparator() for action in menu.templates.actions()] == [False, True, False]
    parts.templates.broken, parts.templates.changed = {"mine": BROKEN}, True
    settings.template = "mine"
    menu.aboutToShow.emit()
    assert labels(menu.templates) == ["SOAP note", "Consult && letter", "mine (has a mistake in it)*"]
    assert [action.isEnabled() for action in menu.templates.actions()][-1] is False


def test_templates_are_looked_for_when_the_menu_opens(menu: TrayMenu, parts: DesktopParts) -> None:
    """One that she has written meanwhile is there; where nothing has changed, the entries stay what they are."""
    assert isinstance(parts.templates, FakeTemplates)
    before = menu.templates.actions()
    menu.aboutToShow.emit()
    assert menu.templates.actions() == before
    parts.templates.usable, parts.templates.changed = (SOAP, replace(SOAP, id="x", title="Mine")), True
    menu.aboutToShow.emit()
    assert labels(menu.templates) == ["SOAP note*", "Mine"]


def test_unknown_template_in_the_settings_is_the_first(
    control: DictationControl, settings: FakeSettings
) -> None:
    """A template file that she deleted does not keep her from dictating."""
    settings.template = "deleted"
    assert control.templates.chosen is SOAP


def test_microphones_are_looked_for_when_the_menu_opens(
    qtbot: QtBot, parts: DesktopParts, settings: FakeSettings
) -> None:
    """A microphone plugged in a moment ago is in the list; the system's default stands first."""
    plugged = ["Built-in"]
    parts = replace(parts, microphones=lambda: tuple(plugged))
    menu = TrayMenu(parts, DictationControl(parts, DictationRelay(), NoteClipboard()))
    qtbot.addWidget(menu)
    plugged.append("Headset & stand")
    menu.aboutToShow.emit()
    listed = ["System default*", "Built-in", "Headset && stand"]
    qtbot.waitUntil(lambda: labels(menu.microphones) == listed)
    menu.microphones.actions()[2].trigger()
    assert settings.microphone == "Headset & stand"
    plugged.pop()
    menu.aboutToShow.emit()
    listed = ["System default", "Built-in", "Headset && stand (not plugged in)*"]
    qtbot.waitUntil(lambda: labels(menu.microphones) == listed)


def test_microphones_are_looked_for_once_and_elsewhere(
    qtbot: QtBot, parts: DesktopParts, settings: FakeSettings, answered: threading.Event
) -> None:
    """A sound system that takes its time does not hold up the menu, and is not asked again meanwhile."""
    asked_by: list[threading.Thread] = []
    settings.microphone = "Headset"

    def slow() -> tuple[str, ...]:
        asked_by.append(threading.current_thread())
        answered.wait()
        return ("Built-in",)

    parts = replace(parts, microphones=slow)
    menu = TrayMenu(parts, DictationControl(parts, DictationRelay(), NoteClipboard()))
    qtbot.addWidget(menu)
    menu.aboutToShow.emit()
    menu.microphones.aboutToShow.emit()
    menu.aboutToShow.emit()
    assert labels(menu.microphones) == ["System default", "Headset*"]
    answered.set()
    listed = ["System default", "Built-in", "Headset (not plugged in)*"]
    qtbot.waitUntil(lambda: labels(menu.microphones) == listed)
    menu.microphones.aboutToShow.emit()
    assert len(asked_by) == 1
    assert threading.current_thread() not in asked_by


def test_sound_system_that_fails_is_said_in_the_list(qtbot: QtBot, parts: DesktopParts) -> None:
    """Where microphones cannot be listed the menu says why, and the default can still be chosen."""

    def fail() -> tuple[str, ...]:
        raise AudioError("The sound system does not answer.", "Start it.")

    parts = replace(parts, microphones=fail)
    menu = TrayMenu(parts, DictationControl(parts, DictationRelay(), NoteClipboard()))
    qtbot.addWidget(menu)
    menu.aboutToShow.emit()
    listed = ["The sound system does not answer.", "System default*"]
    qtbot.waitUntil(lambda: labels(menu.microphones) == listed)


def test_last_notes_tell_no_word_and_copy_again(menu: TrayMenu, control: DictationControl) -> None:
    """Notes are listed by time and template; a click puts one on the clipboard again."""
    assert not menu.notes.isEnabled()
    note = listening(COUGH).note
    control.take_note(note)
    control.take_note(listening(("Rest.", COUGH[1])).note)
    assert NoteClipboard().text().startswith("Subjective:\nRest.")
    entries = labels(menu.notes)
    assert [entry.split("  ")[1] for entry in entries] == ["SOAP note", "SOAP note"]
    menu.notes.actions()[1].trigger()
    assert NoteClipboard().text().startswith("Subjective:\nShe coughs.")


def test_a_notification_waits_until_the_icon_has_its_place(
    qtbot: QtBot, menu: TrayMenu, control: DictationControl, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would point at a corner of the screen; nothing of it is lost."""
    tray, told = Tray(menu, control), list[str]()
    monkeypatch.setattr(tray.icon, "showMessage", lambda title, *_: told.append(title))
    control.report(DesktopError("No hotkey.", "Bind a command."))
    qtbot.wait(20)
    assert told == []
    qtbot.waitUntil(lambda: told == ["No hotkey."])


def test_tray_follows_the_state(menu: TrayMenu, control: DictationControl) -> None:
    """The icon's tooltip is the state in words, and the icon changes with it."""
    tray = Tray(menu, control)
    before = tray.icon.icon().cacheKey()
    control.take_session(listening())
    assert tray.icon.toolTip() == "Plainspoken: Listening"
    assert tray.icon.icon().cacheKey() != before
    control.report(DesktopError("No hotkey.", "Bind a command."))
    assert tray.icon.toolTip() == "Plainspoken: Listening"


def test_the_last_window_is_offered_when_there_was_one(
    qtbot: QtBot, menu: TrayMenu, control: DictationControl
) -> None:
    """Not before the first note, and not while she dictates."""
    assert not menu.last.isEnabled()
    control.take_session(listening(COUGH))
    assert not menu.last.isEnabled()
    control.take_session(delivered(listening(COUGH)))
    with qtbot.waitSignal(menu.last_chosen):
        menu.last.trigger()


def test_a_note_can_be_opened_once_there_is_one(
    qtbot: QtBot, menu: TrayMenu, control: DictationControl
) -> None:
    """While she dictates, too: it is the one before."""
    assert not menu.note.isEnabled()
    control.take_note(listening(COUGH).note)
    control.take_session(listening(COUGH))
    with qtbot.waitSignal(menu.note_chosen):
        menu.note.trigger()
