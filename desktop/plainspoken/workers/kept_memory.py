"""Dictations in memory, for as long as the vault cannot be opened: offered again in this run, gone with it.

A minute of sound is 1.92 MB, an hour 115 MB; four hours of one dictation are the most that is taken. A delivered note
is on the clipboard: its sound, which is for an accident only, is let go of at once, and the last few notes are held.
"""

import secrets
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from plainspoken.dictation.capture import NOT_KEPT, AudioFrame, FramesLost
from plainspoken.dictation.errors import MemoryFull
from plainspoken.dictation.kept import (
    MOST_IN_MEMORY_MS,
    AuditEntry,
    DictationId,
    KeptDictation,
    KeptNote,
    as_pcm,
    of_pcm,
)
from plainspoken.dictation.kept_macros import KeptMacro, Piece, with_macros
from plainspoken.workers.keeping import Storage
from plainspoken_models.contracts import FRAME_MS, Samples
from plainspoken_models.errors import PlainspokenError

MOST_NOTES = 20
"""Delivered notes that are held: she may never unlock the vault, and the memory must not grow for that."""


@dataclass(slots=True)
class _Held:
    template_id: str
    begun_ms: int
    stopped: bool = False
    sound: list[tuple[int, bytes]] = field(default_factory=list)
    """Start in ms, and sound as the vault keeps it."""
    macros: list[KeptMacro] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DeliveredNote:
    """A note that was delivered while there was no vault, as `Storage.deliver` takes it."""

    template_id: str
    begun_ms: int
    text: str = field(repr=False)
    note_json: str = field(repr=False)
    at_ms: int
    recovered: bool
    number: int
    """Counted from 1 while there is no vault."""


class MemoryStorage:
    """A `Storage` without a file.

    Args:
        why: says why there is no vault, to who asks what only a vault knows.
    """

    def __init__(self, why: Callable[[], PlainspokenError]) -> None:
        self._why = why
        self._keeps = True
        self._held: dict[DictationId, _Held] = {}
        self.delivered: deque[DeliveredNote] = deque(maxlen=MOST_NOTES)
        self._last_number = 0

    def keep_nothing(self) -> None:
        """She wants it so: forget everything, and take nothing more."""
        self._keeps = False
        self._held.clear()
        self.delivered.clear()

    def begin(self, template_id: str, at_ms: int) -> DictationId:
        """A dictation begins."""
        dictation = DictationId(secrets.token_hex(8))
        if self._keeps:
            self._held[dictation] = _Held(template_id, at_ms)
        return dictation

    def keep(self, dictation: DictationId, start_ms: int, samples: Samples) -> None:
        """Take sound.

        Raises:
            MemoryFull: it is too much.
        """
        if dictation not in self._held:
            return
        sound = self._held[dictation].sound
        if len(sound) * FRAME_MS >= MOST_IN_MEMORY_MS:
            raise MemoryFull
        sound.append((start_ms, as_pcm(samples)))

    def insert(self, dictation: DictationId, chosen: KeptMacro) -> None:
        """Take a macro that was chosen."""
        if dictation in self._held:
            self._held[dictation].macros.append(chosen)

    def flush(self) -> None:
        """There is nothing to write to."""

    def stop(self, dictation: DictationId, at_ms: int) -> None:  # noqa: ARG002  as in the vault
        """No further sound will come."""
        if dictation in self._held:
            self._held[dictation].stopped = True

    def deliver(
        self, dictation: DictationId, text: str, note_json: str, at_ms: int, *, recovered: bool
    ) -> int:
        """Its note is where she wants it."""
        held = self._held.pop(dictation, None)
        self._last_number += 1
        if held:
            of_dictation = held.template_id, held.begun_ms
            note = DeliveredNote(*of_dictation, text, note_json, at_ms, recovered, self._last_number)
            self.delivered.append(note)
        return self._last_number

    def revise(self, note: int, text: str, note_json: str, at_ms: int, change: str) -> None:  # noqa: ARG002  as in the vault
        """The newest revision takes its place."""
        for index, held in enumerate(self.delivered):
            if held.number == note:
                self.delivered[index] = replace(held, text=text, note_json=note_json)

    def deliver_unkept(self, dictation: DictationId, characters: int, at_ms: int, *, recovered: bool) -> None:  # noqa: ARG002
        """The same, and nothing is to be kept of it."""
        self._held.pop(dictation, None)

    def notes(self, search: str = "") -> tuple[KeptNote, ...]:  # noqa: ARG002
        """Not without a vault."""
        raise self._why()

    def audit(self) -> tuple[AuditEntry, ...]:
        """Not without a vault."""
        raise self._why()

    def copied(self, note: int, at_ms: int) -> None:
        """There is no trail to write it to."""

    def destroy_note(self, note: int, at_ms: int) -> None:  # noqa: ARG002
        """Not without a vault."""
        raise self._why()

    def cancel(self, dictation: DictationId, at_ms: int) -> None:  # noqa: ARG002
        """She throws it away."""
        self._held.pop(dictation, None)

    def unfinished(self) -> tuple[KeptDictation, ...]:
        """What was neither delivered nor cancelled."""
        return tuple(
            KeptDictation(id_, held.template_id, held.begun_ms, held.stopped, _end_ms(held))
            for id_, held in self._held.items()
        )

    def audio(self, dictation: DictationId) -> Iterator[Piece]:
        """Its sound; where some is missing, how much; and the macros that were chosen."""
        held = self._held.get(dictation)
        return with_macros(_sound(held), held.macros) if held else iter(())

    def time_passes(self, now_ms: int, up_ms: int) -> None:
        """Nothing here grows old: it is gone with this run."""

    def purge(self, now_ms: int, audio_after_ms: int, notes_after_ms: int) -> None:  # noqa: ARG002
        """As above; but notes are not held where none are to be kept."""
        if not notes_after_ms:
            self.delivered.clear()

    def close(self) -> None:
        """Forget everything."""
        self._held.clear()


def write_piece(storage: Storage, dictation: DictationId, piece: Piece) -> None:
    """Keep in a vault what was held in memory; what is missing there is missing here."""
    match piece:
        case AudioFrame(samples, start_ms):
            storage.keep(dictation, start_ms, samples)
        case KeptMacro():
            storage.insert(dictation, piece)


def _sound(held: _Held) -> Iterator[AudioFrame | FramesLost]:
    at_ms = 0
    for start_ms, pcm in held.sound:
        if start_ms > at_ms:
            yield FramesLost(at_ms, start_ms - at_ms, NOT_KEPT)
        yield AudioFrame(of_pcm(pcm), start_ms)
        at_ms = start_ms + FRAME_MS


def _end_ms(held: _Held) -> int:
    return held.sound[-1][0] + FRAME_MS if held.sound else 0
