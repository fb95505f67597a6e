"""The note so far: headings over her sentences; in grey at the end what is not filed yet, and what is left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from itertools import chain, pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from plainspoken.dictation.check import described, empty_headings, required_so_far
from plainspoken.dictation.document import FiledStatement, Removed
from plainspoken.dictation.effects import Phase
from plainspoken.dictation.guidance import guidance_at_hand
from plainspoken.dictation.note import Note, NoteSection
from plainspoken.dictation.revision import TAKEN_OUT
from plainspoken.dictation.session import Session
from plainspoken.dictation.understand import Spoken
from plainspoken.ui.colours import Colours
from plainspoken.ui.shown import clock

_TAKEN_OUT = ("scratch that", "undo that", TAKEN_OUT)
"""The reasons of `Removed` that concern her own sentences; spoken commands and headings have done their work."""


class Look(Enum):
    """What a paragraph is, and the pixels of space above it."""

    HEADING = (8, "heading")
    WORDS = (2, "words")
    INSERTED = (2, "inserted")
    NOT_DICTATED = (10, "not dictated")
    NOT_SPOKEN_OF = (2, "not spoken of")
    LEFT_OUT = (4, "left out")
    GUIDANCE = (8, "guidance")
    OUTLINE = (4, "outline")
    CHECK = (4, "check")
    PENDING = (8, "pending")

    @property
    def space_px(self) -> int:
        """Above the paragraph."""
        return self.value[0]

    @property
    def muted(self) -> bool:
        """Whether it is no part of the note."""
        return self not in (Look.HEADING, Look.WORDS, Look.CHECK)


Marks = dict[int, list[tuple[int, int]]]
"""Statement → what is underlined of it, from and up to which character."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the window; her words as she said them. Line breaks of a macro are `_LINE`: it is one block."""

    look: Look
    text: str
    marks: tuple[tuple[int, int], ...] = ()
    """What is underlined of it, from and up to which character: what the checks speak of."""
    inserted: tuple[tuple[int, int], ...] = ()
    """What of it is the text of a macro, from and up to which character: it has a ground of its own."""


_LINE = "\u2028"
"""As Qt writes a line break within a block."""

_EMPTY = (Paragraph(Look.WORDS, ""),)
"""Qt's empty document has one paragraph, without a letter in it."""


def note_paragraphs(session: Session) -> tuple[Paragraph, ...]:
    """The note of a session as it stands; her newest words last, where the view scrolls to."""
    note, open_words = session.note, pending(session)
    marks = marks_of(note)
    found = [part for section in note.sections for part in _section(section, session.document.asked, marks)]
    found += about(note, "" if session.over else required_so_far(note, session.checks_off))
    if session.phase is Phase.LISTENING and (said := guidance_at_hand(session.document)):
        found.append(Paragraph(Look.GUIDANCE, said))
    if open_words:
        found.append(Paragraph(Look.PENDING, f"{open_words} …"))
    found += [Paragraph(Look.PENDING, f"Inserting: {one.insertion.macro.name} …") for one in session.chosen]
    return tuple(found)


def about(note: Note, required: str = "") -> tuple[Paragraph, ...]:
    """What there is to know of a note beside its words: what was not dictated, what was left out, what to check.

    Args:
        note: finished, or in the making.
        required: what is required and was not said so far, in words; of a finished note the checks say it.
    """
    found = []
    if note.statements and (empty := empty_headings(note, live=bool(required))):
        found.append(Paragraph(Look.NOT_DICTATED, f"Not dictated: {', '.join(empty)}"))
    if required:
        found.append(Paragraph(Look.NOT_SPOKEN_OF, required))
    found += [Paragraph(Look.LEFT_OUT, line) for line in left_out(note)]
    found += [Paragraph(Look.CHECK, f"Check: {line}") for line in described(note, in_words=True)]
    return tuple(found)


def outline(session: Session) -> tuple[Paragraph, ...]:
    """What belongs under each heading, as far as the template says it."""
    sections = session.document.template.sections
    return tuple(
        Paragraph(Look.OUTLINE, f"{section.title}. {section.guidance}")
        for section in sections
        if section.guidance
    )


def left_out(note: Note) -> tuple[str, ...]:
    """Words that were heard and are not in the note, a line for each: what she took out, then gaps with text."""
    taken_out = [
        f"Taken out: {_named(removed)} ({removed.reason})"
        for removed in note.removed
        if removed.reason in _TAKEN_OUT
    ]
    rejected = [
        f'Not in the note, {clock(gap.start_ms)}: "{gap.text}" ({gap.reason})'
        for gap in note.gaps
        if gap.text
    ]
    return (*taken_out, *rejected)


def marks_of(note: Note) -> Marks:
    """What the checks speak of."""
    marks: Marks = {}
    for finding in note.findings:
        for span in finding.spans:
            marks.setdefault(span.statement_id, []).append((span.start, span.end))
    return marks


def pending(session: Session) -> str:
    """Words that are heard, but not filed: the sentence that the tagger is asked about, and all after it."""
    document = session.document
    asked = [statement.text for statement in document.statements if statement.id == document.asked]
    queued = [part.text for part in document.queue if isinstance(part, Spoken)]
    return " ".join((*asked, *queued, *(word.text for word in document.unfinished)))


def _section(section: NoteSection, asked: int | None, marks: Marks) -> tuple[Paragraph, ...]:
    """Nothing for a section in which nothing is filed yet."""
    filled: list[Paragraph] = []
    for paragraph in section.paragraphs:
        statements = [statement for statement in paragraph if statement.id != asked]
        if statements:
            filled += [_words(statements, marks), *_names(statements)]
    return (Paragraph(Look.HEADING, section.title), *filled) if filled else ()


def _names(statements: list[FiledStatement]) -> Iterator[Paragraph]:
    """Under a paragraph: which macros are in it."""
    names = [statement.insertion.macro.name for statement in statements if statement.insertion]
    if names:
        yield Paragraph(Look.INSERTED, f"Inserted: {', '.join(names)}")


def _named(removed: Removed) -> str:
    return f'the macro "{removed.macro}"' if removed.macro else f'"{removed.text}"'


def _words(statements: list[FiledStatement], marks: Marks) -> Paragraph:
    found, inserted, at = [], [], 0
    for statement in statements:
        found += [(at + start, at + end) for start, end in marks.get(statement.id, ())]
        inserted += [(at, at + len(statement.text))] if statement.insertion else []
        at += len(statement.text) + 1
    text = " ".join(statement.text for statement in statements).replace("\n", _LINE)
    return Paragraph(Look.WORDS, text, tuple(sorted(found)), tuple(inserted))


class NoteView(QTextEdit):
    """Shows a session's note, scrolled to its newest words, or to what the checks say. Read only; never has the focus.

    It writes only the paragraphs that have changed: to set an hour's note anew took 20 ms after each sentence
    (benchmarks/footprint.py looks at an hour).
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paragraphs: tuple[Paragraph, ...] = _EMPTY
        self._muted, self._amber, self._ground, self._from_the_top = QColor(), QColor(), QColor(), False
        self.setReadOnly(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.document().setUndoRedoEnabled(False)  # or every sentence would be kept many times over
        self.setAccessibleName("Note so far")
        self.verticalScrollBar().rangeChanged.connect(self._scroll)  # laid out later, when it is first shown

    def show_session(self, session: Session, shades: Colours) -> None:
        """Show the note as it stands; before its first words what is to be said, where she is asked to speak."""
        words, asked = note_paragraphs(session), self.placeholderText()
        told = outline(session) if asked and not words else ()
        self._from_the_top = bool(told)
        self.show_paragraphs((Paragraph(Look.LEFT_OUT, asked), *told) if told else words, shades)

    def show_paragraphs(self, paragraphs: tuple[Paragraph, ...], shades: Colours) -> None:
        """Show these, and scroll to the last one; of an outline, to the first one."""
        if not paragraphs or shades.muted != self._muted:
            self._muted, self._amber, self._paragraphs = shades.muted, shades.amber, _EMPTY
            self._ground = shades.line
            self.clear()
        if paragraphs and paragraphs != self._paragraphs:
            before, self._paragraphs = self._paragraphs, paragraphs
            for first, last, fresh in _changes(before, paragraphs):
                self._rewrite(first, last, fresh)
        operation = QTextCursor.MoveOperation
        self.moveCursor(
            operation.Start if self._from_the_top else operation.End
        )  # in sight when it is first shown
        self._scroll()

    def _rewrite(self, first: int, last: int, fresh: tuple[Paragraph, ...]) -> None:
        """Put other paragraphs in the place of those from `first` up to, not including, `last`."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.setPosition(_end(cursor, last - 1))
        if first < last:
            start = cursor.document().findBlockByNumber(first).position()
            cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            if fresh:
                self._write(cursor, fresh[0])
            else:
                cursor.deletePreviousChar()
        for paragraph in fresh[1 if first < last else 0 :]:
            cursor.insertBlock()
            self._write(cursor, paragraph)
        cursor.endEditBlock()

    def _write(self, cursor: QTextCursor, paragraph: Paragraph) -> None:
        around, letters = QTextBlockFormat(), QTextCharFormat()
        around.setTopMargin(paragraph.look.space_px)
        if paragraph.look is Look.HEADING:
            letters.setFontWeight(QFont.Weight.Bold)
        if paragraph.look.muted:
            letters.setForeground(self._muted)
        elif paragraph.look is Look.CHECK:
            letters.setForeground(self._amber)
        letters.setFontItalic(paragraph.look is Look.PENDING)
        cursor.setBlockFormat(around)
        cursor.setBlockCharFormat(letters)
        edges = {0, len(paragraph.text), *chain(*paragraph.marks, *paragraph.inserted)}
        for first, last in pairwise(sorted(edges)):
            stretch = QTextCharFormat(letters)
            if _is_in(first, paragraph.inserted):
                stretch.setBackground(self._ground)
            if _is_in(first, paragraph.marks):
                stretch = _underlined(stretch, self._amber)
            cursor.insertText(paragraph.text[first:last], stretch)

    def _scroll(self) -> None:
        """To her newest words; or to what the checks say, the gravest first, where not all of that fits."""
        bar, layout = self.verticalScrollBar(), self.document().documentLayout()
        place = bar.minimum() if self._from_the_top else bar.maximum()
        first = next((n for n, part in enumerate(self._paragraphs) if part.look is Look.CHECK), None)
        if first is not None:
            top = layout.blockBoundingRect(self.document().findBlockByNumber(first)).top()
            place = min(place, int(top))
        bar.setValue(place)


def _is_in(place: int, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(start <= place < end for start, end in spans)


def _underlined(letters: QTextCharFormat, colour: QColor) -> QTextCharFormat:
    marked = QTextCharFormat(letters)
    marked.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    marked.setUnderlineColor(colour)
    return marked


def _changes(
    before: tuple[Paragraph, ...], after: tuple[Paragraph, ...]
) -> Iterator[tuple[int, int, tuple[Paragraph, ...]]]:
    """Paragraphs of `before` (from, up to) and what comes in their place; last ones first, so that the numbers hold."""
    for kind, first, last, begin, end in reversed(SequenceMatcher(None, before, after).get_opcodes()):
        # At the very top there is no paragraph before it to come after: the next one is written once more.
        more = int(first == 0 and (last == 0 or end == 0))
        if kind != "equal":
            yield first, last + more, after[begin : end + more]


def _end(cursor: QTextCursor, number: int) -> int:
    """The position after the last letter of a paragraph."""
    block = cursor.document().findBlockByNumber(number)
    return block.position() + block.length() - 1
