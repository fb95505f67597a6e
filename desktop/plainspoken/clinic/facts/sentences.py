"""A text as sentences. Where one ends does not depend on capitals, so that a text in capitals has the same ones."""

import re
from collections.abc import Iterator

from plainspoken.clinic.headings import KNOWN_HEADINGS

WIDEST = 120
"""A text with a longer line than this is not broken into lines of a width."""

NOT_DICTATED = "not dictated"
"""What a template writes where nothing was said: no one's negation."""

_END = re.compile(r"[.!?;]+[\"'”’)\]]*(?=\s|$)|\n")
_BULLETS = ("-", "•", "*", "–")
_DOTTED = re.compile(r"(?:^|[\s(/])(?:q\.|(?:[^\W\d_]\.){2,})$", re.IGNORECASE)
_TITLES = re.compile(r"(?:^|(?<!\d)[\s(])(?:dr|mr|mrs|ms|st|prof|vs|approx)\.$", re.IGNORECASE)
_NAMES = "|".join(
    r"\s+".join(map(re.escape, name.split()))
    for name in sorted(KNOWN_HEADINGS - {"allergies", "drug allergies"})
)
_HEADING = re.compile(rf"\s*(?:{_NAMES})\s*(?::|$)", re.IGNORECASE)
"""The name of a section, in front of a sentence. "Allergies" is more than that: what stands behind it is one."""

_GOES_ON = re.compile(
    r"\s+(?:\d+(?!\d*\.\s)|[(,/#-]|x\d|(?:[^\W\d_]\.){2}|q\.?\d|(?:"
    r"and|or|but|not|with|for|in|on|at|to|of|per|by|as|via|if|x|until|when|while|then|followed|plus|over|prior|"
    r"which|that|is|are|was|were|before|after|today|yesterday|tomorrow|tonight|every|each|once|twice|daily|nightly|weekly|"
    r"prn|po|iv|im|sq|bid|tid|qid|q\w{1,3})\b)",
    re.IGNORECASE,
)
"""What goes on with a sentence behind "p.o." or "b.i.d."."""


def spans(text: str) -> Iterator[tuple[int, int]]:
    """First character and end of each sentence of a text, those without a word left out.

    A line ends one, but for a line that was full, and for a heading "Allergies:", which belongs to what it is over.
    A point after letters with points ("b.i.d.") ends one only where what follows does not go on with it.
    """
    first = line = 0
    width = max(map(len, text.split("\n")))
    for found in _END.finditer(text):
        if found.group() == "\n":
            ends, line = not _goes_on(text, line, found.start(), width), found.end()
        else:
            ends = not _inside(text, first, found)
        if ends:
            yield from _worded(text, first, found.end())
            first = found.end()
    yield from _worded(text, first, len(text))


def after_heading(text: str, first: int, end: int) -> int:
    """Where a sentence begins behind the name of a section; at its first character, if it has none."""
    heading = _HEADING.match(text, first, end)
    return heading.end() if heading else first


def _worded(text: str, first: int, end: int) -> Iterator[tuple[int, int]]:
    if any(map(str.isalnum, text[first:end])):
        yield first, end


def _goes_on(text: str, first: int, end: int, width: int) -> bool:
    """Whether the line from `first` to `end` goes on in the next one: it has no room for the next word."""
    line = text[first:end].strip()
    after = text.find("\n", end + 1)
    next_line = text[end + 1 : after if after >= 0 else len(text)]
    if line.casefold().endswith(("allergies:", "allergy:")):
        return next_line.strip().casefold() != NOT_DICTATED
    if width > WIDEST or not line or line[-1] in ".!?;:":
        return False
    following = next_line.split(maxsplit=1)
    return bool(following) and following[0] not in _BULLETS and end - first + 1 + len(following[0]) > width


def _inside(text: str, first: int, found: re.Match[str]) -> bool:
    if not found.group().startswith(".") or len(found.group()) > 1:
        return False
    before = text[max(first, found.end() - 12) : found.end()]
    if _TITLES.search(before):
        return True
    return bool(_DOTTED.search(before)) and _GOES_ON.match(text, found.end()) is not None
