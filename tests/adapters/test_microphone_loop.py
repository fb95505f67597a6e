"""The loop that listens to a device, with a sound library and clocks that a test holds in its hands."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from adapters.listener import Listener
from e2e.processes import until
from plainspoken.adapters import microphone as adapter
from plainspoken.adapters.continuity import Moment
from plainspoken.adapters.microphone import BLOCK_MS, Microphone
from plainspoken.dictation.capture import ASLEEP
from plainspoken.dictation.errors import DeviceLost
from plainspoken_models.contracts import SAMPLE_RATE_HZ, Samples

BLOCK_S = BLOCK_MS / 1000


class Device:
    """An input that delivers when a test says so; and the time, which passes when a test says so."""

    def __init__(self, rate_hz: int = SAMPLE_RATE_HZ) -> None:
        self.listener = Listener()
        self._rate_hz = rate_hz
        self._clocks = Moment(100.0, 100.0)
        self._looks = 0
        self._callback: Callable[..., None]
        self.goes_away: Callable[[], None]

    def now(self) -> Moment:
        """What the clocks show; the loop looks once a turn."""
        self._looks += 1
        return self._clocks

    def passes(self, seconds: float, *, awake: bool = True) -> None:
        """So much time passes without a sound, and the loop has seen it."""
        self._clocks = Moment(self._clocks.awake_s + awake * seconds, self._clocks.elapsed_s + seconds)
        seen = self._looks
        until(lambda: self._looks > seen + 1, "two more turns: one of them began after that")

    def delivers(self, blocks: int) -> None:
        """So many blocks, each in its time, and the loop has dealt with them."""
        heard = len(self.listener.frames)
        self.gives(blocks)
        until(lambda: len(self.listener.frames) == heard + blocks, "their frames arrive")
        self.passes(0.0)

    def gives(self, blocks: int) -> None:
        """The same, and nobody waits for the loop."""
        for _ in range(blocks):
            self._clocks = Moment(self._clocks.awake_s + BLOCK_S, self._clocks.elapsed_s + BLOCK_S)
            block = np.full((self._rate_hz * BLOCK_MS // 1000, 1), 0.1, np.float32)
            self._callback(block, len(block), None, SimpleNamespace(input_overflow=False))

    def library(self) -> Any:
        """The part of `sounddevice` that is used."""
        device = {"name": "desk", "index": 0, "default_samplerate": self._rate_hz, "max_input_channels": 1}
        return SimpleNamespace(
            _initialized=False,
            _initialize=lambda: None,
            query_devices=lambda **_: device,
            PortAudioError=OSError,
            InputStream=self._stream,
        )

    def _stream(
        self, callback: Callable[..., None], finished_callback: Callable[[], None], **_: object
    ) -> Any:
        self._callback, self.goes_away = callback, finished_callback
        return SimpleNamespace(start=lambda: None, close=lambda: None)


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> Iterator[Device]:
    """Takes the place of the sound library and of the clocks; it is recorded, and has delivered a second."""
    device, microphone = Device(), Microphone()
    monkeypatch.setattr(adapter, "ask", lambda question, _=None: question(device.library()))
    monkeypatch.setattr(adapter, "now", device.now)
    microphone.open(device.listener)
    device.delivers(32)
    yield device
    microphone.close()
    until(device.listener.ended.is_set, "it ends")
    assert device.listener.errors == [None]


def test_a_sleep_that_no_block_ended_is_a_gap(device: Device) -> None:
    """A sound device takes a while after the computer wakes: the first turn finds the time gone, and no sound."""
    device.passes(60.0, awake=False)
    device.delivers(10)
    assert (device.listener.lost_ms, device.listener.reasons) == (60_000, [ASLEEP])


def test_a_standstill_that_is_settled_without_a_block_is_a_gap(device: Device) -> None:
    """The rush after it may be over in a turn that brings nothing."""
    device.passes(3.0)
    device.delivers(12)
    assert device.listener.reasons == []
    device.passes(0.21)
    assert (device.listener.lost_ms, device.listener.reasons) == (3200, [ASLEEP])


def test_what_a_device_leaves_behind_is_told_from_what_it_gave(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rest of the resampler, rest of a frame: the recording says that the device is lost before they come."""
    device, microphone = Device(48_000), Microphone()
    monkeypatch.setattr(adapter, "ask", lambda question, _=None: question(device.library()))
    known: list[bool] = []

    class Watching(Listener):
        def offer(self, samples: Samples) -> None:
            super().offer(samples)
            known.append(microphone.lost)

    sink = Watching()
    microphone.open(sink)
    device.gives(40)
    device.goes_away()
    until(sink.ended.is_set, "it ends")
    assert [type(error) for error in sink.errors] == [DeviceLost]
    rest = known.count(True)
    assert known == [False] * (len(known) - rest) + [True] * rest
    assert (rest > 0, len(known)) == (True, 40)
