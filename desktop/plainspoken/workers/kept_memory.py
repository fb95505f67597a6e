"""Dictations in memory, for as long as the vault cannot be opened: offered again in this run, gone with it.

A minute of sound is 1.92 MB, an hour 115 MB; four hours of one dictation are the most that is taken.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from plainspoken.dictation.capture import AudioFrame, FramesLost
from plainspoken.dictation.errors import MemoryFull
from plainspoken.dictation.kept import MOST_IN_MEMORY_MS, DictationId, KeptDictation
from plainspoken.workers.keeping import Piece
from plainspoken_models.contracts import FRAME_MS, Samples

_STEPS = 32768
"""Sixteen bits, as in the vault."""


@dataclass(slots=True)
class _Held:
    template_id: str
    begun_ms: int
    stopped: bool = False
    sound: list[tuple[int, bytes]] = field(default_factory=list)
    """Start in ms, and signed 16-bit samples."""


class MemoryStorage:
    """A `Storage` without a file. What is delivered or cancelled is forgotten at once."""

    def __init__(self) -> None:
        self._held: dict[DictationId, _Held] = {}

    def begin(self, template_id: str, at_ms: int) -> DictationId:
        """A dictation begins."""
        dictation = DictationId(secrets.token_hex(8))
        self._held[dictation] = _Held(template_id, at_ms)
        return dictation

    def keep(self, dictation: DictationId, start_ms: int, samples: Samples) -> None:
        """Take sound.

        Raises:
            MemoryFull: it is too much.
        """
        sound = self._held[dictation].sound
        if len(sound) * FRAME_MS >= MOST_IN_MEMORY_MS:
            raise MemoryFull
        sound.append((start_ms, np.clip(samples * _STEPS, -_STEPS, _STEPS - 1).astype("<i2").tobytes()))

    def flush(self) -> None:
        """There is nothing to write to."""

    def stop(self, dictation: DictationId, at_ms: int) -> None:  # noqa: ARG002  as in the vault
        """No further sound will come."""
        self._held[dictation].stopped = True

    def deliver(self, dictation: DictationId, text: str, note_json: str, at_ms: int) -> None:  # noqa: ARG002
        """Its note is where she wants it."""
        self._forget(dictation)

    def cancel(self, dictation: DictationId, at_ms: int) -> None:  # noqa: ARG002
        """She throws it away."""
        self._forget(dictation)

    def unfinished(self) -> tuple[KeptDictation, ...]:
        """What was neither delivered nor cancelled."""
        return tuple(
            KeptDictation(id_, held.template_id, held.begun_ms, held.stopped, _end_ms(held), None)
            for id_, held in self._held.items()
        )

    def audio(self, dictation: DictationId) -> Iterator[Piece]:
        """Its sound; where some is missing, how much."""
        at_ms = 0
        for start_ms, pcm in self._held[dictation].sound if dictation in self._held else ():
            if start_ms > at_ms:
                yield FramesLost(at_ms, start_ms - at_ms)
            yield AudioFrame(np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(_STEPS), start_ms)
            at_ms = start_ms + FRAME_MS

    def purge(self, now_ms: int, audio_after_ms: int, notes_after_ms: int) -> None:
        """Nothing that was delivered is here."""

    def close(self) -> None:
        """Forget everything."""
        self._held.clear()

    def _forget(self, dictation: DictationId) -> None:
        if self._held.pop(dictation, None) is None:
            raise ValueError("No such dictation is held.")


def _end_ms(held: _Held) -> int:
    return held.sound[-1][0] + FRAME_MS if held.sound else 0
