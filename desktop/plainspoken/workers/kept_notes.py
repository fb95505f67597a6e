"""What is asked of kept notes, and by whom it is answered: the keeper's thread, which alone may touch the vault."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from plainspoken.dictation.kept import AuditEntry, KeptNote
from plainspoken.dictation.note import Note
from plainspoken_models.contracts import Samples
from plainspoken_models.errors import PlainspokenError

Found = tuple[KeptNote, ...] | PlainspokenError
"""Notes, the last delivered first; or why the vault cannot tell."""

Trail = tuple[AuditEntry, ...] | PlainspokenError
"""The audit trail, as it happened; or why the vault cannot tell."""


Heard = Samples | PlainspokenError
"""Sound of a note, empty where none is kept; or why the vault cannot tell."""

BEING_READ = PlainspokenError("A kept dictation is being transcribed.", "Destroy the note when that is done.")
"""Answer to who would destroy a note meanwhile."""


class NoteStorage(Protocol):
    """What a vault has to do with notes; see `adapters.vault`."""

    def notes(self, search: str = "") -> tuple[KeptNote, ...]:
        """Kept notes with all of these words."""
        ...

    def audit(self) -> tuple[AuditEntry, ...]:
        """All that happened."""
        ...

    def copied(self, note: int, at_ms: int) -> None:
        """A kept note has gone to the clipboard once more."""
        ...

    def destroy_note(self, note: int, at_ms: int) -> None:
        """She throws a note away."""
        ...

    def revise(self, note: int, text: str, note_json: str, at_ms: int, change: str) -> None:
        """Put the newest revision of a note in its place."""
        ...


@dataclass(frozen=True, slots=True)
class FindNotes:
    """Which notes have these words?"""

    search: str = field(repr=False)
    tell: Callable[[Found], None]
    """Called on the keeper's thread: pass the value on and return."""


@dataclass(frozen=True, slots=True)
class ReadAudit:
    """What has happened?"""

    tell: Callable[[Trail], None]
    """As in `FindNotes`."""


@dataclass(frozen=True, slots=True)
class NoteCopied:
    """A kept note has gone to the clipboard once more."""

    number: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class DestroyNote:
    """She throws a kept note away."""

    number: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class ReviseNote:
    """She has changed a note of this run."""

    delivered: Note = field(repr=False)
    """The one that was delivered: that very object."""
    note: Note = field(repr=False)
    """As it is now."""
    change: str
    """For the audit trail."""
    at_ms: int


@dataclass(frozen=True, slots=True)
class HearNote:
    """What was said between two times, in the dictation of a note of this run?"""

    delivered: Note = field(repr=False)
    """As in `ReviseNote`."""
    start_ms: int
    end_ms: int
    tell: Callable[[Heard], None]
    """As in `FindNotes`."""
