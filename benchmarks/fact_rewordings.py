"""Ways to write a note anew that leave its facts as they are."""

import random
import re
import textwrap
from collections.abc import Callable

Rewording = Callable[[str, random.Random], str]

_ENDS = re.compile(r"(?<=[a-z0-9)%]{2}[.!?])(?<!\b(?:Dr|Mr|Ms|St|No|vs)\.)(?<!\bMrs\.)\s+(?=[A-Z])")
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
)
_SMALL = [*_ONES.split(), "seventeen", "eighteen", "nineteen"]
_LITTLE = frozenset({"a", "an", "the", "is", "are", "was", "were", "and", "of", "with", "has", "there"})
_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_UNITS = {
    "mg": "milligrams",
    "mcg": "micrograms",
    "mL": "milliliters",
    "ml": "milliliters",
    "cm": "centimeters",
}


def in_words(number: int) -> str:
    """A number below 10,000 as it is said."""
    if number < 20:
        return _SMALL[number]
    if number < 100:
        return _TENS[number // 10] + (f" {_SMALL[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{_SMALL[number // 100]} hundred" + (f" {in_words(number % 100)}" if number % 100 else "")
    return f"{in_words(number // 1000)} thousand" + (f" {in_words(number % 1000)}" if number % 1000 else "")


def units(text: str) -> list[str]:
    """Sentences, and lines that are none; a heading on a line of its own stays with what it is over."""
    found: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        sentences = _ENDS.split(line)
        if found and found[-1].endswith(":"):
            found[-1] = f"{found[-1]}\n{sentences.pop(0)}"
        found += sentences
    return found


def said(text: str) -> list[list[str]]:
    """What a text says, whatever the order of its sentences: their words, without little ones and numbers of a list."""
    lines = "\n".join(units(text)).lower().split("\n")
    bare = (re.sub(r"^\d+\.\s", "", line) for line in lines)
    return sorted([word for word in re.findall(r"[^\W_]+", unit) if word not in _LITTLE] for unit in bare)


def reordered(text: str, dice: random.Random) -> str:
    """The same sentences in another order."""
    shuffled = units(text)
    dice.shuffle(shuffled)
    return "".join(unit + (" " if unit[-1] in ".!?" else "\n") for unit in shuffled)


def capitals(text: str, dice: random.Random) -> str:
    """All capitals, or none."""
    return text.upper() if dice.random() < 0.5 else text.lower()


def blanks(text: str, dice: random.Random) -> str:
    """Other blanks between words; lines are broken elsewhere where a line is long."""
    spaced = "\n".join(
        re.sub(r" +", lambda _: " " * dice.choice((1, 1, 2, 3)), line) for line in text.split("\n")
    )
    return spaced.replace("\n", " \n\n")


def wrapped(text: str, dice: random.Random) -> str:
    """Broken into lines of 80 characters."""
    del dice
    lines = (
        textwrap.wrap(line, 80, break_long_words=False, break_on_hyphens=False) for line in text.split("\n")
    )
    return "\n".join("\n".join(line) for line in lines)


def punctuation(text: str, dice: random.Random) -> str:
    """Without commas and quotation marks; full stops become exclamation marks."""
    del dice
    text = re.sub(r"(?<!\d),|,(?!\d)|[\"“”•]", " ", text)
    return re.sub(r"(?<=[a-z]{3})\.(?=\s|$)", "!", text)


def without_stops(text: str, dice: random.Random) -> str:
    """Without full stops between the sentences of a line, as from a recogniser that writes none."""
    del dice
    return re.sub(r"(?<=[a-z]{3})\.(?=\s+[A-Z])", "", text)


def worded(text: str, dice: random.Random) -> str:
    """Doses and measures as they are said: "five milligrams". Not behind a number: "two five" is said of 25, too."""
    del dice
    pattern = (
        r"(?P<before>\w+[ ,]+)?(?<![\w.,/#-])(?P<number>[1-9]\d{0,3}) (?P<unit>mg|mcg|mL|ml|cm)\b(?![/.])"
    )

    def say(found: re.Match[str]) -> str:
        before = (found["before"] or "").strip(" ,").lower()
        if before.isdigit() or before in (*_SMALL, *_TENS[2:], "hundred"):
            return found[0]
        return f"{found['before'] or ''}{in_words(int(found['number']))} {_UNITS[found['unit']]}"

    return re.sub(pattern, say, text)


REWORDINGS: dict[str, Rewording] = {
    "unchanged": lambda text, _: text,
    "sentences reordered": reordered,
    "other capitals": capitals,
    "other blanks": blanks,
    "lines wrapped": wrapped,
    "other punctuation": punctuation,
    "without full stops": without_stops,
    "doses in words": worded,
}
