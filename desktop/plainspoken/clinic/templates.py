"""Note templates: which headings, in which order, taking which section kinds, and what stands where nothing was said.

Written in TOML, shipped and user-made alike; `template_reader` reads them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from plainspoken.clinic.table_reader import FileMistake
from plainspoken_models.contracts import SectionKind
from plainspoken_models.errors import PlainspokenError

NOT_FILED = "Not filed"
"""Heading over statements that no section was found for because the tagger failed. They are never left out."""

SHORT_IDS = {"hp": "history_and_physical"}
"""Other names that go for the id of a template that ships."""


class WhenEmpty(StrEnum):
    """What the note shows under a heading with nothing dictated. It is listed as not dictated in every case."""

    OMIT = "omit"
    WILDCARD = "wildcard"
    """`***`, which EHR users jump to with F2."""
    NOT_DICTATED = "not_dictated"


@dataclass(frozen=True, slots=True)
class Element:
    """Something that a note of this template has to speak of."""

    name: str
    phrases: tuple[str, ...]
    """Whoever says one of them has dictated it; the name is the first one."""


@dataclass(frozen=True, slots=True)
class TemplateSection:
    """One heading of a template."""

    title: str
    kinds: tuple[SectionKind, ...]
    """Statements of these kinds stand under the heading, in the order they were said. With none of them it is reached
    by voice alone: what stands under it was said under its spoken title."""
    when_empty: WhenEmpty = WhenEmpty.OMIT
    said_as: tuple[str, ...] = ()
    """What she may say in place of the title."""
    guidance: str = ""
    """What belongs there, for her to read; never part of a note."""
    required: tuple[Element, ...] = ()

    @property
    def voice_title(self) -> str:
        """Its title, where it is reached by voice alone."""
        return "" if self.kinds else self.title


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of note."""

    id: str
    title: str
    sections: tuple[TemplateSection, ...]
    group: str = ""
    """Templates of one group stand together in the menu."""

    @property
    def kinds(self) -> tuple[SectionKind, ...]:
        """All kinds that the template takes, in the order of `SectionKind`; at least one."""
        taken = {kind for section in self.sections for kind in section.kinds}
        return tuple(kind for kind in SectionKind if kind in taken)

    def section_of(self, kind: SectionKind | None, title: str) -> TemplateSection | None:
        """The section that takes a kind, or that has this title."""
        return next((one for one in self.sections if kind in one.kinds or one.title == title), None)

    def section_after(self, places: Iterable[tuple[SectionKind | None, str]]) -> TemplateSection:
        """The section after the first place (as in `section_of`) that there is; the first one, where there is none.

        After the last section it is that one.
        """
        present = next((found for place in places if (found := self.section_of(*place))), None)
        after = self.sections.index(present) + 1 if present else 0
        return self.sections[min(after, len(self.sections) - 1)]


class TemplateError(FileMistake):
    """A template file cannot be read as a template."""

    what_it_is = "Template"


def left_out(error: PlainspokenError, others: str = "templates") -> PlainspokenError:
    """What is wrong with a file that was not asked for: the same problem, and that it stops no other one."""
    return PlainspokenError(error.what, f"{error.remedy} It is left out; the other {others} work.")


def full_id(asked: str, known: Collection[str]) -> str:
    """The id that is meant by what she wrote, which is a known one or may be short for one."""
    return asked if asked in known else SHORT_IDS.get(asked, asked)
