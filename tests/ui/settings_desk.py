"""What is behind the window of settings in the tests, and how its fields are used."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fakes import FakeDetector, FakeTagger, FakeTranscriber, opened
from plainspoken.adapters.settings import Settings
from plainspoken.settings import NO_POLICY, Policy, Values
from plainspoken.ui.app import DesktopApp
from plainspoken.ui.hotkey_field import RECORDING, HotkeyField
from plainspoken.ui.parts import Chosen, ListenForHotkeys, SettingsDesk
from plainspoken.ui.setting_fields import NumberField
from plainspoken.ui.setting_row import SettingRow
from plainspoken.workers.engines import Engines
from plainspoken.workers.keeping import Retention
from plainspoken_models.errors import ModelMissing, PlainspokenError
from plainspoken_models.registry import Model, Registry, Role

CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
MODEL = Registry.load().get("section-tagger")


class Nowhere:
    """Pastes nothing."""

    def front(self) -> int | None:
        """No window is in front."""
        return None

    def paste(self, text: str, window: int | None) -> None:
        """Do nothing."""


@dataclass
class Desk:
    """What is behind the window, as the test has it."""

    folder: Path
    policy: Policy = NO_POLICY
    listened: list[tuple[str, str]] = field(default_factory=list)
    """Hotkeys that were listened for, one after the other; what is listened for now is the last."""
    ended: list[tuple[str, str]] = field(default_factory=list)
    toggle: Callable[[], None] = print
    no_keys: PlainspokenError | None = None
    missing: str = ""
    """A speech model that is not there."""
    refusal: PlainspokenError | None = None

    def parts(self) -> SettingsDesk:
        """As the app has it."""
        file = Settings(self.folder / "settings.toml", self.policy)
        return SettingsDesk(file, self._chosen, self._hotkeys, lambda keys: keys == "<f8>", self._models)

    def _chosen(self, values: Values) -> Chosen:
        if values.speech_model and values.speech_model == self.missing:
            raise ModelMissing(f"The model {self.missing} is not on this machine.", "Get it.")
        engines = Engines(
            FakeDetector(),
            lambda: opened(FakeTranscriber(())),
            lambda: opened(FakeTagger({})),
            models={"speech": values.speech_model or "best"},
        )
        kept = Retention(values.keep_sound_hours, values.keep_notes_days)
        return Chosen(
            engines,
            kept,
            Nowhere() if values.paste else None,
            60.0 * values.clear_clipboard_minutes,
            self.refusal,
        )

    def _hotkeys(self, values: Values) -> ListenForHotkeys:
        keys = (values.toggle_hotkey, values.push_to_talk_hotkey)

        @contextmanager
        def listen(
            *,
            toggle: Callable[[], None],
            push: Callable[[], None],  # noqa: ARG001
            release: Callable[[], None],  # noqa: ARG001
        ) -> Iterator[None]:
            if self.no_keys:
                raise self.no_keys
            self.toggle = toggle
            self.listened.append(keys)
            yield
            self.ended.append(keys)

        return listen

    def _models(self, role: Role) -> tuple[Model, ...]:
        return (MODEL,) if role is Role.TAGGER else ()


def row(app: DesktopApp, name: str) -> SettingRow:
    """One setting in the window."""
    assert app.settings
    return app.settings.window.rows[name]


def written(desk: Desk) -> str:
    """The settings file."""
    return (desk.folder / "settings.toml").read_text("utf-8")


def type_in(app: DesktopApp, name: str, text: str) -> NumberField:
    """Type a number in place of the one that is there, and stay in the field."""
    number = row(app, name).field
    assert isinstance(number, NumberField)
    number.line.setFocus()
    number.line.selectAll()
    QTest.keyClicks(number.line, text)
    return number


def pick(combo: QWidget, value: str) -> None:
    """Choose a value as a person would."""
    assert isinstance(combo, QComboBox)
    index = combo.findData(value)
    assert index >= 0
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def record(
    app: DesktopApp, name: str, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> HotkeyField:
    """Press the field's button, then a combination."""
    hotkey = row(app, name).field
    assert isinstance(hotkey, HotkeyField)
    hotkey.record.click()
    assert hotkey.record.text() == RECORDING
    QTest.keyClick(hotkey.record, key, modifiers)
    return hotkey


def answer(qtbot: QtBot, words: str) -> None:
    """Press a button of the question that is asked."""

    def asked() -> list[QMessageBox]:
        boxes = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox)]
        return [box for box in boxes if box.isVisible()]

    qtbot.waitUntil(lambda: bool(asked()))
    (box,) = asked()
    next(button for button in box.findChildren(QPushButton) if button.text() == words).click()
    qtbot.waitUntil(lambda: not asked())
