"""Stage 6, note: the template's headings over her own statements, in the order she said them. Adds not a word."""

from dataclasses import dataclass

from plainspoken.clinic.checks import Finding
from plainspoken.clinic.templates import NOT_FILED, Template, WhenEmpty
from plainspoken.dictation.file import Document, FiledStatement, ParagraphBreak, Removed


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of sound that gave no words although there may have been some."""

    start_ms: int
    end_ms: int
    reason: str
    text: str = ""
    """What the recogniser made of it, where that was rejected."""


@dataclass(frozen=True, slots=True)
class NoteSection:
    """One heading of a note with what stands under it."""

    title: str
    paragraphs: tuple[tuple[FiledStatement, ...], ...]
    when_empty: WhenEmpty

    @property
    def text(self) -> str:
        """The paragraphs, a line break between them; what the template says, where nothing was dictated."""
        if not self.paragraphs:
            return _EMPTY[self.when_empty]
        return "\n".join(" ".join(statement.text for statement in paragraph) for paragraph in self.paragraphs)


_EMPTY = {WhenEmpty.OMIT: "", WhenEmpty.WILDCARD: "***", WhenEmpty.NOT_DICTATED: "Not dictated"}


@dataclass(frozen=True, slots=True)
class Note:
    """A finished note, or one in the making."""

    template: Template
    sections: tuple[NoteSection, ...]
    """All headings of the template, in its order; then `NOT_FILED`, if anything is."""
    statements: tuple[FiledStatement, ...]
    """In the order they were said."""
    removed: tuple[Removed, ...]
    gaps: tuple[Gap, ...]
    findings: tuple[Finding, ...] = ()
    """What the checks say about it (dictation/check.py), once it is finished; none of it stands in the note."""

    @property
    def shown(self) -> tuple[NoteSection, ...]:
        """The sections that stand in the note: those with words, and those whose emptiness the template shows."""
        return tuple(section for section in self.sections if section.text)

    @property
    def not_dictated(self) -> tuple[str, ...]:
        """Titles of the sections with nothing said."""
        return tuple(section.title for section in self.sections if not section.paragraphs)


def assemble(document: Document, gaps: tuple[Gap, ...] = (), findings: tuple[Finding, ...] = ()) -> Note:
    """The note of a document, with what is known of it. Every statement is in it exactly once."""
    under: dict[str, list[list[FiledStatement]]] = {}
    titles = {kind: section.title for section in document.template.sections for kind in section.kinds}
    fresh = False
    for item in document.items:
        fresh = fresh or isinstance(item, ParagraphBreak)
        if isinstance(item, FiledStatement):
            # A kind that no section takes: from a tagger that was lost and came back without knowing the template.
            title = titles.get(item.filing.kind, NOT_FILED) if item.filing else NOT_FILED
            paragraphs = under.setdefault(title, [])
            if fresh or not paragraphs:
                paragraphs.append([])
            paragraphs[-1].append(item)
            fresh = False
    sections = [
        NoteSection(section.title, _freeze(under.get(section.title)), section.when_empty)
        for section in document.template.sections
    ]
    if NOT_FILED in under:
        sections.append(NoteSection(NOT_FILED, _freeze(under[NOT_FILED]), WhenEmpty.OMIT))
    return Note(document.template, tuple(sections), document.statements, document.removed, gaps, findings)


def _freeze(paragraphs: list[list[FiledStatement]] | None) -> tuple[tuple[FiledStatement, ...], ...]:
    return tuple(tuple(paragraph) for paragraph in paragraphs or ())
