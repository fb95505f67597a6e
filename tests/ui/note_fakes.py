"""A finished note, and the rows that the window shows of it."""

from dataclasses import replace

from plainspoken.dictation import revision
from plainspoken.dictation.check import findings
from plainspoken.dictation.document import FiledStatement
from plainspoken.dictation.note import assemble
from plainspoken.dictation.revision import Revisions
from plainspoken.dictation.session import Session
from plainspoken.ui.note_rows import Row, rows
from plainspoken_models.contracts import SectionKind
from ui.desktop_fakes import COUGH, CRACKLES, listening

TAKES = ("She takes lisinopril ten milligrams daily.", SectionKind.PLAN)


def a_session() -> Session:
    """Three sentences, in two of the three sections."""
    return listening(COUGH, TAKES, CRACKLES)


def a_note(*, doubted: str = "", sure: float = 0.9) -> Revisions:
    """The same; the recogniser doubts this word, and the tagger is so sure of the first sentence."""
    document = a_session().document

    def unsure(item: object) -> object:
        if not isinstance(item, FiledStatement) or item.filing is None:
            return item
        words = tuple(
            replace(word, probability=0.2 if word.text == doubted else 0.9) for word in item.spoken.words
        )
        filing = replace(item.filing, confidence=sure) if item.id == 0 else item.filing
        return replace(item, spoken=replace(item.spoken, words=words), filing=filing)

    items = tuple(item for item in map(unsure, document.items) if isinstance(item, FiledStatement))
    bare = assemble(replace(document, items=items))
    return revision.begin(replace(bare, findings=findings(bare)))


def statement_rows(revisions: Revisions) -> list[Row]:
    """Without the headings."""
    return [row for row in rows(revisions.note) if row.statement_id is not None]
