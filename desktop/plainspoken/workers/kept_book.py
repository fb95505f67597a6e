"""What the keeper does with an open vault, message by message. Belongs to the keeper's thread."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from plainspoken.dictation.deliver import as_text
from plainspoken.dictation.kept import DictationId
from plainspoken.workers.answers import answer
from plainspoken.workers.cancelled import Cancelled
from plainspoken.workers.clocks import Clocks
from plainspoken.workers.delivered_notes import NOWHERE, DeliveredNotes, Place, note_json
from plainspoken.workers.engine_worker import as_ours
from plainspoken.workers.keeping import (
    BeginKeeping,
    Delivered,
    Destroy,
    KeeperListener,
    KeeperMessage,
    KeepFrame,
    KeepMacro,
    LetGo,
    Reading,
    ResumeKeeping,
    Retention,
    StopKeeping,
    Storage,
    Tell,
)
from plainspoken.workers.kept_memory import MemoryStorage, write_piece
from plainspoken.workers.kept_notes import (
    BEING_READ,
    DestroyNote,
    FindNotes,
    HearNote,
    NoteCopied,
    ReadAudit,
    ReviseNote,
)
from plainspoken.workers.owed import Owed
from plainspoken_models.errors import PlainspokenError

FLUSH_AFTER_S = 1.0
"""Sound that nothing came after for so long is written, and what could not be written is tried again."""

PURGE_EVERY_MS = 3_600_000


class KeptBook:
    """An open vault and the present dictation in it. Errors are told, each kind once, and end nothing."""

    def __init__(
        self,
        storage: Storage,
        retention: Retention,
        listener: KeeperListener,
        clocks: Clocks,
    ) -> None:
        self._storage = storage
        self._notes = DeliveredNotes()
        self._retention = retention
        self._listener = listener
        self._clocks = clocks
        self._current: DictationId | None = None
        self._resumed = False
        """The present dictation was kept already; its sound must not be purged while it is read."""
        self._heard = self._unwritten = False
        self._owed = Owed()
        self._cancelled = Cancelled(clocks.up_ms, retention.cancelled_ms)
        self._tell: Tell = listener.vault_failed
        self._told: set[type[PlainspokenError]] = set()
        self._purge_at_ms = clocks.up_ms()
        self.tick()

    @property
    def wait_s(self) -> float:
        """How long to wait for a message before `tick`."""
        next_ms = self._purge_at_ms if self._current else min(self._purge_at_ms, self._cancelled.next_ms)
        until_next_s = max(0, next_ms - self._clocks.up_ms()) / 1000
        return min(FLUSH_AFTER_S, until_next_s) if self._unwritten or self._owed.dictations else until_next_s

    def tick(self) -> None:
        """No message has come for a while: write what is in memory only, and destroy what it is time to."""
        self._guard(self._flush)
        self._end_cancelled()
        self._purge_when_due()

    def retain(self, retention: Retention) -> None:
        """Keep so long from now on; what is over by that is destroyed with the next `tick`."""
        self._retention, self._purge_at_ms = retention, self._clocks.up_ms()

    def take(self, message: KeeperMessage) -> None:
        """Do what a message says."""
        match message:
            case Reading() | FindNotes() | ReadAudit() | HearNote():
                answer(message, self._storage, self._notes)
            case _:
                self._guard(lambda: self._do(message))
        self._end_cancelled()
        self._purge_when_due()  # in a long dictation there is never a while without a message

    @property
    def can_move(self) -> bool:
        """Whether `move` is possible now: nobody reads what would get another name."""
        return self._current is None or not self._resumed

    def move(self, memory: MemoryStorage, vault: Storage) -> None:
        """Go on in a vault with everything that has been held in memory so far."""
        memory.purge(self._clocks.now_ms(), self._retention.sound_ms, self._retention.notes_ms)
        self._destroy_each(self._cancelled.all())
        unfinished = memory.unfinished()
        places = {kept.id: vault.begin(kept.template_id, kept.begun_ms) for kept in unfinished}
        self._storage, self._unwritten = vault, True
        # What is moved is kept from now on, not from when the vault was last open.
        self._guard(self._pass_time)
        self._purge_at_ms = self._clocks.up_ms()
        for kept in unfinished:
            there = places[kept.id]
            for piece in memory.audio(kept.id):
                self._guard(partial(write_piece, vault, there, piece))
            if kept.stopped and kept.id != self._current:
                self._guard(partial(self._owe, there, partial(vault.stop, there, self._clocks.now_ms())))
        for place in self._notes.move(memory, vault):
            self._guard(partial(self._settle, place))
        self._current = places.get(self._current) if self._current else None
        memory.close()
        self.tick()

    def close(self) -> None:
        """Write what is in memory only, and close the vault. What was cancelled is not waited for."""
        self._guard(self._flush)
        self._destroy_each(self._cancelled.all())
        self._guard(self._storage.close)

    def _guard(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001  edge: a fault of ours must not end the thread that keeps
            self._report(as_ours(error))

    def _report(self, error: PlainspokenError) -> None:
        if type(error) not in self._told:
            self._told.add(type(error))
            self._tell(error)

    def _do(self, message: KeeperMessage) -> None:
        match message:
            case BeginKeeping(template_id, at_ms, tell):
                self._present(self._storage.begin(template_id, at_ms), tell)
            case ResumeKeeping(dictation, tell):
                self._present(dictation, tell)
                self._resumed = True
                self._cancelled.discard(dictation)
                self._show()
            case KeepFrame(piece) | KeepMacro(piece) if self._current:
                self._heard, self._unwritten = self._heard or isinstance(message, KeepFrame), True
                write_piece(self._storage, self._current, piece)
            case StopKeeping(at_ms):
                self._stop(at_ms)
            case Delivered() if self._current:
                self._deliver(self._current, message)
            case Destroy(dictation, at_ms):
                self._told.clear()  # she has asked for it, and waits
                self._destroy(dictation, at_ms)
            case LetGo():
                self._leave()
                self._show()
                self._purge()  # which may have been put off
            case NoteCopied() | DestroyNote() | ReviseNote():
                self._change_note(message)
            case _:  # answered in `take`, or of no present dictation
                pass

    def _present(self, dictation: DictationId, tell: Tell) -> None:
        self._current, self._heard, self._resumed, self._tell = dictation, False, False, tell
        self._told.clear()

    def _leave(self) -> None:
        """No dictation is present: what fails from now on is told to whoever shows what is kept."""
        self._current, self._resumed, self._tell = None, False, self._listener.vault_failed
        self._told.clear()  # the dictation may have been over before it heard
        self._cancelled.begin_again()

    def _stop(self, at_ms: int) -> None:
        if self._current and self._heard:
            self._storage.stop(self._current, at_ms)
        elif self._current:
            self._destroy(None, at_ms)  # nothing was heard: there is nothing to come back to

    def _deliver(self, dictation: DictationId, delivered: Delivered) -> None:
        recovered = self._resumed
        self._leave()
        write = partial(self._write_note, dictation, delivered, recovered=recovered)
        self._settle(self._notes.add(Place(delivered.note, delivered.models, dictation, write)))
        self._purge()

    def _settle(self, place: Place) -> None:
        self._owe(place.dictation, lambda: place.settle(self._storage), place)

    def _write_note(self, dictation: DictationId, delivered: Delivered, *, recovered: bool) -> int:
        """Its number."""
        text, at_ms = as_text(delivered.note), delivered.at_ms
        self._pass_time()
        if not self._retention.notes_ms:
            self._storage.deliver_unkept(dictation, len(text), at_ms, recovered=recovered)
            return NOWHERE
        data = note_json(delivered.note, delivered.models)
        return self._storage.deliver(dictation, text, data, at_ms, recovered=recovered)

    def _revise(self, revised: ReviseNote) -> None:
        if place := self._notes.of(revised.delivered):
            place.waiting.append(revised)
            self._settle(place)

    def _change_note(self, message: NoteCopied | DestroyNote | ReviseNote) -> None:
        with suppress(ValueError):  # gone meanwhile, by its age or by her choice
            match message:
                case NoteCopied(number, at_ms):
                    self._storage.copied(number, at_ms)
                case ReviseNote():
                    self._revise(message)
                case DestroyNote() if self._resumed:
                    self._listener.vault_failed(BEING_READ)
                case DestroyNote(number, at_ms):
                    self._told.clear()
                    self._storage.destroy_note(number, at_ms)
                    self._notes.forget(number)
                    self._show()

    def _destroy(self, dictation: DictationId | None, at_ms: int) -> None:
        if dictation is None and self._current is not None:
            dictation = self._current
            self._leave()
            if self._heard:
                self._cancel(dictation, at_ms)
                return
        if dictation is not None and dictation != self._current:
            self._cancelled.discard(dictation)
            destroyed = dictation
            self._owe(destroyed, lambda: self._storage.cancel(destroyed, at_ms))

    def _cancel(self, dictation: DictationId, at_ms: int) -> None:
        """She can take it back for a while."""
        self._cancelled.add(dictation)
        try:
            with suppress(ValueError):  # it was stopped before
                self._storage.stop(dictation, at_ms)
        finally:
            self._show()

    def _end_cancelled(self) -> None:
        """Destroy what was cancelled long enough before. While she dictates she cannot take it back: it waits."""
        if self._current is None:
            self._destroy_each(self._cancelled.due)

    def _destroy_each(self, dictations: tuple[DictationId, ...]) -> None:
        for dictation in dictations:
            self._guard(partial(self._destroy, dictation, self._clocks.now_ms()))

    def _owe(self, dictation: DictationId, act: Callable[[], None], note: Place | None = None) -> None:
        """Do it now, or as soon as the vault takes it."""
        try:
            self._owed.add(dictation, act, note)
        finally:
            self._show()

    def _flush(self) -> None:
        try:
            if self._unwritten:
                self._storage.flush()
                self._unwritten = False
        finally:
            self._owed.pay()

    def _pass_time(self) -> None:
        self._storage.time_passes(self._clocks.now_ms(), self._clocks.up_ms())

    def _purge_when_due(self) -> None:
        if self._clocks.up_ms() >= self._purge_at_ms:
            self._purge_at_ms = self._clocks.up_ms() + PURGE_EVERY_MS
            self._guard(self._show)
            if not self._resumed:
                self._guard(self._purge)

    def _purge(self) -> None:
        self._pass_time()
        self._storage.purge(self._clocks.now_ms(), self._retention.sound_ms, self._retention.notes_ms)

    def _show(self) -> None:
        hidden = {self._current, *self._owed.dictations}
        self._listener.kept_changed(
            tuple(
                replace(one, cancelled=one.id in self._cancelled)
                for one in self._storage.unfinished()
                if one.id not in hidden
            )
        )
