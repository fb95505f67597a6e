"""A vault that is a dictionary, a keeper that writes down what it is told, and a watcher that can be waited for."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from plainspoken.dictation.capture import AudioFrame
from plainspoken.dictation.kept import DictationId, KeptDictation
from plainspoken.dictation.note import Note
from plainspoken.workers.keeping import Piece, Tell
from plainspoken_models.contracts import Samples
from plainspoken_models.errors import PlainspokenError

WAIT_S = 20.0
LOOK_S = 0.05


@dataclass
class FakeStorage:
    """A vault in memory; `fails` is raised by whatever would write."""

    kept: dict[str, list[AudioFrame]] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    delivered: dict[str, tuple[str, str]] = field(default_factory=dict)
    fails: Exception | None = None
    flushed: int = 0
    purged: list[tuple[int, int, int]] = field(default_factory=list)
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

    def flush(self) -> None:
        """Count it."""
        self._write()
        self.flushed += 1

    def stop(self, dictation: DictationId, at_ms: int) -> None:  # noqa: ARG002
        """Another state."""
        self._write()
        self.states[dictation] = "stopped"

    def deliver(self, dictation: DictationId, text: str, note_json: str, at_ms: int) -> None:  # noqa: ARG002
        """Another state."""
        self._write()
        self.states[dictation], self.delivered[dictation] = "delivered", (text, note_json)

    def cancel(self, dictation: DictationId, at_ms: int) -> None:  # noqa: ARG002
        """Gone."""
        self._write()
        if dictation not in self.states:
            raise ValueError("It is unknown.")
        del self.states[dictation], self.kept[dictation]

    def unfinished(self) -> tuple[KeptDictation, ...]:
        """All that is neither delivered nor gone."""
        return tuple(
            KeptDictation(DictationId(id_), "soap", 0, state == "stopped", 32 * len(self.kept[id_]), None)
            for id_, state in self.states.items()
            if state != "delivered"
        )

    def audio(self, dictation: DictationId) -> Iterator[Piece]:
        """As it came."""
        return iter(self.kept[dictation])

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
        self.kept: list[tuple[KeptDictation, ...]] = []
        self.errors: list[PlainspokenError] = []

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

    def stop(self) -> None:
        """Write it down."""
        self.told.append("stop")

    def deliver(self, note: Note) -> None:
        """Write it down."""
        self.told.append(f"deliver {len(note.statements)}")

    def cancel(self) -> None:
        """Write it down."""
        self.told.append("cancel")

    def let_go(self) -> None:
        """Write it down."""
        self.told.append("let go")

    def _ignore(self, error: PlainspokenError) -> None:
        """Nobody has asked."""
