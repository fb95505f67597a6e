"""What a vault survives: being killed, a full disk, damage; and that nothing else than our own errors come out."""

import os
import random
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import numpy as np
import pytest

from e2e.processes import kill_hard
from plainspoken.adapters.vault import Vault
from plainspoken.dictation.capture import AudioFrame
from plainspoken.dictation.errors import (
    VaultDamaged,
    VaultError,
    VaultFull,
    VaultInUse,
    VaultLocked,
    VaultUnwritable,
)
from plainspoken.dictation.kept import DictationId
from plainspoken_models.contracts import FRAME_SAMPLES, Samples
from vault_reading import marked_sound

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
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=False
    ).returncode:
        pytest.skip("mounting a small disk is not permitted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def keep_all(
    vault: Vault, dictation: DictationId, sound: Samples, start_ms: int = 0
) -> dict[int, VaultError]:
    """The sound frame by frame; the errors that came up, by the time of the frame."""
    errors = {}
    for at in range(0, sound.size, FRAME_SAMPLES):
        try:
            vault.keep(dictation, start_ms + at // 16, sound[at : at + FRAME_SAMPLES])
        except VaultError as error:
            errors[start_ms + at // 16] = error
    return errors


@pytest.mark.e2e
def test_a_disk_that_fills_up_harms_nothing_and_loses_nothing(tmp_path: Path) -> None:
    """Recording goes on in memory; each half second says so once; when there is room, all of it is written."""
    sound = marked_sound(192.0)
    with small_disk(tmp_path / "disk") as disk:
        path, filler = disk / "vault.db", disk / "filler"
        vault = Vault.open(path, KEY)
        old = vault.begin("soap", 0)
        assert keep_all(vault, old, sound) == {}
        vault.stop(old, 1)
        dictation = vault.begin("soap", 2)
        assert keep_all(vault, dictation, sound[: 16 * 32_000]) == {}
        fill(filler)
        errors = keep_all(vault, dictation, sound[16 * 32_000 :], 32_000)
        assert {(type(error), error.dictation_safe) for error in errors.values()} == {(VaultFull, True)}
        assert np.unique(np.diff(list(errors))).tolist() == [224], (
            "once for each half second, from the first on"
        )
        assert max(errors) > 191_000
        with pytest.raises(VaultFull):
            vault.stop(dictation, 3)
        assert np.array_equal(heard(vault, dictation), sound), "what is in memory, too"
        with pytest.raises(VaultFull):
            vault.cancel(old, 4)
        vault.check()
        filler.unlink()
        vault.stop(dictation, 5)
        vault.close()
        with closing(Vault.open(path, KEY)) as vault:
            vault.check()
            assert np.array_equal(heard(vault, dictation), sound)
            assert np.array_equal(heard(vault, old), sound)
            assert [one.id for one in vault.unfinished()] == [old, dictation]


def fill(file: Path) -> None:
    """Take all the room there is, to the last byte."""
    with file.open("wb", buffering=0) as out, suppress(OSError):
        for size in (1 << 16, 1 << 10, 1):
            with suppress(OSError):
                while out.write(bytes(size)):
                    pass


def test_a_disk_that_breaks_off_a_write_harms_nothing(tmp_path: Path) -> None:
    """As a quota does: the system refuses to let the files grow, then allows it again."""
    sound = marked_sound(8.0)
    path = tmp_path / "vault.db"
    vault = Vault.open(path, KEY)
    dictation = vault.begin("soap", 0)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        errors = keep_all(vault, dictation, sound)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert {type(error) for error in errors.values()} <= {VaultFull, VaultUnwritable}
    assert len(errors) >= 10
    vault.stop(dictation, 1)
    vault.check()
    assert np.array_equal(heard(vault, dictation), sound)
    vault.close()


@pytest.mark.skipif(os.name != "posix", reason="rights are others on Windows")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    """By a file where the folder should be: rights do not stop the user that tests may run as."""
    (tmp_path / "data").write_text("")
    with pytest.raises(VaultUnwritable, match="cannot be written"):
        Vault.open(tmp_path / "data" / "vault.db", KEY)
    with pytest.raises(VaultUnwritable):
        Vault.open(tmp_path / ("x" * 300), KEY)
    (tmp_path / "folder").mkdir()
    with pytest.raises((VaultUnwritable, VaultDamaged, VaultLocked)):
        Vault.open(tmp_path / "folder", KEY)


@pytest.mark.e2e
def test_a_second_process_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    """Until the first is dead; then the vault is free at once."""
    path = tmp_path / "vault.db"
    writer = Writer(path, SPEED)
    with pytest.raises(VaultInUse):
        Vault.open(path, KEY)
    heard_ms = writer.killed_after(4000)
    with closing(Vault.open(path, KEY)) as vault:
        assert heard_ms - vault.unfinished()[0].heard_ms <= 1000


@pytest.mark.e2e
def test_two_that_make_the_vault_at_once_make_one(tmp_path: Path) -> None:
    """One gets it, the other is told that it is in use; no draft is left."""
    script = (
        "import sys; from pathlib import Path; from plainspoken.adapters.vault import Vault\n"
        "from plainspoken.dictation.errors import VaultInUse\n"
        "sys.stdin.readline()\n"
        "try: vault = Vault.open(Path(sys.argv[1]), bytes(range(32))); print('mine', flush=True)\n"
        "except VaultInUse: print('in use', flush=True)\n"
        "sys.stdin.readline()\n"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for number in range(5):
        path = tmp_path / str(number) / "vault.db"
        command = [sys.executable, "-c", script, str(path)]
        pair = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)
            for _ in range(2)
        ]
        for one in pair:
            assert one.stdin
            one.stdin.write("go\n")
            one.stdin.flush()
        said = [one.stdout.readline().strip() for one in pair if one.stdout]
        for one in pair:
            one.communicate("end\n", timeout=30)
        assert sorted(said) == ["in use", "mine"]
        assert [file.name for file in path.parent.iterdir()] == ["vault.db"]
