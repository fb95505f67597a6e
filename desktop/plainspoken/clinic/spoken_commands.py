"""Spoken commands: words that are an order to the note, not a part of it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from plainspoken.clinic.written.punctuation import only_mark


class Command(StrEnum):
    """What an order does."""

    SCRATCH_THAT = "scratch that"
    """Takes out what was said last: a statement, or a heading with nothing under it yet."""
    UNDO_THAT = "undo that"
    """Takes back what was done last, a command or a statement; said again, what was done before that."""
    NEW_PARAGRAPH = "new paragraph"
    """The next statement starts a paragraph of its own."""
    NEXT_SECTION = "next section"
    """The next statement belongs under the template's next heading."""
    MARK = "spoken mark"
    """A full stop or a comma that was said after a pause: what it stands behind has ended already."""


_SPOKEN: dict[tuple[str, ...], Command] = {
    ("scratch", "that"): Command.SCRATCH_THAT,
    ("strike", "that"): Command.SCRATCH_THAT,
    ("undo", "that"): Command.UNDO_THAT,
    ("new", "paragraph"): Command.NEW_PARAGRAPH,
    ("next", "paragraph"): Command.NEW_PARAGRAPH,
    ("new", "line"): Command.NEW_PARAGRAPH,
    ("next", "line"): Command.NEW_PARAGRAPH,
    ("next", "section"): Command.NEXT_SECTION,
}
_LENGTH = 2
"""Every command but a mark is two words long."""
_SCRATCHED = frozenset({"itch", "itches", "itching", "area", "spot", "skin", "scab", "bite", "site", "scalp"})
"""Where one of them ends a sentence that "scratch that" opens, it is what a patient scratches."""
_FILLERS = frozenset(
    {"no", "wait", "um", "uh", "er", "oh", "sorry", "ok", "okay", "actually", "hmm", "well", "please", "oops"}
)
"""What one says around a command, and not into a note."""
_SUBJECTS = frozenset({"he", "she", "they", "it", "we", "there", "no"})
"""A sentence of its own may begin with one, in small letters too."""
_LINES = frozenset(
    {"ij", "jugular", "subclavian", "picc", "midline", "a-line", "aline", "arterial", "introducer"}
)
"""Near them a new line is a catheter."""


@dataclass(frozen=True, slots=True)
class Order:
    """A command found at an edge of a sentence."""

    command: Command
    first: int
    """Index of its first word in the sentence."""
    last: int
    """Index after its last word."""


def spoken_order(words: tuple[str, ...]) -> Order | None:
    """The first command in a sentence, if there is one.

    A command is the whole sentence ("Scratch that."), or stands apart by commas: at its start ("Scratch that, he has
    asthma."), at its end ("He has gout, scratch that.") or within ("Gout, scratch that, asthma."). "Scratch that" and
    "strike that" open a sentence without a comma, too, where the next word may begin one: "Scratch that he has asthma."
    Where the recogniser sets capitals, others do not: "Scratch that itch gently." Anywhere else the words are words:
    "Do not scratch that area.", "New line, right IJ."

    Fillers beside a command are part of it ("No, scratch that.", "Scratch that, please."), and so is a mark that is
    spoken behind it: else the filler would be what is scratched.
    """
    if only_mark(words):
        return Order(Command.MARK, 0, len(words))
    said = tuple(map(bare, words))
    for first in range(len(words) - _LENGTH + 1):
        command = _SPOKEN.get(said[first : first + _LENGTH])
        if command and _stands_apart(words, first, command) and not _names_a_line(said, first):
            before, last = said[:first], first + _LENGTH
            last += next((count for count in (2, 1) if only_mark(words[last : last + count])), 0)
            return Order(
                command,
                0 if _FILLERS.issuperset(before) else first,
                len(words) if _FILLERS.issuperset(said[last:]) else last,
            )
    return None


def is_command(name: str) -> bool:
    """Whether a name is a command, whatever stands before or behind it: "scratch that", "comma", "insert undo that"."""
    words = tuple(re.sub(r"^\s*insert\b", "", name, flags=re.IGNORECASE).split())
    return bool(words) and spoken_order(words) is not None


def only_fillers(words: tuple[str, ...]) -> bool:
    """Whether a sentence is nothing but what one says around a command: "No.", "Oh, sorry."."""
    return bool(words) and all(bare(word) in _FILLERS for word in words)


def bare(word: str) -> str:
    """A word in small letters, without marks."""
    return re.sub(r"[^\w']+", "", word).casefold()


def _stands_apart(words: tuple[str, ...], first: int, command: Command) -> bool:
    last = first + _LENGTH
    opens = first == 0
    begins_apart = opens or words[first - 1].endswith(",")
    ends_apart = (
        last == len(words)
        or only_mark(words[last:])
        or words[last - 1].endswith(",")
        or (opens and command is Command.SCRATCH_THAT and _is_new(words))
    )
    return begins_apart and ends_apart


def _is_new(words: tuple[str, ...]) -> bool:
    """Whether what stands right behind "scratch that" is a sentence of its own, not what is scratched."""
    follows = words[_LENGTH]
    apart = follows[:1].isupper() or not words[0][:1].isupper() or follows.casefold() in _SUBJECTS
    short = len(words) <= 2 * _LENGTH
    return apart and not (short and bare(words[-1]) in _SCRATCHED)


def _names_a_line(said: tuple[str, ...], first: int) -> bool:
    """As "New line, right IJ." of a note on a procedure."""
    return said[first : first + 2] == ("new", "line") and not _LINES.isdisjoint(said[first + 2 : first + 7])
