"""Why an entry of the vocabulary is refused: what may well have been said stays as it was said.

A replacement is let in only where what is heard is no word, or no words that notes put together: so it can never turn
one valid term into another. And it has nothing to do with numbers, doses, units, sides, negations and commands.
"""

import re
from collections import Counter
from functools import cache

from plainspoken.clinic import lexicon
from plainspoken.clinic.facts import FactKind, facts_of
from plainspoken.clinic.facts.forms import ALLERGIES, LITTLE_WORDS
from plainspoken.clinic.facts.lexicon import LONG_UNITS, PHRASES, UNITS
from plainspoken.clinic.facts.terms import TERM_BEGINNINGS, TERMS
from plainspoken.clinic.headings import KNOWN_HEADINGS
from plainspoken.clinic.lexicon.likeness import SHORTEST, Names, drug_names, likeness, terms
from plainspoken.clinic.spoken_commands import spoken_order
from plainspoken.clinic.vocabulary.entries import LetIn, Replacement, Said, runs, said
from plainspoken.clinic.written import has_a_form, of_a_number
from plainspoken.clinic.written.units import SPELLED

MOST_WORDS = 8
MOST_LETTERS = 100
"""A longer text is a macro."""

LIKE = 0.85
"""So like a valid term, what is heard is taken for that term, misheard."""

NAME_MISHEARD = 0.7
"""So like the name of a drug, a word that is none is probably that name: "plavicks" is 0.8 like Plavix."""

SENSE_MISHEARD, SENSE_LETTERS = 0.82, 4
"""So like a word of so many letters that says a side or a negation, a word that is none is probably that one: "abscent"
is 0.94 like absent, "nevr" 0.85 like never."""

ABBREVIATION = 4
"""A word of so few letters that is also a word is not turned into capitals: "or" is not the operating room."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FREE_KINDS = (FactKind.DRUG, FactKind.TERM)
_PARTS_OF_FACTS = frozenset(
    part
    for words in (*(phrase[0] for known in PHRASES.values() for phrase in known), *(u[0] for u in LONG_UNITS))
    for part in words
    if len(part) > 2 and part not in LITTLE_WORDS
)
"""Words that are a frequency, a route, a side or a negation, or with others make one ("free of", "by mouth")."""


def why_not(one: Replacement, there: LetIn) -> str:
    """Why a replacement is refused, as a clause; empty where it is let in.

    Args:
        one: what is to be let in.
        there: what was let in before.
    """
    return (
        _form(one.heard)
        or _form(one.written)
        or _is_structure(one.heard)
        or _is_structure(one.written)
        or _clashes(one, there)
        or _is_valid(one, there)
        or _loses(one)
        or _is_a_sense_misheard(one)
        or _means_another(one)
        or _is_a_name_misheard(one)
    )


def why_no_word(word: str) -> str:
    """Why a word of her own is refused; empty where it is let in."""
    return _form(word)


def _form(text: str) -> str:
    words = text.split()
    if not words:
        return "it is empty"
    if len(text) > MOST_LETTERS or len(words) > MOST_WORDS:
        return f"it has more than {MOST_WORDS} words or {MOST_LETTERS} letters"
    if any(letter.isdigit() for letter in text):
        return "it has a digit, and no replacement touches a number"
    wrong = next((word for word in words if not _WORD.fullmatch(word)), "")
    if wrong:
        return f"“{wrong}” has something in it that is no letter, hyphen or apostrophe"
    short = next((word for word in words if len(word) == 1), "")
    return f"“{short}” is a single letter" if short else ""


def _is_structure(text: str) -> str:
    """Numbers, units, sides, negations, marks, commands, headings."""
    words = said(text)
    for word in words:
        what = _what(word)
        if what:
            return f"“{word}” {what}"
    found = next((fact for fact in facts_of(text) if fact.kind not in _FREE_KINDS), None)
    if found:
        return f"“{text[found.start : found.end]}” is a {found.kind}"
    if any(spoken_order(run) for run in runs(words)):
        return "a spoken command is in it"
    return "it is a spoken heading" if " ".join(words) in KNOWN_HEADINGS else ""


def _what(word: str) -> str:
    if len(word) == 1:
        return "is a single letter"
    if of_a_number(word) or word in UNITS or word in SPELLED:
        return "may be part of a number, or a unit"
    if has_a_form(word):
        return "may be part of a number, a date, a level or a spoken mark"
    if word in ALLERGIES:
        return "tells of an allergy"
    if word in _PARTS_OF_FACTS or word.endswith("n't"):
        return "may be part of a frequency, a route, a side or a negation"
    return ""


def _clashes(one: Replacement, there: LetIn) -> str:
    """Twice the same, and chains: what is written for one must not be what is heard for another."""
    known, written = there.by_said.get(one.said), said(one.written)
    if known:
        return "" if known == one else f"it is written as “{known.written}” already"
    if one.said in there.words:
        return f"“{one.heard}” is a word of your own"
    if one.said != written and one.said in runs(written):
        return "what is heard is in what is written, so that it would be found again"
    if any(run in there.by_said for run in runs(written)):
        return f"“{one.written}” is, or has in it, what is heard for another one: that would be a chain"
    if one.said in there.runs_written:
        return f"“{one.heard}” is in what is written for another one: that would be a chain"
    return ""


def _is_valid(one: Replacement, there: LetIn) -> str:
    """Whether what is heard may well be what was said."""
    words = one.said
    if words == said(one.written):
        return _shouts(one, words)
    joined = "".join(words)
    if len(words) == 1:
        known = lexicon.is_word(one.heard.casefold().replace("’", "'")) or joined in there.known
        return f"“{one.heard}” is a word by itself, and may be what was said" if known else ""
    if lexicon.is_word(joined) and joined != "".join(said(one.written)):
        return f"“{one.heard}” is “{joined}” in two parts, which is a word by itself"
    if all(lexicon.is_clinical(word) or not _is_loose(word) for word in words):
        return f"“{one.heard}” is made of words that notes use, and may be what was said; add more of what is heard"
    return ""


def _is_loose(word: str) -> bool:
    """Whether a word shows that a phrase is none that a note has: it is no word at all, or an everyday one."""
    return not lexicon.is_word(word) or lexicon.is_everyday(word)


def _shouts(one: Replacement, words: Said) -> str:
    """The same letters in other capitals: "or" is not "OR"."""
    short = len(words) == 1 and len(words[0]) <= ABBREVIATION
    capitals = sum(letter.isupper() for letter in one.written) > 1
    if short and capitals and lexicon.is_word(words[0]):
        return f"“{words[0]}” is a word by itself, and may be what was said"
    return ""


def _loses(one: Replacement) -> str:
    """Names of drugs and words that are easily mistaken must stay: what is heard of them is written."""
    kept = Counter(said(one.written))
    for word in one.said:
        if (lexicon.is_drug_name(word) or word in TERMS) and not kept[word]:
            return f"“{word}” is a term by itself, and is not in what is written"
        kept[word] -= 1
    return ""


@cache
def _sense_words() -> Names:
    """Words that say a side, a frequency, a route or a negation, long enough to be recognised when misheard."""
    return Names(word for word in _PARTS_OF_FACTS if len(word) >= SENSE_LETTERS)


def _is_a_sense_misheard(one: Replacement) -> str:
    """Whether a word of what is heard is like one that turns the sense, and is to be another: "abscent", present."""
    for word in one.said:
        if len(word) < SENSE_LETTERS or lexicon.is_word(word):
            continue
        near = _sense_words().nearest(word, SENSE_MISHEARD)
        if near and near[0].name not in said(one.written):
            return f"“{word}” is like “{near[0].name}”, and what is written would mean something else"
    return ""


def _is_a_name_misheard(one: Replacement) -> str:
    """Whether a word of what is heard is like names of drugs, and none of these is written: "plavicks" is not Paxil."""
    written = said(one.written)
    if len(one.said) != len(written) and likeness("".join(one.said), "".join(written)) >= NAME_MISHEARD:
        return ""  # "metro prolol": a name in parts
    for word in one.said:
        if len(word) < SHORTEST or lexicon.is_word(word):
            continue
        near = drug_names().nearest(word, NAME_MISHEARD, 3)
        if near and not any(found.name in written for found in near):
            return f"“{word}” is like “{near[0].name}”, which is not in what is written"
    return ""


def _means_another(one: Replacement) -> str:
    """Whether what is heard is more like another valid term than like what is written for it: "hypotenshun"."""
    heard, written = "".join(one.said), said(one.written)
    if heard == "".join(written) or not any(map(lexicon.is_clinical, written)):
        return ""
    for beginning in TERM_BEGINNINGS:
        if heard.startswith(beginning) and not "".join(written).startswith(beginning):
            return f"what begins with “{beginning}” must do so in what is written"
    least = max(LIKE, *(likeness(heard, form) for form in (*written, "".join(written))))
    near = [found for names in (drug_names(), terms()) for found in names.nearest(heard, least, 2)]
    others = [found for found in near if found.name not in written and found.likeness > least]
    best = max(others, key=lambda found: found.likeness, default=None)
    return f"“{one.heard}” is more like “{best.name}”" if best else ""
