"""The gate's word on the note in the window, and beside it what copies the note."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from plainspoken.dictation.gate import typed_differences
from plainspoken.dictation.note import Note
from plainspoken.ui.colours import colours
from plainspoken.ui.shown import counted


class CopyBar(QWidget):
    """As long as she has typed facts that she did not speak, the button that copies is the one that accepts them."""

    copy_pressed = Signal()
    accept_pressed = Signal()
    section_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.verdict = QLabel()
        self.verdict.setAccessibleName("Facts")
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.verdict.setWordWrap(True)
        self.copy, self.accept = QPushButton("&Copy note"), QPushButton("&Accept and copy note")
        self.section = QPushButton("Copy &section")
        self.differs = self._can_copy_section = False
        self.copy.clicked.connect(self.copy_pressed)
        self.accept.clicked.connect(self.accept_pressed)
        self.section.clicked.connect(self.section_pressed)
        buttons = QHBoxLayout()
        for button in (self.accept, self.copy, self.section):
            buttons.addWidget(button)
        buttons.addStretch(1)
        everything = QVBoxLayout(self)
        everything.setContentsMargins(0, 0, 0, 0)
        everything.addWidget(self.verdict)
        everything.addLayout(buttons)

    def show_note(self, note: Note) -> None:
        """The gate's word on it."""
        open_ = typed_differences(note)
        hers = sum(one.edited is not None for one in note.statements)
        self.differs = bool(open_)
        if open_:
            told = f"{counted(len(open_), 'difference')}: {'; '.join(open_)}, typed by you"
        elif hers:
            told = f"Facts as spoken, or as you typed them ({counted(hers, 'sentence')})"
        else:
            told = "Facts as spoken"
        self.verdict.setText(told)
        shades = colours(QGuiApplication.palette())
        self.verdict.setStyleSheet(f"color: {(shades.amber if open_ else shades.green).name()};")
        self.accept.setVisible(self.differs)
        self.copy.setVisible(not self.differs)
        self.offer_section(can_copy=self._can_copy_section)

    def offer_section(self, *, can_copy: bool) -> None:
        """Whether there is anything under the selected heading."""
        self._can_copy_section = can_copy
        self.section.setEnabled(can_copy and not self.differs)

    def forget(self) -> None:
        """Show nothing."""
        self.verdict.clear()
