"""The vault's key behind a passphrase: what opens it, what does not, and what is told of a damaged file."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plainspoken.adapters import vault_passphrase
from plainspoken.adapters.vault import Vault
from plainspoken.adapters.vault_file import fingerprint, set_aside
from plainspoken.adapters.vault_passphrase import (
    has_passphrase,
    key_file,
    lock_key,
    lock_new_key,
    unlock_key,
)
from plainspoken.dictation.errors import PassphraseUnfit, PassphraseWrong, VaultLocked, VaultUnwritable
from plainspoken.workers.passphrase import Passphrase

WORDS = "Stra\u00dfe na\u00efve sieben Wetter"
OTHER = "four words of another kind"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the vault will be."""
    return tmp_path / "data" / "vault.db"


@pytest.fixture
def locked(path: Path) -> bytes:
    """The key of a vault that `WORDS` opens."""
    key = lock_new_key(path, Passphrase(WORDS))
    Vault.open(path, key).close()
    return key


def test_a_passphrase_opens_what_it_locked_however_the_keyboard_composes_it(
    path: Path, locked: bytes
) -> None:
    """And no other does, which changes nothing."""
    assert unlock_key(path, Passphrase(WORDS.replace("\u00ef", "i\u0308"))) == locked
    before = {entry: entry.read_bytes() for entry in path.parent.iterdir()}
    with pytest.raises(PassphraseWrong, match="nothing was changed"):
        unlock_key(path, Passphrase(WORDS.replace("\u00df", "ss")))
    assert {entry: entry.read_bytes() for entry in path.parent.iterdir()} == before


def test_a_wrong_passphrase_is_told_before_there_is_a_vault(path: Path) -> None:
    """She chose one in a terminal, and the app asks for it at its first start."""
    key = lock_new_key(path, Passphrase(WORDS))
    with pytest.raises(PassphraseWrong):
        unlock_key(path, Passphrase(OTHER))
    assert unlock_key(path, Passphrase(WORDS)) == key


def test_two_that_choose_at_once_have_one_key(path: Path) -> None:
    """The first one's passphrase holds; the second is told that another one does."""
    first = lock_new_key(path, Passphrase(WORDS))
    assert lock_new_key(path, Passphrase(WORDS)) == first
    with pytest.raises(PassphraseWrong):
        lock_new_key(path, Passphrase(OTHER))


def test_another_passphrase_opens_the_same_vault(path: Path, locked: bytes) -> None:
    """The old one opens it no longer, and salt and locked key are others."""
    before = json.loads(key_file(path).read_bytes())
    lock_key(path, locked, Passphrase(OTHER))
    after = json.loads(key_file(path).read_bytes())
    assert unlock_key(path, Passphrase(OTHER)) == locked
    assert {name for name in before if before[name] != after[name]} == {"salt", "key", "check"}
    with pytest.raises(PassphraseWrong):
        unlock_key(path, Passphrase(WORDS))


def test_a_new_passphrase_is_long(path: Path, locked: bytes) -> None:
    """15 characters, counted as they are normalised; nothing is written for a shorter one."""
    before = key_file(path).read_bytes()
    with pytest.raises(PassphraseUnfit, match="at least 15"):
        lock_key(path, locked, Passphrase("open sesame 12"))
    assert key_file(path).read_bytes() == before
    with pytest.raises(PassphraseUnfit):
        lock_new_key(path.with_name("other.db"), Passphrase(14 * "e\u0301"))
    assert not has_passphrase(path.with_name("other.db"))


def test_no_key_is_made_for_a_vault_that_has_one(path: Path) -> None:
    """It is in a keyring."""
    Vault.open(path, bytes(32)).close()
    with pytest.raises(VaultLocked, match="another key"):
        lock_new_key(path, Passphrase(WORDS))
    assert not has_passphrase(path)


@pytest.mark.full_cost
def test_the_file_is_hers_and_holds_no_secret(path: Path, locked: bytes) -> None:
    """Salt, cost and the locked key; the cost is what OWASP asks for."""
    file = key_file(path)
    assert file.stat().st_mode & 0o777 == 0o600
    read = json.loads(file.read_text())
    assert (read["n"], read["r"], read["p"], len(bytes.fromhex(read["salt"]))) == (2**17, 8, 1, 16)
    assert read["vault"] == fingerprint(locked).hex()
    assert locked.hex() not in file.read_text()
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["vault.db", "vault.db.key"], (
        "no draft is left"
    )


def test_a_vault_that_was_set_aside_keeps_its_passphrase(path: Path, locked: bytes) -> None:
    """And the new one has none yet."""
    aside = set_aside(path, "old")
    assert (has_passphrase(path), has_passphrase(aside)) == (False, True)
    assert unlock_key(aside, Passphrase(WORDS)) == locked


def test_a_lost_or_foreign_file_is_a_locked_vault(path: Path, locked: bytes) -> None:  # noqa: ARG001
    """No new key is made for an old vault, and no passphrase is called wrong that may be the right one."""
    foreign = path.with_name("other.db")
    lock_new_key(foreign, Passphrase(WORDS))
    key_file(path).unlink()
    with pytest.raises(VaultLocked, match="is gone"):
        unlock_key(path, Passphrase(WORDS))
    key_file(foreign).rename(key_file(path))
    with pytest.raises(VaultLocked, match="belongs to another vault"):
        unlock_key(path, Passphrase(WORDS))


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    """In our words."""
    (tmp_path / "data").write_text("no folder")
    with pytest.raises(VaultUnwritable):
        lock_new_key(tmp_path / "data" / "vault.db", Passphrase(WORDS))


def test_one_altered_letter_of_the_file_is_damage_and_no_wrong_passphrase(path: Path) -> None:
    """Else she would type her passphrase for ever."""
    lock_new_key(path, Passphrase(WORDS))
    whole = json.loads(key_file(path).read_bytes())
    for name in ("vault", "salt", "key"):
        altered = "0" if whole[name][0] != "0" else "1"
        key_file(path).write_text(json.dumps(whole | {name: altered + whole[name][1:]}))
        with pytest.raises(VaultLocked, match="is damaged"):
            unlock_key(path, Passphrase(WORDS))


_contents = st.binary(max_size=80) | st.fixed_dictionaries(
    {"salt": st.text(max_size=8) | st.just("00" * 16), "vault": st.just("00"), "key": st.text(max_size=3)},
    optional={"check": st.just("0"), **dict.fromkeys("nrp", st.integers() | st.booleans() | st.just(2**40))},
).map(lambda value: json.dumps(value).encode())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=_contents)
def test_a_damaged_file_is_named(path: Path, content: bytes) -> None:
    """Whatever is in it: no other error comes out, and no cost that takes the computer's memory away."""
    path.parent.mkdir(exist_ok=True)
    key_file(path).write_bytes(content)
    with pytest.raises(VaultLocked, match="is damaged"):
        unlock_key(path, Passphrase(WORDS))


@pytest.mark.parametrize(
    "cost", [{"n": 2**40}, {"n": 3}, {"n": True}, {"r": 0}, {"r": 2**20}, {"p": 0}, {"p": 17}]
)
def test_a_cost_that_no_computer_can_pay_is_damage(
    path: Path, cost: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the check fits: somebody who can write the file must not be able to take the memory away."""
    lock_new_key(path, Passphrase(WORDS))
    read = json.loads(key_file(path).read_bytes()) | cost
    read.pop("check")
    monkeypatch.setattr(vault_passphrase._LockedKey, "pad", lambda *_: pytest.fail("it was paid"))
    read["check"] = vault_passphrase._LockedKey(**read).check
    key_file(path).write_text(json.dumps(read))
    with pytest.raises(VaultLocked, match="is damaged"):
        unlock_key(path, Passphrase(WORDS))
