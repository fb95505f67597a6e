"""The macros on this machine: her own in the configuration folder, and the examples that ship."""

from collections.abc import Collection
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from plainspoken.adapters.own_folder import OwnFolder
from plainspoken.clinic.macro_reader import likely_names, parse_macros
from plainspoken.clinic.macros import Macro, MacroError, Macros, sound
from plainspoken_models.errors import PlainspokenError


class MacroFolder:
    """All macros, and her own ones again when their files have changed."""

    def __init__(self, own_folder: Path) -> None:
        """Read them.

        Args:
            own_folder: of her own; it need not be there.
        """
        self._own = OwnFolder(own_folder, "file of macros", MacroError)
        self._read()

    @property
    def path(self) -> Path:
        """Of the folder."""
        return self._own.path

    def look(self) -> bool:
        """Read again what has changed; whether anything has. One that has become broken is broken, whatever it was."""
        if not self._own.look():
            return False
        self._read()
        return True

    def taken_beside(self, name: str) -> dict[str, str]:
        """Sounds of the names in all of her files but one, and the file that each is in."""
        return {form: file for form, file in self._taken.items() if file != name}

    def _read(self) -> None:
        """Hers come first, and in the place of examples with the same name, even where they have a mistake in them.

        Where she has written a text of her own, ours must not come into a note in its stead.
        """
        self.broken: dict[str, PlainspokenError] = {}
        """By the file's name, what is wrong with it: none of its macros can be used."""
        self.where: dict[str, str] = {}
        """Name of a macro of hers → the file that it is in."""
        own: list[Macro] = []
        taken: dict[str, str] = {}
        for path in self._own.files():
            read = b""
            try:
                read = self._own.read(path)
                found = parse_macros(self._own.decode(read, path), path.name, taken)
            except PlainspokenError as error:
                self.broken[path.name] = error
                names = likely_names(read.decode("utf-8", errors="replace"))
                claimed = {form: path.name for name in names for form, _ in Macro(name, "").spoken_forms}
                taken = claimed | taken
                continue
            own += found
            self.where |= {macro.name: path.name for macro in found}
            taken |= {form: path.name for macro in found for form, _ in macro.spoken_forms}
        self._taken = taken
        self.usable = Macros((*own, *_left(taken)))
        """All that can be inserted."""


@cache
def shipped_macros() -> tuple[Macro, ...]:
    """The starter set."""
    source = files("plainspoken.clinic").joinpath("macro_examples", "exams.toml").read_text("utf-8")
    return parse_macros(source, "exams.toml")


def _left(taken: Collection[str]) -> tuple[Macro, ...]:
    """The examples, without the names that are taken."""
    left = [macro for macro in shipped_macros() if sound(macro.name) not in taken]
    return tuple(
        replace(macro, said_as=tuple(said for said in macro.said_as if not _sounds(said) & set(taken)))
        for macro in left
    )


def _sounds(said: str) -> set[str]:
    return {form for form, _ in Macro(said, "").spoken_forms}
