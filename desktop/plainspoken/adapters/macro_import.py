"""Macros that were written for something else: a table (CSV), or the commands that Dragon exports (XML)."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import tomlkit

from plainspoken.adapters.dragon_xml import DragonCommand, dragon_commands
from plainspoken.clinic.macro_reader import LONGEST_TEXT, parse_macros
from plainspoken.clinic.macros import MARK, Macro, MacroError, sound
from plainspoken.clinic.spoken_commands import is_command
from plainspoken.clinic.table_reader import names_of
from plainspoken.dictation.errors import SourceError
from plainspoken_models.contracts import SectionKind

LARGEST_BYTES = 64 * 1024 * 1024
"""An export with pictures in it can be large; what is larger is something else."""

MOST_MACROS = 5_000

_NOT_IMPORTED = "Nothing was imported."
_BLANK = re.compile(r"\[[\s_]*\]")
"""A field without a default in a text of Dragon's."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file has."""

    macros: tuple[Macro, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Why commands were left out, and how many of them."""


def read_macros(path: Path) -> Imported:
    """The macros in a file: Dragon's commands where its name ends in .xml, else a table.

    Raises:
        SourceError: it cannot be read, or has a mistake in it. Then nothing of it is to be taken.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST_BYTES else b""
    except OSError as error:
        raise SourceError(
            f"{path} cannot be read: {error.strerror}.", "Check the name and the file's rights."
        ) from error
    if size > LARGEST_BYTES:
        raise _refused(path, "is larger than 64 MB", "Export fewer commands at a time.")
    if not content.strip(b"\0 \t\r\n"):
        raise _refused(path, "has nothing in it", "Export or save it again.")
    found = _of_dragon(path, content) if path.suffix.casefold() == ".xml" else _of_table(path, content)
    if not found.macros:
        told = "; ".join(f"{count} {why}" for why, count in found.left_out.items())
        raise _refused(path, f"has no text to insert{f' ({told})' if told else ''}", "Choose another file.")
    if len(found.macros) > MOST_MACROS:
        raise _refused(path, f"has more than {MOST_MACROS} macros", "Leave out those that nobody says.")
    return found


def as_toml(macros: Iterable[Macro]) -> str:
    """A file of macros, as people write it."""
    tables = tomlkit.aot()
    for macro in macros:
        table = tomlkit.table()
        table["name"] = macro.name
        if macro.section:
            table["section"] = macro.section.value
        table["text"] = tomlkit.string(macro.text, multiline="\n" in macro.text)
        tables.append(table)
    document = tomlkit.document()
    document["macro"] = tables
    return tomlkit.dumps(document)


def _of_table(path: Path, content: bytes) -> Imported:
    """Each row: a name, a text, and perhaps a section; the first row may say so."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused(path, "is not UTF-8 text", "Save it as “CSV UTF-8”.")
    try:
        lines = content.decode("utf-8-sig").splitlines(keepends=True)
    except UnicodeDecodeError as error:
        raise _refused(
            path, f"is not UTF-8 text (byte {error.start + 1})", "Save it as “CSV UTF-8”."
        ) from None
    if b"\0" in content:
        raise _refused(path, "has null bytes in it, so it is no table", "Save it as “CSV UTF-8”.")
    taken: dict[str, tuple[int, Macro]] = {}
    for line, row in _rows(path, lines):
        if not any(cell.strip() for cell in row) or (not taken and _is_heading(row)):
            continue
        try:
            macro = _checked(*_cells(row))
        except ValueError as error:
            raise _refused(
                path,
                f"has a mistake in line {line}: {error}",
                "Each row is name,text or name,text,section, with commas between.",
            ) from None
        before, _ = taken.setdefault(sound(macro.name), (line, macro))
        if before != line:
            raise _refused(
                path, f"has the same name in the lines {before} and {line}", "Give each macro its own name."
            )
    return Imported(tuple(macro for _, macro in taken.values()))


def _rows(path: Path, lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the line that it ends in."""
    reader = csv.reader(lines, strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        if "field larger" in str(error):  # than csv reads at once
            problem = f"has a text of more than {LONGEST_TEXT} characters in line {reader.line_num}"
            raise _refused(path, problem, "Make two macros of it.") from None
        raise _refused(
            path,
            f"is no table from line {reader.line_num} on",
            "Put a text with commas or line breaks in double quotes, and double those within.",
        ) from None


def _is_heading(row: list[str]) -> bool:
    return [cell.strip().casefold() for cell in row[:2]] == ["name", "text"]


def _cells(row: list[str]) -> tuple[str, str, str]:
    if not 2 <= len(row) <= 3:
        raise ValueError(f"it has {len(row)} field{'s' * (len(row) != 1)}")
    return row[0], row[1], row[2] if len(row) == 3 else ""


def _checked(name: str, text: str, section: str) -> Macro:
    """The macro that is meant, as the reader of files takes it.

    Raises:
        ValueError: it does not, and why.
    """
    kind = section.strip().casefold().replace(" ", "_")
    if kind and kind not in SectionKind.__members__.values():
        raise ValueError(f'there is no section "{section.strip()}"; known are: {names_of(SectionKind)}')
    said = re.sub(r"^\s*insert\s+", "", name, flags=re.IGNORECASE)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    macro = Macro(" ".join(said.split()), lines, (), SectionKind(kind) if kind else None)
    try:
        (checked,) = parse_macros(as_toml((macro,)), "")
    except MacroError as error:
        raise ValueError(error.problem) from None
    return checked


def _of_dragon(path: Path, content: bytes) -> Imported:
    taken: dict[str, Macro] = {}
    left_out: dict[str, int] = {}
    for command in dragon_commands(path.name, content):
        macro, why = _of_command(command)
        if macro is None:
            left_out[why] = left_out.get(why, 0) + 1
            continue
        if taken.setdefault(sound(macro.name), macro).text != macro.text:
            raise _refused(
                path,
                f'has two commands named "{macro.name}" with different texts',
                "Give one of them another name, and export them again.",
            )
    return Imported(tuple(taken.values()), left_out)


def _of_command(command: DragonCommand) -> tuple[Macro | None, str]:
    """The macro that a command is; or why it is none."""
    if why := _unfit(command):
        return None, why
    try:
        return _checked(command.name, _BLANK.sub(MARK, command.text), ""), ""
    except ValueError:
        return None, "with a name that cannot be said, or braces in the text"


def _unfit(command: DragonCommand) -> str:
    """Why a command can be no macro, whatever its text; empty where it may be one."""
    reasons = {
        "switched off": not command.enabled,
        "that run a script or press keys": command.runs,
        "with a variable in the name": "<" in command.name,
        "without plain text": not command.text.strip(),
        "with the name of a spoken command": is_command(command.name),
    }
    return next((why for why, true in reasons.items() if true), "")


def _refused(path: Path, problem: str, remedy: str) -> SourceError:
    return SourceError(f"{path.name} {problem}. {_NOT_IMPORTED}", remedy)
