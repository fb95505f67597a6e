"""The window of settings: all of them in groups, with a search field; each can be reset. All by keyboard, too."""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from plainspoken.settings import SETTINGS, Group, Value
from plainspoken.ui.fitting import fit
from plainspoken.ui.hotkey_field import HotkeyField
from plainspoken.ui.setting_fields import ChoiceField
from plainspoken.ui.setting_row import SettingRow

SIZE_PX = (780, 640)

NONE_FOUND = "No setting has all of these words."


class SettingsWindow(QWidget):
    """Shows settings and says what she wants; what comes of it is told by `show_values` and `tell`.

    Args:
        locked: names of the settings that her organisation has set.
        path: of the settings file, to be named.
        words: the page of her own words, if there is one.
    """

    chosen = Signal(object)
    """With name → value, or None for the default. She has been asked, where it destroys something."""
    listening = Signal(bool)
    """Whether keys that she presses now are to become a hotkey."""

    def __init__(self, locked: Iterable[str], path: str, words: QWidget | None = None) -> None:
        super().__init__()
        self.setWindowTitle("Plainspoken settings")
        fit(self, SIZE_PX)
        names = frozenset(locked)
        self.rows = {one.name: SettingRow(one, locked=one.name in names) for one in SETTINGS}
        self._headings: dict[Group, QLabel] = {}
        self.search, self.problem, self.none_found = QLineEdit(), QLabel(), QLabel(NONE_FOUND)
        self.reset_all, self.close_button = QPushButton("Reset &all…"), QPushButton("Close")
        self.path = QLabel(path)
        self._make_parts()
        self._lay_out(words)
        self._wire()
        self._find("")

    def come(self) -> None:
        """Appear in front, ready to type what to search for. What was typed wrongly last time is forgotten."""
        for row in () if self.isVisible() else self.rows.values():
            row.show_value(row.value)
            row.tell("")
        self.show()
        self.raise_()
        self.activateWindow()
        if self.tabs.currentIndex() == 0:
            self._search_again()

    def show_values(self, value_of: Callable[[str], Value]) -> None:
        """These hold."""
        for name, row in self.rows.items():
            if row.value != value_of(name):  # she may be typing in it, or have opened it
                row.show_value(value_of(name))

    def offer(self, name: str, options: Mapping[str, str]) -> None:
        """What can be chosen for a setting besides nothing: value → title."""
        field, setting = self.rows[name].field, self.rows[name].setting
        unnamed = getattr(setting.kind, "unnamed", "")
        if isinstance(field, ChoiceField):
            field.offer(({"": unnamed} if unnamed else {}) | dict(options))

    def tell(self, name: str, message: str) -> None:
        """What became of her choice; empty where all is well."""
        self.rows[name].tell(message)

    def tell_all(self, message: str) -> None:
        """What is wrong with all of them; empty for nothing."""
        self.problem.setText(message)
        self.problem.setVisible(bool(message))

    def _make_parts(self) -> None:
        self.search.setPlaceholderText("Search: words of a setting")
        self.search.setClearButtonEnabled(True)
        for label in (self.problem, self.none_found, self.path):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        parts = {
            "Search in settings": self.search,
            "Problem": self.problem,
            "Nothing found": self.none_found,
            "Settings file": self.path,
        }
        for name, part in parts.items():
            part.setAccessibleName(name)
        self.problem.hide()

    def _lay_out(self, words: QWidget | None) -> None:
        first = self._first_page()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(first, "&Settings")
        if words:
            self.tabs.addTab(words, "Your own &words")
        self.tabs.currentChanged.connect(self.reset_all.setHidden)
        buttons = QHBoxLayout()
        buttons.addWidget(self.path, 1)
        buttons.addWidget(self.reset_all)
        buttons.addWidget(self.close_button)
        everything = QVBoxLayout(self)
        everything.addWidget(self.tabs, 1)
        everything.addLayout(buttons)

    def _first_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        for group, rows in groupby(self.rows.values(), lambda row: row.setting.group):
            heading = self._headings[group] = QLabel(group.value)
            font = heading.font()
            font.setPointSizeF(font.pointSizeF() * 1.2)
            font.setBold(True)
            heading.setFont(font)
            heading.setContentsMargins(0, 10, 0, 0)
            column.addWidget(heading)
            for row in rows:
                column.addWidget(row)
        column.addWidget(self.none_found)
        column.addStretch(1)
        self.pages = QScrollArea()
        self.pages.setWidgetResizable(True)
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pages.setWidget(page)
        first = QWidget()
        everything = QVBoxLayout(first)
        for part in (self.search, self.problem, self.pages):
            everything.addWidget(part, int(part is self.pages))
        return first

    def _wire(self) -> None:
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self._enter_first)
        self.close_button.clicked.connect(self.close)
        self.reset_all.clicked.connect(self._reset_all)
        for row in self.rows.values():
            row.chosen.connect(self._choose)
            if isinstance(row.field, HotkeyField):
                row.field.listening.connect(self.listening)
        for keys, do in (
            (QKeySequence.StandardKey.Find, self._search_again),
            (QKeySequence.StandardKey.Cancel, self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(do)

    def _find(self, typed: str) -> None:
        words = typed.casefold().split()
        shown = {name: row.has_words(words) for name, row in self.rows.items()}
        for name, row in self.rows.items():
            row.setVisible(shown[name])
        for group, heading in self._headings.items():
            heading.setVisible(
                any(shown[name] for name, row in self.rows.items() if row.setting.group is group)
            )
        self.none_found.setVisible(not any(shown.values()))

    def _search_again(self) -> None:
        self.tabs.setCurrentIndex(0)
        self.search.setFocus()
        self.search.selectAll()

    def _enter_first(self) -> None:
        """Go to the first setting that was found."""
        for row in [row for row in self.rows.values() if not row.isHidden()][:1]:
            row.field.setFocus()

    def _choose(self, name: str, value: Value | None) -> None:
        self._ask({name: value})

    def _reset_all(self) -> None:
        """All that are not as they were made, and not her organisation's."""
        changes: dict[str, Value | None] = {
            name: None
            for name, row in self.rows.items()
            if not row.locked and row.value != row.setting.default
        }
        if changes:
            titles = ", ".join(self.rows[name].setting.title for name in changes)
            self._confirm("Reset these settings?", titles, "Reset", changes)

    def _ask(self, changes: Mapping[str, Value | None]) -> None:
        """Choose, after a question where what is kept would be destroyed by it."""
        for name, value in changes.items():
            row = self.rows[name]
            wanted = row.setting.default if value is None else value
            if row.setting.destroys and isinstance(wanted, int) and wanted < int(str(row.value)):
                what = f"{row.setting.title} {wanted} {row.setting.kind.allowed.split()[-1]}?"
                self._confirm(what, "What is older than that is destroyed now, for good.", "Destroy", changes)
                return
        self.chosen.emit(dict(changes))

    def _confirm(self, what: str, more: str, yes: str, changes: Mapping[str, Value | None]) -> None:
        asked = QMessageBox(self)
        asked.setWindowTitle("Plainspoken settings")
        asked.setText(what)
        asked.setInformativeText(more)
        go = asked.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
        asked.setDefaultButton(asked.addButton("Leave it", QMessageBox.ButtonRole.RejectRole))
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        go.clicked.connect(lambda: self.chosen.emit(dict(changes)))
        asked.rejected.connect(lambda: self._show_again(changes))
        asked.open()

    def _show_again(self, names: Iterable[str]) -> None:
        """She has thought better of it."""
        for name in names:
            self.rows[name].show_value(self.rows[name].value)
