"""A desk with microphones that a test plugs in, unplugs and speaks into."""

import threading
from collections.abc import Callable

import numpy as np
import pytest

from adapters.listener import Listener
from e2e.processes import until
from plainspoken.adapters import steady_microphone as adapter
from plainspoken.adapters.continuity import Moment
from plainspoken.adapters.steady_microphone import SteadyMicrophone
from plainspoken.dictation.capture import ASLEEP, FrameSink
from plainspoken.dictation.errors import AudioError, DeviceLost, MicrophoneMissing
from plainspoken_models.contracts import FRAME_SAMPLES

GONE = DeviceLost("The microphone was disconnected.", "Connect it.")


class Device:
    """A recording that a test speaks into."""

    def __init__(self, desk: "Desk", name: str | None) -> None:
        self.device_name = name or "default"
        self.live = True
        self.lost = False
        self._desk = desk
        self._sink: FrameSink | None = None

    def open(self, sink: FrameSink) -> None:
        """Works for what is plugged in."""
        self._desk.opened.append(self.device_name)
        self._desk.during()
        if self._desk.broken:
            raise AudioError("The sound system does not answer.", "Try again.")
        if self.device_name not in (*self._desk.plugged, "default") or not self._desk.plugged:
            raise MicrophoneMissing("It is not connected.", "Connect it.")
        self._sink = sink
        if self.device_name not in self._desk.dead:
            self.says()
        self._desk.recording = self

    def close(self) -> None:
        """She is done."""
        if self._sink:
            sink, self._sink = self._sink, None
            sink.end()

    def says(self) -> None:
        """One frame."""
        assert self._sink
        self._sink.offer(np.full(FRAME_SAMPLES, 0.1, np.float32))

    def sleeps(self, seconds: int) -> None:
        """So much is missing of it."""
        assert self._sink
        self._sink.lost(1000 * seconds, ASLEEP)

    def breaks(self, error: AudioError = GONE, rest_frames: int = 0) -> None:
        """It is lost, with so much still in its pipes; told from a thread of its own, as a real one does."""
        self.lost = True
        for _ in range(rest_frames):
            self.says()
        assert self._sink
        sink, self._sink, self._desk.recording = self._sink, None, None
        threading.Thread(target=sink.end, args=(error,)).start()


class Desk:
    """Devices that are plugged in, and a clock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *plugged: str) -> None:
        self.plugged = plugged
        self.dead: tuple[str, ...] = ()
        self.opened: list[str] = []
        self.looks = 0
        self.broken = False
        self.during: Callable[[], None] = lambda: None
        """What happens while a device is opened."""
        self.recording: Device | None = None
        self.elapsed_s = 0.0
        self.listener = Listener()
        monkeypatch.setattr(adapter, "now", lambda: Moment(self.elapsed_s, self.elapsed_s))

    def record(self, name: str | None = None, **limits: float) -> SteadyMicrophone:
        """A recording from that device, begun."""
        microphone = SteadyMicrophone(
            name, make=lambda one: Device(self, one), names=self._names, **{"look_every_s": 0.01, **limits}
        )
        microphone.open(self.listener)
        return microphone

    def recorded(self, name: str) -> Device:
        """The device of that name, as soon as it records."""
        until(lambda: self.recording and self.recording.device_name == name, f"{name} records")
        assert self.recording
        return self.recording

    def _names(self) -> tuple[str, ...]:
        self.looks += 1
        return self.plugged
