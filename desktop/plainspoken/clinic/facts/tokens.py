"""A sentence as tokens: its words in one form, numbers in digits. What is only punctuation is none."""

import re
from dataclasses import dataclass

from plainspoken.clinic.facts.numbers import ORDINALS, POWERS, in_words, ordinal, plain
from plainspoken.clinic.number_words import SMALL, TENS

_RAW = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # b.i.d.
    r"|(?:(?<![\w.])[+\-−](?=\.?\d))?(?:\d+(?:[.,:/\-–]\d+)*|(?<![\w.])\.\d+)\+?"  # -2.5, 140/90, 3/4/2024, 2-3, 1+
    r"|[^\W\d_]+(?:\d\w*|(?:['’][^\W\d_]+)*)"  # B12, doesn't
    r"|\w|[%°<>≤≥=/]"
)
_COUNTING = frozenset({*SMALL, *TENS, *ORDINALS, "point", "hundred"})
_ENDINGS = frozenset({"st", "nd", "rd", "th"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, or a sign."""

    value: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits alone."""
        return self.value[-1:].isdigit() and self.value[0] in "0123456789+-."


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """The tokens of a piece of a text."""
    raw = [
        Token(_form(found.group()), found.start(), found.end()) for found in _RAW.finditer(text, start, end)
    ]
    if any(token.value in _COUNTING for token in raw):
        raw = _counted(raw)
    return _joined(raw)


def _form(written: str) -> str:
    if any(map(str.isdecimal, written)):
        return plain(written) if not written[0].isalpha() else written.casefold()
    if "." in written:
        return written.replace(".", "").casefold()
    return written.casefold().replace("’", "'").removesuffix("'s")


def _counted(raw: list[Token]) -> list[Token]:
    """Numbers that are spelt out become digits."""
    words = [token.value for token in raw]
    done: list[Token] = []
    index = 0
    while index < len(raw):
        value, after = in_words(words, index) if words[index] in _COUNTING else ("", index)
        if value:
            done.append(Token(value, raw[index].start, raw[after - 1].end))
            index = after
        else:
            token = raw[index]
            spelt = ORDINALS.get(token.value)
            done.append(Token(ordinal(spelt), token.start, token.end) if spelt else token)
            index += 1
    return done


def _joined(raw: list[Token]) -> list[Token]:
    """Numbers that belong together: "140 over 90", "2 to 3", "5 out of 5", "3 rd", "4 thousand"."""
    done: list[Token] = []
    index = 0
    while index < len(raw):
        token, step = raw[index], 1
        if token.is_number:
            value, step = _with_next(token.value, [other.value for other in raw[index + 1 : index + 4]])
            token = Token(value, token.start, raw[index + step - 1].end) if step > 1 else token
        done.append(token)
        index += step
    return done


def _with_next(number: str, after: list[str]) -> tuple[str, int]:
    """The number with what belongs to it of the words behind it, and how many words that makes."""
    if _is_plain(number) and after[:1] == ["to"] and len(after) > 1 and _is_plain(after[1]):
        return f"{number}-{after[1]}", 3
    return _with_next_whole(number, after) if number.isdecimal() else _ended(number, after)


def _with_next_whole(number: str, after: list[str]) -> tuple[str, int]:
    match after:
        case ["over", other, *_] if other.isdecimal():
            return f"{number}/{other}", 3
        case ["out", "of", other] if other.isdecimal():
            return f"{number}/{other}", 4
        case [power, *_] if power in POWERS:
            return str(int(number) * POWERS[power]), 2
        case ["and", "a", "half"]:
            return f"{number}.5", 4
        case _:
            return _ended(number, after)


def _ended(number: str, after: list[str]) -> tuple[str, int]:
    """The number as an ordinal, where it is one."""
    return (number + after[0], 2) if after and after[0] in _ENDINGS else (number, 1)


def _is_plain(number: str) -> bool:
    return re.fullmatch(r"\d+(?:\.\d+)?", number) is not None
