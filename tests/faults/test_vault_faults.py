"""What a vault survives: being killed, a full disk, damage; and that nothing else than our own errors come out."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import numpy as np
import pytest
from e2e.processes import kill_hard
from hypothesis import given, settings
from hypothesis import strategies as st

from plainspoken.adapters.vault import Vault
from plainspoken.adapters.vault_tables import DictationId
from plainspoken.dictation.capture import AudioFrame, FramesLost
from plainspoken.dictation.errors import (
    VaultDamaged,
    VaultError,
    VaultFull,
    VaultInUse,
    VaultLocked,
    VaultUnwritable,
)
from plainspoken_models.contracts import FRAME_SAMPLES, Samples
from vault_reading import PAGE, marked_sound

KEY = bytes(range(32))
WRITER = Path(__file__).with_name("vault_writer.py")
KILLS = int(os.environ.get("PLAINSPOKEN_KILLS", "25"))
SPEED = 8.0


def heard(vault: Vault, dictation: DictationId) -> Samples:
    """The sound of a dictation that has no gaps."""
    pieces = list(vault.audio(dictation))
    assert all(isinstance(piece, AudioFrame) for piece in pieces)
    return np.concatenate([piece.samples for piece in pieces if isinstance(piece, AudioFrame)])


class Writer:
    """The process that dictates; what it says is read only when it is dead."""

    def __init__(self, vault: Path, speed: float) -> None:
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        self._process = subprocess.Popen(
            [sys.executable, WRITER, vault, str(speed)], stdout=subprocess.PIPE, env=env
        )
        assert self._process.stdout
        self._said = self._process.stdout
        word, id_ = self._said.readline().split()
        assert word == b"begun"
        self.dictation = DictationId(id_.decode())

    def killed_after(self, said_ms: int) -> int:
        """Kill it as soon as it has heard so much; how much it had heard in truth."""
        for line in self._said:
            if int(line) >= said_ms:
                break
        kill_hard(self._process.pid)
        rest = self._said.read().split()
        self._said.close()
        assert self._process.wait() == -signal.SIGKILL
        return int(rest[-1]) if rest else int(line)


@pytest.mark.e2e
@pytest.mark.timeout(1200)
def test_a_kill_costs_less_than_a_second_of_sound(tmp_path: Path) -> None:
    """SIGKILL at random moments of a dictation: the vault is whole each time, and all but the last sound is in it."""
    chance = random.Random(4)
    sound = marked_sound(60)
    path = tmp_path / "vault.db"
    lost_ms = []
    for _ in range(KILLS):
        writer = Writer(path, SPEED)
        heard_ms = writer.killed_after(chance.randint(32, 8_000))
        with closing(Vault.open(path, KEY)) as vault:
            vault.check()
            kept = {one.id: one.heard_ms for one in vault.unfinished()}.get(writer.dictation, 0)
            lost_ms.append(heard_ms - kept)
            back = heard(vault, writer.dictation) if kept else np.empty(0, np.float32)
            assert np.array_equal(back[: kept * 16], sound[: kept * 16])
    print(f"{KILLS} kills, sound lost: median {sorted(lost_ms)[KILLS // 2]} ms, most {max(lost_ms)} ms")
    assert max(lost_ms) <= 1000
    assert min(lost_ms) >= 0
    with closing(Vault.open(path, KEY)) as vault:
        assert len(vault.unfinished()) >= KILLS - 5, "earlier ones are still there"


@contextmanager
def small_disk(folder: Path, size: str = "20m") -> Iterator[Path]:
    """A disk of that size, where mounting is permitted."""
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=False).returncode:
        pytest.skip("mounting a small disk is not permitted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def keep_all(vault: Vault, dictation: DictationId, sound: Samples, start_ms: int) -> list[VaultError]:
    """The sound frame by frame, and the errors that came up."""
    errors = []
    for at in range(0, sound.size, FRAME_SAMPLES):
        try:
            vault.keep(dictation, start_ms + at // 16, sound[at : at + FRAME_SAMPLES])
        except VaultError as error:
            errors.append(error)
    return errors


@pytest.mark.e2e
@pytest.mark.parametrize("free", ["by itself", "by throwing away"])
def test_a_disk_that_fills_up_harms_nothing_and_loses_nothing(tmp_path: Path, free: str) -> None:
    """Recording goes on in memory; each half second says so once; when there is room, all of it is written."""
    sound = marked_sound(64.0)
    with small_disk(tmp_path / "disk") as disk:
        with closing(Vault.open(disk / "vault.db", KEY)) as vault:
            old = vault.begin("soap", 0)
            assert keep_all(vault, old, sound, 0) == []
            vault.stop(old, 1)
            dictation = vault.begin("soap", 2)
            assert keep_all(vault, dictation, sound, 0) == []
            filler = disk / "filler"
            fill(filler)
            errors = keep_all(vault, dictation, sound, 64_000)
            assert {type(error) for error in errors} == {VaultFull}
            assert 64 * 16_000 / 7680 - 10 <= len(errors) <= 64 * 16_000 / 7680
            assert errors[0].dictation_safe
            with pytest.raises(VaultFull):
                vault.stop(dictation, 3)
            whole = np.concatenate((sound, sound))
            assert np.array_equal(heard(vault, dictation), whole), "from memory, too"
            vault.check()
            if free == "by itself":
                filler.unlink()
            else:
                vault.cancel(old, 4)
            vault.stop(dictation, 5)
        with closing(Vault.open(disk / "vault.db", KEY)) as vault:
            vault.check()
            assert np.array_equal(heard(vault, dictation), whole)
            if free == "by itself":
                assert np.array_equal(heard(vault, old), sound)


def fill(file: Path) -> None:
    """Take all the room there is, to the last byte."""
    with file.open("wb", buffering=0) as out, suppress(OSError):
        for size in (1 << 16, 1 << 10, 1):
            with suppress(OSError):
                while out.write(bytes(size)):
                    pass
