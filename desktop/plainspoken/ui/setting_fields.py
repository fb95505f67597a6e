"""The fields of the settings window, one for each kind of value. Each says what she chose, and shows what holds."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from plainspoken.settings.setting import Hotkey, Kind, Named, Number, OneOf, SomeOf
from plainspoken.ui.hotkey_field import HotkeyField

OWN_FILE = "A file of your own…"
_NO_FILE = object()
_COLUMNS = 2


class ChoiceField(QComboBox):
    """One of several values. More can be offered later: which microphones there are takes a while to find out.

    Args:
        options: value → title.
        files: whether a file can be chosen besides.
    """

    edited = Signal(object)
    typed = Signal(object)

    def __init__(self, options: dict[str, str], *, files: bool = False) -> None:
        super().__init__()
        self._options, self._files, self._value = options, files, ""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(self._choose)

    def offer(self, options: dict[str, str]) -> None:
        """Offer these."""
        self._options = options
        self.show_value(self._value)

    def show_value(self, value: object) -> None:
        """Show what holds, also where it is not among what is offered."""
        self._value = str(value)
        self.clear()
        there = {} if self._value in self._options else {self._value: f"{self._value} (not found here)"}
        for one, title in (self._options | there).items():
            self.addItem(title, one)
        if self._files:
            self.addItem(OWN_FILE, _NO_FILE)
        self.setCurrentIndex(self.findData(self._value))

    def name(self, title: str, what: str) -> None:
        """For who hears the window."""
        self.setAccessibleName(title)
        self.setAccessibleDescription(what)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  Qt's name
        """Whoever scrolls the window over it chooses nothing."""
        event.ignore()

    def _choose(self, index: int) -> None:
        chosen = self.itemData(index)
        if isinstance(chosen, str):
            self.edited.emit(chosen)
            return
        self.setCurrentIndex(self.findData(self._value))
        dialog = QFileDialog(self, "A model of your own", filter="Models (*.gguf *.bin)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.edited)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class NumberField(QWidget):
    """A number with its unit. What is typed counts when she leaves the field: on the way to 14 there is a 1."""

    edited = Signal(object)
    typed = Signal(object)

    def __init__(self, unit: str) -> None:
        super().__init__()
        self._shown = ""
        self.line = QLineEdit()
        self.line.textEdited.connect(lambda text: self.typed.emit(_number(text)))
        self.line.editingFinished.connect(self._finish)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(QLabel(unit), 3)
        self.setFocusProxy(self.line)

    def show_value(self, value: object) -> None:
        """Show what holds."""
        self._shown = str(value)
        self.line.setText(self._shown)

    def name(self, title: str, what: str) -> None:
        """For who hears the window."""
        self.line.setAccessibleName(title)
        self.line.setAccessibleDescription(what)

    def _finish(self) -> None:
        if self.line.text() != self._shown:
            self._shown = self.line.text()  # leaving the field once more says nothing new
            self.edited.emit(_number(self._shown))


class ChecksField(QWidget):
    """The values that are left out are ticked, for what stands in the setting is switched off."""

    edited = Signal(object)
    typed = Signal(object)

    def __init__(self, values: Iterable[str]) -> None:
        super().__init__()
        self.boxes = {value: QCheckBox(value.replace("-", " ").capitalize()) for value in values}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        for number, box in enumerate(self.boxes.values()):
            box.clicked.connect(self._choose)
            grid.addWidget(box, number // _COLUMNS, number % _COLUMNS)
        self.setFocusProxy(next(iter(self.boxes.values())))

    def show_value(self, value: object) -> None:
        """Show what holds."""
        off = value if isinstance(value, list) else []
        for one, box in self.boxes.items():
            box.setChecked(one not in off)

    def name(self, title: str, what: str) -> None:
        """For who hears the window."""
        for box in self.boxes.values():
            box.setAccessibleDescription(f"{title}. {what}")

    def _choose(self) -> None:
        self.edited.emit([value for value, box in self.boxes.items() if not box.isChecked()])


Field = ChoiceField | NumberField | ChecksField | HotkeyField


def field_for(kind: Kind) -> Field:
    """The field for values of a kind."""
    match kind:
        case Number(unit):
            return NumberField(unit)
        case OneOf(titles):
            return ChoiceField(titles)
        case SomeOf(values):
            return ChecksField(values)
        case Hotkey():
            return HotkeyField()
        case Named(of, unnamed):
            options: dict[str, Any] = {"": unnamed} if unnamed else {}
            return ChoiceField(options, files=of in ("speech model", "section tagger"))


def _number(text: str) -> int | str:
    """What was typed, as a number if it is one."""
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else text
