"""Macros: texts that she has written beforehand, and has inserted by saying, or choosing, their names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from plainspoken.clinic.table_reader import FileMistake
from plainspoken.clinic.written import Replaced
from plainspoken_models.contracts import SectionKind

MARK = "***"
"""Something is to be filled in. No word of hers or ours: EHR users know it, jump to it, and cannot sign over it."""

SIDE = "side"
"""The field that knows its values: it is filled by one of them alone ("left"), without its name."""

SIDES = ("left", "right", "bilateral")

FIELD = re.compile(r"\{([^{}]*)\}")
FIELD_NAME = re.compile(r"[A-Za-z]+(?: [A-Za-z]+){0,2}")
"""What may stand between braces: one to three words of letters, so that it can be said."""

LONGEST_NAME = 12
"""Words."""

NO_VALUES: Mapping[str, str] = MappingProxyType({})


class MacroError(FileMistake):
    """A file of macros cannot be read as one."""

    what_it_is = "Macros in"


@dataclass(frozen=True, slots=True)
class Macro:
    """A text with a name."""

    name: str
    text: str
    """As it is inserted, letter by letter, but for its fields: `{side}`, `{Side}` with a capital letter, `{size}`."""
    said_as: tuple[str, ...] = ()
    """What she may say in place of the name; `{side}` in it stands for any of `SIDES`."""
    section: SectionKind | None = None
    """What the text is. None: it is filed as if she had spoken it."""
    example: bool = False
    """It ships with the program, and is to be looked through before it is used."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of its fields in small letters, each once, in the order of the text."""
        return tuple(dict.fromkeys(name.casefold() for name in FIELD.findall(self.text)))

    @property
    def spoken_forms(self) -> Iterator[tuple[str, str]]:
        """Each way to say it, as `sound` has it, and the side that is named in it, if one is."""
        for said in (self.name, *self.said_as):
            for side in SIDES if f"{{{SIDE}}}" in said else ("",):
                yield sound(said.replace(f"{{{SIDE}}}", side)), side


@dataclass(frozen=True, slots=True)
class Insertion:
    """A macro that she named, with the values of its fields as far as she gave them."""

    macro: Macro
    values: tuple[tuple[str, str], ...] = ()
    """Names of fields in small letters, and what stands in their place."""
    replaced: tuple[Replaced, ...] = ()
    """What in the values her own vocabulary has put in the place of what was heard."""

    @property
    def text(self) -> str:
        """What is inserted; `MARK` where she gave no value."""
        values = dict(self.values)

        def filled(field: "re.Match[str]") -> str:
            value = values.get(field[1].casefold(), MARK)
            return value[:1].upper() + value[1:] if field[1][:1].isupper() else value

        return FIELD.sub(filled, self.macro.text)

    @property
    def open_fields(self) -> tuple[str, ...]:
        """Those without a value."""
        given = dict(self.values)
        return tuple(name for name in self.macro.fields if name not in given)


@dataclass(frozen=True)
class Macros:
    """All macros that can be named, and which one is meant by which words."""

    all: tuple[Macro, ...] = ()

    @cached_property
    def by_sound(self) -> Mapping[str, tuple[Macro, str]]:
        """Sound → the macro, and the side that the words name. Where two have one, the first one has it."""
        found: dict[str, tuple[Macro, str]] = {}
        for macro in self.all:
            for form, side in macro.spoken_forms:
                found.setdefault(form, (macro, side))
        return found

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """All that the sound of a name begins with, and goes on."""
        return frozenset(form[:end] for form in self.by_sound for end in range(len(form)))

    @cached_property
    def words(self) -> tuple[frozenset[str], ...]:
        """The words of each name that tell something of it."""
        names = (name for macro in self.all for name in (macro.name, *macro.said_as))
        words = (frozenset(letters(word) for word in FIELD.sub(" ", name).split()) for name in names)
        return tuple(frozenset(word for word in found if len(word) >= 3) for found in words)


NO_MACROS = Macros()


def sound(name: str) -> str:
    """What two names have in common that are one: no capitals, no marks, no matter how words are parted ("x-ray")."""
    return letters(re.sub(r"^\s*insert\b", "", name, flags=re.IGNORECASE))


def letters(text: str) -> str:
    """The letters and digits of a text alone, in lower case."""
    return re.sub(r"[\W_]+", "", text).casefold()
