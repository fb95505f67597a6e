"""Reads a template as people write it. An error names the file, the line, the column, and what would be right."""

import re
from typing import Any

from plainspoken.clinic.table_reader import TableReader, listed, names_of
from plainspoken.clinic.templates import (
    NOT_FILED,
    Element,
    Template,
    TemplateError,
    TemplateSection,
    WhenEmpty,
)
from plainspoken_models.contracts import SectionKind

_SECTION_KEYS = ("title", "kinds", "when_empty", "said_as", "guidance", "required")


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


class _Reader(TableReader):
    """Reads one template."""

    mistake = TemplateError
    table = "section"
    tops = ("id", "title", "group", "section")
    missing = "Add at least one [[section]] with a title and kinds."

    def template(self) -> Template:
        sections = tuple(self._section(table, number) for number, table in enumerate(self._tables(), 1))
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
                f"Name at least one of: {names_of(SectionKind)}; or write kinds = [] where only her voice leads there.",
            )
        read = tuple(self._choice(SectionKind, kind, "kinds", number) for kind in kinds)
        when_empty = self._choice(WhenEmpty, table.get("when_empty", WhenEmpty.OMIT), "when_empty", number)
        guidance = self._text(table, "guidance", number) if "guidance" in table else ""
        said_as = self._phrases(table.get("said_as", []), "said_as", number)
        required = tuple(self._element(one, number) for one in listed(table.get("required", [])))
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


def _heard(title: str) -> str:
    """What two titles have in common that cannot be told apart when they are spoken."""
    return " ".join(re.findall(r"[\w']+", title.casefold()))
