"""Whether a "No." said before "scratch that" may be an answer to the sentence before it; else it goes with the command.

Which error is worse decides: a dose that she takes back and that stays in the note is worse than a sentence too many
among what was taken out, where she can see it and say "undo that".
"""

import re

from plainspoken.clinic.facts import FactKind, facts_of
from plainspoken.clinic.spoken_commands import bare
from plainspoken.clinic.written.tokens import words_of

_ANSWERS = "no"
_NEVER_ANSWERS = frozenset({"wait", "sorry", "oops", "please"})
"""With one of them even a "no" takes something back: "No, wait."."""
_ASKS = words_of(
    """any do does did have has had is are was were can could would will should may what when where who why how which"""
)
"""A sentence that opens with one may be a question, whatever mark stands behind it."""
_TELLS = words_of(
    """is are was were has had have takes took denies denied reports reported states stated says complains shows showed
    presents presented feels felt will would should needs start begin stop hold give take continue increase decrease
    order check obtain follow return refer add switch discontinue"""
)
"""A sentence with one of them tells something, or orders it; "chest pain" and "history of asthma" may be asked."""
_STATED = frozenset(
    {
        FactKind.DOSE,
        FactKind.NUMBER,
        FactKind.UNIT,
        FactKind.FREQUENCY,
        FactKind.ROUTE,
        FactKind.SIDE,
        FactKind.NEGATION,
    }
)
"""Who says one of these states something, unless the sentence ends as a question."""


def may_answer(said: tuple[str, ...], before: tuple[str, ...]) -> bool:
    """Whether fillers (`said`) may be an answer to the sentence before them: only a "No." may, and only to a question.

    Args:
        said: words that are all fillers.
        before: words of the sentence that they would answer.
    """
    fillers = {bare(word) for word in said}
    return _ANSWERS in fillers and _NEVER_ANSWERS.isdisjoint(fillers) and _may_be_asked(before)


def _may_be_asked(words: tuple[str, ...]) -> bool:
    if not words or re.search(r"[?:][\"')\]]*$", words[-1]):
        return True
    if any(fact.kind in _STATED for fact in facts_of(" ".join(words))):
        return False
    said = [bare(word) for word in words]
    return said[0] in _ASKS or _TELLS.isdisjoint(said)
