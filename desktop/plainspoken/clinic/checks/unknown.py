"""Words that are in no list, and look and sound like a name that is: underlined, with what may have been meant."""

import re
from collections.abc import Iterator

from plainspoken.clinic import lexicon
from plainspoken.clinic.checks.unsure import UNSURE_BELOW
from plainspoken.clinic.checks.view import CheckedNote, CheckedStatement, Finding, Rule, Span
from plainspoken.clinic.lexicon.likeness import LONG, SHORTEST, Like, Names, drug_names, terms

DRUG, TERM, OWN = 0.74, 0.88, 0.78
"""So like a drug, another term, or a word of her own: chosen on real recognisers' errors, see docs/vocabulary.md."""

UNSURE = 0.88
"""So like a drug a word has to be that is in the lists, and that the recogniser was not sure of."""

IN_TWO = 0.86
"""So like a drug two words have to be that the recogniser may have made of one name."""

MOST = 3
"""Of the candidates of a word."""

_NEARLY = 0.08
"""A candidate is so much less like the word than the likest one, at most."""

_LONGEST = 40
_WORD = re.compile(r"(?<![\w./])[^\W\d_]+(?:['’-][^\W\d_]+)*(?![\w/])")
_TITLES = frozenset({"dr", "mr", "mrs", "ms", "miss", "prof", "professor", "doctor", "st"})
"""Behind these stands a name of a person."""


def unknown(note: CheckedNote) -> tuple[Finding, ...]:
    """Words in no list that are like the name of a drug, a term, or a word of her own. Nothing is replaced.

    Source: our own; the lists name theirs (clinic/lexicon). A plain word of English is never underlined where the
    recogniser was sure of it.
    """
    asked = _Asked(note.own_words)
    found = [place for statement in note.statements for place in _places(statement, asked)]
    if not found:
        return ()
    return (Finding(RULE.id, MESSAGE, tuple(span for span, _ in found), tuple(names for _, names in found)),)


def get_ready() -> None:
    """Load the names, and what compares them: the first word would have to wait for both."""
    for names in (drug_names(), terms()):
        names.nearest("paracetamol", 1.0)


class _Asked:
    """What has been found out about the words of one note; kept no longer than it takes to look at it."""

    def __init__(self, own: frozenset[str]) -> None:
        self._own = own
        self._own_names = Names(word for word in own if len(word) >= SHORTEST)
        self._known: dict[str, bool] = {}
        self._likes: dict[tuple[str, float], tuple[str, ...]] = {}

    def knows(self, word: str) -> bool:
        if word not in self._known:
            self._known[word] = word in self._own or lexicon.is_word(word)
        return self._known[word]

    def likes(self, word: str, drug: float, term: float = 2.0) -> tuple[str, ...]:
        """What a word may have been: the names that are so much like it."""
        if (word, drug) not in self._likes:
            near = [*drug_names().nearest(word, drug, MOST), *self._own_names.nearest(word, OWN, MOST)]
            near += terms().nearest(word, term, MOST) if len(word) >= LONG and term <= 1 else ()
            self._likes[word, drug] = _likest(near)
        return self._likes[word, drug]


def _likest(near: list[Like]) -> tuple[str, ...]:
    near.sort(key=lambda like: -like.likeness)
    least = near[0].likeness - _NEARLY if near else 0.0
    names = dict.fromkeys(like.name for like in near if like.likeness >= least)
    return tuple(names)[:MOST]


def _places(statement: CheckedStatement, asked: _Asked) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """What is to be underlined of a statement; two words that may be one name before each by itself."""
    doubtful = {word.start for word in statement.words if word.probability < UNSURE_BELOW}
    found = list(_WORD.finditer(statement.text))
    words = [_bare(match[0]) for match in found]
    after = 0
    for at, match in enumerate(found):
        if match.start() < after or (at and words[at - 1] in _TITLES):
            continue
        names, last = _in_two(statement.text, found, words, at, asked), at + 1
        if not names:
            names, last = _alone(words[at], asked, unsure=match.start() in doubtful), at
        if names:
            after = found[last].end()
            yield Span(statement.id, match.start(), after), names


def _alone(word: str, asked: _Asked, *, unsure: bool) -> tuple[str, ...]:
    if not SHORTEST <= len(word) <= _LONGEST:
        return ()
    if not asked.knows(word):
        return asked.likes(word, DRUG, TERM)
    return asked.likes(word, UNSURE) if unsure and not lexicon.is_drug_name(word) else ()


def _in_two(
    text: str, found: list[re.Match[str]], words: list[str], at: int, asked: _Asked
) -> tuple[str, ...]:
    """What two words may be that stand side by side, one of which at least is none: "metro prolol"."""
    if at + 1 == len(found) or text[found[at].end() : found[at + 1].start()] != " ":
        return ()
    one, other = words[at : at + 2]
    short = min(len(one), len(other)) < 3 or len(one) + len(other) > _LONGEST
    if short or (asked.knows(one) and asked.knows(other)):
        return ()
    joined = asked.likes(one + other, IN_TWO)
    # "salbutamol clenyl": the one that is no word is nearer to a name by itself.
    return () if set(joined) & {one, other} else joined


def _bare(word: str) -> str:
    return word.casefold().replace("’", "'").removesuffix("'s")


MESSAGE = "In no list of words, and close to one that is: read it twice."
RULE = Rule("unknown-word", unknown)
