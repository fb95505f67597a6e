"""How sure the recogniser was of what stands in a statement, and what of it she has typed."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from difflib import SequenceMatcher

from plainspoken.clinic.checks import Heard
from plainspoken.dictation.document import FiledStatement

DOUBTFUL_BELOW = 0.5
"""Probability of a word, 0 … 1: below it, other words together are likelier. Not measured with real weights."""

Spans = tuple[tuple[int, int], ...]
"""Stretches of a text: from a character up to, not including, another one."""


def heard(statement: FiledStatement) -> tuple[Heard, ...]:
    """What in its text was written for spoken words; not what she typed, and not the text of a macro."""
    found = tuple(_as_written(statement))
    if statement.edited is None:
        return found
    starts = [one.start for one in found]
    kept = []
    for before, after in _unchanged(statement):
        at = bisect_right(starts, before.start()) - 1
        if at >= 0 and before.start() < found[at].end:
            kept.append(Heard(after.start(), after.end(), found[at].probability))
    return tuple(kept)


def doubtful(statement: FiledStatement) -> Spans:
    """What in its text the recogniser was in doubt of."""
    return tuple((one.start, one.end) for one in heard(statement) if one.probability < DOUBTFUL_BELOW)


def typed(statement: FiledStatement) -> Spans:
    """What in its text she has typed: each word that was not there before."""
    if statement.edited is None:
        return ()
    unchanged = {after.start() for _, after in _unchanged(statement)}
    return tuple((one.start(), one.end()) for one in _words(statement.text) if one.start() not in unchanged)


def _as_written(statement: FiledStatement) -> Iterator[Heard]:
    words, at = statement.spoken.words, len(f"{statement.label}: ") if statement.label else 0
    for piece in statement.pieces:
        sure = min(word.probability for word in words[piece.first : piece.last])
        yield Heard(at, at + len(piece.text), sure)
        at += len(piece.text) + 1


def _unchanged(statement: FiledStatement) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """The words that stand in both texts: before she typed, and now."""
    before, after = _words(statement.written), _words(statement.text)
    matcher = SequenceMatcher(None, [one[0] for one in before], [one[0] for one in after], autojunk=False)
    for block in matcher.get_matching_blocks():
        yield from zip(
            before[block.a : block.a + block.size], after[block.b : block.b + block.size], strict=True
        )


def _words(text: str) -> list[re.Match[str]]:
    return list(re.finditer(r"\S+", text))
