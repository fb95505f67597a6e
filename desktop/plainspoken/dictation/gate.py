"""Stage 7, deliver: a note is proved before it is handed over. It has the facts that were said, each where it was."""

from plainspoken.clinic.facts import Change, Difference, Fact, differences
from plainspoken.dictation.deliver import Deliverable, as_text
from plainspoken.dictation.errors import FactsDiffer
from plainspoken.dictation.note import Note, NoteSection


def prove(note: Deliverable) -> None:
    """Compare the text that is handed over with what was said.

    Of a filed note nothing can differ, for its words are hers: if something does, the program is at fault, or she has
    typed it and has not accepted the difference.

    Raises:
        FactsDiffer: it does. The error names kind and place of each difference, and no word of the note.
    """
    said, text = note.said, as_text(note)
    found = differences(said, text)
    if found:
        raise FactsDiffer(tuple(_told(difference, said, text) for difference in found))


def typed_differences(note: Note) -> tuple[str, ...]:
    """Each fact in which what she typed differs from what she said, and which she has not accepted, in its words.

    Looks at the sections with such statements only, each by itself.
    """
    return tuple(
        _in_words(difference, *texts)
        for texts in (
            (_under(one, one.said), _under(one, one.text)) for one in note.sections if _is_open(one)
        )
        for difference in differences(*texts)
    )


def _is_open(section: NoteSection) -> bool:
    statements = (statement for paragraph in section.paragraphs for statement in paragraph)
    return any(statement.edited and not statement.edited.accepted for statement in statements)


def _under(section: NoteSection, text: str) -> str:
    return f"{section.title}:\n{text}"


def _in_words(difference: Difference, said: str, text: str) -> str:
    """Such as: dose “5 mg” → “50 mg”."""
    before, after = _words(difference.spoken, said), _words(difference.delivered, text)
    match difference.change:
        case Change.MISSING:
            return f"{difference.kind} {before} gone"
        case Change.ADDED:
            return f"{difference.kind} {after} added"
        case Change.MOVED:
            return f"{difference.kind} {after} belongs to something else"
        case Change.CHANGED:
            return f"{difference.kind} {before} → {after}"


def _words(fact: Fact | None, text: str) -> str:
    return f"“{' '.join(text[fact.start : fact.end].split())}”" if fact else ""


def _told(difference: Difference, said: str, text: str) -> str:
    """Its kind and line. What is missing is told by its line in `said`, which has the note's lines."""
    line = 0
    if difference.delivered:
        line = line_at(text, difference.delivered.start)
    elif difference.spoken:
        line = line_at(said, difference.spoken.start)
    return f"{difference.kind} {difference.change} in line {line}"


def line_at(text: str, index: int) -> int:
    """The line of a text, counted from 1, that an index is in."""
    return text.count("\n", 0, index) + 1
