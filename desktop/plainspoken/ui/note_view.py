"""The note so far: headings over her sentences; in grey at the end what is not filed yet, and what is left out."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from plainspoken.dictation.note import Note, NoteSection
from plainspoken.dictation.session import Session
from plainspoken.dictation.understand import Spoken
from plainspoken.ui.colours import Colours
from plainspoken.ui.shown import clock

_TAKEN_OUT = "scratch that"
"""The one `Removed.reason` that concerns her own sentences; spoken commands and headings have done their work."""


def note_html(session: Session, shades: Colours) -> str:
    """The note of a session as it stands; her newest words last, where the view scrolls to."""
    asked = session.document.asked
    parts = [_section(section, asked) for section in session.note.shown if section.paragraphs]
    muted, open_words = shades.muted.name(), pending(session)
    if session.note.statements and session.note.not_dictated:
        missing = escape(", ".join(session.note.not_dictated))
        parts.append(f'<p style="color:{muted}; margin:10px 0 0 0">Not dictated: {missing}</p>')
    parts += [
        f'<p style="color:{muted}; margin:4px 0 0 0">{escape(line)}</p>' for line in left_out(session.note)
    ]
    if open_words:
        parts.append(f'<p style="color:{muted}; margin:8px 0 0 0"><i>{escape(open_words)} …</i></p>')
    return "".join(parts)


def left_out(note: Note) -> tuple[str, ...]:
    """Words that were heard and are not in the note, a line for each: what she took out, then gaps with text."""
    taken_out = [
        f'Taken out: "{removed.text}" ({removed.reason})'
        for removed in note.removed
        if removed.reason == _TAKEN_OUT
    ]
    rejected = [
        f'Not in the note, {clock(gap.start_ms)}: "{gap.text}" ({gap.reason})'
        for gap in note.gaps
        if gap.text
    ]
    return (*taken_out, *rejected)


def pending(session: Session) -> str:
    """Words that are heard, but not filed: the sentence that the tagger is asked about, and all after it."""
    document = session.document
    asked = [statement.text for statement in document.statements if statement.id == document.asked]
    queued = [part.text for part in document.queue if isinstance(part, Spoken)]
    return " ".join((*asked, *queued, *(word.text for word in document.unfinished)))


def _section(section: NoteSection, asked: int | None) -> str:
    paragraphs = [
        " ".join(statement.text for statement in paragraph if statement.id != asked)
        for paragraph in section.paragraphs
    ]
    filled = [f'<p style="margin:2px 0 0 0">{escape(text)}</p>' for text in paragraphs if text]
    return (
        f'<p style="margin:8px 0 0 0"><b>{escape(section.title)}</b></p>{"".join(filled)}' if filled else ""
    )


class NoteView(QTextEdit):
    """Shows a session's note, scrolled to its newest words. Read only, and never has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setAccessibleName("Note so far")
        self.verticalScrollBar().rangeChanged.connect(
            self._to_the_end
        )  # laid out later, when it is first shown
        self.setPlaceholderText("Speak. Your sentences appear here, under their headings.")

    def show_session(self, session: Session, shades: Colours) -> None:
        """Show the note as it stands."""
        self.setHtml(note_html(session, shades))
        self.moveCursor(QTextCursor.MoveOperation.End)  # what is in sight when it is first shown
        self._to_the_end()

    def _to_the_end(self) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
