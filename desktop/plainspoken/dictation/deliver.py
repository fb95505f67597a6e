"""Stage 7, deliver: a note as plain text, as HTML, and as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Protocol

from plainspoken.clinic.checks import Span
from plainspoken.clinic.macros import Insertion
from plainspoken.clinic.written import text_of
from plainspoken.dictation.document import Edited, FiledStatement
from plainspoken.dictation.kept import KeptSection
from plainspoken.dictation.note import Note, NoteSection


class Section(Protocol):
    """A heading with what stands under it."""

    @property
    def title(self) -> str:
        """The heading."""
        ...

    @property
    def text(self) -> str:
        """The paragraphs, a line break between them."""
        ...


class Deliverable(Protocol):
    """What can be put on the clipboard: a note, or one that was kept."""

    @property
    def shown(self) -> Sequence[Section]:
        """Its sections."""
        ...

    @property
    def said(self) -> str:
        """What was said of it, under the same headings: what the fact gate holds its text against."""
        ...


@dataclass(frozen=True, slots=True)
class OneSection:
    """What stands under one heading of a note, without the heading: for an EHR that has a field for it."""

    section: NoteSection

    @property
    def shown(self) -> tuple[KeptSection, ...]:
        """It alone."""
        return (KeptSection("", self.section.text),)

    @property
    def said(self) -> str:
        """As of the note."""
        return self.section.said


def as_text(note: Deliverable) -> str:
    """The note as plain text: each heading on a line of its own, a blank line between sections."""
    titled = (f"{section.title}:\n" if section.title else "" for section in note.shown)
    return "\n\n".join(title + section.text for title, section in zip(titled, note.shown, strict=True))


def as_html(note: Deliverable) -> str:
    """The note as an HTML fragment: bold headings and paragraphs, no styles, so that the EHR's own apply."""
    parts = []
    for section in note.shown:
        parts += [f"<p><b>{escape(section.title)}:</b></p>"] if section.title else []
        parts += [f"<p>{escape(line)}</p>" for line in section.text.split("\n")]
    return "\n".join(parts)


def as_data(note: Note, models: dict[str, str]) -> dict[str, Any]:
    """The note as JSON values, with the source and the confidence of every statement.

    Args:
        note: the note.
        models: stage → id of the model that did it (`speech`, `tagger`).
    """
    titles = {
        statement.id: section.title
        for section in note.sections
        for paragraph in section.paragraphs
        for statement in paragraph
    }
    return {
        "template": note.template.id,
        "sections": [{"title": section.title, "text": section.text} for section in note.shown],
        "statements": [_statement(statement, titles[statement.id]) for statement in note.statements],
        "removed": [
            {
                "text": gone.text,
                "reason": gone.reason,
                **({"macro": gone.macro} if gone.macro else {}),
                **_span(gone.start_ms, gone.end_ms),
            }
            for gone in note.removed
        ],
        "gaps": [
            {"text": gap.text, "reason": gap.reason, **_span(gap.start_ms, gap.end_ms)} for gap in note.gaps
        ],
        "replaced": [
            {"heard": one.heard, "written": one.written, "statement": index}
            for index, statement in enumerate(note.statements)
            for one in statement.replaced
        ],
        "not_dictated": list(note.not_dictated),
        "elements_not_dictated": [
            {"section": one.section, "name": one.name} for one in note.elements_not_dictated
        ],
        "checks": _checks(note),
        "suggestions": _suggestions(note),
        "models": models,
    }


def _statement(statement: FiledStatement, section: str) -> dict[str, Any]:
    filing, spoken = statement.filing, statement.spoken.text
    kind = filing.kind if filing else None
    own = statement.insertion or statement.edited or text_of(statement.pieces) != spoken
    return {
        "text": statement.text,
        **({"spoken": spoken} if own else {}),
        **(_edited(statement, statement.edited) if statement.edited else {}),
        **(_macro(statement.insertion) if statement.insertion else {}),
        "section": section,
        "kind": kind.value if kind else None,
        "loinc": kind.loinc if kind else None,
        "confidence": round(filing.confidence, 3) if filing else None,
        "decided_by": filing.decided_by.value if filing else None,
        **_span(statement.spoken.start_ms, statement.spoken.end_ms),
    }


def _edited(statement: FiledStatement, edited: Edited) -> dict[str, Any]:
    """What stood there before she typed, and whether she has accepted it where its facts are others."""
    return {"edited": {"before": statement.written, "accepted": edited.accepted}}


def _macro(insertion: Insertion) -> dict[str, Any]:
    """The name of a macro, and its fields with the values that she gave them; null where she gave none."""
    values = dict(insertion.values)
    fields = {name: values.get(name) for name in insertion.macro.fields}
    return {"macro": insertion.macro.name, **({"fields": fields} if fields else {})}


def _checks(note: Note) -> list[dict[str, Any]]:
    """What the checks say; `statement` counts in "statements", `start` and `end` in the characters of its text."""
    place = {statement.id: index for index, statement in enumerate(note.statements)}
    return [
        {
            "rule": finding.rule,
            "message": finding.message,
            "spans": [_place(place, span) for span in finding.spans],
        }
        for finding in note.findings
    ]


def _suggestions(note: Note) -> list[dict[str, Any]]:
    """What a check thinks may have been meant, word by word; never put in the place of anything."""
    place = {statement.id: index for index, statement in enumerate(note.statements)}
    texts = {statement.id: statement.text for statement in note.statements}
    return [
        {
            "text": texts[span.statement_id][span.start : span.end],
            "span": _place(place, span),
            "candidates": list(names),
        }
        for finding in note.findings
        for span, names in zip(finding.spans, finding.candidates, strict=False)
    ]


def _place(place: Mapping[int, int], span: Span) -> dict[str, int]:
    return {"statement": place[span.statement_id], "start": span.start, "end": span.end}


def _span(start_ms: int, end_ms: int) -> dict[str, int | None]:
    """Text that was never sound has no times."""
    return {"start_ms": start_ms, "end_ms": end_ms} if end_ms else {"start_ms": None, "end_ms": None}
