"""How far a dictation has come, and what it asks for."""

from dataclasses import dataclass
from enum import StrEnum

from plainspoken.dictation.note import Note
from plainspoken.dictation.tagging import TaggerOrder
from plainspoken.dictation.transcribe import Transcribe


class Phase(StrEnum):
    """How far a dictation has come."""

    LISTENING = "listening"
    FINISHING = "finishing"
    """No sound comes in any more; the last words are still being worked on."""
    DELIVERED = "delivered"
    UNFINISHED = "unfinished"
    """Over without a note: the speech engine was given up, or there was a fault of ours. What is kept of it will be
    made a note of later."""
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class CloseSource:
    """Effect: no more sound, please."""


@dataclass(frozen=True, slots=True)
class Deliver:
    """Effect: the note is finished."""

    note: Note


Effect = CloseSource | Transcribe | TaggerOrder | Deliver
