"""A written transcript as utterances: the other way into the pipeline, for text instead of sound."""

import re

from plainspoken.clinic.written.punctuation import says_end
from plainspoken.dictation.transcribe import Utterance
from plainspoken_models.contracts import Word

WRAPPED_AT = 60
"""A line at least this long may go on in the next one; a shorter one is a line of its own."""


def utterances_of(text: str) -> tuple[Utterance, ...]:
    """One utterance for each line of a transcript; the lines of a hard-wrapped paragraph are one.

    A line goes on in the next one where the text has punctuation at all, the line is long and ends without any, and
    the next one starts with a small letter. The words have no times (0) and are certain (probability 1).
    """
    lines = [line.split() for line in text.splitlines() if line.strip()]
    punctuated = re.search(r"[.!?](\s|$)", text) is not None
    joined: list[list[str]] = []
    for words in lines:
        goes_on = punctuated and bool(joined) and _unfinished(joined[-1]) and words[0][0].islower()
        if goes_on:
            joined[-1].extend(words)
        else:
            joined.append(words)
    return tuple(Utterance(tuple(Word(word, 0, 0, 1.0) for word in words), 0, 0) for words in joined)


def _unfinished(words: list[str]) -> bool:
    return (
        len(" ".join(words)) >= WRAPPED_AT and words[-1][-1] not in ".!?:" and not says_end(words, len(words))
    )
