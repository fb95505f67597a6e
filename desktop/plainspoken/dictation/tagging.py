"""What the tagger is told and asked while a document grows, one order after another."""

from dataclasses import dataclass

from plainspoken_models.contracts import SectionKind


@dataclass(frozen=True, slots=True)
class TagStatement:
    """Order to the tagger: choose a kind for the next statement."""

    statement_id: int
    text: str
    among: tuple[SectionKind, ...]
    """What it can be: what the heading takes that she spoke, or all that the template does."""


@dataclass(frozen=True, slots=True)
class AssignStatement:
    """Order to the tagger: the next statement is of this kind."""

    text: str
    kind: SectionKind


@dataclass(frozen=True, slots=True)
class RewindTagger:
    """Order to the tagger: keep only the first statements."""

    length: int


@dataclass(frozen=True, slots=True)
class PrepareStatement:
    """Order to the tagger: this is what comes next if she says no more; read it ahead."""

    text: str


TaggerOrder = TagStatement | AssignStatement | RewindTagger | PrepareStatement
