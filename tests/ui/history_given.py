"""Notes as the vault gives them back."""

import json

from plainspoken.dictation.deliver import as_data, as_text
from plainspoken.dictation.kept import DictationId, KeptNote
from plainspoken.dictation.note import Note
from plainspoken_models.contracts import SectionKind
from ui.desktop_fakes import COUGH, LETTER, listening

FEVER = ("Fever since Monday.", SectionKind.HPI)


def kept(number: int, note: Note, dictation: str = "", *, has_sound: bool = True) -> KeptNote:
    """As the vault gives it back."""
    data = json.dumps(as_data(note, {"speech": "whisper"}))
    id_ = DictationId(dictation or str(number))
    return KeptNote(number, id_, note.template.id, 10**12 + number, as_text(note), data, has_sound)


FIRST = kept(1, listening(COUGH).note, has_sound=False)
SECOND = kept(2, listening(FEVER, template=LETTER).note)
