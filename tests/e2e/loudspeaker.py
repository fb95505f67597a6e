"""A loudspeaker of the tests' sound server, and what is heard of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from e2e.desktop_services import Sound
from e2e.processes import ask, need, running, until
from plainspoken_models.contracts import SAMPLE_RATE_HZ, Samples

LOUD = 0.02
"""Above it is sound, below it nothing; full scale is 1."""

_PARTS_MS = 10


@dataclass(frozen=True, slots=True)
class Loudspeaker:
    """Records all that is played, silence too."""

    recorded: Path

    def heard(self) -> Samples:
        """All so far, float32 mono at 16 000 Hz, without the silence before and after it."""
        pcm = self.recorded.read_bytes()
        sound = np.frombuffer(pcm[: len(pcm) // 2 * 2], "<i2").astype(np.float32) / np.float32(32768)
        return trimmed(sound)

    def loud_ms(self) -> int:
        """How long there was sound: the parts of 10 ms that have any."""
        sound, part = self.heard(), SAMPLE_RATE_HZ * _PARTS_MS // 1000
        whole = sound[: len(sound) // part * part].reshape(-1, part)
        return int((np.abs(whole) > LOUD).any(axis=1).sum()) * _PARTS_MS


def trimmed(sound: Samples) -> Samples:
    """Without the silence before and after it."""
    loud = np.flatnonzero(np.abs(sound) > LOUD)
    return sound[loud[0] : loud[-1] + 1] if loud.size else sound[:0]


@contextmanager
def loudspeaker(sound: Sound, folder: Path) -> Iterator[Loudspeaker]:
    """Plug one in, and record it while the block runs."""
    need("parec", "pactl")
    module = ask(["pactl", "load-module", "module-null-sink", "sink_name=speaker"], sound.env).strip()
    ask(["pactl", "set-default-sink", "speaker"], sound.env)
    command = ["parec", "--device=speaker.monitor", "--raw", "--format=s16le", "--channels=1"]
    command += [f"--rate={SAMPLE_RATE_HZ}", "--latency-msec=50"]
    with running(command, sound.env, folder) as recorder:
        until(lambda: recorder.stdout.stat().st_size > 0, "the loudspeaker is recorded")
        yield Loudspeaker(recorder.stdout)
    ask(["pactl", "unload-module", module], sound.env)
