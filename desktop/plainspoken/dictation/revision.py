"""Behind deliver: what she changes in a finished note. Each change makes a new note of the same document; none is lost.

She may file a sentence elsewhere, type other words, take it out, and stand by what she typed. Her spoken words stay in
`spoken`, or go into `removed`; what she typed is marked as hers (`heard.typed`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from plainspoken.clinic.templates import TemplateSection
from plainspoken.dictation.check import findings
from plainspoken.dictation.document import Document, Edited, FiledStatement, gone
from plainspoken.dictation.filing import DecidedBy, Filing
from plainspoken.dictation.note import Note, assemble

TAKEN_OUT = "taken out by you"
"""The reason of `Removed`."""


class Change(StrEnum):
    """What made a revision of the one before it; the words of the audit trail."""

    DELIVERED = "delivered"
    REFILED = "refiled"
    EDITED = "edited"
    TAKEN_OUT = "taken out"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Revision:
    """The note after a change."""

    note: Note
    change: Change


@dataclass(frozen=True, slots=True)
class Revisions:
    """A note with all that was changed in it, and can be taken back."""

    done: tuple[Revision, ...]
    """The first as it was delivered, the last as it is now; never empty."""
    undone: tuple[Revision, ...] = ()
    """Taken back, the last one last."""
    checks_off: frozenset[str] = frozenset()
    """Ids of checks that are switched off."""

    @property
    def note(self) -> Note:
        """As it is now."""
        return self.done[-1].note

    @property
    def delivered(self) -> Note:
        """As it was delivered."""
        return self.done[0].note

    @property
    def can_undo(self) -> Change | None:
        """What would be taken back."""
        return self.done[-1].change if len(self.done) > 1 else None

    @property
    def can_redo(self) -> Change | None:
        """What would be done again."""
        return self.undone[-1].change if self.undone else None


def begin(note: Note, checks_off: frozenset[str] = frozenset()) -> Revisions:
    """A note that was delivered just now."""
    return Revisions((Revision(note, Change.DELIVERED),), checks_off=checks_off)


def refile(revisions: Revisions, statement_id: int, section: TemplateSection) -> Revisions:
    """File a statement under a section of the template; nothing, where that is decided already."""

    def moved(statement: FiledStatement) -> FiledStatement:
        filing = statement.filing
        there = filing and revisions.note.template.section_of(*filing.place) == section
        if filing and there and filing.decided_by is not DecidedBy.TAGGER:
            return statement
        return replace(statement, filing=_filed_by_her(section, filing))

    return _change(revisions, Change.REFILED, statement_id, moved)


def edit(revisions: Revisions, statement_id: int, text: str) -> Revisions:
    """Put what she typed in the place of a statement's text; with nothing typed, the statement is taken out."""
    bare = _bare(text)
    if not bare:
        return take_out(revisions, statement_id)

    def typed(statement: FiledStatement) -> FiledStatement:
        if bare == _bare(statement.text):  # a macro keeps its indents and blank lines
            return statement
        return replace(statement, edited=None if bare == _bare(statement.written) else Edited(bare))

    return _change(revisions, Change.EDITED, statement_id, typed)


_UNSEEN = dict.fromkeys(
    [*range(9), *range(14, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
"""Control characters, and those that turn the direction of what is read: pasted by mistake, and seen by nobody."""


def _bare(text: str) -> str:
    seen = text.translate(_UNSEEN)
    return "\n".join(" ".join(line.split()) for line in seen.strip().splitlines())


def take_out(revisions: Revisions, statement_id: int) -> Revisions:
    """Take a statement out of the note; its spoken words are listed as removed."""
    document = revisions.note.document
    found = [one for one in document.statements if one.id == statement_id]
    if not found:
        return revisions
    kept = tuple(item for item in document.items if item is not found[0])
    removed = (*document.removed, gone(found[0].spoken, TAKEN_OUT, found[0].insertion))
    return _add(revisions, Change.TAKEN_OUT, replace(document, items=kept, removed=removed))


def accept(revisions: Revisions) -> Revisions:
    """She stands by all that she has typed."""

    def stands_by(statement: FiledStatement) -> FiledStatement:
        edited = statement.edited
        return replace(statement, edited=replace(edited, accepted=True)) if edited else statement

    return _change(revisions, Change.ACCEPTED, None, stands_by)


def undo(revisions: Revisions) -> Revisions:
    """The note before the last change."""
    if len(revisions.done) == 1:
        return revisions
    return replace(revisions, done=revisions.done[:-1], undone=(*revisions.undone, revisions.done[-1]))


def redo(revisions: Revisions) -> Revisions:
    """The note after the change that was taken back last."""
    if not revisions.undone:
        return revisions
    return replace(revisions, done=(*revisions.done, revisions.undone[-1]), undone=revisions.undone[:-1])


def _filed_by_her(section: TemplateSection, before: Filing | None) -> Filing:
    """Under a section of several kinds she has not said which: its kind stays, or is not known."""
    of_one = section.kinds[0] if len(section.kinds) == 1 else None
    kind = before.kind if before and before.kind in section.kinds else of_one
    return Filing(kind, 1.0, DecidedBy.CLINICIAN, "" if kind else section.title)


def _change(
    revisions: Revisions,
    change: Change,
    statement_id: int | None,
    act: Callable[[FiledStatement], FiledStatement],
) -> Revisions:
    """Change one statement, or all of them (None); nothing is added where that comes to nothing."""
    document = revisions.note.document
    items = tuple(
        act(item)
        if isinstance(item, FiledStatement) and (statement_id is None or item.id == statement_id)
        else item
        for item in document.items
    )
    return revisions if items == document.items else _add(revisions, change, replace(document, items=items))


def _add(revisions: Revisions, change: Change, document: Document) -> Revisions:
    bare = assemble(document, revisions.note.gaps)
    note = replace(bare, findings=findings(bare, revisions.checks_off))
    return replace(revisions, done=(*revisions.done, Revision(note, change)), undone=())
