"""What is known of one setting, and the kinds of values that there are."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from plainspoken.settings.keys import WRITE_LIKE, no_hotkey

Value = str | int | list[str]


class Group(StrEnum):
    """Settings that stand together, in this order; the value is their heading."""

    DICTATION = "Dictation"
    MODELS = "Models"
    DELIVERY = "Where a note goes"
    KEPT = "How long it is kept"
    CHECKS = "Checks of the finished note"


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number of something."""

    unit: str
    least: int
    most: int

    @property
    def allowed(self) -> str:
        """What it can be, as the documentation has it."""
        return f"{self.least} to {self.most} {self.unit}"

    def wrong(self, value: object) -> str:
        """What is wrong with a value, as a clause; empty if nothing is. The same of each kind."""
        if type(value) is int and self.least <= value <= self.most:
            return ""
        return f"is not a number of {self.unit} from {self.least} to {self.most}"


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few values."""

    titles: dict[str, str] = field(hash=False)
    """Value → how people call it."""

    @property
    def allowed(self) -> str:
        """What it can be."""
        *others, last = (f'`"{value}"`' for value in self.titles)
        return f"{', '.join(others)} or {last}"

    def wrong(self, value: object) -> str:
        """What is wrong with it."""
        if not isinstance(value, str):
            return "is not a text"
        return "" if value in self.titles else f'cannot be "{value}"'


@dataclass(frozen=True, slots=True)
class SomeOf:
    """Any number of a few values; where none is named, of any values at all."""

    values: tuple[str, ...] = ()

    @property
    def allowed(self) -> str:
        """What it can be."""
        return ""

    def wrong(self, value: object) -> str:
        """What is wrong with it."""
        part = self.wrong_part(value)
        return "" if part is None else f'cannot have "{part}"'

    def wrong_part(self, value: object) -> object:
        """The first thing in it that cannot be there; None if all can."""
        if not isinstance(value, list):
            return value
        known = (part for part in value if isinstance(part, str) and (not self.values or part in self.values))
        good = set(known)
        return next((part for part in value if not isinstance(part, str) or part not in good), None)


@dataclass(frozen=True, slots=True)
class Hotkey:
    """A combination of keys, or none."""

    @property
    def allowed(self) -> str:
        """What it can be."""
        return "pynput's notation, empty for none"

    def wrong(self, value: object) -> str:
        """What is wrong with it."""
        if not isinstance(value, str):
            return "is not a text"
        return no_hotkey(value) if value else ""


@dataclass(frozen=True, slots=True)
class Named:
    """The name of something on this machine; whether it is there is seen when it is used."""

    of: Literal["template", "microphone", "speech model", "section tagger"]
    unnamed: str = ""
    """What an empty name stands for; empty where there has to be one."""

    @property
    def allowed(self) -> str:
        """What it can be."""
        return f"empty: {self.unnamed[0].lower()}{self.unnamed[1:]}" if self.unnamed else ""

    def wrong(self, value: object) -> str:
        """What is wrong with it."""
        if not isinstance(value, str):
            return "is not a text"
        return "" if value or self.unnamed else "is empty"


Kind = Number | OneOf | SomeOf | Hotkey | Named


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: all that is said of it anywhere comes from here."""

    name: str
    """Its key in `settings.toml`."""
    title: str
    """Its name in the window."""
    group: Group
    kind: Kind
    default: Value
    help: str
    """What it does: one or two sentences."""
    more: str = ""
    """The page of the documentation that says more: its name in `docs/`."""
    destroys: bool = False
    """A lower value destroys what was kept, at once: she is asked first."""

    def wrong(self, value: object) -> str:
        """What is wrong with a value, as a clause behind the setting's name; empty if nothing is."""
        return self.kind.wrong(value)

    @property
    def remedy(self) -> str:
        """How it is written rightly."""
        match self.kind:
            case Number():
                return f"Write {self.name} = {self.default}."
            case OneOf(titles):
                return "Write one of these: " + ", ".join(f'"{value}"' for value in titles) + "."
            case SomeOf(values):
                these = f" with ids of these: {', '.join(values)}" if values else ""
                return f'Write {self.name} = ["…"]{these}.'
            case Hotkey():
                return WRITE_LIKE
            case Named():
                return f'Write {self.name} = "…".'


def written(value: Value) -> str:
    """A value as TOML has it."""
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)
