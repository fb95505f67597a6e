"""Kept sound through PortAudio, on a real sound server whose loudspeaker is recorded."""

import queue
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from e2e.desktop_services import Sound
from e2e.loudspeaker import Loudspeaker, loudspeaker
from e2e.processes import until
from plainspoken.adapters import portaudio
from plainspoken.adapters.microphone import microphones
from plainspoken.adapters.player import Player
from plainspoken.dictation.errors import AudioError
from plainspoken_models.contracts import SAMPLE_RATE_HZ, Samples
from plainspoken_models.errors import PlainspokenError

pytestmark = pytest.mark.e2e

TONE_HZ = 440

Ends = queue.Queue[PlainspokenError | None]


@pytest.fixture
def speaker(sound: Sound, tmp_path: Path) -> Iterator[Loudspeaker]:
    """What is heard of it."""
    with loudspeaker(sound, tmp_path / "heard") as speaker:
        yield speaker


def tone(seconds: float) -> Samples:
    """A sine, half as loud as can be."""
    return np.float32(0.5) * np.sin(
        2 * np.pi * TONE_HZ * np.arange(round(seconds * SAMPLE_RATE_HZ), dtype=np.float32) / SAMPLE_RATE_HZ
    )


def test_a_sound_is_heard_whole_at_its_pitch(speaker: Loudspeaker) -> None:
    """A second of a tone, whatever the rate of the device is; then it is over, without an error."""
    ends: Ends = queue.Queue()
    Player().play(tone(1.0), ends.put)
    assert ends.get(timeout=20) is None
    until(lambda: speaker.loud_ms() >= 980, "the whole tone was heard")
    assert speaker.loud_ms() <= 1100
    heard = speaker.heard()
    spectrum = np.abs(np.fft.rfft(heard))
    assert abs(np.argmax(spectrum) * SAMPLE_RATE_HZ / len(heard) - TONE_HZ) < 5


def test_it_falls_silent_when_it_is_stopped(speaker: Loudspeaker) -> None:
    """A minute of it would be left."""
    ends: Ends = queue.Queue()
    player = Player()
    player.play(tone(60.0), ends.put)
    until(lambda: speaker.loud_ms() > 100, "it is heard")
    assert set(microphones()) >= {"pulse"}, "who asks for microphones meanwhile does not end it"
    assert ends.empty()
    player.stop()
    assert ends.get(timeout=20) is None
    assert speaker.loud_ms() < 30_000
    assert not portaudio.in_use


def test_the_next_sound_ends_the_one_before(speaker: Loudspeaker) -> None:
    """Each has its end told."""
    ends: Ends = queue.Queue()
    player = Player()
    player.play(tone(60.0), ends.put)
    until(lambda: speaker.loud_ms() > 100, "it is heard")
    player.play(tone(0.1), ends.put)
    assert [ends.get(timeout=20), ends.get(timeout=20)] == [None, None]


@pytest.mark.usefixtures("sound")
def test_without_a_loudspeaker_there_is_a_reason() -> None:
    """And what to do about it."""
    ends: Ends = queue.Queue()
    Player().play(tone(0.1), ends.put)
    assert isinstance(ends.get(timeout=20), AudioError)
    assert not portaudio.in_use
