"""A sound file that plays the part of a microphone."""

import threading
import time
from pathlib import Path

from plainspoken.dictation.capture import FrameSink
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
        began, played = time.monotonic(), 0
        try:
            for frame in frames_of(self._path):
                sink.put(frame)
                played += 1
                ahead_s = played * FRAME_MS / 1000 - (time.monotonic() - began)
                if self._closing.wait(ahead_s if self._real_time and ahead_s > 0 else 0):
                    break
            sink.end()
        except PlainspokenError as error:
            sink.end(error)
