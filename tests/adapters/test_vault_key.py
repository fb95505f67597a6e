"""The vault's key: made once, found again, and never replaced over a vault that it does not open."""

import json
from collections.abc import Callable
from pathlib import Path

import keyring.backend
import keyring.errors
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plainspoken.adapters.vault import Vault
from plainspoken.adapters.vault_file import fingerprint, set_aside
from plainspoken.adapters.vault_key import SERVICE, key_from_passphrase, key_in_keyring, wants_passphrase
from plainspoken.dictation.errors import KeyringLocked, KeyringMissing, VaultDamaged, VaultLocked


class FakeKeyring(keyring.backend.KeyringBackend):
    """Keeps secrets in memory; or fails, as it is told."""

    priority = 1

    def __init__(self, fails: Callable[[], Exception] | None = None, *, forgets: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.fails = fails
        self.forgets = forgets

    def get_password(self, service: str, username: str) -> str | None:
        """The secret."""
        if self.fails:
            raise self.fails()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        if self.fails:
            raise self.fails()
        if not self.forgets:
            self.kept[service, username] = password


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
    with pytest.raises(becomes, match=r"Install one|Unlock it"):
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


def test_a_passphrase_opens_what_it_locked_and_no_other_does(path: Path) -> None:
    """However the keyboard composes its letters."""
    key = key_from_passphrase(path, "Stra\u00dfe na\u00efve 7")
    Vault.open(path, key).close()
    assert key_from_passphrase(path, "Stra\u00dfe nai\u0308ve 7") == key
    with pytest.raises(VaultLocked, match="does not fit"):
        key_from_passphrase(path, "Strasse naive 7")
    assert key_from_passphrase(path.with_name("other.db"), "Stra\u00dfe na\u00efve 7") != key, "another salt"
    with pytest.raises(ValueError, match="at least one"):
        key_from_passphrase(path, "")


def test_a_vault_with_a_passphrase_asks_for_it(path: Path) -> None:
    """Before it was made too; the keyring then has nothing to say, and says so."""
    assert not wants_passphrase(path)
    Vault.open(path, key_from_passphrase(path, "x")).close()
    assert wants_passphrase(path)
    with pytest.raises(VaultLocked, match="made with a passphrase"):
        key_in_keyring(path, FakeKeyring())
    aside = set_aside(path, "old")
    assert (wants_passphrase(path), wants_passphrase(aside)) == (False, True)


def test_the_salt_file_is_hers_and_holds_no_secret(path: Path) -> None:
    """Salt and cost; the cost is what OWASP asks for."""
    key = key_from_passphrase(path, "open sesame")
    file = path.with_name("vault.db.salt")
    assert file.stat().st_mode & 0o777 == 0o600
    read = json.loads(file.read_text())
    assert (read["n"], read["r"], read["p"], len(bytes.fromhex(read["salt"]))) == (2**17, 8, 1, 16)
    assert key.hex() not in file.read_text()
    assert [entry.name for entry in path.parent.iterdir()] == [file.name], "no draft is left"


def test_a_lost_salt_is_a_locked_vault(path: Path) -> None:
    """No new salt is made for an old vault."""
    Vault.open(path, key_from_passphrase(path, "x")).close()
    path.with_name("vault.db.salt").unlink()
    with pytest.raises(VaultLocked, match="is gone"):
        key_from_passphrase(path, "x")
    assert not wants_passphrase(path)


_salts = st.binary(max_size=80) | st.fixed_dictionaries(
    {"salt": st.text(max_size=8) | st.just("00" * 16)},
    optional={cost: st.integers() | st.booleans() | st.sampled_from([0, 1, 3, 8, 2**40]) for cost in "nrp"},
).map(lambda value: json.dumps(value).encode())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=_salts)
def test_a_damaged_salt_file_is_named(path: Path, content: bytes) -> None:
    """Whatever is in it: no other error comes out, and no cost that takes the computer's memory away."""
    path.parent.mkdir(exist_ok=True)
    path.with_name("vault.db.salt").write_bytes(content)
    with pytest.raises(VaultLocked, match="is damaged"):
        key_from_passphrase(path, "x")
