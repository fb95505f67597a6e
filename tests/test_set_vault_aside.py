"""`plainspoken set-vault-aside` moves what cannot be opened, and nothing else."""

from pathlib import Path

import pytest

from plainspoken.adapters import vault_key
from plainspoken.adapters.vault import Vault
from plainspoken.bootstrap import open_vault, vault_path
from plainspoken.dictation.errors import VaultError
from plainspoken.recover import set_vault_aside


class Ring:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """What was kept."""
        return self.kept.get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self.kept[f"{service} {username}"] = password


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ring:
    """Her system's keyring; the data folder is a fresh one."""
    ring = Ring()
    monkeypatch.setenv("PLAINSPOKEN_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(vault_key, "system_keyring", lambda: ring)
    return ring


def make_vault() -> Path:
    """A vault with one unfinished dictation."""
    vault: Vault = open_vault()
    vault.begin("soap", 0)
    vault.close()
    return vault_path()


@pytest.mark.usefixtures("ring")
def test_a_vault_that_opens_stays_where_it_is() -> None:
    """She is told what is in it instead."""
    path = make_vault()
    with pytest.raises(VaultError, match=r"can be opened; unfinished dictations: 1\. .*plainspoken recover"):
        set_vault_aside()
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.usefixtures("ring")
def test_without_a_vault_nothing_is_said_to_have_been_done(capsys: pytest.CaptureFixture[str]) -> None:
    """And none is made by looking."""
    with pytest.raises(VaultError, match="There is no vault"):
        set_vault_aside()
    assert capsys.readouterr().out == ""
    assert not vault_path().parent.exists()


@pytest.mark.parametrize("spoilt", ["its key is lost", "a page in it is damaged"])
def test_a_vault_that_cannot_be_used_is_moved_whole_and_can_be_brought_back(
    ring: Ring, capsys: pytest.CaptureFixture[str], spoilt: str
) -> None:
    """Its new name is the result; why, and how to bring it back, stands beside it."""
    path = make_vault()
    if spoilt == "its key is lost":
        ring.kept.clear()
    else:
        whole = path.read_bytes()
        path.write_bytes(whole[:-4096] + bytes(4096))
    before = path.read_bytes()
    assert set_vault_aside() == 0
    said = capsys.readouterr()
    aside = Path(said.out.strip())
    assert (aside.read_bytes(), path.exists()) == (before, False)
    assert f"give it the name {path} again" in said.err
