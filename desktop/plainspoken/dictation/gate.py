"""Stage 7, deliver: a note is proved before it is handed over. It has the facts that were said, each where it was."""

from plainspoken.clinic.facts import Difference, differences
from plainspoken.dictation.deliver import Deliverable, as_text
from plainspoken.dictation.errors import FactsDiffer


def prove(note: Deliverable) -> None:
    """Compare the text that is handed over with what was said.

    Of a filed note nothing can differ, for its words are hers: if something does, the program is at fault.

    Raises:
        FactsDiffer: it does. The error names kind and place of each difference, and no word of the note.
    """
    text = as_text(note)
    found = differences(note.said, text)
    if found:
        raise FactsDiffer(tuple(_told(difference, text) for difference in found))


def _told(difference: Difference, text: str) -> str:
    fact = difference.delivered
    where = f" in line {line_at(text, fact.start)}" if fact else ""
    return f"{difference.kind} {difference.change}{where}"


def line_at(text: str, index: int) -> int:
    """The line of a text, counted from 1, that an index is in."""
    return text.count("\n", 0, index) + 1
