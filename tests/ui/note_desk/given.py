"""What the tests of an open note window begin with."""

import json

from plainspoken.clinic.tearoffs import Candidate, Coded
from plainspoken.dictation.deliver import as_data, as_text
from plainspoken.dictation.kept import DictationId, KeptNote
from plainspoken.dictation.note import Note
from plainspoken_models.contracts import SectionKind

CODED = Coded((Candidate("R56.9", "Unspecified convulsions", False),), False)
TAKES = ("Start lisinopril ten milligrams daily.", SectionKind.PLAN)


def as_kept(note: Note) -> KeptNote:
    """As the vault has it."""
    data = json.dumps(as_data(note, {}))
    return KeptNote(1, DictationId("1"), "soap", 0, as_text(note), data, has_sound=True)
