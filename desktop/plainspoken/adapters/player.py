"""Plays a stretch of kept sound through the system's default output, in a thread of its own."""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import numpy as np
import soxr

from plainspoken.adapters.portaudio import ask, in_use
from plainspoken.dictation.errors import AudioError
from plainspoken_models.contracts import SAMPLE_RATE_HZ, Samples
from plainspoken_models.errors import PlainspokenError

CHUNK_MS = 50
"""So soon it falls silent when it is stopped."""

AROUND_MS = 200
"""Silence before and behind it: PulseAudio 16 cut off up to 60 ms of what PortAudio takes for played."""

Ended = Callable[[PlainspokenError | None], None]


class Player:
    """One sound at a time. Safe from any thread; every call returns at once."""

    def __init__(self) -> None:
        self._stopping = threading.Event()

    def play(self, samples: Samples, ended: Ended) -> None:
        """Play, after what is being played has been stopped.

        Args:
            samples: float32 mono, 16 000 Hz, -1 … 1.
            ended: called on the player's thread when it is over, with why it could not be played, if so.
        """
        self._stopping.set()
        self._stopping = stopping = threading.Event()
        threading.Thread(target=_play, args=(samples, stopping, ended), name="player", daemon=True).start()

    def stop(self) -> None:
        """Fall silent."""
        self._stopping.set()


def _play(samples: Samples, stopping: threading.Event, ended: Ended) -> None:
    error: PlainspokenError | None = None
    try:
        stream, rate_hz = ask(_opened, lambda late: _close(late[0]))
        try:
            _write(stream, soxr.resample(samples, SAMPLE_RATE_HZ, rate_hz), rate_hz, stopping)
        finally:
            _close(stream)
    except PlainspokenError as problem:
        error = problem
    except Exception as surprise:  # noqa: BLE001  thread edge: PortAudio's errors, whose class comes with its library
        error = AudioError(
            f"The sound could not be played ({surprise}).",
            "Check that other programs can be heard, and try again.",
        )
    ended(error)


def _opened(sounddevice: Any) -> tuple[Any, int]:
    """A stream to the default output, running, and its rate in Hz."""
    try:
        rate_hz = int(sounddevice.query_devices(kind="output")["default_samplerate"])
    except (sounddevice.PortAudioError, ValueError) as error:
        raise AudioError("No loudspeaker was found.", "Plug one in, and try again.") from error
    with ExitStack() as undo:
        stream = sounddevice.OutputStream(samplerate=rate_hz, channels=1, dtype="float32")
        in_use.add(stream)
        undo.callback(_close, stream)
        stream.start()
        undo.pop_all()
    return stream, rate_hz


def _write(stream: Any, sound: Samples, rate_hz: int, stopping: threading.Event) -> None:
    chunk = rate_hz * CHUNK_MS // 1000
    sound = np.pad(sound, rate_hz * AROUND_MS // 1000)
    for at in range(0, len(sound), chunk):
        if stopping.is_set():
            stream.abort()
            return
        stream.write(sound[at : at + chunk])
    stream.stop()  # when the last of it has been heard


def _close(stream: Any) -> None:
    try:
        stream.close()
    finally:
        in_use.discard(stream)
