"""Two real devices, of two sound servers: one server dies, or freezes, and the other one's device takes over."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.listener import Listener
from e2e.desktop_services import Sound, a_home, a_sound_server
from e2e.processes import until
from e2e.product import person_at
from plainspoken.adapters.microphone import STALLED_S
from plainspoken.adapters.steady_microphone import SteadyMicrophone
from plainspoken.dictation.capture import NO_MICROPHONE
from plainspoken.dictation.errors import DeviceChanged
from plainspoken_models.errors import PlainspokenError

OVER_S = 60.0

_ALSA = """pcm.desk {{ type pulse server "{desk}" hint {{ show on description "Desk" }} }}
pcm.headset {{ type pulse server "{headset}" hint {{ show on description "Headset" }} }}
pcm.!default {{ type pulse server "{desk}" hint {{ show on description "Default" }} }}
ctl.!default {{ type pulse }}
"""
"""PortAudio 19.6 aborts where there is no default device."""

pytestmark = pytest.mark.e2e


@dataclass(frozen=True, slots=True)
class Devices:
    """Two microphones on servers of their own."""

    desk: Sound
    headset: Sound


@pytest.fixture
def devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Devices]:
    """PortAudio finds both by name."""
    with (
        a_home(tmp_path / "desk") as one,
        a_home(tmp_path / "headset") as other,
        a_sound_server(one, tmp_path / "logs of the desk") as desk,
        a_sound_server(other, tmp_path / "logs of the headset") as headset,
    ):
        servers = {"desk": desk.env["PULSE_SERVER"], "headset": headset.env["PULSE_SERVER"]}
        (one.folder / "asound.conf").write_text(_ALSA.format(**servers))
        for name in ("ALSA_CONFIG_PATH", "XDG_RUNTIME_DIR", "HOME"):
            monkeypatch.setenv(name, desk.env[name])
        monkeypatch.delenv("PULSE_SERVER", raising=False)
        yield Devices(desk, headset)


def warned_of(listener: Listener, kind: type[PlainspokenError]) -> bool:
    """Whether the last warning is of this kind."""
    return bool(listener.warnings) and isinstance(listener.warnings[-1], kind)


@pytest.mark.parametrize("fate", [signal.SIGKILL, signal.SIGSTOP], ids=["dies", "freezes"])
def test_the_other_device_takes_over(devices: Devices, fate: signal.Signals) -> None:
    """It is named, the gap has a length; that a frozen server never closes its stream keeps nobody waiting."""
    listener, microphone = Listener(), SteadyMicrophone("headset")
    with person_at(devices.desk), person_at(devices.headset):
        microphone.open(listener)
        until(lambda: len(listener.frames) > 10, "frames arrive")
        os.kill(devices.headset.pid, fate)
        try:
            until(lambda: warned_of(listener, DeviceChanged), "the other one takes over", OVER_S)
            heard = len(listener.frames)
            until(lambda: len(listener.frames) > heard + 30, "a second more", OVER_S)
        finally:
            if fate is signal.SIGSTOP:
                os.kill(devices.headset.pid, signal.SIGCONT)
        microphone.close()
        until(listener.ended.is_set, "the recording ends")
    assert '"default"' in str(listener.warnings[-1])
    if fate is signal.SIGSTOP:  # one that dies may be replaced within a frame
        assert NO_MICROPHONE in listener.reasons
        assert listener.lost_ms > 1000 * STALLED_S, (
            "from the last sound on, not from when the loss was noticed"
        )
    assert listener.errors == [None]
