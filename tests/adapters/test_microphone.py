"""The microphone through PortAudio, on a real sound server whose microphone is a pipe."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from adapters.listener import Listener
from e2e.desktop_services import Sound, a_home
from e2e.processes import until
from e2e.product import person_at
from plainspoken.adapters import microphone as adapter
from plainspoken.adapters import portaudio
from plainspoken.adapters.microphone import Microphone, microphones
from plainspoken.dictation.errors import (
    AudioError,
    DeviceFrozen,
    DeviceLost,
    MicrophoneMissing,
    MicrophoneSilent,
)
from plainspoken_models.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, Samples

pytestmark = pytest.mark.e2e

TONE_HZ = 440
TONE_S = 2


@pytest.fixture
def no_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No sound server, and no sound card that answers."""
    with a_home(tmp_path / "home") as home:
        for name in ("PULSE_SERVER", "ALSA_CONFIG_PATH", "XDG_RUNTIME_DIR", "HOME"):
            monkeypatch.setenv(name, home.env[name])
        yield


def test_what_is_said_arrives_whole(sound: Sound, tmp_path: Path) -> None:
    """A tone of two seconds: frames of 512 samples, the same pitch, the same loudness, no sample missing."""
    tone = 0.25 * np.sin(2 * np.pi * TONE_HZ * np.arange(TONE_S * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ)
    soundfile.write(tmp_path / "tone.wav", tone, SAMPLE_RATE_HZ)
    listener, microphone = Listener(), Microphone()
    with person_at(sound) as person:
        microphone.open(listener)
        person.says(tmp_path / "tone.wav")
        heard = len(listener.frames)
        until(lambda: len(listener.frames) > heard + 30, "the second after the tone has arrived")
        microphone.close()
        until(listener.ended.is_set, "the recording ends")
    assert listener.errors == [None]
    assert listener.lost_ms == 0
    assert {(frame.shape, frame.dtype) for frame in listener.frames} == {
        ((FRAME_SAMPLES,), np.dtype(np.float32))
    }
    loud = np.flatnonzero(np.abs(listener.sound) > 0.01)
    voiced = listener.sound[loud[0] : loud[-1] + 1]
    assert len(voiced) == pytest.approx(len(tone), abs=SAMPLE_RATE_HZ // 100)
    assert np.abs(np.fft.rfft(voiced)).argmax() * SAMPLE_RATE_HZ / len(voiced) == pytest.approx(
        TONE_HZ, abs=1
    )
    assert np.sqrt(np.mean(voiced**2)) == pytest.approx(0.25 / np.sqrt(2), rel=0.03)


def test_inputs_are_listed_by_name(sound: Sound) -> None:
    """A name from the list opens that input."""
    names = microphones()
    assert names != ()
    listener, microphone = Listener(), Microphone(names[0])
    with person_at(sound):
        microphone.open(listener)
        until(lambda: len(listener.frames) > 5, "frames arrive")
        microphone.close()
        until(listener.ended.is_set, "the recording ends")
    assert listener.errors == [None]


def test_an_input_that_is_not_there_is_refused_by_name(sound: Sound) -> None:
    """Another one is not recorded in its place."""
    with pytest.raises(MicrophoneMissing, match="Headset of the night shift"):
        Microphone("Headset of the night shift").open(Listener())
    assert not sound.is_recorded()


@pytest.mark.usefixtures("no_sound")
def test_without_any_input_it_is_refused() -> None:
    """The list is empty, and so is the hope."""
    assert microphones() == ()
    with pytest.raises(MicrophoneMissing, match="No microphone was found"):
        Microphone().open(Listener())


def test_one_that_is_unplugged_says_so_after_what_it_heard(sound: Sound) -> None:
    """The frames until then have arrived; the end carries the reason."""
    listener, microphone = Listener(), Microphone()
    with person_at(sound):
        microphone.open(listener)
        until(lambda: len(listener.frames) > 10, "frames arrive")
        sound.unplug()
        until(listener.ended.is_set, "the recording ends by itself")
    assert [type(error) for error in listener.errors] == [DeviceLost]
    microphone.close()


def test_a_sound_server_that_hangs_ends_the_recording(sound: Sound) -> None:
    """PortAudio says that all is well and would hang in `close`: the recording ends all the same."""
    listener, microphone = Listener(), Microphone()
    with person_at(sound):
        microphone.open(listener)
        until(lambda: len(listener.frames) > 10, "frames arrive")
        os.kill(sound.pid, signal.SIGSTOP)
        try:
            until(listener.ended.is_set, "the recording ends by itself")
            assert microphones() != ()  # as last known: PortAudio is not shut down under the hung close
        finally:
            os.kill(sound.pid, signal.SIGCONT)
        until(lambda: "microphone closer" not in _threads(), "the hung close comes back")
    assert [type(error) for error in listener.errors] == [DeviceFrozen]
    assert isinstance(listener.errors[0], DeviceLost)


def test_a_sound_server_that_hangs_keeps_nobody_waiting(
    sound: Sound, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening and listing give up with a sentence; an opening that comes through late is undone."""
    assert microphones() != ()
    with monkeypatch.context() as patience:
        patience.setattr(portaudio, "ANSWER_S", 0.3)
        os.kill(sound.pid, signal.SIGSTOP)
        try:
            with pytest.raises(AudioError, match="does not answer"):
                Microphone().open(Listener())
            with pytest.raises(AudioError, match="does not answer"):
                microphones()
        finally:
            os.kill(sound.pid, signal.SIGCONT)
    until(lambda: "sound system" not in _threads(), "the hung calls come back")
    assert not sound.is_recorded()
    listener, microphone = Listener(), Microphone()
    with person_at(sound):
        microphone.open(listener)
        until(lambda: len(listener.frames) > 5, "frames arrive")
        microphone.close()
        until(listener.ended.is_set, "the recording ends")
    assert listener.errors == [None]


def test_listing_while_another_thread_opens_ends_no_recording(sound: Sound) -> None:
    """A rescan shuts PortAudio down: it waits until the opening is over, and then does not happen."""
    stop, listed = threading.Event(), threading.Event()

    def list_again_and_again() -> None:
        while not stop.is_set():
            microphones()
            listed.set()

    lister = threading.Thread(target=list_again_and_again)
    lister.start()
    try:
        with person_at(sound):
            for _ in range(3):
                until(listed.is_set, "the list is read")
                listener, microphone = Listener(), Microphone()
                microphone.open(listener)
                until(listener.started.is_set, "frames arrive")
                microphone.close()
                until(listener.ended.is_set, "the recording ends")
                assert listener.errors == [None]
                listed.clear()
    finally:
        stop.set()
        lister.join()


class BrokenListener(Listener):
    """A sink with a fault."""

    def offer(self, samples: Samples) -> None:
        """Fail."""
        raise IndexError(f"{len(samples)} samples of a secret")


def test_a_fault_of_our_own_ends_the_recording(sound: Sound) -> None:
    """Without an end the dictation would never be over; the fault is named by its class alone."""
    listener, microphone = BrokenListener(), Microphone()
    with person_at(sound):
        microphone.open(listener)
        until(listener.ended.is_set, "the recording ends")
    [error] = listener.errors
    assert isinstance(error, AudioError)
    assert "IndexError" in str(error)
    assert "secret" not in str(error)
    until(lambda: not sound.is_recorded(), "the stream is closed")


class SlowListener(Listener):
    """A sink that holds up the recording until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.held, self.go = threading.Event(), threading.Event()

    def offer(self, samples: Samples) -> None:
        """Wait."""
        self.held.set()
        self.go.wait()
        super().offer(samples)


def test_what_is_lost_just_before_the_end_is_told(sound: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sound that found no room in the last blocks is counted, although no block comes after it."""
    monkeypatch.setattr(adapter, "QUEUE_BLOCKS", 2)
    listener, microphone = SlowListener(), Microphone()
    with person_at(sound):
        microphone.open(listener)
        until(listener.held.is_set, "the first frame arrives")
        until(lambda: microphone._lost_blocks, "there is no room for the next ones")
        microphone.close()
        listener.go.set()
        until(listener.ended.is_set, "the recording ends")
    assert listener.errors == [None]
    assert listener.lost_ms > 0


def test_without_the_sound_library_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """PortAudio is part of the system, not of Plainspoken: it may be missing, and that is no traceback."""
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr("ctypes.util.find_library", lambda _name: None)
    for use in (microphones, lambda: Microphone().open(Listener())):
        with pytest.raises(AudioError, match=r"PortAudio is not installed.*apt install libportaudio2"):
            use()


def test_one_that_gives_only_zeros_is_reported_once_and_goes_on(sound: Sound) -> None:
    """Three seconds of exact zeros are no room that is quiet: one warning, and the recording goes on."""
    listener, microphone = Listener(), Microphone()
    with person_at(sound, level=0):
        microphone.open(listener)
        until(lambda: listener.warnings, "the warning")
        heard = len(listener.frames)
        until(lambda: len(listener.frames) > heard + 30, "a second more")
        microphone.close()
        until(listener.ended.is_set, "the recording ends")
    assert [type(error) for error in listener.warnings] == [MicrophoneSilent]
    assert listener.errors == [None]


def _threads() -> set[str]:
    return {thread.name for thread in threading.enumerate()}
