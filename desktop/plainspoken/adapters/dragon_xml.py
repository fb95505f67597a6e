"""Reads the commands that Dragon's command browser exports (MyCommands, version 2).

The format as other programs read and write it: `MyCommands/Commands/Command` with a name, and its `contents`, which
are a script or recorded keys, or hold a formatted `RTF` and a plain `TEXT`. Each export names its DTD, by an address;
nothing is fetched. Definitions of its own it has none, so they are refused: a few lines of them can fill a memory.
"""

from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from plainspoken.dictation.errors import SourceError

_DEEPEST = 16
"""Of elements within each other; an export has five."""


@dataclass(slots=True)
class DragonCommand:
    """A command of hers."""

    name: str
    enabled: bool = True
    runs: bool = False
    """Whether it does something other than to insert a text."""
    text: str = ""


def dragon_commands(name: str, content: bytes) -> tuple[DragonCommand, ...]:
    """The commands in an export, in their order.

    Args:
        name: the file's, for messages.
        content: of the file.

    Raises:
        SourceError: it is not XML, breaks off, defines entities, or is no export of Dragon's.
    """
    return _Export(name).read(content)


class _Export:
    def __init__(self, name: str) -> None:
        self._name = name
        self._path: list[str] = []
        self._commands: list[DragonCommand] = []

    def read(self, content: bytes) -> tuple[DragonCommand, ...]:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.SkippedEntityHandler = self._entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            breaks_off = error.code in _BROKEN_OFF
            what = "breaks off" if breaks_off else "is no XML"
            self._refuse(f"{what} in line {error.lineno}", "Export the commands again.")
        except (LookupError, ValueError):  # an encoding that Python does not know, or that has no table
            self._refuse("is written in an unknown encoding", "Export the commands again.")
        return tuple(self._commands)

    def _doctype(self, _name: str, _system: str | None, _public: str | None, subset: int) -> None:
        if subset:
            self._entity()

    def _entity(self, *_told: object) -> None:
        self._refuse(
            "defines abbreviations (entities) of its own, as no export of Dragon's does", "Export it again."
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._path.append(tag)
        if len(self._path) > _DEEPEST:
            self._refuse("has elements nested too deep", "Export it again.")
        if self._path[0] != "MyCommands":
            self._refuse(
                "is no export of Dragon's commands (MyCommands)",
                "Export them in Dragon's command browser (Manage, Export), or make a CSV of names and texts.",
            )
        match self._path[2:]:
            case ["Command"]:
                on = attributes.get("enabled", "true").casefold() not in ("false", "0")
                self._commands.append(DragonCommand(attributes.get("name", ""), enabled=on))
            case ["Command", "contents"]:
                self._commands[-1].runs = attributes.get("type", "").upper() == "SCRIPT"
            case ["Command", "contents", "action" | "windows"]:
                self._commands[-1].runs = True

    def _end(self, _tag: str) -> None:
        self._path.pop()

    def _text(self, text: str) -> None:
        if self._path[2:] == ["Command", "contents", "TEXT"]:
            self._commands[-1].text += text

    def _refuse(self, problem: str, remedy: str) -> NoReturn:
        raise SourceError(f"{self._name} {problem}. Nothing was imported.", remedy)


_BROKEN_OFF = frozenset(
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)
