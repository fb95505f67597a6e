"""The vault's key: made once, found again, and never replaced over a vault that it does not open."""

from collections.abc import Callable
from pathlib import Path

import keyring.errors
import pytest

from adapters.rings import FakeKeyring
from plainspoken.adapters.vault import Vault
from plainspoken.adapters.vault_file import fingerprint, set_aside
from plainspoken.adapters.vault_key import SERVICE, forget_key, key_in_keyring
from plainspoken.dictation.errors import KeyringLocked, KeyringMissing, VaultDamaged, VaultLocked


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the vault will be."""
    return tmp_path / "data" / "vault.db"


def test_the_first_use_makes_a_key_and_later_ones_find_it(path: Path) -> None:
    """32 random bytes, in the keyring under the program's name."""
    ring = FakeKeyring()
    key = key_in_keyring(path, ring)
    Vault.open(path, key).close()
    assert key_in_keyring(path, ring) == key
    assert len(key) == 32
    assert list(ring.kept) == [(SERVICE, fingerprint(key).hex())]
    assert key_in_keyring(path.with_name("other.db"), FakeKeyring()) != key


def test_a_vault_without_its_key_is_locked_and_no_key_is_made(path: Path) -> None:
    """She has the choice: bring the keyring back, or set the vault aside."""
    Vault.open(path, bytes(32)).close()
    ring = FakeKeyring()
    with pytest.raises(VaultLocked, match="no key") as caught:
        key_in_keyring(path, ring)
    assert "set the vault aside" in caught.value.remedy
    assert ring.kept == {}


@pytest.mark.parametrize("kept", ["", "no hex", "00" * 32, "00"])
def test_a_key_that_was_altered_in_the_keyring_is_not_used(path: Path, kept: str) -> None:
    """It is the wrong key, and stays where it is."""
    ring = FakeKeyring()
    key = key_in_keyring(path, ring)
    Vault.open(path, key).close()
    ring.kept[SERVICE, fingerprint(key).hex()] = kept
    with pytest.raises(VaultLocked):
        key_in_keyring(path, ring)
    assert list(ring.kept.values()) == [kept]


def test_two_that_start_at_once_do_not_lock_each_other_out(path: Path) -> None:
    """Both make a key before there is a vault; whichever makes the vault, its key is found."""
    ring = FakeKeyring()
    first, second = key_in_keyring(path, ring), key_in_keyring(path, ring)
    assert first != second
    Vault.open(path, first).close()
    assert key_in_keyring(path, ring) == first


def test_a_vault_that_was_set_aside_keeps_its_key(path: Path) -> None:
    """And the new one gets another."""
    ring = FakeKeyring()
    old = key_in_keyring(path, ring)
    Vault.open(path, old).close()
    aside = set_aside(path, "old")
    new = key_in_keyring(path, ring)
    Vault.open(path, new).close()
    assert (key_in_keyring(path, ring), key_in_keyring(aside, ring)) == (new, old)


@pytest.mark.parametrize(
    ("raised", "becomes"),
    [
        (keyring.errors.NoKeyringError, KeyringMissing),
        (keyring.errors.KeyringLocked, KeyringLocked),
        (keyring.errors.InitError, KeyringLocked),
        (keyring.errors.PasswordSetError, KeyringLocked),
        (ConnectionResetError, KeyringLocked),
        (RuntimeError, KeyringLocked),
    ],
)
def test_whatever_a_keyring_raises_is_said_in_our_words(
    path: Path, raised: Callable[[], Exception], becomes: type[Exception]
) -> None:
    """With what she can do about it."""
    with pytest.raises(becomes, match=r"Choose a passphrase|Unlock it"):
        key_in_keyring(path, FakeKeyring(raised))


def test_a_keyring_that_keeps_nothing_is_not_trusted(path: Path) -> None:
    """A key that is gone tomorrow would be a vault that is lost tomorrow."""
    with pytest.raises(KeyringLocked, match="did not give back"):
        key_in_keyring(path, FakeKeyring(forgets=True))


def test_a_truncated_vault_is_damaged_not_locked(path: Path) -> None:
    """No key is looked for where there is no fingerprint."""
    path.parent.mkdir()
    path.write_bytes(b"")
    with pytest.raises(VaultDamaged):
        key_in_keyring(path, FakeKeyring())


def test_a_key_that_was_given_up_is_in_the_keyring_no_longer(path: Path) -> None:
    """And what the keyring says of one that it does not have is said in our words."""
    ring = FakeKeyring()
    key = key_in_keyring(path, ring)
    forget_key(key, ring)
    assert ring.kept == {}
    with pytest.raises(KeyringLocked):
        forget_key(key, ring)
