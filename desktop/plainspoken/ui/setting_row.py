"""One setting in the window: its title, its field, what it does, and what is wrong with what she typed."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from plainspoken.settings import Setting, Value
from plainspoken.settings.setting import OneOf, SomeOf
from plainspoken.ui.colours import colours
from plainspoken.ui.hotkey_field import HotkeyField
from plainspoken.ui.setting_fields import Field, field_for

LOCKED = "Set by your organisation"

NO_NAME = "These keys cannot be a hotkey. Hold Ctrl or Alt and press a letter, or press a function key."

TITLE_PX = 190


class SettingRow(QWidget):
    """Says what she chose, once it is right by itself; whether it can be had is found out by who hears it."""

    chosen = Signal(str, object)
    """Name and value; None: she wants the default."""

    def __init__(self, setting: Setting, *, locked: bool) -> None:
        super().__init__()
        self.setting, self.locked = setting, locked
        self.field: Field = field_for(setting.kind)
        self.field.edited.connect(self._choose)
        self.field.typed.connect(lambda value: self.tell(self._wrong(value)))
        self.field.setEnabled(not locked)
        self.reset = QPushButton("Reset")
        self.reset.setAccessibleName(f"Reset {setting.title}")
        self.reset.clicked.connect(lambda: self.chosen.emit(setting.name, None))
        self.reset.setVisible(not locked)
        self.title, self.help, self.message = QLabel(setting.title), QLabel(setting.help), QLabel()
        self.lock = QLabel(LOCKED)
        self.lock.setVisible(locked)
        self._lay_out()
        self.message.hide()
        self.show_value(setting.default)
        self._restyle()
        if isinstance(self.field, HotkeyField):
            self.field.listening.connect(lambda listening: self.tell("") if listening else None)
            self.field.unnamed.connect(lambda: self.tell(NO_NAME))

    def show_value(self, value: Value) -> None:
        """This holds."""
        self.value = value
        self.field.show_value(value)
        self.reset.setEnabled(value != self.setting.default)
        self._name()

    def tell(self, message: str) -> None:
        """What is wrong, beside the field; empty for nothing."""
        self.message.setText(message)
        self.message.setVisible(bool(message))
        self._name()

    def has_words(self, words: list[str]) -> bool:
        """Whether each of these is in what the row says, or in the setting's name in the file."""
        setting = self.setting
        kind = setting.kind
        titles = kind.titles.values() if isinstance(kind, OneOf) else ()
        values = kind.values if isinstance(kind, SomeOf) else ()
        said = " ".join(
            (setting.name, setting.title, setting.group, setting.help, *titles, *values)
        ).casefold()
        return all(word in said for word in words)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """Light has become dark, or the other way round."""
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "lock"):
            self._restyle()
        super().changeEvent(event)

    def _choose(self, value: object) -> None:
        wrong = self._wrong(value)
        self.tell(wrong)
        if not wrong:
            self.chosen.emit(self.setting.name, value)
        elif isinstance(self.field, HotkeyField):
            self.field.show_value(self.value)

    def _wrong(self, value: object) -> str:
        clause = self.setting.wrong(value)
        return f"“{value}” {clause}. What it was still holds." if clause else ""

    def _name(self) -> None:
        parts = (self.setting.help, LOCKED if self.locked else "", self.message.text())
        self.field.name(self.setting.title, " ".join(part for part in parts if part))

    def _lay_out(self) -> None:
        for label in (self.title, self.help, self.message):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.title.setFixedWidth(TITLE_PX)
        self.title.setBuddy(self.field)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 6)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.title, 0, 0)
        grid.addWidget(self.field, 0, 1)
        grid.addWidget(self.reset, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.lock, 0, 2)
        for number, label in enumerate((self.message, self.help), 1):
            grid.addWidget(label, number, 1, 1, 2)
        grid.setColumnStretch(1, 1)

    def _restyle(self) -> None:
        shades = colours(self.palette())
        for label, shade in (
            (self.help, shades.muted),
            (self.message, shades.red),
            (self.lock, shades.amber),
        ):
            _paint(label, shade)
        if self.locked:  # what holds is to be read, though it cannot be changed
            palette = self.field.palette()
            for role in (
                QPalette.ColorRole.Text,
                QPalette.ColorRole.ButtonText,
                QPalette.ColorRole.WindowText,
            ):
                palette.setColor(QPalette.ColorGroup.Disabled, role, shades.muted)
            self.field.setPalette(palette)


def _paint(label: QLabel, colour: QColor) -> None:
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.WindowText, colour)
    label.setPalette(palette)
