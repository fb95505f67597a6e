"""The rows of the note window: the template's headings, each with her sentences under it, and what to say of each."""

from dataclasses import dataclass

from plainspoken.dictation.document import FiledStatement
from plainspoken.dictation.filing import DecidedBy
from plainspoken.dictation.heard import Spans, doubtful, typed
from plainspoken.dictation.note import Note, NoteSection
from plainspoken.ui.note_view import marks_of

LAST_KEY = 9
"""Alt+1 … Alt+9 file under the first nine headings."""


@dataclass(frozen=True, slots=True)
class Row:
    """A heading, or a statement under it."""

    section: int
    """Which heading of the note it is, or stands under; counted from 0."""
    text: str
    remark: str = ""
    """What there is to say of it, in words; of a heading, that nothing stands there."""
    statement_id: int | None = None
    """None: it is a heading."""
    checked: Spans = ()
    """What the checks speak of."""
    doubtful: Spans = ()
    """What the recogniser was in doubt of."""
    typed: Spans = ()
    """What she has typed."""
    urgent: bool = False
    """Whether the remark asks her to look."""

    @property
    def spoken(self) -> str:
        """For those who hear the window."""
        return f"{self.text}. {self.remark}" if self.remark else self.text


def rows(note: Note) -> tuple[Row, ...]:
    """All rows of a note."""
    marks = marks_of(note)
    return tuple(
        row
        for place, section in enumerate(note.sections)
        for row in (_heading(place, section), *_statements(place, section, marks))
    )


def filed_by_key(note: Note, place: int) -> str:
    """The key that files a statement under that heading; empty where there is none."""
    return f"Alt+{place + 1}" if place < min(LAST_KEY, len(note.template.sections)) else ""


def _heading(place: int, section: NoteSection) -> Row:
    return Row(place, section.title, "" if section.paragraphs else "Not dictated")


def _statements(place: int, section: NoteSection, marks: dict[int, list[tuple[int, int]]]) -> tuple[Row, ...]:
    return tuple(
        Row(
            place,
            one.text,
            " · ".join(_remarks(one)),
            one.id,
            tuple(marks.get(one.id, ())),
            doubtful(one),
            typed(one),
            urgent=one.filing is None or one.filing.uncertain or bool(doubtful(one)),
        )
        for paragraph in section.paragraphs
        for one in paragraph
    )


def _remarks(one: FiledStatement) -> tuple[str, ...]:
    doubts = ", ".join(f"“{one.text[start:end]}”" for start, end in doubtful(one))
    filing = one.filing
    told = {
        "Not filed": filing is None,
        f"Filing uncertain: {filing.confidence if filing else 0:.0%} sure": bool(filing and filing.uncertain),
        "Filed by you": bool(filing and filing.decided_by is DecidedBy.CLINICIAN),
        f"Doubtful: {doubts}": bool(doubts),
        f"Inserted: {one.insertion.macro.name if one.insertion else ''}": bool(one.insertion),
        f"Typed by you; was: “{one.written}”": bool(one.edited),
    }
    return tuple(words for words, holds in told.items() if holds)
