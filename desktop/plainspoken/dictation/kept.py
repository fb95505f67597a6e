"""What is kept of a dictation beyond the program's memory."""

from dataclasses import dataclass, field
from typing import NewType

from plainspoken_models.errors import PlainspokenError

DictationId = NewType("DictationId", str)
"""Random; says nothing of when or of whom."""


@dataclass(frozen=True, slots=True)
class KeptDictation:
    """A dictation that was neither delivered nor destroyed."""

    id: DictationId
    template_id: str
    begun_ms: int
    """Time of day."""
    stopped: bool
    """Whether she had stopped it; if not, the program ended in the middle of it."""
    heard_ms: int
    """End of the last sound that is kept, from the start of the recording; 0: there is none."""
    note_json: str | None = field(repr=False)
    """The note as far as it had come, if it was kept."""
    cancelled: bool = False
    """Whether she has cancelled it: it will be destroyed in a moment, unless she takes that back."""


@dataclass(frozen=True, slots=True)
class NotKept:
    """Sound or a note could not be written to the vault. The dictation goes on in memory."""

    error: PlainspokenError
