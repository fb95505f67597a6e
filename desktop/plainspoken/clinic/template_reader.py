"""Reads a template as people write it. An error names the file, the line, the column, and what would be right."""

import re
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from plainspoken.clinic.templates import (
    NOT_FILED,
    Element,
    Template,
    TemplateError,
    TemplateSection,
    WhenEmpty,
)
from plainspoken_models.contracts import SectionKind
from plainspoken_models.toml import NotToml, read_toml

T = TypeVar("T", bound=StrEnum)

Place = tuple[int, int]
"""Line and column, both counted from 1."""

_TOP_KEYS = ("id", "title", "group", "section")
_SECTION_KEYS = ("title", "kinds", "when_empty", "said_as", "guidance", "required")
_SECTION_TABLE = r"""\[\s*["']?section["']?\s*\]"""
"""The heading of a section as it should not be: in single brackets."""

_NESTED_DEEP = re.compile(r"(?:[\[{]\s*){20}")
_DIGITS = re.compile(r"\d[\d_]{18,}|0[xX][\da-fA-F_]{16,}|0[oO][0-7_]{21,}|0[bB][01_]{63,}")
"""Numbers that may have more than 64 bits."""


def parse_template(source: str, name: str) -> Template:
    """The template written in `source`.

    Args:
        source: TOML.
        name: the file's name, for messages.

    Raises:
        TemplateError: not TOML, an unknown key or kind, a kind under two headings, a missing or empty field.
    """
    return _Reader(source, name).template()


def likely_id(source: str) -> str:
    """The id that a template with mistakes in it seems to have; empty where none can be made out.

    Args:
        source: what may not even be TOML, such as an id without its closing quote.
    """
    found = re.search(r"""^[ \t]*id[ \t]*=[ \t]*(?:"([^"\n]*)|'([^'\n]*)|([^\s#]*))""", source, re.MULTILINE)
    return (found[found.lastindex or 0] if found else "").strip()


class _Reader:
    """Reads one file; knows the places in it, which tomllib does not tell."""

    def __init__(self, source: str, name: str) -> None:
        # As tomllib counts them: a line ends with \n, and with nothing else that Python takes for an end of line.
        self._lines = source.replace("\r\n", "\n").split("\n")
        self._name = name
        try:
            self._data = read_toml(source)
        except NotToml as error:
            raise self._no_toml(str(error)) from None

    def template(self) -> Template:
        self._known_keys(self._data, _TOP_KEYS, 0)
        tables = self._data.get("section")
        if isinstance(tables, dict) and (place := self._table(_SECTION_TABLE)):
            raise self._single_brackets(place)
        if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
            raise self._error(
                self._key("section", 0),
                "it has no [[section]]",
                "Add at least one [[section]] with a title and kinds.",
            )
        sections = tuple(self._section(table, number) for number, table in enumerate(tables, 1))
        self._distinct(sections)
        group = self._text(self._data, "group", 0) if "group" in self._data else ""
        return Template(self._text(self._data, "id", 0), self._text(self._data, "title", 0), sections, group)

    def _section(self, table: dict[str, Any], number: int) -> TemplateSection:
        self._known_keys(table, _SECTION_KEYS, number)
        title = self._text(table, "title", number)
        kinds = table.get("kinds")
        if not isinstance(kinds, list):
            raise self._error(
                self._key("kinds", number),
                f'section "{title}" has no kinds',
                f"Name at least one of: {_all(SectionKind)}; or write kinds = [] where only her voice leads there.",
            )
        read = tuple(self._choice(SectionKind, kind, "kinds", number) for kind in kinds)
        when_empty = self._choice(WhenEmpty, table.get("when_empty", WhenEmpty.OMIT), "when_empty", number)
        guidance = self._text(table, "guidance", number) if "guidance" in table else ""
        said_as = self._phrases(table.get("said_as", []), "said_as", number)
        required = tuple(self._element(one, number) for one in _listed(table.get("required", [])))
        return TemplateSection(title, read, when_empty, said_as, " ".join(guidance.split()), required)

    def _element(self, written: object, number: int) -> Element:
        """A name alone; or a list: the name, then what counts as well."""
        phrases = self._phrases(written, "required", number)
        if not phrases:
            raise self._error(
                self._key("required", number),
                "a required element has no name",
                'Write "Name", or ["Name", "another phrase"].',
            )
        return Element(phrases[0], phrases)

    def _phrases(self, written: object, key: str, number: int) -> tuple[str, ...]:
        phrases = []
        for phrase in _listed(written):
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
                as_table = None if number else self._table(rf"""\[+\s*["']?{re.escape(key)}["']?\s*\]""")
                place = as_table or self._key(key, number)
                raise self._error(place, f'unknown key "{key}"', _suggest(key, known))

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
                _suggest(str(value), tuple(choices)),
            ) from None

    def _distinct(self, sections: tuple[TemplateSection, ...]) -> None:
        seen: dict[SectionKind, str] = {}
        names = {_heard(NOT_FILED)}
        for number, section in enumerate(sections, 1):
            for nth, name in enumerate((section.title, *section.said_as)):
                if _heard(name) in names:
                    raise self._error(
                        self._value(name, "said_as" if nth else "title", number),
                        f'the {"heading" if nth else "title"} "{name}" is taken',
                        "Give each section its own title.",
                    )
                names.add(_heard(name))
            for kind in section.kinds:
                if kind in seen:
                    raise self._error(
                        self._value(kind, "kinds", number),
                        f'kind "{kind}" stands under "{seen[kind]}" already',
                        "Keep it under one heading.",
                    )
                seen[kind] = section.title
        if not seen:
            raise self._error(
                self._key("kinds", 1), "no section takes a kind", "Give at least one section kinds."
            )

    def _key(self, key: str, section: int) -> Place:
        """Where a key stands in the n-th [[section]] (0: above the first one); where that begins, if it does not."""
        pattern = re.compile(rf"""\s*(["']?{re.escape(key)}["']?)\s*=""")
        first, last = self._span(section)
        for number in range(first, last):
            if found := pattern.match(self._lines[number]):
                return number + 1, found.start(1) + 1
        return first + 1, 1

    def _value(self, value: object, key: str, section: int) -> Place:
        """Where a text stands, from its key on; the key's place if it is not written there in so many letters."""
        line, column = place = self._key(key, section)
        pattern = re.compile(rf"""["']{re.escape(str(value))}["']""")
        for number in range(line - 1, self._span(section)[1]):
            if found := pattern.search(self._lines[number], column if number == line - 1 else 0):
                return number + 1, found.start() + 1
        return place

    def _span(self, section: int) -> tuple[int, int]:
        """The lines of the n-th [[section]], counted from 0: the first one, and the one after the last one."""
        starts = [n for n, line in enumerate(self._lines) if re.match(r"\s*\[\[\s*section\s*\]\]", line)]
        bounds = [0, *starts, len(self._lines)]
        return (bounds[section], bounds[section + 1]) if section + 1 < len(bounds) else (0, len(self._lines))

    def _table(self, heading: str) -> Place | None:
        """The first line that begins with the heading of a table."""
        pattern = re.compile(rf"\s*({heading})")
        found = ((number, pattern.match(line)) for number, line in enumerate(self._lines, 1))
        return next(((number, match.start(1) + 1) for number, match in found if match), None)

    def _no_toml(self, why: str) -> TemplateError:
        """What it stumbled over. A second [section], or a [[section]] after one, is not where the mistake is."""
        place = self._place_of(why)
        single = self._table(_SECTION_TABLE)
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

    def _single_brackets(self, place: Place) -> TemplateError:
        return self._error(
            place, "[section] has single brackets", "Write it with double brackets: [[section]]."
        )

    def _error(self, place: Place, problem: str, remedy: str) -> TemplateError:
        return TemplateError(self._name, place, problem, remedy)


def _heard(title: str) -> str:
    """What two titles have in common that cannot be told apart when they are spoken."""
    return " ".join(re.findall(r"[\w']+", title.casefold()))


def _listed(written: object) -> list[object]:
    """What stands in a list; a single thing is a list of one."""
    return written if isinstance(written, list) else [written]


def _suggest(wrong: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(wrong, known, n=1)
    return f'Did you mean "{close[0]}"?' if close else f"Known are: {_all(known)}."


def _all(names: type[StrEnum] | tuple[str, ...]) -> str:
    return ", ".join(str(name) for name in names)
