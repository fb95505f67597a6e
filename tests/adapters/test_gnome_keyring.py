"""The vault's key in a real keyring: GNOME Keyring on a bus of the test's own."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from e2e.desktop_services import BIN, BUS
from e2e.processes import READY_S, ask, need, running, until

_ASK = """
import sys
from pathlib import Path
from plainspoken.adapters.vault_key import key_in_keyring
from plainspoken.adapters.vault import Vault
from plainspoken_models.errors import PlainspokenError
try:
    Vault.open(Path(sys.argv[1]), key_in_keyring(Path(sys.argv[1]))).close()
    print("opened")
except PlainspokenError as error:
    print(type(error).__name__)
"""


class Session:
    """A user's session with a bus of its own, on which nothing is until it is started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.vault = folder / "data" / "vault.db"
        self.env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(sys.path),
            "HOME": str(folder),
            "XDG_DATA_HOME": str(folder / "share"),
            "XDG_RUNTIME_DIR": str(folder),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/bus",
        }

    def opens(self) -> str:
        """`opened`, or the name of the error that she gets."""
        done = subprocess.run(
            [sys.executable, "-c", _ASK, self.vault],
            env=self.env,
            capture_output=True,
            text=True,
            timeout=READY_S,
            check=True,
        )
        return done.stdout.strip()

    def moves_key_to(self, place: str) -> int:
        """Exit code of `plainspoken vault …`, which gets a passphrase from a pipe."""
        command = [str(BIN / "plainspoken"), "vault", place]
        env = self.env | {"PLAINSPOKEN_DATA": str(self.vault.parent)}
        typed = b"correct horse battery staple\n"
        return subprocess.run(command, env=env, input=typed, timeout=READY_S, check=False).returncode

    @contextmanager
    def bus(self) -> Iterator[None]:
        """A bus without services."""
        config = self.folder / "bus.conf"
        config.write_text(BUS.format(socket=self.folder / "bus"))
        command = ["dbus-daemon", "--nofork", f"--config-file={config}"]
        with running(command, self.env, self.folder / "logs"):
            until(lambda: self._owned("org.freedesktop.DBus"), "the bus answers")
            yield

    @contextmanager
    def gnome_keyring(self, *options: str) -> Iterator[None]:
        """GNOME Keyring, locked unless `--unlock` is given."""
        (self.folder / "password").write_text("test")
        command = ["gnome-keyring-daemon", "--foreground", "--components=secrets", *options]
        with (
            (self.folder / "password").open("rb") as typed,
            running(command, self.env, self.folder / "logs", stdin=typed),
        ):
            until(lambda: self._owned("org.freedesktop.secrets"), "the keyring answers")
            yield

    def _owned(self, name: str) -> bool:
        method = "org.freedesktop.DBus.NameHasOwner"
        to = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/", method]
        return "true" in ask([*to, f"string:{name}"], self.env)


@pytest.fixture
def session() -> Iterator[Session]:
    """In a folder with a short name, for the sockets."""
    need("dbus-daemon", "dbus-send", "gnome-keyring-daemon")
    with tempfile.TemporaryDirectory(prefix="vault-") as folder:
        yield Session(Path(folder))


@pytest.mark.e2e
@pytest.mark.skipif(sys.platform != "linux", reason="GNOME Keyring is on Linux only")
def test_gnome_keyring_keeps_the_key(session: Session) -> None:
    """Made at the first start, found at the second, also by a keyring that was started anew."""
    with session.bus():
        with session.gnome_keyring("--unlock"):
            assert session.opens() == "opened"
            made = session.vault.read_bytes()[:16]
            assert session.opens() == "opened"
        with session.gnome_keyring("--unlock"):
            assert session.opens() == "opened"
    assert session.vault.read_bytes()[:16] == made


@pytest.mark.e2e
@pytest.mark.skipif(sys.platform != "linux", reason="GNOME Keyring is on Linux only")
def test_a_real_keyring_that_is_locked_absent_or_empty_is_told_apart(session: Session) -> None:
    """And in none of these cases does the vault change, or another key appear."""
    with session.bus():
        with session.gnome_keyring("--unlock"):
            assert session.opens() == "opened"
        made = session.vault.read_bytes()
        assert session.opens() == "KeyringMissing"
        with session.gnome_keyring():
            assert session.opens() == "KeyringLocked"
        shutil.rmtree(session.folder / "share")
        with session.gnome_keyring("--unlock"):
            assert session.opens() == "VaultLocked"
    assert session.opens() == "KeyringMissing", "no bus at all"
    assert session.vault.read_bytes() == made


@pytest.mark.e2e
@pytest.mark.skipif(sys.platform != "linux", reason="GNOME Keyring is on Linux only")
def test_a_real_keyring_gives_the_key_up_for_a_passphrase_and_takes_it_back(session: Session) -> None:
    """`plainspoken vault passphrase`, then `keyring`: the same vault, and it is the keyring that opens it or not."""
    with session.bus(), session.gnome_keyring("--unlock"):
        assert session.opens() == "opened"
        made = session.vault.read_bytes()[:16]
        assert session.moves_key_to("passphrase") == 0
        assert session.opens() == "VaultLocked", "the keyring has no key any more"
        assert session.moves_key_to("keyring") == 0
        assert session.opens() == "opened"
    assert session.vault.read_bytes()[:16] == made
    assert not session.vault.with_name("vault.db.key").exists()
