"""What a fact is, and what it means that two texts differ in one."""

from dataclasses import dataclass
from enum import StrEnum


class FactKind(StrEnum):
    """What a fact is about."""

    DRUG = "drug"
    DOSE = "dose"
    """A number with a unit in which medicine is given."""
    UNIT = "unit"
    """Without a number before it; of a difference: the number is the same, its unit is not."""
    ROUTE = "route"
    FREQUENCY = "frequency"
    NUMBER = "number"
    """Any other number, with its unit; whatever has a digit in it."""
    DATE = "date"
    SIDE = "side"
    NEGATION = "negation"
    ALLERGY = "allergy"
    """What stands beside "allergic", "allergies" and the like."""
    TERM = "look-alike term"
    """A word that is easily mistaken for its opposite or for another one: "afebrile", "abduction", "ileum", "stop"."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something in a text that must not change."""

    kind: FactKind
    value: str
    """One form for all ways to write it: `5 mg` for "five milligrams", `twice daily` for "b.i.d."."""
    start: int
    """Index of its first character in the text."""
    end: int
    """Index after its last character."""
    beside: tuple[str, ...] = ()
    """What it belongs to, from the same sentence: the drug of a dose, the finding of a side, all that is negated."""


class Change(StrEnum):
    """How a fact differs."""

    MISSING = "missing"
    """It was said, and does not stand there."""
    ADDED = "added"
    """It stands there, and was not said."""
    CHANGED = "changed"
    """Another value stands in its place."""
    MOVED = "moved"
    """It stands there, but belongs to something else."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact in which what was said and what is delivered differ."""

    kind: FactKind
    change: Change
    spoken: Fact | None
    """None where it was added."""
    delivered: Fact | None
    """None where it is missing."""
