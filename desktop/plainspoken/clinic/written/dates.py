"""Dates, years, times of day and ordinals."""

from plainspoken.clinic.number_words import ONES, ROUND_ORDINALS, SMALL, SMALL_ORDINALS, TENS
from plainspoken.clinic.written.context import TIMES
from plainspoken.clinic.written.numbers import below_hundred, is_digits, parts, run_end, said_in
from plainspoken.clinic.written.tokens import Atom, Tokens
from plainspoken.clinic.written.units import unit

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october")
MONTHS = frozenset((*_MONTHS, "november", "december"))
ORDINALS = SMALL_ORDINALS.keys() | ROUND_ORDINALS.keys()
_BEFORE_YEAR = frozenset(
    {"in", "since", "year", "until", "before", "after", "around", "circa", "late", "early"}
)
_BEFORE_MAY = frozenset({"on", "of", "since", "until", "in", "by", "last", "this", "next"})
_DAYTIMES = ({"in", "the", "morning"}, {"in", "the", "afternoon"}, {"in", "the", "evening"})


def a_date(tokens: Tokens, at: int) -> Atom | None:
    """As "march third twenty twenty four" → "March 3, 2024"."""
    month = tokens[at].core.capitalize()
    if tokens[at].tail or not _is_month(tokens, at):
        return None
    year = _year(tokens, at + 1)
    if year:
        return tokens.atom(f"{month} {year[0]}", at, year[1])
    day, last = _day(tokens, at + 1)
    if not day:
        return None
    year = _year(tokens, last) if tokens[last - 1].tail in {"", ","} else None
    if year:
        return tokens.atom(f"{month} {day}, {year[0]}", at, year[1])
    return None if _is_cardinal(tokens, at + 1, last) else tokens.atom(f"{month} {day}", at, last)


def _is_month(tokens: Tokens, at: int) -> bool:
    """She may first try something else; but "may third" is a day."""
    if tokens.bare(at) != "may" or _ordinal(tokens, at + 1)[0] > 2:
        return True
    return at > 0 and (tokens[at].core == "May" or tokens.bare(at - 1) in _BEFORE_MAY)


def a_day_of_month(tokens: Tokens, at: int) -> Atom | None:
    """As "the third of March"."""
    value, last = _ordinal(tokens, at)
    if not 1 <= value <= 31 or not tokens.runs_on(at, last + 2) or tokens.bare(last) != "of":
        return None
    return tokens.atom(_with_ending(value), at, last) if tokens.bare(last + 1) in MONTHS else None


def a_year(tokens: Tokens, at: int) -> Atom | None:
    """As "in nineteen fifty two"."""
    year = _year(tokens, at) if tokens.bare(at - 1) in _BEFORE_YEAR else None
    return tokens.atom(year[0], at, year[1]) if year else None


def a_time(tokens: Tokens, at: int) -> Atom | None:
    """As "eight thirty a m" → "8:30 AM": without points, so that the text is cut into the same sentences again."""
    hour, last = _hour(tokens, at)
    if not hour:
        return None
    if tokens.says(at, tokens.bare(at), "o'clock"):
        return tokens.atom(f"{hour} o'clock", at, at + 2)
    minute, last = _minute(tokens, last)
    half, end = _half_of_day(tokens, last)
    if tokens.bare(at - 1) in {"to", "or", "and"} and parts(tokens.bare(at - 2)):
        return None
    if half and not _inner_marks(tokens, at, last):
        written = tokens.atom(f"{hour}{minute} {half}", at, end)
        return written if tokens[end - 1].tail != "." or end == len(tokens) else Atom(written.text[:-1], end)
    if minute and any({tokens.bare(i) for i in range(last, last + 3)} == said for said in _DAYTIMES):
        return tokens.atom(f"{hour}{minute}", at, last) if tokens.runs_on(at, last + 1) else None
    return None


def an_ordinal(tokens: Tokens, at: int) -> Atom | None:
    """From the tenth on in digits; "twenty second" may be a length of time."""
    value, last = _ordinal(tokens, at)
    before = tokens.bare(at - 1)
    if (
        value < 10
        or tokens[at - 1].raw.endswith("-")
        or parts(before)
        or is_digits(before)
        or (value == 10 and before in {"a", "an"})
    ):
        return None
    if tokens.bare(last - 1) == "second" and last - at > 1:
        return None
    return tokens.atom(_with_ending(value), at, last)


def _ordinal(tokens: Tokens, at: int) -> tuple[int, int]:
    """Value and end of an ordinal; 0 where there is none."""
    word = tokens.bare(at)
    if word in ORDINALS:
        return SMALL_ORDINALS.get(word) or ROUND_ORDINALS[word], at + 1
    tens, _, one = word.partition("-")
    if tens in TENS and 0 < SMALL_ORDINALS.get(one, 0) < 10:
        return TENS[tens] + SMALL_ORDINALS[one], at + 1
    one = tokens.bare(at + 1)
    if word in TENS and 0 < SMALL_ORDINALS.get(one, 0) < 10 and tokens.runs_on(at, at + 2):
        return TENS[word] + SMALL_ORDINALS[one], at + 2
    return 0, at


def _with_ending(value: int) -> str:
    ending = "th" if value % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _day(tokens: Tokens, at: int) -> tuple[int, int]:
    value, last = _ordinal(tokens, at)
    if not value:
        for last in (at + 2, at + 1):
            said = said_in(tokens, at, last)
            value = (below_hundred(said) or 0) if tokens.runs_on(at, last) else 0
            if value:
                break
    return (value, last) if 1 <= value <= 31 else (0, at)


def _is_cardinal(tokens: Tokens, at: int, last: int) -> bool:
    """As "in january two patients": a cardinal is a day only where nothing follows that it could count."""
    ordinal = _ordinal(tokens, at)[0] > 0
    return not ordinal and not tokens[last - 1].tail and last < len(tokens)


def _year(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """1900 … 2099, in digits or as said: "nineteen oh five", "twenty twelve", "two thousand and four"."""
    written = tokens.bare(at)
    if len(written) == 4 and written.isdigit() and written[:2] in {"19", "20"}:
        return written, at + 1
    last = run_end(tokens, at)
    said = said_in(tokens, at, last)
    value = _said_year(said)
    counts = (
        not tokens[last - 1].tail and (unit(tokens, last) or tokens.bare(last) in TIMES) if value else False
    )
    if (value == 2000 or value >= 2030) and not tokens[last - 1].tail and last < len(tokens):
        return None
    return (str(value), last) if value and not counts else None


def _said_year(words: list[str]) -> int:
    match words:
        case ["two", "thousand"]:
            return 2000
        case ["two", "thousand", *rest]:
            behind = below_hundred(rest[1:] if rest[0] == "and" else rest)
            return 2000 + behind if behind else 0
        case ["nineteen" | "twenty" as century, "oh" | "o", one] if ONES.get(one):
            return (1900 if century == "nineteen" else 2000) + ONES[one]
        case ["nineteen", "hundred"]:
            return 1900
        case ["nineteen" | "twenty" as century, *rest]:
            behind = below_hundred(rest) if rest else None
            return (1900 if century == "nineteen" else 2000) + behind if behind and behind >= 10 else 0
    return 0


def _hour(tokens: Tokens, at: int) -> tuple[str, int]:
    word = tokens.bare(at)
    value = SMALL.get(word, 0)
    if word.replace(":", "").isdigit() and tokens.says(
        at + 1, "a" if tokens.bare(at + 1) == "a" else "p", "m"
    ):
        return word, at + 1
    fits = 1 <= value <= 12 and not (at and parts(tokens.bare(at - 1)) and not tokens[at - 1].tail)
    return (str(value), at + 1) if fits else ("", at)


def _minute(tokens: Tokens, at: int) -> tuple[str, int]:
    if tokens.bare(at) in {"oh", "o"} and ONES.get(tokens.bare(at + 1)):
        return f":0{ONES[tokens.bare(at + 1)]}", at + 2
    last = run_end(tokens, at)
    value = below_hundred(said_in(tokens, at, last)) if last > at else None
    return (f":{value}", last) if value and 10 <= value <= 59 else ("", at)


def _half_of_day(tokens: Tokens, at: int) -> tuple[str, int]:
    for letter in ("a", "p"):
        if tokens.bare(at) in {f"{letter}m", f"{letter}.m"}:
            return f"{letter.upper()}M", at + 1
        if tokens.bare(at) == letter and tokens.bare(at + 1) == "m" and tokens[at].tail in {"", "."}:
            return f"{letter.upper()}M", at + 2
    return "", at


def _inner_marks(tokens: Tokens, at: int, last: int) -> bool:
    return not tokens.runs_on(at, last + 1)
