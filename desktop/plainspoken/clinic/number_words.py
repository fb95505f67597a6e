"""The words that numbers are said in, and their values."""

_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_FIRSTS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
)

ONES = {word: value for value, word in enumerate(_ONES)}
SMALL = ONES | {word: value for value, word in enumerate(_TEENS, 10)}
"""Zero to nineteen."""
TENS = {word: 10 * value for value, word in enumerate(_TENS, 2)}
ROUND_ORDINALS = {word.removesuffix("y") + "ieth": value for word, value in TENS.items()}
"""Twentieth to ninetieth."""
SMALL_ORDINALS = (
    {word: value for value, word in enumerate(_FIRSTS, 1)}
    | {"twelfth": 12}
    | {f"{word}th": value for value, word in enumerate(_TEENS[3:], 13)}
)
"""First to nineteenth."""
