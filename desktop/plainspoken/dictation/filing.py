"""Where a statement belongs, who says so, and what a heading says about the statements under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from plainspoken.clinic.macros import Insertion
from plainspoken.clinic.templates import Template
from plainspoken_models.contracts import SectionKind

Place = tuple[SectionKind | None, str]
"""A section of a template: a kind that it takes, or its title where it takes none."""


class DecidedBy(StrEnum):
    """Who filed a statement."""

    SPOKEN_HEADING = "spoken_heading"
    TAGGER = "tagger"
    CLINICIAN = "clinician"
    MACRO = "macro"
    """The macro that was inserted says what it is."""


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a statement belongs, and who says so."""

    kind: SectionKind | None
    """None under a heading that takes no kinds: then `title` is its title, and the tagger never hears of it."""
    confidence: float
    """0 … 1; 1 where a heading or the clinician decided."""
    decided_by: DecidedBy
    title: str = ""

    @property
    def place(self) -> Place:
        """As in `Template.section_of`."""
        return self.kind, self.title

    @property
    def uncertain(self) -> bool:
        """Whether the tagger holds the other kinds, together, for likelier than the one it chose."""
        return self.decided_by is DecidedBy.TAGGER and self.confidence < 0.5


@dataclass(frozen=True, slots=True)
class HeadingHeld:
    """From here on a heading holds."""

    kinds: tuple[SectionKind, ...]
    """What statements under it can be; empty without a `title`: all, and the tagger decides."""
    title: str = ""
    """Of the section that statements under it belong to, where that one takes no kinds."""
    spoken: str = ""
    """Her words for it, if there were any."""
    label: str = ""
    """As in `clinic.headings.Heading`."""

    @property
    def place(self) -> Place:
        """As in `Template.section_of`."""
        return next(iter(self.kinds), None), self.title

    @property
    def decides(self) -> Filing | None:
        """Where statements under it belong, if it leaves no choice."""
        if self.title or len(self.kinds) == 1:
            return Filing(self.place[0], 1.0, DecidedBy.SPOKEN_HEADING, self.title)
        return None


def by_macro(insertion: Insertion, template: Template) -> Filing | None:
    """Where a macro belongs, if it says so, and the template has such a place.

    It beats the heading that holds: to insert a normal exam while the plan is dictated does not make it a plan.
    """
    kind = insertion.macro.section
    return Filing(kind, 1.0, DecidedBy.MACRO) if kind in template.kinds else None


def heading_held(items: Sequence[object]) -> HeadingHeld:
    """The heading that holds behind these items of a document."""
    held = (item for item in reversed(items) if isinstance(item, HeadingHeld))
    return next(held, HeadingHeld(()))
