"""What is said to the keeper of the vault and by it, and what it needs of a vault."""

import queue
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from plainspoken.dictation.capture import AudioFrame
from plainspoken.dictation.kept import DictationId, KeptDictation
from plainspoken.dictation.kept_macros import KeptMacro, Piece
from plainspoken.dictation.note import Note
from plainspoken.workers.kept_notes import (
    DestroyNote,
    FindNotes,
    HearNote,
    NoteCopied,
    NoteStorage,
    ReadAudit,
    ReviseNote,
)
from plainspoken_models.contracts import Samples
from plainspoken_models.errors import PlainspokenError

Tell = Callable[[PlainspokenError], None]
"""Takes an error of the vault, on the keeper's thread: pass it on and return."""


class Storage(NoteStorage, Protocol):
    """An open vault; see `adapters.vault`."""

    def begin(self, template_id: str, at_ms: int) -> DictationId:
        """A dictation begins."""
        ...

    def keep(self, dictation: DictationId, start_ms: int, samples: Samples) -> None:
        """Take sound."""
        ...

    def insert(self, dictation: DictationId, chosen: KeptMacro) -> None:
        """Take a macro that was chosen in the menu."""
        ...

    def flush(self) -> None:
        """Write what is in memory only."""
        ...

    def stop(self, dictation: DictationId, at_ms: int) -> None:
        """No further sound will come."""
        ...

    def deliver(
        self, dictation: DictationId, text: str, note_json: str, at_ms: int, *, recovered: bool
    ) -> int:
        """A note has gone to the clipboard; its number."""
        ...

    def deliver_unkept(self, dictation: DictationId, characters: int, at_ms: int, *, recovered: bool) -> None:
        """One that is not to be kept has gone there."""
        ...

    def cancel(self, dictation: DictationId, at_ms: int) -> None:
        """Destroy what there is of it."""
        ...

    def unfinished(self) -> tuple[KeptDictation, ...]:
        """What was neither delivered nor cancelled."""
        ...

    def audio(self, dictation: DictationId) -> Iterator[Piece]:
        """Its sound, and the macros that were chosen while it was heard."""
        ...

    def time_passes(self, now_ms: int, up_ms: int) -> None:
        """It is now so late."""
        ...

    def purge(self, now_ms: int, audio_after_ms: int, notes_after_ms: int) -> None:
        """Destroy what has been kept so long."""
        ...

    def close(self) -> None:
        """Write what is in memory only, and let go of the file."""
        ...


class Keeping(Protocol):
    """The keeper, as the conductor knows it: one dictation at a time. Every call returns at once."""

    def begin(self, template_id: str, tell: Tell) -> None:
        """A dictation begins; `tell` hears of each kind of error once."""
        ...

    def resume(self, dictation: DictationId, tell: Tell) -> None:
        """One that is kept already is made a note of."""
        ...

    def keep(self, frame: AudioFrame) -> None:
        """Its next sound."""
        ...

    def insert(self, chosen: KeptMacro) -> None:
        """A macro was chosen for it in the menu."""
        ...

    def stop(self) -> None:
        """No further sound will come."""
        ...

    def deliver(self, note: Note) -> None:
        """Its note has been delivered."""
        ...

    def name_models(self, models: Mapping[str, str]) -> None:
        """From now on notes are made with these: stage → id."""
        ...

    def cancel(self) -> None:
        """Destroy it, in a moment: until then it counts as unfinished."""
        ...

    def let_go(self) -> None:
        """Leave it as it is: it stays unfinished, and is offered again."""
        ...


class KeeperListener(Protocol):
    """Whoever shows what is kept. Called on the keeper's thread: pass the value on and return."""

    def vault_opened(self) -> None:
        """The vault is open."""
        ...

    def kept_changed(self, kept: tuple[KeptDictation, ...]) -> None:
        """What is kept has changed; these dictations are unfinished, the present one is not among them."""
        ...

    def vault_failed(self, error: PlainspokenError) -> None:
        """The vault cannot be opened; or something failed that belongs to no present dictation."""
        ...


@dataclass(frozen=True, slots=True)
class Retention:
    """How long is kept what was delivered."""

    sound_ms: int
    """0: it is destroyed when its first note is delivered."""
    notes_ms: int
    """0: no note is ever written, and sound is destroyed as if `sound_ms` were 0."""
    cancelled_ms: int = 15_000
    """So long a cancelled dictation can be brought back: Cancel stands beside Stop."""


@dataclass(slots=True)
class Reading:
    """Someone reads the sound of a dictation, a batch at a time."""

    dictation: DictationId
    answers: "queue.SimpleQueue[tuple[Piece, ...] | PlainspokenError]" = field(
        default_factory=queue.SimpleQueue
    )
    """An empty batch: there is no more."""
    pieces: Iterator[Piece] | None = None
    """Belongs to the keeper's thread."""


@dataclass(frozen=True, slots=True)
class BeginKeeping:
    """A dictation begins."""

    template_id: str
    at_ms: int
    tell: Tell


@dataclass(frozen=True, slots=True)
class ResumeKeeping:
    """A kept dictation is made a note of."""

    dictation: DictationId
    tell: Tell


@dataclass(frozen=True, slots=True, eq=False)
class KeepFrame:
    """Sound of the present dictation."""

    frame: AudioFrame


@dataclass(frozen=True, slots=True)
class KeepMacro:
    """A macro was chosen for the present dictation."""

    chosen: KeptMacro


@dataclass(frozen=True, slots=True)
class StopKeeping:
    """The present dictation has no further sound."""

    at_ms: int


@dataclass(frozen=True, slots=True)
class Delivered:
    """The present dictation has become a note."""

    note: Note = field(repr=False)
    models: Mapping[str, str]
    """Stage → id of the model that did it."""
    at_ms: int


@dataclass(frozen=True, slots=True)
class Destroy:
    """Destroy a dictation; the present one where none is named."""

    dictation: DictationId | None
    at_ms: int


@dataclass(frozen=True, slots=True)
class LetGo:
    """The present dictation stays as it is."""


@dataclass(frozen=True, slots=True)
class OpenWith:
    """Open the vault in this way, if it is not open."""

    open_storage: Callable[[], Storage] = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeepNothing:
    """As long as the vault is not open, keep nothing for it."""


@dataclass(frozen=True, slots=True)
class Retain:
    """Keep so long from now on, and destroy now what is over by that."""

    retention: Retention


@dataclass(frozen=True, slots=True)
class CloseKeeper:
    """Close the vault and end."""


OfDictation = BeginKeeping | ResumeKeeping | KeepFrame | KeepMacro | StopKeeping | Delivered | Destroy | LetGo
"""What can wait until the vault is open."""

OfNotes = FindNotes | ReadAudit | NoteCopied | DestroyNote | ReviseNote | HearNote

KeeperMessage = OfDictation | OfNotes | Reading | OpenWith | KeepNothing | Retain | CloseKeeper
