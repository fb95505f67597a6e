"""Reads a file as people write it: a list of TOML tables. An error names file, line, column, and a way to mend it."""

import re
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from plainspoken_models.errors import PlainspokenError
from plainspoken_models.toml import NotToml, read_toml

T = TypeVar("T", bound=StrEnum)

Place = tuple[int, int]
"""Line and column, both counted from 1."""

_NESTED_DEEP = re.compile(r"(?:[\[{]\s*){20}")
_DIGITS = re.compile(r"\d[\d_]{18,}|0[xX][\da-fA-F_]{16,}|0[oO][0-7_]{21,}|0[bB][01_]{63,}")
"""Numbers that may have more than 64 bits."""


class FileMistake(PlainspokenError):
    """A file of hers has a mistake in it.

    Args:
        name: of the file.
        place: of the mistake.
        problem: a clause.
        remedy: a sentence.
    """

    exit_code = 7
    what_it_is: ClassVar[str] = "File"
    """What such a file is, as a sentence begins with it."""

    def __init__(self, name: str, place: Place, problem: str, remedy: str) -> None:
        self.line, self.column = place
        self.problem = problem
        """A clause without the place."""
        super().__init__(
            f"{self.what_it_is} {name}, line {self.line}, column {self.column}: {problem}.", remedy
        )


class TableReader:
    """Reads one file; knows the places in it, which tomllib does not tell.

    Args:
        source: TOML.
        name: the file's name, for messages.

    Raises:
        FileMistake: it is not TOML.
    """

    mistake: ClassVar[type[FileMistake]] = FileMistake
    """What is raised."""
    table: ClassVar[str] = ""
    """Name of the tables that the file is a list of."""
    tops: ClassVar[tuple[str, ...]] = ()
    """The keys outside of them; the name of the table is one."""
    missing: ClassVar[str] = ""
    """What to do where there is no such table."""

    def __init__(self, source: str, name: str) -> None:
        # As tomllib counts them: a line ends with \n, and with nothing else that Python takes for an end of line.
        self._lines = source.replace("\r\n", "\n").split("\n")
        self._name = name
        try:
            self._data = read_toml(source)
        except NotToml as error:
            raise self._no_toml(str(error)) from None

    def _tables(self) -> list[dict[str, Any]]:
        """The tables of the file; at least one."""
        self._known_keys(self._data, self.tops, 0)
        tables = self._data.get(self.table)
        if isinstance(tables, dict) and (place := self._heading(self._single)):
            raise self._single_brackets(place)
        if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
            raise self._error(self._key(self.table, 0), f"it has no [[{self.table}]]", self.missing)
        return tables

    @property
    def _single(self) -> str:
        """The heading of a table as it should not be: in single brackets."""
        return rf"""\[\s*["']?{self.table}["']?\s*\]"""

    def _text(self, table: dict[str, Any], key: str, number: int) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._error(
                self._key(key, number), f'"{key}" is missing or not a text', f'Write {key} = "…".'
            )
        return value.strip()

    def _choice(self, choices: type[T], value: object, key: str, number: int) -> T:
        try:
            return choices(str(value))
        except ValueError:
            what = "kind" if key == "kinds" else key
            raise self._error(
                self._value(value, key, number),
                f'unknown {what} "{value}"',
                suggest(str(value), tuple(choices)),
            ) from None

    def _phrases(self, written: object, key: str, number: int) -> tuple[str, ...]:
        phrases = []
        for phrase in listed(written):
            if not isinstance(phrase, str) or not re.search(r"\w", phrase):
                raise self._error(
                    self._value(phrase, key, number),
                    f'"{key}" has something in it that is not a phrase',
                    "Write each phrase in quotes, as it is spoken.",
                )
            phrases.append(" ".join(phrase.split()))
        return tuple(phrases)

    def _known_keys(self, table: dict[str, Any], known: tuple[str, ...], number: int) -> None:
        for key in table:
            if key not in known:
                as_table = None if number else self._heading(rf"""\[+\s*["']?{re.escape(key)}["']?\s*\]""")
                place = as_table or self._key(key, number)
                raise self._error(place, f'unknown key "{key}"', suggest(key, known))

    def _key(self, key: str, nth: int) -> Place:
        """Where a key stands in the n-th table (0: above the first one); where that begins, if it does not."""
        pattern = re.compile(rf"""\s*(["']?{re.escape(key)}["']?)\s*=""")
        first, last = self._span(nth)
        for number in range(first, last):
            if found := pattern.match(self._lines[number]):
                return number + 1, found.start(1) + 1
        return first + 1, 1

    def _value(self, value: object, key: str, nth: int) -> Place:
        """Where a text stands, from its key on; the key's place if it is not written there in so many letters."""
        line, column = place = self._key(key, nth)
        pattern = re.compile(rf"""["']{re.escape(str(value))}["']""")
        for number in range(line - 1, self._span(nth)[1]):
            if found := pattern.search(self._lines[number], column if number == line - 1 else 0):
                return number + 1, found.start() + 1
        return place

    def _span(self, nth: int) -> tuple[int, int]:
        """The lines of the n-th table, counted from 0: the first one, and the one after the last one."""
        opens = re.compile(rf"\s*\[\[\s*{self.table}\s*\]\]")
        starts = [n for n, line in enumerate(self._lines) if opens.match(line)]
        bounds = [0, *starts, len(self._lines)]
        return (bounds[nth], bounds[nth + 1]) if nth + 1 < len(bounds) else (0, len(self._lines))

    def _heading(self, heading: str) -> Place | None:
        """The first line that begins with the heading of a table."""
        pattern = re.compile(rf"\s*({heading})")
        found = ((number, pattern.match(line)) for number, line in enumerate(self._lines, 1))
        return next(((number, match.start(1) + 1) for number, match in found if match), None)

    def _no_toml(self, why: str) -> FileMistake:
        """What it stumbled over. A second [table], or a [[table]] after one, is not where the mistake is."""
        place = self._place_of(why)
        single = self._heading(self._single)
        if single and single[0] <= place[0]:
            return self._single_brackets(single)
        return self._error(
            place, "this is not valid TOML", "Mend the line; quotes and brackets come in pairs."
        )

    def _place_of(self, why: str) -> Place:
        """The parser says where; but not for a mistake at the end, nor for what `read_toml` adds."""
        if told := re.search(r"at line (\d+), column (\d+)", why):
            return int(told[1]), int(told[2])
        for pattern, about in ((_NESTED_DEEP, "nested"), (_DIGITS, "64 bits")):
            for number, line in enumerate(self._lines, 1):
                if about in why and (found := pattern.search(line)):
                    return number, found.start() + 1
        last = next((n for n in range(len(self._lines), 0, -1) if self._lines[n - 1].strip()), 1)
        return last, len(self._lines[last - 1]) + 1

    def _single_brackets(self, place: Place) -> FileMistake:
        remedy = f"Write it with double brackets: [[{self.table}]]."
        return self._error(place, f"[{self.table}] has single brackets", remedy)

    def _error(self, place: Place, problem: str, remedy: str) -> FileMistake:
        return self.mistake(self._name, place, problem, remedy)


def listed(written: object) -> list[object]:
    """What stands in a list; a single thing is a list of one."""
    return written if isinstance(written, list) else [written]


def suggest(wrong: str, known: tuple[str, ...]) -> str:
    """A remedy for a name that is unknown: the known one that is like it, or all of them."""
    close = get_close_matches(wrong, known, n=1)
    likely = f'Did you mean "{close[0]}"? ' if close else ""
    return f"{likely}Known are: {names_of(known)}."


def names_of(names: type[StrEnum] | tuple[str, ...]) -> str:
    """Names as a sentence lists them."""
    return ", ".join(str(name) for name in names)
