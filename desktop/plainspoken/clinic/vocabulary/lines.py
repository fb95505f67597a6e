"""A list of words and replacements as people have them: a spreadsheet saved as CSV, or a word a line."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from plainspoken.clinic.vocabulary.entries import Entry, Replacement

_HEADS = (
    ["heard", "written"],
    ["heard as", "write as"],
    ["heard", "write"],
    ["spoken", "written"],
    ["word"],
    ["word", "replacement"],
)
"""First lines that say what the columns are."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of it that is not empty."""

    number: int
    """Counted from 1."""
    entry: Entry | None
    problem: str = ""
    """Why there is no entry, as a clause."""


def read_lines(text: str) -> tuple[Line, ...]:
    """The lines of a list: a word of her own each, or what is heard, a comma, and what is written."""
    found = (_read(line, number) for number, line in enumerate(text.splitlines(), 1))
    return tuple(line for line in found if line)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a list."""

    taken: int
    refused: tuple[tuple[int, str], ...]
    """The number of each line that was refused, and why, as a clause."""


def take(lines: Sequence[Line], add: Callable[[Sequence[Entry]], Sequence[str]]) -> Imported:
    """Let in the entries of a list.

    Args:
        lines: of the list.
        add: lets entries in; of each the reason why it is refused, empty where it is not.
    """
    good = [(line.number, line.entry) for line in lines if line.entry is not None]
    reasons = add([entry for _, entry in good])
    why = {line.number: line.problem for line in lines} | {
        number: reason for (number, _), reason in zip(good, reasons, strict=True) if reason
    }
    refused = tuple((number, reason) for number, reason in why.items() if reason)
    return Imported(len(lines) - len(refused), refused)


def _read(line: str, number: int) -> Line | None:
    """One line by itself: a quote that is not closed takes no other line with it."""
    try:
        (cells,) = csv.reader([line], skipinitialspace=True, strict=True) if line.strip() else ([],)
    except csv.Error:
        return Line(number, None, "it is not CSV: a quote is missing, or it is too long")
    return _line([" ".join(cell.split()) for cell in cells], number)


def _line(cells: list[str], number: int) -> Line | None:
    if len(cells) == 2 and cells[0] and not cells[1]:
        return Line(number, None, "nothing is to be written for it, and no vocabulary takes words out")
    while cells and not cells[-1]:
        cells = cells[:-1]
    if not cells or (number == 1 and [cell.casefold() for cell in cells] in _HEADS):
        return None
    match cells:
        case [word]:
            return Line(number, word)
        case [heard, written]:
            return Line(number, Replacement(heard, written))
        case _:
            return Line(number, None, f"it has {len(cells)} columns; one or two are read")
