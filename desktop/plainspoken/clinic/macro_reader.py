"""Reads a file of macros as people write it. An error names the file, the line, the column, and what would be right."""

import re
from collections.abc import Mapping
from typing import Any

from plainspoken.clinic.macros import (
    FIELD,
    FIELD_NAME,
    LONGEST_NAME,
    NO_VALUES,
    SIDE,
    Macro,
    MacroError,
    sound,
)
from plainspoken.clinic.spoken_commands import is_command
from plainspoken.clinic.table_reader import TableReader
from plainspoken_models.contracts import SectionKind

_KEYS = ("name", "said_as", "section", "text", "example")

LONGEST_TEXT = 20_000
"""Characters: some eight pages."""

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")
"""Characters that no text has, but for an end of line and a tab."""


def parse_macros(source: str, name: str, taken: Mapping[str, str] = NO_VALUES) -> tuple[Macro, ...]:
    """The macros written in `source`; at least one.

    Args:
        source: TOML.
        name: the file's name, for messages.
        taken: sounds of names that there are already, and the file that each is in.

    Raises:
        MacroError: not TOML, an unknown key, section or field, a name that is taken, a missing or empty field.
    """
    return _Reader(source, name).macros(taken)


def likely_names(source: str) -> tuple[str, ...]:
    """What the macros in a file with mistakes in it seem to be called; the file may not even be TOML."""
    lines = re.findall(r"^[ \t]*(?:name|said_as)[ \t]*=(.*)$", source, re.MULTILINE)
    return tuple(found for line in lines for found in re.findall(r"""["']([^"'\n]+)["']?""", line))


class _Reader(TableReader):
    """Reads one file."""

    mistake = MacroError
    table = "macro"
    tops = ("macro",)
    missing = "Add at least one [[macro]] with a name and a text."

    def macros(self, taken: Mapping[str, str]) -> tuple[Macro, ...]:
        macros = tuple(self._macro(table, number) for number, table in enumerate(self._tables(), 1))
        self._distinct(macros, taken)
        return macros

    def _macro(self, table: dict[str, Any], number: int) -> Macro:
        self._known_keys(table, _KEYS, number)
        name = " ".join(self._text(table, "name", number).split())
        said_as = self._phrases(table.get("said_as", []), "said_as", number)
        self._can_be_said(name, "name", number)
        for said in said_as:
            self._can_be_said(said.replace(f"{{{SIDE}}}", SIDE), "said_as", number)
        section = (
            self._choice(SectionKind, table["section"], "section", number) if "section" in table else None
        )
        example = table.get("example", False)
        if not isinstance(example, bool):
            raise self._error(
                self._key("example", number), '"example" is neither true nor false', "Write example = true."
            )
        macro = Macro(name, self._insert(table, number), said_as, section, example)
        if SIDE not in macro.fields and any(f"{{{SIDE}}}" in said for said in said_as):
            raise self._error(
                self._key("said_as", number),
                "the text has no {side} that could take what is said",
                "Write {side} in the text as well, or leave it out of said_as.",
            )
        return macro

    def _insert(self, table: dict[str, Any], number: int) -> str:
        """The text, with line breaks as everywhere, and none around it."""
        self._text(table, "text", number)
        text = str(table["text"]).replace("\r\n", "\n").strip("\n").rstrip()
        place = self._key("text", number)
        if len(text) > LONGEST_TEXT:
            raise self._error(
                place, f'"text" has more than {LONGEST_TEXT} characters', "Make two macros of it."
            )
        if _UNSEEN.search(text):
            raise self._error(place, '"text" has a character in it that cannot be seen', "Type it anew.")
        for field in FIELD.findall(text):
            if not FIELD_NAME.fullmatch(field):
                raise self._error(
                    self._within(f"{{{field}}}", number),
                    f'"{{{field}}}" is no field',
                    "A field has one to three words of letters, such as {side} or {lot number}.",
                )
        if re.search(r"[{}]", FIELD.sub("", text)):
            raise self._error(
                place, "braces stand for fields, and come in pairs", "Write {side}, or leave them out."
            )
        return text

    def _can_be_said(self, name: str, key: str, number: int) -> None:
        """No mark but those within a word, and few enough words to be said at once."""
        if is_command(name):
            raise self._error(
                self._value(name, key, number),
                f'"{name}" is a spoken command',
                "Give it a name that is none: the command would be obeyed.",
            )
        count = len(name.split())
        if sound(name) and count <= LONGEST_NAME and not re.search(r"[{}]", name):
            return
        raise self._error(
            self._key(key, number),
            f"a name has to be words that can be said, at most {LONGEST_NAME}",
            "Write it as you will say it; of the fields, only {side} may stand in said_as.",
        )

    def _distinct(self, macros: tuple[Macro, ...], taken: Mapping[str, str]) -> None:
        """A macro may have a name twice ("R.O.S.", "ROS"); two may not have the same."""
        seen: dict[str, int] = {}
        for number, macro in enumerate(macros, 1):
            for nth, said in enumerate((macro.name, *macro.said_as)):
                for form, _ in Macro(said, "").spoken_forms:
                    here = "in this file" if seen.setdefault(form, number) != number else ""
                    if where := here or (f"by {taken[form]}" if form in taken else ""):
                        raise self._error(
                            self._value(said, "said_as" if nth else "name", number),
                            f'the name "{said}" is taken {where}',
                            "Give each macro its own names.",
                        )

    def _within(self, part: str, number: int) -> tuple[int, int]:
        """Where a part of a text stands."""
        first, last = self._span(number)
        found = ((n, self._lines[n].find(part)) for n in range(first, last))
        return next(((n + 1, at + 1) for n, at in found if at >= 0), self._key("text", number))
