"""The thread that owns the vault. The conductor hands it sound, and is never kept waiting by a disk or a keyring."""

import queue
import threading
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from plainspoken.dictation.capture import AudioFrame, AudioSource
from plainspoken.dictation.kept import DictationId
from plainspoken.dictation.kept_macros import KeptMacro, Piece
from plainspoken.dictation.note import Note
from plainspoken.workers.clocks import Clocks
from plainspoken.workers.keeping import (
    BeginKeeping,
    CloseKeeper,
    Delivered,
    Destroy,
    KeeperListener,
    KeeperMessage,
    KeepFrame,
    KeepMacro,
    KeepNothing,
    LetGo,
    OpenWith,
    Reading,
    ResumeKeeping,
    Retain,
    Retention,
    StopKeeping,
    Storage,
    Tell,
)
from plainspoken.workers.kept_book import KeptBook
from plainspoken.workers.kept_notes import (
    DestroyNote,
    FindNotes,
    Found,
    Heard,
    HearNote,
    NoteCopied,
    ReadAudit,
    ReviseNote,
    Trail,
)
from plainspoken.workers.kept_sound import KeptSound
from plainspoken.workers.opening import AGAIN_S, Opening
from plainspoken_models.errors import PlainspokenError

JOIN_S = 5.0
"""How long `close` waits: a keyring that asks her for its password may never answer."""

SYSTEM_CLOCKS = Clocks()

LOOK_S = 1.0
"""How often one who waits for sound looks whether the keeper is still there."""


class Keeper:
    """Keeps dictations in a vault. Safe from any thread; every call but `close` returns at once.

    As long as the vault is not open, they are held in memory (see `opening`).

    Args:
        open_storage: opens the vault; called in the keeper's thread, for a keyring may ask her first.
        retention: how long is kept what was delivered.
        models: stage → id of the models in use, which a kept note names.
        clocks: time of day, and how long the computer has been on.
        again_s: between two tries to open a vault that could not be opened.
    """

    def __init__(
        self,
        open_storage: Callable[[], Storage],
        retention: Retention,
        models: Mapping[str, str] = MappingProxyType({}),
        clocks: Clocks = SYSTEM_CLOCKS,
        again_s: float = AGAIN_S,
    ) -> None:
        self._open_storage = open_storage
        self._retention = retention
        self._models = models
        self._clocks = clocks
        self._mailbox: queue.Queue[KeeperMessage] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
        self._listener: KeeperListener
        self._again_s = again_s

    def start(self, listener: KeeperListener) -> None:
        """Start the thread, which opens the vault; `listener` hears of what is in it, or why it cannot be opened."""
        self._listener = listener
        self._thread.start()

    def open_with(self, open_storage: Callable[[], Storage]) -> None:
        """Try once more to open a vault that could not be opened, in this way; what has waited for it is written.

        The listener hears the end of it as at the start. Nothing, where the vault is open.
        """
        self._mailbox.put(OpenWith(open_storage))

    def keep_nothing(self) -> None:
        """Let go of what waits for a vault that is not open, and of what is still to come, until it is."""
        self._mailbox.put(KeepNothing())

    def retain(self, retention: Retention) -> None:
        """Keep so long from now on; what is over by that is destroyed at once."""
        self._mailbox.put(Retain(retention))

    def name_models(self, models: Mapping[str, str]) -> None:
        """From now on notes are made with these: stage → id. For the thread that delivers."""
        self._models = models

    def close(self) -> None:
        """Write everything, close the vault and end."""
        self._mailbox.put(CloseKeeper())
        if self._thread.is_alive():
            self._thread.join(JOIN_S)

    def begin(self, template_id: str, tell: Tell) -> None:
        """A dictation begins; `tell` hears of each kind of error once."""
        self._mailbox.put(BeginKeeping(template_id, self._clocks.now_ms(), tell))

    def resume(self, dictation: DictationId, tell: Tell) -> None:
        """One that is kept already is made a note of."""
        self._mailbox.put(ResumeKeeping(dictation, tell))

    def keep(self, frame: AudioFrame) -> None:
        """Its next sound."""
        self._mailbox.put(KeepFrame(frame))

    def insert(self, chosen: KeptMacro) -> None:
        """A macro was chosen for it in the menu."""
        self._mailbox.put(KeepMacro(chosen))

    def stop(self) -> None:
        """No further sound will come."""
        self._mailbox.put(StopKeeping(self._clocks.now_ms()))

    def deliver(self, note: Note) -> None:
        """Its note has been delivered."""
        self._mailbox.put(Delivered(note, self._models, self._clocks.now_ms()))

    def cancel(self) -> None:
        """Destroy it, in a moment: until then it counts as unfinished."""
        self._mailbox.put(Destroy(None, self._clocks.now_ms()))

    def let_go(self) -> None:
        """Leave it as it is: it stays unfinished, and is offered again."""
        self._mailbox.put(LetGo())

    def throw_away(self, dictation: DictationId) -> None:
        """Destroy an unfinished dictation; nothing where it is the present one."""
        self._mailbox.put(Destroy(dictation, self._clocks.now_ms()))

    def sound(self, dictation: DictationId) -> AudioSource:
        """Its sound, once more."""
        return KeptSound(partial(self._read, Reading(dictation)))

    def find_notes(self, search: str, tell: Callable[[Found], None]) -> None:
        """`tell` gets the kept notes that have all of these words, on the keeper's thread."""
        self._mailbox.put(FindNotes(search, tell))

    def read_audit(self, tell: Callable[[Trail], None]) -> None:
        """`tell` gets the audit trail, on the keeper's thread."""
        self._mailbox.put(ReadAudit(tell))

    def note_copied(self, number: int) -> None:
        """A kept note has gone to the clipboard once more."""
        self._mailbox.put(NoteCopied(number, self._clocks.now_ms()))

    def destroy_note(self, number: int) -> None:
        """Destroy a kept note, for good."""
        self._mailbox.put(DestroyNote(number, self._clocks.now_ms()))

    def revise_note(self, delivered: Note, note: Note, change: str) -> None:
        """She has changed a note of this run: keep what it is now in the place of what was delivered.

        Args:
            delivered: the note that was delivered, that very object.
            note: as it is now.
            change: for the audit trail, as in `AuditEntry`.
        """
        self._mailbox.put(ReviseNote(delivered, note, change, self._clocks.now_ms()))

    def hear_note(self, delivered: Note, start_ms: int, end_ms: int, tell: Callable[[Heard], None]) -> None:
        """`tell` gets the sound of a note of this run between two times, on the keeper's thread."""
        self._mailbox.put(HearNote(delivered, start_ms, end_ms, tell))

    def _read(self, reading: Reading) -> tuple[Piece, ...]:
        """The next pieces of sound; none where there is no more.

        Raises:
            VaultError: they cannot be read.
        """
        self._mailbox.put(reading)
        while self._thread.is_alive():
            try:
                answer = reading.answers.get(timeout=LOOK_S)
            except queue.Empty:
                continue
            if isinstance(answer, PlainspokenError):
                raise answer
            return answer
        return ()

    def _run(self) -> None:
        opening = Opening(self._open_storage, self._listener, self._again_s)
        book = KeptBook(opening.storage, self._retention, self._listener, self._clocks)
        while not isinstance(message := self._next(book, opening), CloseKeeper):
            match message:
                case None:
                    book.tick()
                case OpenWith(open_storage):
                    opening.open_with(open_storage)
                case Retain(retention):
                    book.retain(retention)
                case KeepNothing():
                    opening.keep_nothing()
                case _:
                    book.take(message)
            opening.go_on(book)
        book.close()

    def _next(self, book: KeptBook, opening: Opening) -> KeeperMessage | None:
        try:
            return self._mailbox.get(timeout=min(book.wait_s, opening.wait_s))
        except queue.Empty:
            return None
