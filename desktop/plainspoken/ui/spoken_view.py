"""The transcript of a dictation: what was spoken, with times, and the words of one statement highlighted."""

from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from plainspoken.dictation.heard import DOUBTFUL_BELOW
from plainspoken.dictation.note import Note
from plainspoken.ui.colours import Colours, colours
from plainspoken.ui.shown import clock
from plainspoken_models.contracts import Word

_GAP = QTextBlockFormat()
_GAP.setBottomMargin(4)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that were spoken one after another."""

    start_ms: int
    words: tuple[Word, ...]
    statement_id: int | None = None
    """Of the statement that they are in; None: they are in none."""
    why: str = ""
    """Why not."""
    text: str = ""
    """In place of `words`, where no more is known of them."""


def transcript(note: Note) -> tuple[Stretch, ...]:
    """All that was heard, in the order of time: in the note, taken out, or rejected."""
    kept = [
        Stretch(one.spoken.start_ms, one.spoken.words, one.id) for one in note.statements if one.spoken.words
    ]
    gone = [Stretch(one.start_ms, (), None, one.reason, one.text) for one in note.removed if one.text]
    lost = [Stretch(gap.start_ms, (), None, gap.reason, gap.text or "…") for gap in note.gaps]
    return tuple(sorted((*kept, *gone, *lost), key=lambda one: one.start_ms))


class SpokenView(QTextEdit):
    """Shows a transcript; what is highlighted is in sight. Read only, and nothing of it can be copied from here."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName("What was spoken")
        self._stretches: tuple[Stretch, ...] = ()
        self._highlighted: int | None = None

    def show_note(self, note: Note, statement_id: int | None) -> None:
        """Show what was spoken for a note, with the words of this statement highlighted."""
        stretches = transcript(note)
        if stretches != self._stretches:
            self._stretches = stretches
            self._write()
        if statement_id != self._highlighted:
            self._highlight(self._highlighted, highlighted=False)
            self._highlighted = statement_id
        self._highlight(statement_id, highlighted=True)

    def restyle(self) -> None:
        """The desktop has gone from light to dark, or back."""
        self._write()
        self._highlight(self._highlighted, highlighted=True)

    def forget(self) -> None:
        """Show nothing."""
        self._stretches, self._highlighted = (), None
        self.clear()

    def _write(self) -> None:
        self.clear()
        shades = colours(QGuiApplication.palette())
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for number, stretch in enumerate(self._stretches):
            if number:
                cursor.insertBlock()
            cursor.setBlockFormat(_GAP)
            _write_stretch(cursor, stretch, shades)
        cursor.endEditBlock()

    def _highlight(self, statement_id: int | None, *, highlighted: bool) -> None:
        """Give the words of a statement a ground, and bring them into sight; or take it away."""
        found = [
            n
            for n, one in enumerate(self._stretches)
            if one.statement_id is not None and one.statement_id == statement_id
        ]
        for number in found:
            look = QTextBlockFormat(_GAP)
            if highlighted:
                look.setBackground(colours(QGuiApplication.palette()).line)
            cursor = QTextCursor(self.document().findBlockByNumber(number))
            cursor.setBlockFormat(look)
            if highlighted:
                self.setTextCursor(cursor)
                self.ensureCursorVisible()


def _write_stretch(cursor: QTextCursor, stretch: Stretch, shades: Colours) -> None:
    time, words = QTextCharFormat(), QTextCharFormat()
    time.setForeground(shades.muted)
    words.setForeground(shades.text if stretch.statement_id is not None else shades.muted)
    cursor.insertText(f"{clock(stretch.start_ms)}  ", time)
    if stretch.statement_id is None:
        cursor.insertText(f"{stretch.text} ({stretch.why})", words)
        return
    doubted = QTextCharFormat(words)
    doubted.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
    doubted.setUnderlineColor(shades.amber)
    runs = groupby(stretch.words, key=lambda word: word.probability < DOUBTFUL_BELOW)
    for place, (doubtful, run) in enumerate(runs):
        cursor.insertText(" " if place else "", words)
        cursor.insertText(" ".join(word.text for word in run), doubted if doubtful else words)
