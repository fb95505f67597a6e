"""Stage 6, note: the template's headings over her own statements, in the order she said them. Adds not a word."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from plainspoken.clinic.checks import Finding
from plainspoken.clinic.macros import MARK
from plainspoken.clinic.required import Missing, elements_not_said
from plainspoken.clinic.templates import NOT_FILED, Template, WhenEmpty
from plainspoken.dictation.document import Document, FiledStatement, Item, ParagraphBreak, Removed
from plainspoken.dictation.filing import HeadingHeld, Place


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of sound that gave no words although there may have been some."""

    start_ms: int
    end_ms: int
    reason: str
    text: str = ""
    """What the recogniser made of it, where that was rejected."""
    lost: bool = False
    """Whether words of hers may well be missing: there was no sound, or nothing to transcribe it."""


@dataclass(frozen=True, slots=True)
class NoteSection:
    """One heading of a note with what stands under it."""

    title: str
    paragraphs: tuple[tuple[FiledStatement, ...], ...]
    when_empty: WhenEmpty
    holes: frozenset[int] = frozenset()
    """Ids of statements behind which something was lost."""

    @property
    def text(self) -> str:
        """The paragraphs, a line break between them; what the template says, where nothing was dictated."""
        return self._lines(self._marked)

    @property
    def said(self) -> str:
        """As `text`, with what counts as said of each statement, without the marks of what was lost."""
        return self._lines(lambda statement: statement.said)

    def _lines(self, words: Callable[[FiledStatement], str]) -> str:
        if not self.paragraphs:
            return _EMPTY[self.when_empty]
        return "\n".join(" ".join(map(words, paragraph)) for paragraph in self.paragraphs)

    def _marked(self, statement: FiledStatement) -> str:
        return f"{statement.text} {LOST}" if statement.id in self.holes else statement.text


LOST = f"[{MARK}]"
"""Something was said here, perhaps, and was lost."""

_EMPTY = {WhenEmpty.OMIT: "", WhenEmpty.WILDCARD: MARK, WhenEmpty.NOT_DICTATED: "Not dictated"}


@dataclass(frozen=True, slots=True)
class Note:
    """A finished note, or one in the making."""

    document: Document
    """What it was made of, and can be made of anew."""
    sections: tuple[NoteSection, ...]
    """All headings of the template, in its order; then `NOT_FILED`, if anything is."""
    gaps: tuple[Gap, ...]
    findings: tuple[Finding, ...] = ()
    """What the checks say about it (dictation/check.py), once it is finished; none of it stands in the note."""

    @property
    def template(self) -> Template:
        """Which says the headings and their order."""
        return self.document.template

    @property
    def statements(self) -> tuple[FiledStatement, ...]:
        """In the order they were said."""
        return self.document.statements

    @property
    def removed(self) -> tuple[Removed, ...]:
        """What she said that is not in it."""
        return self.document.removed

    @property
    def named(self) -> tuple[str, ...]:
        """Her words for the headings that something was said under."""
        return tuple(_named(self.document.items))

    @property
    def shown(self) -> tuple[NoteSection, ...]:
        """The sections that stand in the note: those with words, and those whose emptiness the template shows."""
        return tuple(section for section in self.sections if section.text)

    @property
    def said(self) -> str:
        """What she said and did not take back, under the headings of the note; statements without one come last.

        The text of a macro counts as said: she has named it. So does what she typed and stands by.
        """
        filed = {
            statement.id
            for section in self.sections
            for paragraph in section.paragraphs
            for statement in paragraph
        }
        lost = [statement.said for statement in self.statements if statement.id not in filed]
        return "\n\n".join([*(f"{section.title}:\n{section.said}" for section in self.shown), *lost])

    @property
    def not_dictated(self) -> tuple[str, ...]:
        """Titles of the sections with nothing said."""
        return tuple(section.title for section in self.sections if not section.paragraphs)

    @property
    def elements_not_dictated(self) -> tuple[Missing, ...]:
        """What a note of this template has to speak of, and this one does not."""
        said = (*self.named, *(statement.text for statement in self.statements))
        filled = {section.title for section in self.sections if section.paragraphs}
        return elements_not_said(self.template, said, filled)

    @property
    def also_not_dictated(self) -> tuple[str, ...]:
        """The titles of `not_dictated` that no required element has for its name: those are told with the elements."""
        required = {one.name.casefold() for one in self.elements_not_dictated}
        return tuple(title for title in self.not_dictated if title.casefold() not in required)


def assemble(document: Document, gaps: tuple[Gap, ...] = (), findings: tuple[Finding, ...] = ()) -> Note:
    """The note of a document, with what is known of it. Every statement is in it exactly once."""
    under: dict[str, list[list[FiledStatement]]] = {}
    titles = _titles(document.template)
    fresh = False
    for item in document.items:
        fresh = fresh or isinstance(item, ParagraphBreak)
        if isinstance(item, FiledStatement):
            # A kind that no section takes: from a tagger that was lost and came back without knowing the template.
            title = titles.get(item.filing.place, NOT_FILED) if item.filing else NOT_FILED
            paragraphs = under.setdefault(title, [])
            if fresh or not paragraphs or _stands_apart(item) or _stands_apart(paragraphs[-1][-1]):
                paragraphs.append([])
            paragraphs[-1].append(item)
            fresh = False
    sections = _sections(document.template, under, _holes(document.statements, gaps))
    return Note(document, sections, gaps, findings)


def _sections(
    template: Template, under: dict[str, list[list[FiledStatement]]], holes: frozenset[int]
) -> tuple[NoteSection, ...]:
    sections = [
        NoteSection(section.title, _freeze(under.get(section.title)), section.when_empty, holes)
        for section in template.sections
    ]
    if NOT_FILED in under:
        sections.append(NoteSection(NOT_FILED, _freeze(under[NOT_FILED]), WhenEmpty.OMIT, holes))
    return tuple(sections)


def _stands_apart(statement: FiledStatement) -> bool:
    """Whether it has several lines, as macros do: nothing stands beside it in one of them."""
    return "\n" in statement.text


def _titles(template: Template) -> dict[Place, str]:
    by_kind: dict[Place, str] = {
        (kind, ""): section.title for section in template.sections for kind in section.kinds
    }
    return by_kind | {(None, section.title): section.title for section in template.sections}


def _named(items: tuple[Item, ...]) -> Iterator[str]:
    spoken = ""
    for item in items:
        if isinstance(item, HeadingHeld):
            spoken = item.spoken
        elif isinstance(item, FiledStatement) and spoken:
            yield spoken
            spoken = ""


def _freeze(paragraphs: list[list[FiledStatement]] | None) -> tuple[tuple[FiledStatement, ...], ...]:
    return tuple(tuple(paragraph) for paragraph in paragraphs or ())


def _holes(statements: tuple[FiledStatement, ...], gaps: tuple[Gap, ...]) -> frozenset[int]:
    return frozenset(_before(statements, gap).id for gap in gaps if gap.lost and statements)


def _before(statements: tuple[FiledStatement, ...], gap: Gap) -> FiledStatement:
    """The last statement that began before it; the first, where none did."""
    begun = [statement for statement in statements if statement.spoken.start_ms <= gap.start_ms]
    return begun[-1] if begun else statements[0]
