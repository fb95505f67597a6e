"""Note templates: which headings, in which order, taking which section kinds, and what stands where nothing was said.

Written in TOML, shipped and user-made alike. An error names the file, the line, and what would be right.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from plainspoken_models.contracts import SectionKind
from plainspoken_models.errors import PlainspokenError
from plainspoken_models.toml import NotToml, read_toml

T = TypeVar("T", bound=StrEnum)


NOT_FILED = "Not filed"
"""Heading over statements that no section was found for because the tagger failed. They are never left out."""


class WhenEmpty(StrEnum):
    """What the note shows under a heading with nothing dictated. It is listed as not dictated in every case."""

    OMIT = "omit"
    WILDCARD = "wildcard"
    """`***`, which EHR users jump to with F2."""
    NOT_DICTATED = "not_dictated"


@dataclass(frozen=True, slots=True)
class TemplateSection:
    """One heading of a template."""

    title: str
    kinds: tuple[SectionKind, ...]
    """Statements of these kinds stand under the heading, in the order they were said."""
    when_empty: WhenEmpty = WhenEmpty.OMIT


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of note."""

    id: str
    title: str
    sections: tuple[TemplateSection, ...]

    @property
    def kinds(self) -> tuple[SectionKind, ...]:
        """All kinds that the template takes, in the order of `SectionKind`."""
        taken = {kind for section in self.sections for kind in section.kinds}
        return tuple(kind for kind in SectionKind if kind in taken)


class TemplateError(PlainspokenError):
    """A template file cannot be read as a template."""

    exit_code = 7

    def __init__(self, name: str, line: int, problem: str, remedy: str) -> None:
        super().__init__(f"Template {name}, line {line}: {problem}.", remedy)
        self.line = line
        """Where in the file, counted from 1."""


def left_out(error: PlainspokenError) -> PlainspokenError:
    """What is wrong with a template that was not asked for: the same problem, and that it stops nothing else."""
    return PlainspokenError(error.what, f"{error.remedy} It is left out; the other templates work.")


_TOP_KEYS = ("id", "title", "section")
_SECTION_KEYS = ("title", "kinds", "when_empty")
_SECTION_TABLE = r"""\[\s*["']?section["']?\s*\]"""
"""The heading of a section as it should not be: in single brackets."""


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
    """Reads one file; knows the lines of it, which tomllib does not tell."""

    def __init__(self, source: str, name: str) -> None:
        self._lines = source.splitlines()
        self._name = name
        try:
            self._data = read_toml(source)
        except NotToml as error:
            raise self._no_toml(error) from None

    def template(self) -> Template:
        self._known_keys(self._data, _TOP_KEYS, 0)
        tables = self._data.get("section")
        if isinstance(tables, dict) and (line := self._table(_SECTION_TABLE)):
            raise self._single_brackets(line)
        if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
            raise self._error(
                self._line("section", 0),
                "it has no [[section]]",
                "Add at least one [[section]] with a title and kinds.",
            )
        sections = tuple(self._section(table, number) for number, table in enumerate(tables, 1))
        self._distinct(sections)
        return Template(self._text(self._data, "id", 0), self._text(self._data, "title", 0), sections)

    def _section(self, table: dict[str, Any], number: int) -> TemplateSection:
        self._known_keys(table, _SECTION_KEYS, number)
        title = self._text(table, "title", number)
        kinds = table.get("kinds")
        if not isinstance(kinds, list) or not kinds:
            raise self._error(
                self._line("kinds", number),
                f'section "{title}" has no kinds',
                f"Name at least one of: {_all(SectionKind)}.",
            )
        read = tuple(self._choice(SectionKind, kind, "kind", number) for kind in kinds)
        when_empty = self._choice(WhenEmpty, table.get("when_empty", WhenEmpty.OMIT), "when_empty", number)
        return TemplateSection(title, read, when_empty)

    def _known_keys(self, table: dict[str, Any], known: tuple[str, ...], number: int) -> None:
        for key in table:
            if key not in known:
                as_table = 0 if number else self._table(rf"""\[+\s*["']?{re.escape(key)}["']?\s*\]""")
                line = as_table or self._line(key, number)
                raise self._error(line, f'unknown key "{key}"', _suggest(key, known))

    def _text(self, table: dict[str, Any], key: str, number: int) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._error(
                self._line(key, number), f'"{key}" is missing or not a text', f'Write {key} = "…".'
            )
        return value.strip()

    def _choice(self, choices: type[T], value: object, what: str, number: int) -> T:
        try:
            return choices(str(value))
        except ValueError:
            line = self._line(str(value), number, quoted=True)
            raise self._error(
                line, f'unknown {what} "{value}"', _suggest(str(value), tuple(choices))
            ) from None

    def _distinct(self, sections: tuple[TemplateSection, ...]) -> None:
        seen: dict[SectionKind, str] = {}
        titles = {NOT_FILED.casefold()}
        for number, section in enumerate(sections, 1):
            if section.title.casefold() in titles:
                line = self._line("title", number)
                raise self._error(
                    line, f'the title "{section.title}" is taken', "Give each section its own title."
                )
            titles.add(section.title.casefold())
            for kind in section.kinds:
                if kind in seen:
                    line = self._line(kind, number, quoted=True)
                    raise self._error(
                        line,
                        f'kind "{kind}" stands under "{seen[kind]}" already',
                        "Keep it under one heading.",
                    )
                seen[kind] = section.title

    def _line(self, needle: str, section: int, *, quoted: bool = False) -> int:
        """The line of a key, or of a quoted value, in the n-th [[section]] (0: above the first one)."""
        pattern = re.compile(
            rf"""["']{re.escape(needle)}["']""" if quoted else rf"""^\s*["']?{re.escape(needle)}["']?\s*="""
        )
        here = start = 0
        for number, line in enumerate(self._lines, 1):
            if re.match(r"\s*\[\[\s*section\s*\]\]", line):
                here += 1
                start = number if here == section else start
            if here == section and pattern.search(line):
                return number
        return max(1, start)

    def _table(self, heading: str) -> int:
        """The first line that matches the heading of a table; 0 if there is none."""
        pattern = re.compile(rf"\s*{heading}")
        return next((number for number, line in enumerate(self._lines, 1) if pattern.match(line)), 0)

    def _no_toml(self, error: NotToml) -> TemplateError:
        """What it stumbled over. A second [section], or a [[section]] after one, is not where the mistake is."""
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else max(1, len(self._lines))
        if 0 < (single := self._table(_SECTION_TABLE)) <= line:
            return self._single_brackets(single)
        return self._error(
            line, "this is not valid TOML", "Mend the line; quotes and brackets come in pairs."
        )

    def _single_brackets(self, line: int) -> TemplateError:
        return self._error(
            line, "[section] has single brackets", "Write it with double brackets: [[section]]."
        )

    def _error(self, line: int, problem: str, remedy: str) -> TemplateError:
        return TemplateError(self._name, line, problem, remedy)


def _suggest(wrong: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(wrong, known, n=1)
    return f'Did you mean "{close[0]}"?' if close else f"Known are: {_all(known)}."


def _all(names: type[StrEnum] | tuple[str, ...]) -> str:
    return ", ".join(str(name) for name in names)
