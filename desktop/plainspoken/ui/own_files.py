"""Files of hers that are read again when they have changed, and the mistakes in them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from plainspoken.clinic.macros import Macros
from plainspoken_models.errors import PlainspokenError

Mistakes = list[PlainspokenError]


class OwnFiles(Protocol):
    """A folder of hers."""

    @property
    def broken(self) -> Mapping[str, PlainspokenError]:
        """By id or by the file's name, what is wrong with those that cannot be used."""
        ...

    def look(self) -> bool:
        """Read again what has changed; whether anything has."""
        ...


class KnownMacros(OwnFiles, Protocol):
    """The macros on this machine."""

    @property
    def usable(self) -> Macros:
        """All that can be inserted."""
        ...


class NoFiles:
    """A machine without macros."""

    def __init__(self) -> None:
        self.usable = Macros()
        self.broken: dict[str, PlainspokenError] = {}

    def look(self) -> bool:
        """Nothing ever changes."""
        return False


class Watched:
    """The mistakes in such files, as they are told.

    Args:
        known: the files.
        as_told: a mistake → the same one, with what else she can do.
    """

    def __init__(self, known: OwnFiles, as_told: Callable[[PlainspokenError], PlainspokenError]) -> None:
        self._known, self._as_told = known, as_told
        self.broken: dict[str, PlainspokenError] = {}
        """By id or name, why one cannot be used."""
        self._read()

    def look(self) -> tuple[Mistakes, Mistakes]:
        """Read again what has changed: the mistakes that are new, and those that are gone."""
        before = list(self.broken.values())
        if self._known.look():
            self._read()
        now = list(self.broken.values())
        return [error for error in now if error not in before], [
            error for error in before if error not in now
        ]

    def _read(self) -> None:
        """Take the mistakes over; one that was there before stays the same one."""
        before = {str(error): error for error in self.broken.values()}
        told = {name: self._as_told(error) for name, error in self._known.broken.items()}
        self.broken = {name: before.get(str(error), error) for name, error in told.items()}


def look_at(
    files: Iterable[Watched],
    new: Callable[[PlainspokenError], None],
    gone: Callable[[PlainspokenError], None],
) -> None:
    """Read again what has changed; what has gone is told before what is new."""
    looked = [one.look() for one in files]
    for _, old in looked:
        for error in old:
            gone(error)
    for found, _ in looked:
        for error in found:
            new(error)


class MacroChoice(Watched):
    """The macros that she can name and choose. A dictation knows by voice those that there were when it began."""

    def __init__(self, known: KnownMacros) -> None:
        super().__init__(known, macros_left_out)
        self._macros = known

    @property
    def usable(self) -> Macros:
        """Those that there are now."""
        return self._macros.usable


def as_it_is(error: PlainspokenError) -> PlainspokenError:
    """A mistake that says all there is to say."""
    return error


def macros_left_out(error: PlainspokenError) -> PlainspokenError:
    """The same mistake, with what it means: a file that is mended is read before the next dictation."""
    told = PlainspokenError(
        error.what, f"{error.remedy} Until then, none of the macros in this file is there."
    )
    told.exit_code = error.exit_code
    return told
