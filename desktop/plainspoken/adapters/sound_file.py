"""A sound file that plays the part of a microphone."""

import threading
import time
from pathlib import Path

from plainspoken.dictation.capture import FrameSink
from plainspoken.dictation.errors import AudioError
from plainspoken_models.contracts import FRAME_MS
from plainspoken_models.errors import PlainspokenError
from plainspoken_models.sound import duration_ms, frames_of


class SoundFile:
    """Delivers a file's sound, as fast as it is taken or at the pace it was spoken."""

    live = False

    def __init__(self, path: Path, *, real_time: bool = False) -> None:
        self._path = path
        self._real_time = real_time
        self._closing = threading.Event()

    def open(self, sink: FrameSink) -> None:
        """Start to read; frames come from a thread of this file's own.

        Raises:
            SoundFileError: it is not a file that holds sound.
        """
        duration_ms(self._path)
        threading.Thread(target=self._play, args=(sink,), name="sound file", daemon=True).start()

    def close(self) -> None:
        """Stop after the frame that is being read."""
        self._closing.set()

    def _play(self, sink: FrameSink) -> None:
        error: PlainspokenError | None = None
        try:
            self._deliver(sink)
        except PlainspokenError as known:
            error = known
        except Exception as surprise:  # noqa: BLE001  edge: without an end the dictation would never be over
            error = AudioError(
                f"Reading the sound broke off ({type(surprise).__name__}): a fault of Plainspoken's own.",
                "What was read until then is kept. Please report this.",
            )
        finally:
            sink.end(error)

    def _deliver(self, sink: FrameSink) -> None:
        began = time.monotonic()
        for played, frame in enumerate(frames_of(self._path), 1):
            sink.put(frame)
            ahead_s = played * FRAME_MS / 1000 - (time.monotonic() - began)
            if self._closing.wait(ahead_s if self._real_time and ahead_s > 0 else 0):
                break
