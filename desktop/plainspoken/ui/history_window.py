"""The window of kept notes: a search field, the list, the note, and what can be done with it. All by keyboard, too."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from plainspoken.dictation.kept import NOTHING_DICTATED, KeptNote
from plainspoken.ui.fitting import fit
from plainspoken.ui.note_text import NoteText
from plainspoken.ui.shown import counted
from plainspoken.ui.times import day_and_time
from plainspoken.workers.kept_notes import Found
from plainspoken_models.errors import PlainspokenError

SIZE_PX = (760, 560)

SEARCH_AFTER_MS = 150
"""So long after a key in the search field: a typist's next one comes sooner."""

NO_SOUND = "Its sound is not kept: it cannot be transcribed again."

NOT_OF_THIS_RUN = "It was made before Plainspoken was started: it can be read and copied."

NONE_KEPT = "No note is kept. In settings.toml, keep_notes_days says for how long notes are."


class HistoryWindow(QWidget):
    """Shows notes and says what she chose. What it showed is gone from it when it is closed."""

    searched = Signal(str)
    copy_chosen = Signal(object)
    """Each with the `KeptNote`."""
    open_chosen = Signal(object)
    again_chosen = Signal(object)
    destroy_chosen = Signal(object)
    """She has been asked whether she means it."""

    def __init__(self, title_of: Callable[[str], str], can_open: Callable[[KeptNote], bool]) -> None:
        super().__init__()
        self._title_of, self._can_open = title_of, can_open
        self._notes: tuple[KeptNote, ...] = ()
        self._forbidden = ""
        self.setWindowTitle("Plainspoken history")
        fit(self, SIZE_PX)
        self._make_parts()
        self._lay_out()
        self._wire()
        self._show_note()

    @property
    def note(self) -> KeptNote | None:
        """The one that is selected."""
        item = self.list.currentItem()
        return self._notes[self.list.indexOfTopLevelItem(item)] if item else None

    def come(self) -> None:
        """Appear in front, ready to type what to search for."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.say("One moment …")
        self.search.setFocus()
        self.search.selectAll()

    def say(self, sentence: str) -> None:
        """One line below the note."""
        self.status.setText(sentence)

    def forbid(self, reason: str) -> None:
        """Why nothing can be transcribed or destroyed now; empty if it can."""
        if reason != self._forbidden:
            self._forbidden = reason
            self._show_buttons()

    def show_found(self, found: Found) -> None:
        """Show these notes, the same one selected as before, or a further one that was made of its dictation."""
        if isinstance(found, PlainspokenError):
            self._fill(())
            self.say(str(found))
            return
        if found != self._notes:  # she may be reading, or selecting words
            row = self._row_to_select(found)
            self._fill(found)
            self.list.setCurrentIndex(self.list.model().index(row, 0))
        self.say(self._told())

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  Qt's name
        """Nothing of a patient stays in a window that nobody looks at."""
        self.search.clear()
        self._typing.stop()  # which that has started
        self._fill(())
        self.say("")
        super().closeEvent(event)

    def _make_parts(self) -> None:
        self.search, self.list, self.text = QLineEdit(), QTreeWidget(), NoteText()
        self.status, self.reason = QLabel(), QLabel()
        self.copy, self.again = QPushButton("&Copy"), QPushButton("&Transcribe again")
        self.open_note = QPushButton("&Open note…")
        self.destroy_note, self.close_button = QPushButton("&Destroy…"), QPushButton("Close")
        self.search.setPlaceholderText("Search: words that are in the note")
        self.search.setClearButtonEnabled(True)
        self.list.setHeaderLabels(["Time", "Template", "First words"])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        names = {"Search in notes": self.search, "Kept notes": self.list, "Note": self.text}
        for name, part in (names | {"Found": self.status, "Why not": self.reason}).items():
            part.setAccessibleName(name)
        for label in (self.status, self.reason):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._typing = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)

    def _lay_out(self) -> None:
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(self.list)
        halves.addWidget(self.text)
        halves.setStretchFactor(1, 1)
        halves.setSizes([SIZE_PX[1] // 4, SIZE_PX[1] // 2])
        halves.setChildrenCollapsible(False)
        buttons = QHBoxLayout()
        for button in (self.copy, self.open_note, self.again, self.destroy_note):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        everything = QVBoxLayout(self)
        for part in (self.search, halves, self.status, self.reason):
            everything.addWidget(part, int(part is halves))
        everything.addLayout(buttons)

    def _wire(self) -> None:
        self.search.textChanged.connect(self._typing.start)
        self._typing.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self.search.returnPressed.connect(self.list.setFocus)
        self.list.currentItemChanged.connect(self._show_note)
        self.list.itemActivated.connect(self._choose_copy)
        self.copy.clicked.connect(self._choose_copy)
        self.open_note.clicked.connect(self._choose_open)
        self.again.clicked.connect(self._choose_again)
        self.destroy_note.clicked.connect(self._ask_to_destroy)
        self.close_button.clicked.connect(self.close)
        self._key(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        self._key(QKeySequence.StandardKey.Cancel, self, self.close)
        # Without these the list would put the words of one cell on the clipboard, unmarked.
        self._key(QKeySequence.StandardKey.Copy, self.list, self._choose_copy)
        self._key(QKeySequence.StandardKey.Delete, self.list, self._ask_to_destroy)

    def _key(self, keys: QKeySequence.StandardKey, of: QWidget, do: Callable[[], object]) -> None:
        whole = of is self
        context = Qt.ShortcutContext.WindowShortcut if whole else Qt.ShortcutContext.WidgetShortcut
        QShortcut(QKeySequence(keys), of, context=context).activated.connect(do)

    def _fill(self, notes: tuple[KeptNote, ...]) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        self._notes = notes
        for note in notes:
            title = self._title_of(note.template_id)
            words = note.first_words or NOTHING_DICTATED
            self.list.addTopLevelItem(QTreeWidgetItem([day_and_time(note.delivered_ms), title, words]))
        self.list.blockSignals(False)
        self._show_note()

    def _row_to_select(self, found: tuple[KeptNote, ...]) -> int:
        before, known = self.note, {note.number for note in self._notes}
        for row, note in enumerate(found):
            if before and note.dictation == before.dictation and note.number not in known:
                return row
        return next((row for row, note in enumerate(found) if note == before), 0)

    def _told(self) -> str:
        if self._notes:
            model = self.note.speech_model if self.note else ""
            return counted(len(self._notes), "note") + (
                f"; this one was transcribed with {model}" if model else ""
            )
        return "No note has all of these words." if self.search.text().strip() else NONE_KEPT

    def _show_note(self) -> None:
        note = self.note
        self.text.setPlainText(note.text if note else "")
        self.say(self._told() if note else "")
        self._show_buttons()

    def _show_buttons(self) -> None:
        """What can be done with the selected note; why it cannot be transcribed, where it cannot."""
        note = self.note
        reason = self._forbidden or (NO_SOUND if note and not note.has_sound else "")
        self.copy.setEnabled(note is not None)
        self.open_note.setEnabled(note is not None and self._can_open(note))
        self.open_note.setToolTip("" if self.open_note.isEnabled() else NOT_OF_THIS_RUN)
        self.open_note.setAccessibleDescription(self.open_note.toolTip())
        self.again.setEnabled(note is not None and not reason)
        self.destroy_note.setEnabled(note is not None and not self._forbidden)
        self.reason.setText(reason if note else "")
        self.reason.setVisible(bool(self.reason.text()))
        for button in (self.again, self.destroy_note):
            button.setToolTip("" if button.isEnabled() else reason)
            button.setAccessibleDescription(button.toolTip())

    def _choose_copy(self) -> None:
        if self.note:
            self.copy_chosen.emit(self.note)

    def _choose_open(self) -> None:
        if self.note:
            self.open_chosen.emit(self.note)

    def _choose_again(self) -> None:
        if self.note:
            self.again_chosen.emit(self.note)

    def _ask_to_destroy(self) -> None:
        note = self.note
        if note is None or self._forbidden:
            return
        asked = QMessageBox(self)
        asked.setWindowTitle("Destroy a note")
        asked.setText(f"Destroy the note of {day_and_time(note.delivered_ms)} for good?")
        if note.has_sound:
            asked.setInformativeText("With the last note of a dictation its sound goes, too.")
        yes = asked.addButton("Destroy", QMessageBox.ButtonRole.DestructiveRole)
        asked.setDefaultButton(asked.addButton("Keep it", QMessageBox.ButtonRole.RejectRole))
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        yes.clicked.connect(lambda: self.destroy_chosen.emit(note))
        asked.open()
