"""The ways into a vault, and what each of them says when it does not lead in."""

from contextlib import closing
from pathlib import Path

import keyring.errors
import pytest

from adapters.rings import FakeKeyring
from plainspoken.adapters.vault import Vault
from plainspoken.adapters.vault_door import VaultDoor
from plainspoken.adapters.vault_file import SET_ASIDE
from plainspoken.adapters.vault_passphrase import key_file
from plainspoken.dictation.errors import (
    KeyringLocked,
    KeyringMissing,
    PassphraseWanted,
    PassphraseWrong,
    VaultError,
    VaultInUse,
    VaultLocked,
)
from plainspoken.workers.passphrase import Passphrase
from vault_reading import dictate, marked_sound

WORDS = "correct horse battery staple"
OTHER = "four words of another kind"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the vault will be."""
    return tmp_path / "data" / "vault.db"


@pytest.fixture
def ring() -> FakeKeyring:
    """A keyring that works."""
    return FakeKeyring()


def no_keyring() -> FakeKeyring:
    """A system without one."""
    return FakeKeyring(keyring.errors.NoKeyringError)


def filled(vault: Vault) -> None:
    """With a note, and closed."""
    with closing(vault):
        dictate(vault, "x", marked_sound(1.0), 0)


def notes(vault: Vault) -> list[str]:
    """What is in it; it is closed."""
    with closing(vault):
        return [note.text for note in vault.notes()]


def test_without_a_keyring_a_passphrase_makes_the_vault(path: Path) -> None:
    """Until then there is none, and she is told that she can choose one; afterwards she is asked for it."""
    door = VaultDoor(path, no_keyring())
    with pytest.raises(KeyringMissing, match="Choose a passphrase"):
        door.open()
    assert not door.leads_to_a_vault
    filled(door.begin_with(Passphrase(WORDS)))
    assert (door.leads_to_a_vault, door.has_passphrase) == (True, True)
    with pytest.raises(PassphraseWanted):
        door.open()
    with pytest.raises(PassphraseWrong):
        door.unlock(Passphrase(OTHER))
    assert notes(door.unlock(Passphrase(WORDS))) == ["x"]


def test_a_right_passphrase_is_not_asked_for_again_because_the_vault_was_in_use(path: Path) -> None:
    """It opens by itself when the other program is done; then it is asked for as before."""
    door = VaultDoor(path, no_keyring())
    with closing(door.begin_with(Passphrase(WORDS))):
        other = VaultDoor(path, no_keyring())
        with pytest.raises(VaultInUse):
            other.unlock(Passphrase(WORDS))
    other.open().close()
    with pytest.raises(PassphraseWanted):
        other.open()


def test_from_the_keyring_to_a_passphrase_and_back(path: Path, ring: FakeKeyring) -> None:
    """What is in the vault stays, even while it is open; only one of the two opens it at a time."""
    door = VaultDoor(path, ring)
    vault = door.open()
    dictate(vault, "x", marked_sound(1.0), 0)
    door.choose_passphrase(Passphrase(WORDS))
    vault.close()
    assert ring.kept == {}
    assert notes(door.unlock(Passphrase(WORDS))) == ["x"]
    door.hand_to_keyring(Passphrase(WORDS))
    assert len(ring.kept) == 1
    assert not door.has_passphrase
    assert notes(door.open()) == ["x"]


def test_the_passphrase_is_changed_by_who_knows_it(path: Path, ring: FakeKeyring) -> None:
    """And by nobody else."""
    door = VaultDoor(path, ring)
    filled(door.begin_with(Passphrase(WORDS)))
    with pytest.raises(PassphraseWanted):
        door.choose_passphrase(Passphrase(OTHER))
    with pytest.raises(PassphraseWrong):
        door.choose_passphrase(Passphrase(OTHER), Passphrase(OTHER))
    door.choose_passphrase(Passphrase(OTHER), Passphrase(WORDS))
    assert notes(door.unlock(Passphrase(OTHER))) == ["x"]


def test_a_keyring_that_does_not_take_the_key_leaves_the_passphrase(path: Path) -> None:
    """Else nothing would open the vault."""
    door = VaultDoor(path, FakeKeyring(forgets=True))
    filled(door.begin_with(Passphrase(WORDS)))
    with pytest.raises(KeyringLocked):
        door.hand_to_keyring(Passphrase(WORDS))
    assert notes(door.unlock(Passphrase(WORDS))) == ["x"]


def test_a_passphrase_is_not_chosen_for_a_vault_whose_key_is_lost(path: Path, ring: FakeKeyring) -> None:
    """The key has to be there to be locked."""
    VaultDoor(path, ring).open().close()
    with pytest.raises(VaultLocked):
        VaultDoor(path, FakeKeyring()).choose_passphrase(Passphrase(WORDS))
    assert not VaultDoor(path).has_passphrase


@pytest.mark.parametrize(
    "lost", ["keyring gone", "key gone", "keyring locked", "key file gone", "key file damaged"]
)
def test_a_lost_key_makes_no_new_vault_and_names_what_she_can_do(
    path: Path, ring: FakeKeyring, lost: str
) -> None:
    """The vault is as it was; trying again is named, and a new one where that is all that is left."""
    door = VaultDoor(path, ring)
    filled(door.begin_with(Passphrase(WORDS)) if lost.startswith("key file") else door.open())
    before = path.read_bytes()
    match lost:
        case "keyring gone":
            door = VaultDoor(path, no_keyring())
        case "key gone":
            door = VaultDoor(path, FakeKeyring())
        case "keyring locked":
            door = VaultDoor(path, FakeKeyring(keyring.errors.KeyringLocked))
        case "key file gone":
            key_file(path).unlink()
        case _:
            key_file(path).write_text("{}")
    with pytest.raises(VaultError) as caught:
        door.open()
    assert isinstance(caught.value, KeyringLocked if lost == "keyring locked" else VaultLocked)
    assert "try again" in caught.value.remedy
    assert lost == "keyring locked" or SET_ASIDE in caught.value.remedy
    assert path.read_bytes() == before


def test_a_new_vault_is_begun_by_her_choice_and_nothing_is_deleted(path: Path, ring: FakeKeyring) -> None:
    """The old one, set aside, opens with its own passphrase."""
    door = VaultDoor(path, ring)
    filled(door.begin_with(Passphrase(WORDS)))
    assert notes(door.begin_anew()) == []
    (aside,) = (entry for entry in path.parent.iterdir() if entry.name.endswith(".key"))
    assert notes(VaultDoor(aside.with_suffix("")).unlock(Passphrase(WORDS))) == ["x"]


def test_without_a_keyring_a_new_vault_waits_for_its_passphrase(path: Path) -> None:
    """The old one has been set aside; she is asked to choose."""
    door = VaultDoor(path, no_keyring())
    filled(door.begin_with(Passphrase(WORDS)))
    with pytest.raises(KeyringMissing):
        door.begin_anew()
    assert notes(door.begin_with(Passphrase(OTHER))) == []


def test_a_vault_that_somebody_has_open_is_not_set_aside(path: Path, ring: FakeKeyring) -> None:
    """Who closes it later would remove the journal of the new one: it has the old one's name."""
    door = VaultDoor(path, ring)
    with closing(door.open()), pytest.raises(VaultInUse):
        door.set_aside()
    assert path.exists()
