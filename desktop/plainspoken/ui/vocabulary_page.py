"""The page of her own words: what is in the vocabulary, and how more is let in, one by one or from a list."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from plainspoken.clinic.vocabulary import Entry, Replacement, Vocabulary

WHAT_IT_IS = (
    "A word of your own is known: it is never underlined, and replaces nothing. "
    "With something to be written, that stands in the note wherever the words were heard. "
    "Both hold from the next dictation on."
)

WHAT_A_LIST_IS = "Lists (*.csv *.txt);;All files (*)"


class VocabularyPage(QWidget):
    """Shows entries, and says what she wants to let in; what came of it is told by `say`."""

    added = Signal(object)
    """With the `Entry`."""
    list_chosen = Signal(object)
    """With the `Path` of a list to import."""

    def __init__(self) -> None:
        super().__init__()
        self.heard, self.written, self.list = QLineEdit(), QLineEdit(), QTreeWidget()
        self.add, self.bring = QPushButton("&Add"), QPushButton("&Import a list…")
        self.what, self.told, self.refused = QLabel(WHAT_IT_IS), QLabel(), QPlainTextEdit()
        self._make_parts()
        self._lay_out()
        self.heard.textChanged.connect(self._look)
        for field in (self.heard, self.written):
            field.returnPressed.connect(self._add)
        self.add.clicked.connect(self._add)
        self.bring.clicked.connect(self._choose_list)
        self.say("")
        self._look()

    def show_entries(self, now: Vocabulary) -> None:
        """These are in it."""
        self.list.clear()
        rows = [[word, ""] for word in now.words] + [[one.heard, one.written] for one in now.replacements]
        self.list.addTopLevelItems([QTreeWidgetItem(row) for row in rows])

    def say(self, told: str, refused: tuple[str, ...] = ()) -> None:
        """What came of it, and what was refused, a line each."""
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self.refused.setPlainText("\n".join(refused))
        self.refused.setVisible(bool(refused))

    def taken(self) -> None:
        """What she typed was let in."""
        self.heard.clear()
        self.written.clear()
        self.heard.setFocus()

    def _make_parts(self) -> None:
        self.heard.setPlaceholderText("What is heard, or a word of your own")
        self.written.setPlaceholderText("What is written; empty for a word of your own")
        self.list.setHeaderLabels(["Heard, or your own word", "Written"])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.refused.setReadOnly(True)
        self.refused.setTabChangesFocus(True)
        for label in (self.what, self.told):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        names = {"What is heard": self.heard, "What is written": self.written, "Your own words": self.list}
        for name, part in (names | {"What came of it": self.told, "Refused": self.refused}).items():
            part.setAccessibleName(name)

    def _lay_out(self) -> None:
        entry = QHBoxLayout()
        entry.addWidget(self.heard, 1)
        entry.addWidget(self.written, 1)
        entry.addWidget(self.add)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.bring)
        everything = QVBoxLayout(self)
        everything.addWidget(self.what)
        everything.addLayout(entry)
        for part in (self.told, self.refused):
            everything.addWidget(part)
        everything.addWidget(self.list, 1)
        everything.addLayout(below)

    def _look(self) -> None:
        self.add.setEnabled(bool(self.heard.text().strip()))

    def _add(self) -> None:
        heard, written = (" ".join(field.text().split()) for field in (self.heard, self.written))
        if heard:
            entry: Entry = Replacement(heard, written) if written else heard
            self.added.emit(entry)

    def _choose_list(self) -> None:
        dialog = QFileDialog(self, "Import a list of words", filter=WHAT_A_LIST_IS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda file: self.list_chosen.emit(Path(file)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
