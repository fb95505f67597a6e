"""Numbers, written in one way: "one forty" is 140, "point five" is 0.5, "1,000" is 1000, "third" is 3rd."""

import re

from plainspoken.clinic.number_words import ONES, ROUND_ORDINALS, SMALL, SMALL_ORDINALS, TENS

ORDINALS = SMALL_ORDINALS | ROUND_ORDINALS
POWERS = {"thousand": 1_000, "million": 1_000_000}
_CENTURIES = (18, 19, 20)
"""Years are said in two halves: "nineteen eighty five"."""


def plain(written: str) -> str:
    """A number in digits without what does not change it: commas between thousands, zeros before and behind.

    Its parts stay apart: "03/04/2024" becomes 3/4/2024, "2–3" becomes 2-3.
    """
    if re.fullmatch(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\+?", written):
        written = written.replace(",", "")
    written = written.translate({0x2013: "-", 0x2212: "-"})
    return "".join(_trimmed(part) for part in re.split(r"([^\d.]+)", written))


def _trimmed(part: str) -> str:
    if part.count(".") > 1 or not part[-1:].isdigit():
        return part
    whole, point, rest = part.partition(".")
    rest = rest.rstrip("0")
    return (whole.lstrip("0") or whole or "0") + (point + rest if rest else "")


def in_words(words: list[str], first: int) -> tuple[str, int]:
    """The number that is spelt out from `words[first]` on, in digits, and the index after it; empty if none is."""
    if words[first] == "point" and _digits(words, first + 1)[0]:
        digits, end = _digits(words, first + 1)
        return plain(f"0.{digits}"), end
    whole, end = _whole(words, first)
    if end == first:
        return "", first
    if (
        end < len(words)
        and words[end] in ORDINALS
        and whole >= 20
        and whole % 10 == 0
        and ORDINALS[words[end]] < 10
    ):
        return ordinal(whole + ORDINALS[words[end]]), end + 1
    if words[end : end + 1] == ["point"]:
        digits, after = _digits(words, end + 1)
        if digits:
            return plain(f"{whole}.{digits}"), after
    if words[end : end + 3] == ["and", "a", "half"]:
        return f"{whole}.5", end + 3
    return str(whole), end


def ordinal(number: int) -> str:
    """`3rd` for 3."""
    special = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else special}"


def _whole(words: list[str], first: int) -> tuple[int, int]:
    total, end = _below_thousand(words, first)
    if end == first:
        return 0, first
    while end < len(words) and words[end] in POWERS:
        total, end = total * POWERS[words[end]], end + 1
        more_from = end + (words[end : end + 1] == ["and"])
        more, after = _below_thousand(words, more_from)
        if after > more_from:
            total, end = total + more, after
    return total, end


def _below_thousand(words: list[str], first: int) -> tuple[int, int]:
    number, end = (1, first) if words[first] == "hundred" else _below_hundred(words, first)
    if end == first and words[first] != "hundred":
        return 0, first
    if words[end : end + 1] == ["hundred"]:
        more_from = end + 1 + (words[end + 1 : end + 2] == ["and"])
        more, after = _below_hundred(words, more_from)
        return number * 100 + more, after if after > more_from else end + 1
    if 1 <= number <= 9 or number in _CENTURIES:
        more, after = _second_half(words, end)
        if after > end:
            return number * 100 + more, after
    return number, end


def _second_half(words: list[str], first: int) -> tuple[int, int]:
    """What follows in "one forty", "one oh five", "twenty twenty six"."""
    if (
        words[first : first + 1] in (["oh"], ["o"])
        and words[first + 1 : first + 2]
        and words[first + 1] in ONES.keys() - {"zero"}
    ):
        return SMALL[words[first + 1]], first + 2
    number, end = _below_hundred(words, first)
    return (number, end) if number >= 10 else (0, first)


def _below_hundred(words: list[str], first: int) -> tuple[int, int]:
    word = words[first] if first < len(words) else ""
    if word in SMALL:
        return SMALL[word], first + 1
    if word not in TENS:
        return 0, first
    following = words[first + 1] if first + 1 < len(words) else ""
    if following in SMALL and 1 <= SMALL[following] <= 9:
        return TENS[word] + SMALL[following], first + 2
    return TENS[word], first + 1


def _digits(words: list[str], first: int) -> tuple[str, int]:
    """Digits said one by one, as after "point"; "twelve" and "twenty five" stand for two."""
    digits, end = "", first
    while end < len(words):
        if words[end] in ("oh", "o"):
            digits, end = digits + "0", end + 1
            continue
        number, after = _below_hundred(words, end)
        if after == end:
            break
        digits, end = digits + str(number), after
    return digits, end
