"""The sound of a kept dictation, which plays the part of a microphone."""

import threading
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from plainspoken.clinic.macros import Insertion
from plainspoken.dictation.capture import AudioFrame, FrameSink, FramesLost
from plainspoken.dictation.kept_macros import KeptMacro, Piece
from plainspoken.workers.engine_worker import as_ours
from plainspoken_models.errors import PlainspokenError


@runtime_checkable
class TakesMacros(Protocol):
    """A sink that can be told where a macro was chosen; one that wants sound alone is not."""

    def insert(self, insertion: Insertion) -> None:
        """Here."""
        ...


class KeptSound:
    """Delivers kept sound as fast as it is taken; where some is missing, or a macro was chosen, it says so.

    Args:
        read: the next pieces; none where there is no more. May raise `PlainspokenError`.
    """

    live = False

    def __init__(self, read: Callable[[], tuple[Piece, ...]]) -> None:
        self._read = read
        self._closing = threading.Event()

    def open(self, sink: FrameSink) -> None:
        """Start to read; sound comes from a thread of its own."""
        threading.Thread(target=self._play, args=(sink,), name="kept sound", daemon=True).start()

    def close(self) -> None:
        """Stop after the frame that is being delivered."""
        self._closing.set()

    def _play(self, sink: FrameSink) -> None:
        error: PlainspokenError | None = None
        try:
            while pieces := self._read():
                for piece in pieces:
                    if self._closing.is_set():
                        return
                    _deliver(piece, sink)
        except Exception as surprise:  # noqa: BLE001  edge: without an end the dictation would never be over
            error = as_ours(surprise)
        finally:
            sink.end(error)


def _deliver(piece: Piece, sink: FrameSink) -> None:
    match piece:
        case AudioFrame(samples):
            sink.put(samples)
        case FramesLost(_, lost_ms, reason):
            sink.lost(lost_ms, reason)
        case KeptMacro(_, insertion):
            if isinstance(sink, TakesMacros):
                sink.insert(insertion)
