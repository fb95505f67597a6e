"""Dictations without a clock: utterances in, a document out, and what the tagger was told."""

from plainspoken.adapters.template_folder import find_template, shipped_templates
from plainspoken.clinic.templates import Template
from plainspoken.dictation.file import Document, TaggerOrder, TagStatement, filed, finish, hear
from plainspoken.dictation.transcribe import Utterance
from plainspoken_models.contracts import SectionKind, Tag
from words import utterance

SOAP = find_template(shipped_templates(), "soap")
HANDOFF = find_template(shipped_templates(), "ipass")
"""It has headings that are reached by voice alone: "Severity", "Contingencies"."""


def run(
    texts: list[str],
    kind: SectionKind = SectionKind.HPI,
    *,
    gap_ms: int = 600,
    template: Template = SOAP,
) -> tuple[Document, list[TaggerOrder]]:
    """A document after these utterances, the tagger always answering `kind` (or what it may)."""
    log: list[TaggerOrder] = []
    document, start_ms = Document(template), 0
    steps: list[Utterance | None] = []
    for text in texts:
        steps.append(utterance(text, start_ms))
        start_ms += len(text.split()) * 333 + gap_ms
    for heard in [*steps, None]:
        document, orders = hear(document, heard) if heard else finish(document)
        while True:
            log += orders
            asked = [order for order in orders if isinstance(order, TagStatement)]
            if not asked:
                break
            allowed = asked[-1].among or (kind,)
            answer = kind if kind in allowed else allowed[0]
            document, orders = filed(document, asked[-1].statement_id, Tag(answer, 0.8))
    return document, log


def kept(document: Document) -> list[str]:
    """The statements' texts."""
    return [statement.text for statement in document.statements]
