"""The thread that owns the vault. The conductor hands it sound, and is never kept waiting by a disk or a keyring."""

import queue
import threading
import time
from collections.abc import Callable
from functools import partial

from plainspoken.dictation.capture import AudioFrame, AudioSource
from plainspoken.dictation.kept import DictationId
from plainspoken.dictation.note import Note
from plainspoken.workers.engine_worker import unforeseen
from plainspoken.workers.keeping import (
    BeginKeeping,
    CloseKeeper,
    Delivered,
    Destroy,
    KeeperListener,
    KeeperMessage,
    KeepFrame,
    LetGo,
    Piece,
    Reading,
    ResumeKeeping,
    Retention,
    StopKeeping,
    Storage,
    Tell,
)
from plainspoken.workers.kept_book import KeptBook
from plainspoken.workers.kept_sound import KeptSound
from plainspoken_models.errors import PlainspokenError

JOIN_S = 5.0
"""How long `close` waits: a keyring that asks her for its password may never answer."""

LOOK_S = 1.0
"""How often one who waits for sound looks whether the keeper is still there."""


def now_ms() -> int:
    """Time of day: milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


class Keeper:
    """Keeps dictations in a vault. Safe from any thread; every call but `close` returns at once.

    Args:
        open_storage: opens the vault; called in the keeper's thread, for a keyring may ask her first.
        retention: how long is kept what was delivered.
        clock_ms: time of day.
    """

    def __init__(
        self, open_storage: Callable[[], Storage], retention: Retention, clock_ms: Callable[[], int] = now_ms
    ) -> None:
        self._open_storage = open_storage
        self._retention = retention
        self._clock_ms = clock_ms
        self._mailbox: queue.Queue[KeeperMessage] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
        self._listener: KeeperListener

    def start(self, listener: KeeperListener) -> None:
        """Start the thread, which opens the vault; `listener` hears of what is in it, or why it cannot be opened."""
        self._listener = listener
        self._thread.start()

    def close(self) -> None:
        """Write everything, close the vault and end."""
        self._mailbox.put(CloseKeeper())
        if self._thread.is_alive():
            self._thread.join(JOIN_S)

    def begin(self, template_id: str, tell: Tell) -> None:
        """A dictation begins; `tell` hears of each kind of error once."""
        self._mailbox.put(BeginKeeping(template_id, self._clock_ms(), tell))

    def resume(self, dictation: DictationId, tell: Tell) -> None:
        """One that is kept already is made a note of."""
        self._mailbox.put(ResumeKeeping(dictation, tell))

    def keep(self, frame: AudioFrame) -> None:
        """Its next sound."""
        self._mailbox.put(KeepFrame(frame))

    def stop(self) -> None:
        """No further sound will come."""
        self._mailbox.put(StopKeeping(self._clock_ms()))

    def deliver(self, note: Note) -> None:
        """Its note has been delivered."""
        self._mailbox.put(Delivered(note, self._clock_ms()))

    def cancel(self) -> None:
        """Destroy it, in a moment: until then it counts as unfinished."""
        self._mailbox.put(Destroy(None, self._clock_ms()))

    def let_go(self) -> None:
        """Leave it as it is: it stays unfinished, and is offered again."""
        self._mailbox.put(LetGo())

    def throw_away(self, dictation: DictationId) -> None:
        """Destroy an unfinished dictation; nothing where it is the present one."""
        self._mailbox.put(Destroy(dictation, self._clock_ms()))

    def sound(self, dictation: DictationId) -> AudioSource:
        """Its sound, once more."""
        return KeptSound(partial(self._read, Reading(dictation)))

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
        book = self._opened()
        while not isinstance(message := self._next(book), CloseKeeper):
            if book is None:
                if isinstance(message, Reading):
                    message.answers.put(())
            elif message is None:
                book.tick()
            else:
                book.take(message)
        if book is not None:
            book.close()

    def _opened(self) -> KeptBook | None:
        try:
            return KeptBook(self._open_storage(), self._retention, self._listener, self._clock_ms)
        except PlainspokenError as error:
            self._listener.vault_failed(error)
        except Exception as error:  # noqa: BLE001  edge: dictation has to go on without a vault
            self._listener.vault_failed(unforeseen(error))
        return None

    def _next(self, book: KeptBook | None) -> KeeperMessage | None:
        try:
            return self._mailbox.get(timeout=book.wait_s if book else None)
        except queue.Empty:
            return None
