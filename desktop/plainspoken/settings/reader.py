"""Reads settings and policies as people write them: every mistake is named with its place and its remedy."""

import re
from collections.abc import Iterable, Mapping
from typing import cast

from plainspoken.clinic.table_reader import FileMistake, Place, TableReader, suggest
from plainspoken.dictation.errors import SettingsError
from plainspoken.settings.setting import Setting, SomeOf, Value


class SettingsMistake(FileMistake, SettingsError):
    """The settings file has a mistake in it."""

    exit_code = SettingsError.exit_code
    what_it_is = "The settings file"


class NotWritten(SettingsError):
    """What she has chosen holds until the program ends, for it could not be written down."""


class PolicyMistake(SettingsMistake):
    """The policy of the organisation has one: nothing runs until that is mended, or it could be got round."""

    what_it_is = "The policy"


class SettingsReader(TableReader):
    """One file: keys and values, no tables.

    Args:
        source: TOML.
        name: the file's, for messages.
        known: what may stand in it, by name.
        mistake: what is raised.

    Raises:
        SettingsMistake: it is not TOML.
    """

    def __init__(
        self, source: str, name: str, known: Mapping[str, Setting], mistake: type[SettingsMistake]
    ) -> None:
        self._known, self._raised = known, mistake
        super().__init__(source, name)

    def read(self) -> dict[str, Value]:
        """The values.

        Raises:
            SettingsMistake: one is unknown or wrong; names all of them.
        """
        raise_all(mistake for name, value in self._data.items() if (mistake := self._wrong(name, value)))
        return cast("dict[str, Value]", self._data)

    def mistaken(self, name: str, clause: str, remedy: str) -> FileMistake:
        """A mistake that takes more than one value to see; `clause` stands behind the setting's name."""
        return self._error(self._place(name), f'"{name}" {clause}', remedy)

    @property
    def _single(self) -> str:
        """No heading is a slip of the pen for another one: there are none."""
        return r"(?!)"

    def _wrong(self, name: str, value: object) -> FileMistake | None:
        setting = self._known.get(name)
        if setting is None:
            problem, remedy = f'unknown setting "{name}"', suggest(name, tuple(self._known))
            return self._error(self._place(name), problem, remedy)
        if not (clause := setting.wrong(value)):
            return None
        part = setting.kind.wrong_part(value) if isinstance(setting.kind, SomeOf) else value
        place = self._value(part, name, 0) if isinstance(part, str) else self._place(name)
        return self._error(place, f'"{name}" {clause}', setting.remedy)

    def _place(self, name: str) -> Place:
        """Where it stands: as a key, or, where it should not, as a table."""
        return self._heading(rf"""\[+\s*["']?{re.escape(name)}["']?\s*\]""") or self._key(name, 0)

    def _error(self, place: Place, problem: str, remedy: str) -> FileMistake:
        return self._raised(self._name, place, problem, remedy)


def raise_all(mistakes: Iterable[FileMistake]) -> None:
    """Raise all mistakes as one, if there are any.

    Raises:
        SettingsError: the first one, with the words of all.
    """
    found = list(mistakes)
    if found:
        *before, last = found
        first = found[0]
        first.what, first.remedy = " ".join([*map(str, before), last.what]), last.remedy
        raise first
