"""The window of a note: her sentences with the words they are made of, and all she can do with them. Keyboard alone."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from plainspoken.dictation.revision import Change, Revisions
from plainspoken.dictation.tear_offs import orders, statements_of
from plainspoken.ui.colours import colours
from plainspoken.ui.copy_bar import CopyBar
from plainspoken.ui.fitting import fit
from plainspoken.ui.note_layout import TOLD, Sound, row, titled
from plainspoken.ui.note_list import NoteList
from plainspoken.ui.note_rows import LAST_KEY, filed_by_key, rows
from plainspoken.ui.note_view import Look, NoteView, Paragraph, about
from plainspoken.ui.spoken_view import SpokenView

SIZE_PX = (1000, 640)


class NoteWindow(QWidget):
    """Shows the revisions of a note, and says what she wants done. What it showed is gone from it when it is closed."""

    refiled = Signal(int, int)
    """A statement, and the place of the heading that it belongs under, counted from 0."""
    edited = Signal(int, str)
    taken_out = Signal(int)
    play_pressed = Signal(int)
    """The statement whose sound she wants to hear, or no longer."""
    undo_pressed = Signal()
    redo_pressed = Signal()
    copy_pressed = Signal()
    accept_pressed = Signal()
    section_pressed = Signal(int)
    """She wants what stands under this heading on the clipboard."""
    orders_pressed = Signal()
    codes_pressed = Signal()
    closed = Signal()

    def __init__(self, *, codes: bool) -> None:
        super().__init__()
        self._revisions: Revisions | None = None
        self._sound = Sound()
        self._typed: list[tuple[int, str]] = []
        """Statements and what she typed in their place, as long as that was not said."""
        self.setWindowTitle("Plainspoken note")
        fit(self, SIZE_PX)
        self._make_parts()
        self.codes.setVisible(codes)
        self._lay_out()
        self._wire()

    @property
    def statement_id(self) -> int | None:
        """The sentence that is selected."""
        return self.list.selected.statement_id if self.list.selected else None

    def come(self) -> None:
        """Appear in front, with the first sentence selected."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.list.setFocus()

    def keep_typed(self) -> None:
        """What she is typing in a sentence is kept, as with Enter, before anything else is done."""
        self.list.keep_typed()
        self._say_typed()

    def say(self, sentence: str) -> None:
        """One line at the bottom."""
        self.status.setText(sentence)

    def show_revisions(self, revisions: Revisions) -> None:
        """Show the note as it is now."""
        self._revisions, note = revisions, revisions.note
        self.setWindowTitle(f"Plainspoken note: {note.template.title}")
        keys = tuple(filed_by_key(note, place) for place in range(len(note.sections)))
        self.list.show_rows(rows(note), keys, self.statement_id)
        self._show_beside(revisions)
        self._show_verdict(revisions)
        self._list_places(revisions)

    def show_sound(self, sound: Sound) -> None:
        """Say whether the selected sentence can be played."""
        self._sound = sound
        self._show_selected()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  Qt's name
        """Nothing of a patient stays in a window that nobody looks at. What she was typing is kept first."""
        self.keep_typed()
        self._revisions = None
        self.list.show_rows((), (), None)
        self.spoken.forget()
        self.beside.show_paragraphs((), colours(QGuiApplication.palette()))
        self.bar.forget()
        self.say("")
        self.closed.emit()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """Follow the desktop from light to dark."""
        if event.type() == QEvent.Type.PaletteChange and self._revisions:
            self.spoken.restyle()
            self._show_beside(self._revisions)
            self._show_verdict(self._revisions)
        super().changeEvent(event)

    def _make_parts(self) -> None:
        self.list, self.spoken, self.beside = NoteList(), SpokenView(), NoteView()
        self.bar, self.status = CopyBar(), QLabel()
        self.play, self.edit, self.file = (
            QPushButton("Play"),
            QPushButton("&Edit"),
            QPushButton("&File under"),
        )
        self.take_out = QPushButton("&Take out")
        self.undo, self.redo = QPushButton("&Undo"), QPushButton("&Redo")
        self.orders, self.codes = QPushButton("Copy &orders"), QPushButton("Copy code can&didates")
        self.close_button = QPushButton("Close")
        self.places = QMenu(self)
        self.file.setMenu(self.places)
        self.beside.setAccessibleName("Checks, what was not dictated, and orders")
        self.beside.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.beside.setFrameShape(QFrame.Shape.StyledPanel)
        self.beside.document().setDocumentMargin(4)
        self.status.setAccessibleName("What was done")
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setWordWrap(True)

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        note, evidence = QVBoxLayout(left), QVBoxLayout(right)
        for column in (note, evidence):
            column.setContentsMargins(0, 0, 0, 0)
        note.addWidget(self.list, 1)
        note.addLayout(row(self.edit, self.file, self.take_out, None, self.undo, self.redo))
        evidence.addWidget(titled("What was spoken", self.spoken))
        evidence.addWidget(self.spoken, 3)
        evidence.addLayout(row(self.play, None))
        evidence.addWidget(titled("Beside the note", self.beside))
        evidence.addWidget(self.beside, 2)
        evidence.addLayout(row(self.orders, self.codes, None))
        halves = QSplitter()
        halves.addWidget(left)
        halves.addWidget(right)
        halves.setSizes([SIZE_PX[0] * 3 // 5, SIZE_PX[0] * 2 // 5])
        halves.setChildrenCollapsible(False)
        everything = QVBoxLayout(self)
        everything.addWidget(halves, 1)
        everything.addWidget(self.bar)
        bottom = row(self.close_button)
        bottom.insertWidget(0, self.status, 1)
        everything.addLayout(bottom)

    def _wire(self) -> None:
        self.list.edited.connect(self._take_typed)
        self.list.chosen.connect(self._show_selected)
        self.edit.clicked.connect(self.list.edit_row)
        self.take_out.clicked.connect(self._first(self._take_out))
        self.play.clicked.connect(self._first(self._play))
        self.undo.clicked.connect(self._first(self.undo_pressed.emit))
        self.redo.clicked.connect(self._first(self.redo_pressed.emit))
        self.bar.copy_pressed.connect(self._first(self._copy))
        self.bar.accept_pressed.connect(self._accept)
        self.bar.section_pressed.connect(self._first(self._copy_section))
        self.orders.clicked.connect(self._first(self.orders_pressed.emit))
        self.codes.clicked.connect(self._first(self.codes_pressed.emit))
        self.close_button.clicked.connect(self.close)
        for number in range(LAST_KEY):
            self._key(f"Alt+{number + 1}", self, partial(self._file, number))
        self._key("Ctrl+Z", self, self.undo.click)
        self._key("Ctrl+Shift+Z", self, self.redo.click)
        self._key("Ctrl+Y", self, self.redo.click)
        self._key("Ctrl+C", self, self._first(self._copy))
        self._key("Escape", self, self.close)
        self._key("Delete", self.list, self.take_out.click)
        for part in (self.list, self.spoken):
            self._key("Space", part, self.play.click)

    def _key(self, keys: str, of: QWidget, do: Callable[[], object]) -> None:
        context = Qt.ShortcutContext.WindowShortcut if of is self else Qt.ShortcutContext.WidgetShortcut
        QShortcut(QKeySequence(keys), of, context=context).activated.connect(do)

    def _first(self, do: Callable[[], object]) -> Callable[[], None]:
        """Keep what is being typed, then do that; not where the sentence has gone by it, and another is selected."""

        def act() -> None:
            before = self.statement_id
            self.keep_typed()
            if self.statement_id == before:
                do()

        return act

    def _take_typed(self, statement_id: int, text: str) -> None:
        self._typed.append((statement_id, text))
        QTimer.singleShot(0, self, self._say_typed)  # the rows come anew, when the field has gone

    def _say_typed(self) -> None:
        typed, self._typed = self._typed, []
        for one in typed:
            self.edited.emit(*one)

    def _accept(self) -> None:
        """What she has not been shown she cannot stand by."""
        shown = self.bar.verdict.text()
        self.keep_typed()
        if self.bar.differs and self.bar.verdict.text() != shown:
            self.say("What you typed was kept. Alt+A accepts it, and copies the note.")
        else:
            self.accept_pressed.emit()

    def _file(self, place: int) -> None:
        note = self._revisions.note if self._revisions else None
        if self.list.typing or note is None or self.statement_id is None:
            return
        if place < len(note.template.sections):
            self.refiled.emit(self.statement_id, place)

    def _take_out(self) -> None:
        if self.statement_id is not None:
            self.taken_out.emit(self.statement_id)

    def _play(self) -> None:
        if self.statement_id is not None:
            self.play_pressed.emit(self.statement_id)

    def _copy(self) -> None:
        """By key: what she typed has to be accepted with the button that says so."""
        if self.bar.differs:
            self.say("Alt+A accepts what you typed, and copies the note.")
        else:
            self.copy_pressed.emit()

    def _copy_section(self) -> None:
        if self.list.selected:
            self.section_pressed.emit(self.list.selected.section)

    def _show_selected(self) -> None:
        """What can be done with the selected row, and the words that it is made of."""
        row, one = self.list.selected, self.statement_id is not None
        for button in (self.edit, self.file, self.take_out):
            button.setEnabled(one)
        note = self._revisions.note if self._revisions else None
        filled = bool(note and row and note.sections[row.section].paragraphs)
        self.bar.offer_section(can_copy=filled)
        self.play.setEnabled(one and not self._sound.why_not)
        self.play.setText("Stop" if self._sound.playing else self._sound.why_not or "Play  (Space)")
        if note:
            self.spoken.show_note(note, self.statement_id)

    def _show_beside(self, revisions: Revisions) -> None:
        """Findings as in the small window, and the orders that can be torn off."""
        listed = [
            part
            for section in orders(statements_of(revisions.note)).shown
            for part in (
                Paragraph(Look.HEADING, section.title),
                *(Paragraph(Look.WORDS, line) for line in section.text.split("\n")),
            )
        ]
        told = (*about(revisions.note), *listed)
        self.beside.show_paragraphs(told, colours(QGuiApplication.palette()))

    def _show_verdict(self, revisions: Revisions) -> None:
        """The gate's word, what can be copied, and what can be taken back."""
        self.bar.show_note(revisions.note)
        for tear_off in (self.orders, self.codes):
            tear_off.setEnabled(not self.bar.differs)
        self.undo.setEnabled(revisions.can_undo is not None)
        self.redo.setEnabled(revisions.can_redo is not None)
        self.undo.setAccessibleName(f"Undo {TOLD.get(revisions.can_undo or Change.DELIVERED, '')}".strip())
        self.redo.setAccessibleName(f"Redo {TOLD.get(revisions.can_redo or Change.DELIVERED, '')}".strip())
        self._show_selected()

    def _list_places(self, revisions: Revisions) -> None:
        self.places.clear()
        for place, section in enumerate(revisions.note.template.sections):
            key = filed_by_key(revisions.note, place)
            title = section.title.replace("&", "&&")
            action = self.places.addAction(f"{title}\t{key}" if key else title)
            action.triggered.connect(lambda _=False, place=place: self._file(place))
