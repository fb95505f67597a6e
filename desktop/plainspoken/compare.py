"""`plainspoken compare`: a text against what was said, fact by fact; for a note that was edited or rewritten."""

import json
from typing import Annotated

from cyclopts import Parameter

from plainspoken.adapters.text_file import read_text
from plainspoken.clinic.facts import Change, Difference, Fact, differences
from plainspoken.dictation.errors import FactsDiffer, SourceError
from plainspoken.dictation.gate import line_at
from plainspoken.terminal import tell

Source = Annotated[str, Parameter(allow_leading_hyphen=True)]


def compare(transcript: Source, text: Source) -> int:
    """Say in which facts a text differs from what was said: drugs, doses, numbers, dates, sides, negations, allergies.

    For a note that was edited by hand, or rewritten by another tool. Each difference is a line; the exit code is 14 if
    there are any. What was taken out by "scratch that" counts as said in a plain transcript, and does not in JSON.

    Parameters
    ----------
    transcript
        What was said: a text file, or the JSON of `plainspoken note --format json`; `-` reads standard input.
    text
        What is to be handed over: a text file; `-` reads standard input.
    """
    if transcript == text == "-":
        raise SourceError("Both texts cannot come from standard input.", "Name a file for one of them.")
    said, written = _said(read_text(transcript), transcript), read_text(text)
    found = differences(said, written)
    for difference in found:
        print(_line(difference, said, written))
    if not found:
        tell("No fact differs.")
        return 0
    tell(f"Facts that differ: {len(found)}")
    return FactsDiffer.exit_code


def _said(read: str, name: str) -> str:
    """What was said, a statement a line, if it is the JSON of a note; else the text as it is."""
    if not read.lstrip().startswith("{"):
        return read
    try:
        note = json.loads(read)
        statements = [str(statement["text"]) for statement in note["statements"]]
        titles = [f"{section['title']}:" for section in note["sections"]]
    except (ValueError, KeyError, TypeError):
        problem = f"{name} begins like JSON, and is not that of a note."
        raise SourceError(problem, "Make it with: plainspoken note SOURCE --format json") from None
    return "\n".join((*statements, *titles))


def _line(difference: Difference, said: str, written: str) -> str:
    before = _quoted(difference.spoken, said)
    after = _quoted(difference.delivered, written)
    head = f"{difference.kind} {difference.change}"
    match difference.change:
        case Change.MISSING:
            return f"{head}: said {before}"
        case Change.ADDED:
            return f"{head}: there {after}"
        case _:
            return f"{head}: said {before}; there {after}"


def _quoted(fact: Fact | None, text: str) -> str:
    """A fact as it is written, what it belongs to, and its line."""
    if fact is None:
        return ""
    words = " ".join(text[fact.start : fact.end].split())
    beside = f" ({', '.join(fact.beside)})" if fact.beside else ""
    return f'"{words}"{beside}, line {line_at(text, fact.start)}'
