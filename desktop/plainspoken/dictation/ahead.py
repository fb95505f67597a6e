"""Between transcribe and file: what the tagger can read ahead, so that little is left to do when she stops."""

from plainspoken.dictation.document import Document
from plainspoken.dictation.file import finish, hear
from plainspoken.dictation.tagging import PrepareStatement, TagStatement
from plainspoken.dictation.transcribe import Transcribing, Utterance, judge
from plainspoken_models.contracts import Transcription


def next_question(document: Document, transcribing: Transcribing) -> PrepareStatement | None:
    """What the tagger would be asked next if she stopped now.

    None while words are still to come, while the tagger is busy with a question, and where it would first be told
    something else.
    """
    if transcribing.waiting or not document.settled:
        return None
    draft = _drafted(transcribing)
    said, orders = hear(document, draft) if draft else (document, ())
    if said.settled:
        said, last = finish(said)
        orders = (*orders, *last)
    first = orders[0] if orders else None
    return PrepareStatement(first.text) if isinstance(first, TagStatement) else None


def _drafted(transcribing: Transcribing) -> Utterance | None:
    """The words of the open segment, if it has been transcribed ahead."""
    draft = transcribing.draft
    if draft is None or not isinstance(draft.answer, Transcription):
        return None
    judged = judge(draft.order.segment, draft.answer)
    return judged if isinstance(judged, Utterance) else None
