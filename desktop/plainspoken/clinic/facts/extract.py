"""A sentence as an alternation of facts and other words: what the comparison compares."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plainspoken.clinic.facts import forms, lexicon, terms
from plainspoken.clinic.facts.fact import Fact, FactKind
from plainspoken.clinic.facts.sentences import after_heading
from plainspoken.clinic.facts.tokens import Token, tokens_of


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is no fact, and no little one."""

    value: str
    """In small letters; empty for one like "but", which only parts what is negated from what is not."""
    start: int
    end: int


Item = Fact | Word
Form = tuple[tuple[str, str], ...]

_EVERY_HOURS = re.compile(r"q(\d+)(?:h|hr|hrs|hours)")
_DATE = re.compile(r"\d{1,2}([/-])\d{1,2}\1\d{1,4}|\d{4}([/-])\d{1,2}\2\d{1,2}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text."""

    items: tuple[Item, ...]
    form: Form
    """Equal for sentences that say the same: kind and value of each fact, and the other words."""
    filed_form: Form
    """As it is when it stands under the section that it names: without that name."""
    skeleton: tuple[str, ...]
    """The words that are no facts."""


def sentence_of(text: str, start: int, end: int) -> Sentence:
    """The sentence that stands between two indices of a text."""
    items = tuple(_items(tokens_of(text, start, end)))
    form, body = _form(items), after_heading(text, start, end)
    filed_form = form if body == start else _form(item for item in items if item.start >= body)
    return Sentence(items, form, filed_form, tuple(value for kind, value in form if not kind))


def _form(items: Iterable[Item]) -> Form:
    return tuple((item.kind if isinstance(item, Fact) else "", item.value) for item in items if item.value)


def _items(tokens: list[Token]) -> list[Item]:
    items: list[Item] = []
    index = 0
    while index < len(tokens):
        found, step = _date(tokens, index) or _phrase(tokens, index) or _number(tokens, index) or (None, 1)
        item = found or _word(tokens[index])
        if item is not None:
            items.append(item)
        index += step
    return items


def _word(token: Token) -> Item | None:
    """A single word: a fact by itself, another word, or None for a little one."""
    word = token.value
    kind, value = _single(word)
    if kind:
        return Fact(kind, value, token.start, token.end)
    if word in forms.BORDERS:
        return Word("", token.start, token.end)
    return None if word in forms.LITTLE_WORDS or not word[0].isalnum() else Word(word, token.start, token.end)


def _single(word: str) -> tuple[FactKind | None, str]:
    """What a word is by itself, and the one form of it."""
    unit = lexicon.UNITS.get(word, "")
    if word in terms.SIGNS:
        return FactKind.TERM, terms.SIGNS[word]
    if word in forms.MONTHS and word not in forms.ALONE_NO_MONTH:
        return FactKind.DATE, forms.MONTHS[word]
    if unit in forms.CERTAIN_UNITS:
        return FactKind.UNIT, unit
    if word.endswith("n't"):
        return FactKind.NEGATION, "no"
    return _kind(word), word


def _kind(word: str) -> FactKind | None:
    if lexicon.is_term(word):
        return FactKind.TERM
    if lexicon.is_drug(word):
        return FactKind.DRUG
    if word in forms.DAYS:
        return FactKind.DATE
    return FactKind.NUMBER if any(map(str.isnumeric, word)) else None


def _phrase(tokens: list[Token], index: int) -> tuple[Fact, int] | None:
    """A frequency, route, side or negation."""
    first = tokens[index]
    every = _EVERY_HOURS.fullmatch(first.value)
    if every:
        return _fact(FactKind.FREQUENCY, f"every {every[1]} hours", tokens, index, 1)
    for words, kind, value in (
        *lexicon.PHRASES.get(first.value, ()),
        *(lexicon.PHRASES.get("#", ()) if first.is_number else ()),
    ):
        number = _fits(words, tokens, index)
        if number is not None:
            return _fact(kind, value.replace("#", number), tokens, index, len(words))
    return None


def _fits(words: tuple[str, ...], tokens: list[Token], index: int) -> str | None:
    """The number that stands for `#` where the words stand at an index; empty if there is none; None if they do not."""
    if index + len(words) > len(tokens):
        return None
    number = ""
    for word, token in zip(words, tokens[index : index + len(words)], strict=True):
        if word == "#" and token.is_number:
            number = token.value
        elif word != token.value:
            return None
    return number


def _date(tokens: list[Token], index: int) -> tuple[Fact, int] | None:
    """A date: "March 3rd, 2024", "the 3rd of March", "3/4/2024"."""
    words = [token.value for token in tokens[index : index + 4]]
    if _DATE.fullmatch(words[0]):
        return _fact(FactKind.DATE, words[0].replace("-", "/"), tokens, index, 1)
    month, day, step = "", "", 0
    if words[0] in forms.MONTHS and len(words) > 1 and _day(words[1]):
        month, day, step = forms.MONTHS[words[0]], _day(words[1]), 2
    elif _day(words[0]):
        of = words[1:2] == ["of"]
        if words[1 + of : 2 + of] and words[1 + of] in forms.MONTHS:
            month, day, step = forms.MONTHS[words[1 + of]], _day(words[0]), 2 + of
    elif words[0] in forms.MONTHS and words[1:2] and _is_year(words[1]):
        return _fact(FactKind.DATE, f"{forms.MONTHS[words[0]]} {words[1]}", tokens, index, 2)
    if not step:
        return None
    year = words[step] if step < len(words) and _is_year(words[step]) else ""
    return _fact(FactKind.DATE, f"{month} {day} {year}".strip(), tokens, index, step + bool(year))


def _day(word: str) -> str:
    found = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", word)
    return found[1] if found and 1 <= int(found[1]) <= 31 else ""


def _is_year(word: str) -> bool:
    return re.fullmatch(r"(?:18|19|20)\d\d", word) is not None


def _number(tokens: list[Token], index: int) -> tuple[Fact, int] | None:
    """A number with the unit behind it."""
    if not tokens[index].is_number:
        return None
    unit, step = _unit(tokens, index + 1)
    while step and index + 1 + step + 1 < len(tokens) and tokens[index + 1 + step].value in ("/", "per"):
        other, more = _unit(tokens, index + 2 + step)
        if not more:
            break
        unit, step = f"{unit}/{other}", step + 1 + more
    kind = (
        FactKind.DOSE
        if unit.partition("/")[0] in lexicon.DOSE_UNITS and "dL" not in unit
        else FactKind.NUMBER
    )
    value = tokens[index].value
    return _fact(kind, f"{value} {unit}" if unit else value, tokens, index, 1 + step)


def _unit(tokens: list[Token], index: int) -> tuple[str, int]:
    for words, unit in lexicon.LONG_UNITS:
        if _fits(words, tokens, index) is not None:
            return unit, len(words)
    unit = lexicon.UNITS.get(tokens[index].value, "") if index < len(tokens) else ""
    return unit, int(bool(unit))


def _fact(kind: FactKind, value: str, tokens: list[Token], index: int, step: int) -> tuple[Fact, int]:
    return Fact(kind, value, tokens[index].start, tokens[index + step - 1].end), step
