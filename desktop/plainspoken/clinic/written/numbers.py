"""Spoken numbers. A run of number words is read as a whole or not at all: half of a number is a wrong number.

The package text2num (3.1) was tried and not taken: it writes "one forty over ninety" as "1 40 over 90", "two to three"
as "two to 3" and "nineteen fifty two" as "19 52", leaves "point five", and does not say which words a number came from.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from plainspoken.clinic.number_words import ONES, SMALL, TENS
from plainspoken.clinic.written.tokens import Tokens

SCALES = frozenset({"hundred", "thousand", "million"})
NUMBER_WORDS = SMALL.keys() | TENS.keys() | SCALES
_BEFORE_POINT = frozenset(
    {
        "this",
        "that",
        "some",
        "one",
        "the",
        "which",
        "a",
        "what",
        "time",
        "end",
        "decision",
        "pressure",
        "trigger",
    }
)
"""At "this point five" are five, not a half."""
_OH = frozenset({"oh", "o"})
_DIGITS = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that was said."""

    text: str
    """In digits, as "7.5"; a zero before the point."""
    last: int
    """Index after its last word."""
    words: int
    """How many number words it has; 0 where the recogniser wrote digits."""
    elided: bool = False
    """"one twenty": a hundred and twenty, or one and then twenty."""
    mixed: bool = False
    """"two and a half"."""

    @property
    def value(self) -> Decimal:
        """What it amounts to."""
        return Decimal(self.text.replace(",", ""))

    @property
    def small(self) -> bool:
        """One word from zero to nine: what may be no number at all ("one of them")."""
        return self.words == 1 and self.value < 10

    @property
    def grouped(self) -> str:
        """With a comma in thousands, as doses are to be written (ISMP's list of error-prone expressions)."""
        whole, point, rest = self.text.partition(".")
        return f"{int(whole):,}{point}{rest}" if len(whole) > 3 and "," not in whole else self.text


def parts(word: str) -> tuple[str, ...]:
    """The number words in a word: "twenty-five" has two; empty if it is no number."""
    if word in NUMBER_WORDS:
        return (word,)
    split = tuple(word.split("-"))
    return split if len(split) > 1 and all(part in NUMBER_WORDS for part in split) else ()


def said_in(tokens: Tokens, at: int, last: int) -> list[str]:
    """The words of a span, "twenty-five" as two, and what is no number as it is."""
    return [part for i in range(at, last) for part in parts(tokens.bare(i)) or (tokens.bare(i),)]


def is_digits(word: str) -> bool:
    """Whether the recogniser wrote a number in digits."""
    return _DIGITS.fullmatch(word) is not None


def run_end(tokens: Tokens, at: int) -> int:
    """Index after the last word of the longest run of number words from `at`; `at` itself where there is none."""
    last = at
    while last < len(tokens) and _goes_on(tokens, at, last):
        last += 1
        if tokens[last - 1].tail or tokens[last].lead:
            break
    return last


def number(tokens: Tokens, at: int) -> Number | None:
    """The number that is said from `at` on, if all that is said there is one number."""
    found = _written(tokens, at) if is_digits(tokens.bare(at)) else _spoken(tokens, at)
    return found and _and_a_half(tokens, found)


def _goes_on(tokens: Tokens, at: int, here: int) -> bool:
    word, after = tokens.bare(here), parts(tokens.bare(here + 1))
    if parts(word):
        return True
    before = parts(tokens.bare(here - 1)) if here > at else ()
    match word:
        case "and":
            return bool(before and after) and before[-1] in SCALES and after[0] not in SCALES
        case "point":
            return bool(after) or tokens.bare(here + 1) in _OH
        case "oh" | "o" if here == at:
            return tokens.says(here, word, "point", tokens.bare(here + 2)) and bool(
                parts(tokens.bare(here + 2))
            )
        case "oh" | "o":
            joined = tokens.bare(here - 1) in {"point", *_OH} or bool(before and after)
            return joined and not _is_oxygen(tokens, here)
        case _:
            return word == "a" and here == at and after[:1] in {("hundred",), ("thousand",)}


def _is_oxygen(tokens: Tokens, here: int) -> bool:
    """As "seven point four o two sat ninety": the "o" is none of the number."""
    return tokens.bare(here + 1) == "two" and tokens.bare(here + 2).startswith("sat")


def _written(tokens: Tokens, at: int) -> Number | None:
    """Digits, and "7 point 5"; not what stands before a scale ("250 thousand")."""
    text = tokens.bare(at)
    if tokens[at].tail:
        return Number(_led(text), at + 1, 0)
    if tokens.bare(at + 1) in SCALES:
        return None
    behind = tokens.bare(at + 2)
    if tokens.says(at, text, "point", behind) and behind.isdigit() and text.isdigit():
        return Number(f"{text}.{behind}", at + 3, 2)
    return Number(_led(text), at + 1, 0)


def _led(text: str) -> str:
    return f"0{text}" if text.startswith(".") else text


def _spoken(tokens: Tokens, at: int) -> Number | None:
    last = run_end(tokens, at)
    if last == at or _beside_another(tokens, at, last):
        return None
    words = said_in(tokens, at, last)
    read = read_words(words)
    if read is None or _shares(tokens, at, words[-1], elided=read[1]):
        return None
    if words[0] == "point" and tokens.bare(at - 1) in _BEFORE_POINT:
        return None
    if tokens.bare(at - 1) in _OH | {"cd"} or (words[:2] == ["one", "point"] and tokens.bare(at - 1) == "at"):
        return None
    return Number(read[0], last, len(words), elided=read[1])


def _shares(tokens: Tokens, at: int, scale: str, *, elided: bool) -> bool:
    """Whether what is left out of the number before it is in this one: "five to ten thousand", "one to two hundred"."""
    said = tokens.bare(at - 2)
    before = parts(said)[-1:] or ((said,) if is_digits(said) else ())
    if tokens.bare(at - 1) not in {"to", "or", "and", "through"} or not before or before[0] in SCALES:
        return False
    whole = elided and bool(parts(tokens.bare(at - 3)))  # "one thirty four to one thirty eight"
    return scale in {"thousand", "million"} or (
        (scale == "hundred" or elided) and before[0] in ONES and not whole
    )


def _beside_another(tokens: Tokens, at: int, last: int) -> bool:
    """Whether another number stands right beside, or behind a comma ("twenty, five milligrams"): it may be a part."""
    near, before = tokens[last - 1].tail in {"", ","}, tokens[at - 1]
    behind = tokens.bare(last)
    goes_on = behind == "," or (behind in _OH and not _is_oxygen(tokens, last))
    if near and (is_digits(behind) or goes_on or (tokens[last - 1].tail and parts(behind))):
        return True
    return before.tail in {"", ","} and (is_digits(before.bare) or bool(before.tail and parts(before.bare)))


def read_words(words: list[str]) -> tuple[str, bool] | None:
    """The digits of number words, and whether a hundred was left out; None where they are no single number."""
    if "point" not in words:
        return _whole(words)
    at = words.index("point")
    whole = _whole(words[:at]) if at else ("0", False)
    rest = _behind_point(words[at + 1 :])
    return (f"{whole[0]}.{rest}", whole[1]) if whole and rest else None


def _behind_point(words: list[str]) -> str:
    """Digit by digit, or one number of two digits ("two point twenty five"); empty for anything else."""
    if words and all(word in ONES or word in _OH for word in words):
        return "".join(str(ONES.get(word, 0)) for word in words)
    value = below_hundred(words)
    return str(value) if value and value >= 20 else ""


def _whole(words: list[str]) -> tuple[str, bool] | None:
    if words[-1:] == ["million"]:
        millions = _whole(words[:-1]) if len(words) > 1 else None
        return (f"{millions[0]}000000", False) if millions and not millions[1] else None
    value = _cardinal(words)
    if value is not None:
        return str(value), False
    if len(words) == 1 and words[0] in _OH:
        return "0", False
    if len(words) == 3 and words[1] in _OH and ONES.get(words[0]) and ONES.get(words[2]):
        return f"{ONES[words[0]]}0{ONES[words[2]]}", False
    rest = below_hundred(words[1:])
    if ONES.get(words[0]) and rest and rest >= 10:
        return f"{ONES[words[0]]}{rest}", True
    return None


def _cardinal(words: list[str]) -> int | None:
    if "thousand" not in words:
        return _below_thousand(words)
    at = words.index("thousand")
    return _sum(_below_thousand(words[:at]), 1000, _tail_of(words[at + 1 :], _below_thousand))


def _below_thousand(words: list[str]) -> int | None:
    if "hundred" not in words:
        return below_hundred(words)
    at = words.index("hundred")
    many = below_hundred(words[:at])
    if many is not None and many > 9 and many % 10 == 0:
        return None
    return _sum(many, 100, _tail_of(words[at + 1 :], below_hundred))


def _tail_of(words: list[str], read: Callable[[list[str]], int | None]) -> int | None:
    """What stands behind a scale: nothing is 0, and a zero is no number there."""
    rest = words[1:] if words[:1] == ["and"] else words
    return 0 if not words else (read(rest) or None)


def _sum(many: int | None, scale: int, rest: int | None) -> int | None:
    return many * scale + rest if many and rest is not None else None


def below_hundred(words: list[str]) -> int | None:
    """0 … 99; "a" counts as one before a scale; None for anything else."""
    match words:
        case ["a"]:
            return 1
        case [word]:
            return SMALL.get(word, TENS.get(word))
        case [tens, one] if tens in TENS and ONES.get(one):
            return TENS[tens] + ONES[one]
    return None


def _and_a_half(tokens: Tokens, whole: Number) -> Number | None:
    """As "two and a half" is one number; with any other fraction behind it, it is none that is written in digits."""
    if tokens[whole.last - 1].tail or tokens.bare(whole.last) != "and":
        return whole
    if tokens.says(whole.last, "and", "a", "half") and "." not in whole.text and not whole.elided:
        return Number(f"{whole.text}.5", whole.last + 3, whole.words + 1, mixed=True)
    name = tokens.bare(whole.last + 2).removesuffix("s")
    said = bool(parts(tokens.bare(whole.last + 1))) or tokens.bare(whole.last + 1) == "a"
    fraction = (said and (name in FRACTIONS or name.endswith("th"))) or "-" in tokens.bare(whole.last + 1)
    return None if fraction else whole


FRACTIONS = {
    "half": 2,
    "halve": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "eighth": 8,
    "tenth": 10,
}
