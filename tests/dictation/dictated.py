"""Speech, and what becomes of it in a document."""

from hypothesis import strategies as st

from plainspoken.adapters.template_folder import find_template, shipped_templates
from plainspoken.clinic.macros import NO_MACROS, Macro, Macros
from plainspoken.clinic.templates import Template
from plainspoken.dictation.document import Document
from plainspoken.dictation.file import filed, finish, hear
from plainspoken.dictation.tagging import TaggerOrder, TagStatement
from plainspoken.dictation.transcribe import Utterance
from plainspoken_models.contracts import SectionKind, Tag
from words import utterance

SOAP = find_template(shipped_templates(), "soap")
HANDOFF = find_template(shipped_templates(), "ipass")
"""It has headings that are reached by voice alone: "Severity", "Contingencies"."""

VOCABULARY = [
    "aspirin",
    "plan",
    "colon",
    "Plan.",
    "assessment",
    "Assessment:",
    "scratch",
    "that",
    "scratch",
    "that,",
    "new",
    "paragraph",
    "Next",
    "section.",
    "that.",
    "undo",
    "Undo",
    "Dr.",
    "5.5",
    "milligrams",
    "daily.",
    "no?",
    "No.",
    "He is well.",
    "Lungs",
    "clear!",
    "exam:",
    "Severity:",
    "Contingencies.",
    "L.",
    ",",
    "comma",
    "period",
    "full",
    "stop",
    "twenty",
    "five",
    "over",
    "percent",
    "Insert",
    "insert normal cardiac exam.",
    "normal",
    "knee exam",
    "left.",
]
MACROS = Macros(
    (Macro("normal cardiac exam", "Heart: 5 mg of\nzebra."), Macro("normal knee exam", "{side} zebra"))
)
"""With words in them that nobody says."""
SPEECH = st.lists(st.lists(st.sampled_from(VOCABULARY), max_size=12).map(" ".join), max_size=8)


def run(
    texts: list[str],
    kind: SectionKind = SectionKind.HPI,
    *,
    gap_ms: int = 600,
    template: Template = SOAP,
    macros: Macros = NO_MACROS,
) -> tuple[Document, list[TaggerOrder]]:
    """A document after these utterances, the tagger always answering `kind` (or what it may)."""
    log: list[TaggerOrder] = []
    document, start_ms = Document(template, macros), 0
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
