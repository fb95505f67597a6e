"""The transcript of a dictation: what was spoken, with times, and the words of one statement highlighted."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from plainspoken.dictation.heard import DOUBTFUL_BELOW
from plainspoken.dictation.note import Note
from plainspoken.ui.colours import Colours, colours
from plainspoken.ui.shown import clock
from plainspoken_models.contracts import Word


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
        shades, stretches = colours(QGuiApplication.palette()), transcript(note)
        if (stretches, statement_id) != (self._stretches, self._highlighted):
            self._stretches, self._highlighted = stretches, statement_id
            self._write(shades)

    def restyle(self) -> None:
        """The desktop has gone from light to dark, or back."""
        self._write(colours(QGuiApplication.palette()))

    def forget(self) -> None:
        """Show nothing."""
        self._stretches, self._highlighted = (), None
        self.clear()

    def _write(self, shades: Colours) -> None:
        self.clear()
        cursor, found = QTextCursor(self.document()), None
        for number, stretch in enumerate(self._stretches):
            mine = stretch.statement_id is not None and stretch.statement_id == self._highlighted
            look = QTextBlockFormat()
            look.setBottomMargin(4)
            if mine:
                look.setBackground(shades.line)
                found = number
            if number:
                cursor.insertBlock()
            cursor.setBlockFormat(look)
            _write_stretch(cursor, stretch, shades, mine=mine)
        if found is not None:
            cursor.setPosition(self.document().findBlockByNumber(found).position())
            self.setTextCursor(cursor)
            self.ensureCursorVisible()


def _write_stretch(cursor: QTextCursor, stretch: Stretch, shades: Colours, *, mine: bool) -> None:
    time, words = QTextCharFormat(), QTextCharFormat()
    time.setForeground(shades.blue if mine else shades.muted)
    words.setForeground(shades.text if stretch.statement_id is not None else shades.muted)
    cursor.insertText(f"{clock(stretch.start_ms)}  ", time)
    if stretch.statement_id is None:
        cursor.insertText(f"{stretch.text} ({stretch.why})", words)
        return
    doubted = QTextCharFormat(words)
    doubted.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
    doubted.setUnderlineColor(shades.amber)
    for place, word in enumerate(stretch.words):
        cursor.insertText(" " if place else "", words)
        cursor.insertText(word.text, doubted if word.probability < DOUBTFUL_BELOW else words)
