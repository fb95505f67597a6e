"""What the keeper does with an open vault, message by message. Belongs to the keeper's thread."""

import json
import math
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import islice

from plainspoken.dictation.deliver import as_data, as_text
from plainspoken.dictation.kept import DictationId
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
    Reading,
    ResumeKeeping,
    Retention,
    StopKeeping,
    Storage,
    Tell,
)
from plainspoken_models.errors import PlainspokenError

BATCH_PIECES = 128
"""Frames that are read at once: 4 s of sound."""

FLUSH_AFTER_S = 1.0
"""Sound that nothing came after for so long is written, and what could not be written is tried again."""

PURGE_EVERY_S = 3600.0


class KeptBook:
    """An open vault and the present dictation in it. Errors are told, each kind once, and end nothing."""

    def __init__(
        self, storage: Storage, retention: Retention, listener: KeeperListener, clock_ms: Callable[[], int]
    ) -> None:
        self._storage = storage
        self._retention = retention
        self._listener = listener
        self._clock_ms = clock_ms
        self._current: DictationId | None = None
        self._heard = self._unwritten = False
        self._owed: dict[DictationId, Callable[[], None]] = {}
        """What could not be written yet, by dictation: its delivery, or its end."""
        self._cancelled: dict[DictationId, float] = {}
        """When each is to be destroyed, on the monotonic clock."""
        self._tell: Tell = listener.vault_failed
        self._told: set[type[PlainspokenError]] = set()
        self._purge_at_s = 0.0
        self.tick()
        self._guard(self._show)

    @property
    def wait_s(self) -> float:
        """How long to wait for a message before `tick`."""
        next_s = min(self._purge_at_s, *self._cancelled.values()) if self._cancelled else self._purge_at_s
        until_next_s = max(0.0, next_s - time.monotonic())
        return min(FLUSH_AFTER_S, until_next_s) if self._unwritten or self._owed else until_next_s

    def tick(self) -> None:
        """No message has come for a while: write what is in memory only, and destroy what it is time to."""
        self._guard(self._flush)
        self._end_cancelled(time.monotonic())
        if time.monotonic() >= self._purge_at_s:
            self._purge_at_s = time.monotonic() + PURGE_EVERY_S
            self._guard(self._purge)

    def take(self, message: KeeperMessage) -> None:
        """Do what a message says."""
        if isinstance(message, Reading):
            self._read(message)
        else:
            self._guard(lambda: self._do(message))

    def close(self) -> None:
        """Write what is in memory only, and close the vault. What was cancelled is not waited for."""
        self._guard(self._flush)
        self._end_cancelled(math.inf)
        self._guard(self._storage.close)

    def _guard(self, act: Callable[[], None]) -> None:
        try:
            act()
        except PlainspokenError as error:
            self._report(error)
        except Exception as error:  # noqa: BLE001  edge: a fault of ours must not end the thread that keeps
            self._report(unforeseen(error))

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
                self._cancelled.pop(dictation, None)
                self._show()
            case KeepFrame(frame) if self._current:
                self._heard = self._unwritten = True
                self._storage.keep(self._current, frame.start_ms, frame.samples)
            case StopKeeping(at_ms):
                self._stop(at_ms)
            case Delivered() if self._current:
                self._deliver(self._current, message)
            case Destroy(dictation, at_ms):
                self._destroy(dictation, at_ms)
            case LetGo():
                self._leave()
                self._show()
            case CloseKeeper() | Reading() | KeepFrame() | Delivered():
                pass

    def _present(self, dictation: DictationId, tell: Tell) -> None:
        self._current, self._heard, self._tell = dictation, False, tell
        self._told.clear()

    def _leave(self) -> None:
        """No dictation is present: what fails from now on is told to whoever shows what is kept."""
        self._current, self._tell = None, self._listener.vault_failed

    def _stop(self, at_ms: int) -> None:
        if self._current and self._heard:
            self._storage.stop(self._current, at_ms)
            self._unwritten = False
        elif self._current:
            self._destroy(None, at_ms)  # nothing was heard: there is nothing to come back to

    def _deliver(self, dictation: DictationId, delivered: Delivered) -> None:
        note, at_ms = delivered.note, delivered.at_ms
        text, data = as_text(note), json.dumps(as_data(note, {}), ensure_ascii=False)
        self._leave()
        self._owe(dictation, lambda: self._storage.deliver(dictation, text, data, at_ms))
        self._purge()

    def _destroy(self, dictation: DictationId | None, at_ms: int) -> None:
        if dictation is None and self._current is not None:
            dictation = self._current
            self._leave()
            if self._heard:
                self._cancel(dictation, at_ms)
                return
        if dictation is not None and dictation != self._current:
            self._cancelled.pop(dictation, None)
            destroyed = dictation
            self._owe(destroyed, lambda: self._storage.cancel(destroyed, at_ms))

    def _cancel(self, dictation: DictationId, at_ms: int) -> None:
        """She can take it back for a while."""
        self._cancelled[dictation] = time.monotonic() + self._retention.cancelled_s
        try:
            self._storage.stop(dictation, at_ms)
            self._unwritten = False
        finally:
            self._show()

    def _end_cancelled(self, now_s: float) -> None:
        for dictation in [one for one, at_s in self._cancelled.items() if at_s <= now_s]:
            self._guard(partial(self._destroy, dictation, self._clock_ms()))

    def _owe(self, dictation: DictationId, act: Callable[[], None]) -> None:
        """Do it now, or as soon as the vault takes it."""
        self._owed[dictation] = act
        try:
            self._pay(dictation)
        finally:
            self._show()

    def _pay(self, dictation: DictationId) -> None:
        try:
            self._owed[dictation]()
        except ValueError:
            del self._owed[dictation]  # the vault does not know it: it will not know it later
            raise
        del self._owed[dictation]

    def _flush(self) -> None:
        if self._unwritten:
            self._storage.flush()
            self._unwritten = False
        for dictation in tuple(self._owed):
            self._pay(dictation)

    def _purge(self) -> None:
        kept = self._retention
        self._storage.purge(self._clock_ms(), kept.sound_ms, kept.notes_ms)

    def _show(self) -> None:
        hidden = {self._current, *self._owed}
        self._listener.kept_changed(
            tuple(
                replace(one, cancelled=one.id in self._cancelled)
                for one in self._storage.unfinished()
                if one.id not in hidden
            )
        )

    def _read(self, reading: Reading) -> None:
        """Answers in every case: somebody waits."""
        try:
            if reading.pieces is None:
                reading.pieces = iter(self._storage.audio(reading.dictation))
            reading.answers.put(tuple(islice(reading.pieces, BATCH_PIECES)))
        except PlainspokenError as error:
            reading.answers.put(error)
        except Exception as error:  # noqa: BLE001  edge, as in `_guard`
            reading.answers.put(unforeseen(error))
