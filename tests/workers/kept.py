"""A vault that is a dictionary, a keeper that writes down what it is told, and a watcher that can be waited for."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from plainspoken.dictation.capture import AudioFrame
from plainspoken.dictation.errors import VaultLocked
from plainspoken.dictation.kept import AuditEntry, DictationId, KeptDictation, KeptNote
from plainspoken.dictation.kept_macros import KeptMacro, Piece, with_macros
from plainspoken.dictation.note import Note
from plainspoken.workers.clocks import Clocks
from plainspoken.workers.keeper import Keeper
from plainspoken.workers.keeping import Retention, Storage, Tell
from plainspoken_models.contracts import FRAME_SAMPLES, Samples
from plainspoken_models.errors import PlainspokenError
from ui.desktop_fakes import COUGH, listening

WAIT_S = 20.0
LOOK_S = 0.05

RETENTION = Retention(sound_ms=5, notes_ms=7)
STANDING = Clocks(lambda: 1000, lambda: 50)
NOTE: Note = listening(COUGH).note


@dataclass
class FakeStorage:
    """A vault in memory; `fails` is raised by whatever would write."""

    kept: dict[str, list[AudioFrame]] = field(default_factory=dict)
    inserted: dict[str, list[KeptMacro]] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    delivered: dict[str, tuple[str, str]] = field(default_factory=dict)
    fails: Exception | None = None
    flushed: int = 0
    purged: list[tuple[int, int, int]] = field(default_factory=list)
    passed: list[tuple[int, int]] = field(default_factory=list)
    trail: list[AuditEntry] = field(default_factory=list)
    closed: bool = False

    def begin(self, template_id: str, at_ms: int) -> DictationId:
        """Numbered, with the template's name and the time."""
        dictation = DictationId(f"{len(self.states)} {template_id} {at_ms}")
        self.kept[dictation], self.states[dictation] = [], "recording"
        return dictation

    def keep(self, dictation: DictationId, start_ms: int, samples: Samples) -> None:
        """Keep it."""
        self.kept[dictation].append(AudioFrame(samples, start_ms))
        self._write()

    def insert(self, dictation: DictationId, chosen: KeptMacro) -> None:
        """Keep it."""
        self.inserted.setdefault(dictation, []).append(chosen)
        self._write()

    def flush(self) -> None:
        """Count it."""
        self._write()
        self.flushed += 1

    def stop(self, dictation: DictationId, at_ms: int) -> None:  # noqa: ARG002
        """Another state."""
        self._write()
        if self.states[dictation] != "recording":
            raise ValueError("It was stopped before.")
        self.states[dictation] = "stopped"

    def deliver(
        self, dictation: DictationId, text: str, note_json: str, at_ms: int, *, recovered: bool
    ) -> int:
        """Another state."""
        self._write()
        self.states[dictation], self.delivered[dictation] = "delivered", (text, note_json)
        self.trail.append(AuditEntry(at_ms, "recovered" if recovered else "delivered", dictation, len(text)))
        return len(self.delivered)

    def revise(self, note: int, text: str, note_json: str, at_ms: int, change: str) -> None:
        """Other words."""
        self._write()
        if note > len(self.delivered):
            raise ValueError("There is no such note.")
        dictation = self.notes()[note - 1].dictation
        self.delivered[dictation] = (text, note_json)
        self.trail.append(AuditEntry(at_ms, change, dictation, len(text)))

    def deliver_unkept(self, dictation: DictationId, characters: int, at_ms: int, *, recovered: bool) -> None:
        """Gone, but for the trail."""
        self._write()
        del self.states[dictation], self.kept[dictation]
        self.trail.append(AuditEntry(at_ms, "recovered" if recovered else "delivered", dictation, characters))

    def notes(self, search: str = "") -> tuple[KeptNote, ...]:
        """Numbered as they were delivered."""
        notes = (
            KeptNote(number, DictationId(id_), "soap", 0, text, note_json, has_sound=True)
            for number, (id_, (text, note_json)) in enumerate(self.delivered.items(), 1)
        )
        return tuple(note for note in notes if note.has_words(search))

    def audit(self) -> tuple[AuditEntry, ...]:
        """As it was written."""
        return tuple(self.trail)

    def copied(self, note: int, at_ms: int) -> None:
        """Write it down."""
        self.trail.append(AuditEntry(at_ms, "copied", self.notes()[note - 1].dictation, 0))

    def destroy_note(self, note: int, at_ms: int) -> None:
        """Gone."""
        self._write()
        if note > len(self.delivered):
            raise ValueError("There is no such note.")
        dictation = self.notes()[note - 1].dictation
        del self.delivered[dictation], self.states[dictation]
        self.trail.append(AuditEntry(at_ms, "note destroyed", dictation, 0))

    def cancel(self, dictation: DictationId, at_ms: int) -> None:  # noqa: ARG002
        """Gone."""
        self._write()
        if dictation not in self.states:
            raise ValueError("It is unknown.")
        del self.states[dictation], self.kept[dictation]

    def unfinished(self) -> tuple[KeptDictation, ...]:
        """All that is neither delivered nor gone."""
        return tuple(
            KeptDictation(DictationId(id_), "soap", 0, state == "stopped", 32 * len(self.kept[id_]))
            for id_, state in self.states.items()
            if state != "delivered"
        )

    def audio(self, dictation: DictationId) -> Iterator[Piece]:
        """As it came."""
        return with_macros(self.kept[dictation], self.inserted.get(dictation, ()))

    def time_passes(self, now_ms: int, up_ms: int) -> None:
        """Write it down."""
        self.passed.append((now_ms, up_ms))

    def purge(self, now_ms: int, audio_after_ms: int, notes_after_ms: int) -> None:
        """Write it down."""
        self.purged.append((now_ms, audio_after_ms, notes_after_ms))

    def close(self) -> None:
        """Write it down."""
        self.closed = True

    def _write(self) -> None:
        if self.fails:
            raise self.fails


class Watcher:
    """Hears what the keeper says."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.opened = 0
        self.kept: list[tuple[KeptDictation, ...]] = []
        self.errors: list[PlainspokenError] = []

    def vault_opened(self) -> None:
        """Keep it and tell who waits."""
        with self._changed:
            self.opened += 1
            self._changed.notify_all()

    def kept_changed(self, kept: tuple[KeptDictation, ...]) -> None:
        """Keep it and tell who waits."""
        with self._changed:
            self.kept.append(kept)
            self._changed.notify_all()

    def vault_failed(self, error: PlainspokenError) -> None:
        """Keep it and tell who waits."""
        with self._changed:
            self.errors.append(error)
            self._changed.notify_all()

    def wait_for(self, seen: Callable[[], bool]) -> None:
        """Until that is so; what the storage does comes without a word."""
        deadline_s = time.monotonic() + WAIT_S
        with self._changed:
            while not self._changed.wait_for(seen, LOOK_S):
                assert time.monotonic() < deadline_s


class FakeKeeper:
    """Writes down what the conductor tells it."""

    def __init__(self, fails: PlainspokenError | None = None) -> None:
        self.told: list[str] = []
        self.frames: list[AudioFrame] = []
        self._fails = fails
        self._tell: Tell = self._ignore

    def begin(self, template_id: str, tell: Tell) -> None:
        """Write it down."""
        self.told.append(f"begin {template_id}")
        self._tell = tell

    def resume(self, dictation: DictationId, tell: Tell) -> None:
        """Write it down."""
        self.told.append(f"resume {dictation}")
        self._tell = tell

    def keep(self, frame: AudioFrame) -> None:
        """Keep it, or say that it cannot be kept."""
        self.frames.append(frame)
        if self._fails:
            self._tell(self._fails)

    def insert(self, chosen: KeptMacro) -> None:
        """Write it down."""
        self.told.append(f"insert {chosen.insertion.macro.name} at {chosen.at_ms}")

    def stop(self) -> None:
        """Write it down."""
        self.told.append("stop")

    def deliver(self, note: Note) -> None:
        """Write it down."""
        self.told.append(f"deliver {len(note.statements)}")

    def name_models(self, models: Mapping[str, str]) -> None:
        """Write it down."""
        self.told.append(f"made with {', '.join(models.values())}")

    def cancel(self) -> None:
        """Write it down."""
        self.told.append("cancel")

    def let_go(self) -> None:
        """Write it down."""
        self.told.append("let go")

    def _ignore(self, error: PlainspokenError) -> None:
        """Nobody has asked."""


def frame(start_ms: int, value: float = 0.001) -> AudioFrame:
    """32 ms of sound."""
    return AudioFrame(np.full(FRAME_SAMPLES, value, np.float32), start_ms)


@contextmanager
def keeping(
    storage: Storage, watcher: Watcher, retention: Retention = RETENTION, clocks: Clocks = STANDING
) -> Iterator[Keeper]:
    """A keeper of that vault; closed, and so done with all it was told, afterwards."""
    keeper = Keeper(lambda: storage, retention, clocks=clocks)
    keeper.start(watcher)
    yield keeper
    keeper.close()


def ignore(error: PlainspokenError) -> None:
    """For tests in which nothing fails."""
    raise AssertionError(error)


def locked() -> Storage:
    """A vault that does not open."""
    raise VaultLocked("There is no key.", "Bring it back.")


@contextmanager
def kept_waiting(watcher: Watcher) -> Iterator[Keeper]:
    """A keeper whose vault does not open by itself."""
    keeper = Keeper(locked, RETENTION, clocks=Clocks(lambda: 1000, lambda: 50))
    keeper.start(watcher)
    watcher.wait_for(lambda: bool(watcher.errors))
    yield keeper
    keeper.close()
