"""The vault's files: hers alone, silent about what they hold, and never opened or replaced by the wrong key."""

import shutil
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import numpy as np
import pytest

from plainspoken.adapters.vault import Vault
from plainspoken.adapters.vault_file import fingerprint, set_aside
from plainspoken.dictation.errors import VaultDamaged, VaultInUse, VaultLocked, VaultNewer, VaultUnwritable
from vault_reading import dictate, marked_sound, speak

KEY = bytes(range(32))
OTHER_KEY = bytes(32)
DAY_MS = 86_400_000
MARKER = "Zyxwoquat"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the vault is."""
    return tmp_path / "data" / "vault.db"


@pytest.fixture
def vault(path: Path) -> Iterator[Vault]:
    """An empty vault."""
    vault = Vault.open(path, KEY)
    yield vault
    vault.close()


def test_nobody_else_may_read_the_files(vault: Vault, path: Path) -> None:
    """The file and its log are hers alone, and so is the folder."""
    dictate(vault, "x", marked_sound(2.0), 0)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {"vault.db": 0o600, "vault.db-wal": 0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_file_shows_nothing_of_what_it_is(vault: Vault, path: Path) -> None:
    """Neither SQLite's header, nor words, nor structure: its bytes are spread as chance spreads them."""
    dictate(vault, MARKER * 1000, np.zeros(32 * 16_000, np.float32), 0)
    log = Path(f"{path}-wal").read_bytes()
    vault.purge(0, DAY_MS, DAY_MS)
    raw = path.read_bytes()
    assert len(raw) > 1_000_000
    assert not raw.startswith(b"SQLite format 3")
    for content in (raw, log):
        for word in (MARKER, "sound", "dictation", "soap"):
            assert word.encode() not in content
            assert word.encode("utf-16-le") not in content
        shares = np.bincount(np.frombuffer(content, np.uint8), minlength=256) / len(content)
        assert -np.sum(shares * np.log2(shares)) > 7.99, "bits of entropy in a byte"


def test_another_key_opens_nothing_and_changes_nothing(vault: Vault, path: Path) -> None:
    """The choice is hers: bring the key, or set the vault aside."""
    dictate(vault, "x", marked_sound(1.0), 0)
    vault.close()
    before = path.read_bytes()
    with pytest.raises(VaultLocked, match="another key") as caught:
        Vault.open(path, OTHER_KEY)
    assert "set the vault aside" in caught.value.remedy
    assert OTHER_KEY.hex() not in repr(caught.value)
    assert path.read_bytes() == before
    aside = set_aside(path, "2026-01-02")
    Vault.open(path, OTHER_KEY).close()
    with closing(Vault.open(aside, KEY)) as old:
        assert [note.text for note in old.notes()] == ["x"]
    with pytest.raises(VaultUnwritable, match="already"):
        set_aside(path, "2026-01-02")


def test_a_key_has_32_bytes(path: Path) -> None:
    """Anything else is a mistake in the program."""
    with pytest.raises(ValueError, match="32 bytes"):
        Vault.open(path, b"short")


def test_the_fingerprint_is_not_the_key(vault: Vault, path: Path) -> None:
    """It is what the file begins with; another key has another one."""
    vault.flush()
    assert path.read_bytes()[:16] == fingerprint(KEY)
    assert fingerprint(KEY) not in KEY
    assert fingerprint(KEY) != fingerprint(OTHER_KEY)


def test_a_vault_has_one_owner(vault: Vault, path: Path) -> None:
    """Who comes second is told so, and the first goes on."""
    dictation = vault.begin("soap", 0)
    speak(vault, dictation, marked_sound(1.0))
    with pytest.raises(VaultInUse):
        Vault.open(path, KEY)
    speak(vault, dictation, marked_sound(1.0), 1000)
    with pytest.raises(VaultInUse):
        Vault.open(path, KEY)
    vault.check()


def test_a_later_version_is_left_alone(vault: Vault, path: Path) -> None:
    """An old program does not write into a new vault."""
    vault.close()
    with closing(apsw.Connection(str(path))) as connection:
        connection.pragma("key", f"raw:{KEY.hex()}")
        connection.pragma("user_version", 4)
    before = path.read_bytes()
    with pytest.raises(VaultNewer, match="later version"):
        Vault.open(path, KEY)
    assert path.read_bytes() == before


def test_a_journal_without_its_vault_is_damage(vault: Vault, path: Path) -> None:
    """A new vault would swallow what the journal of the old one still holds."""
    dictate(vault, "x", marked_sound(1.0), 0)
    shutil.copy(f"{path}-wal", f"{path}-kept")
    vault.close()
    path.unlink()
    Path(f"{path}-kept").rename(f"{path}-wal")
    with pytest.raises(VaultDamaged, match="not its journal"):
        Vault.open(path, KEY)
    set_aside(path, "old")
    Vault.open(path, KEY).close()
