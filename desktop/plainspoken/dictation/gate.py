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
    said, text = note.said, as_text(note)
    found = differences(said, text)
    if found:
        raise FactsDiffer(tuple(_told(difference, said, text) for difference in found))


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
