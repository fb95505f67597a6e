"""Spoken commands: words that are an order to the note, not a part of it."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Command(StrEnum):
    """What an order does."""

    SCRATCH_THAT = "scratch that"
    """Takes out what was said last: a statement, or a heading with nothing under it yet."""
    NEW_PARAGRAPH = "new paragraph"
    """The next statement starts a paragraph of its own."""
    NEXT_SECTION = "next section"
    """The next statement belongs under the template's next heading."""


_SPOKEN: dict[tuple[str, ...], Command] = {
    ("scratch", "that"): Command.SCRATCH_THAT,
    ("strike", "that"): Command.SCRATCH_THAT,
    ("new", "paragraph"): Command.NEW_PARAGRAPH,
    ("next", "paragraph"): Command.NEW_PARAGRAPH,
    ("next", "section"): Command.NEXT_SECTION,
}
_LENGTH = 2
"""Every command is two words long."""


@dataclass(frozen=True, slots=True)
class Order:
    """A command found at an edge of a sentence."""

    command: Command
    first: int
    """Index of its first word in the sentence."""
    last: int
    """Index after its last word."""


def spoken_order(words: tuple[str, ...]) -> Order | None:
    """The command in a sentence, if there is one.

    A command is the whole sentence ("Scratch that."), or stands at its start before a comma ("Scratch that, he has
    asthma."), or at its end behind one ("He has gout, scratch that."). Anywhere else its words are words: "Do not
    scratch that area."
    """
    bare = tuple(re.sub(r"[^\w']+", "", word).casefold() for word in words)
    command = _SPOKEN.get(bare[:_LENGTH])
    if command and (len(words) == _LENGTH or words[_LENGTH - 1].endswith(",")):
        return Order(command, 0, _LENGTH)
    command = _SPOKEN.get(bare[-_LENGTH:])
    if command and len(words) > _LENGTH and words[-_LENGTH - 1].endswith(","):
        return Order(command, len(words) - _LENGTH, len(words))
    return None
