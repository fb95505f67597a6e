"""`plainspoken vault …`, and what asks for a passphrase: each is a program of its own, in a terminal or a pipe."""

import io
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from plainspoken.adapters.vault import Vault
from plainspoken.adapters.vault_passphrase import has_passphrase, lock_new_key, unlock_key
from plainspoken.dictation.errors import PassphraseWanted
from plainspoken.vault_commands import vault_opener
from plainspoken.workers.passphrase import Passphrase

WORDS = "correct horse battery staple"
OTHER = "four words of another kind"

Run = Callable[..., "tuple[int, str]"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of Unix")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the vault will be."""
    return tmp_path / "data" / "vault.db"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Of a system without a keyring."""
    nowhere = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/no-bus", "HOME": str(tmp_path)}
    own = {"PLAINSPOKEN_DATA": str(tmp_path / "data"), "PLAINSPOKEN_CONFIG": str(tmp_path / "config")}
    return os.environ | nowhere | own | {"PYTHONUTF8": "1"}


PROGRAM = """
from plainspoken.adapters import vault_passphrase
from plainspoken.cli import main
vault_passphrase.SCRYPT_N = 2**10
main()
"""
"""The real one, in which a passphrase costs as little as in these tests (`conftest.cheap_scrypt`)."""


def command(*arguments: str) -> list[str]:
    """Of `plainspoken …`."""
    return [sys.executable, "-c", PROGRAM, *arguments]


@pytest.fixture
def piped(env: dict[str, str]) -> Run:
    """Run `plainspoken …` with lines on standard input: exit code, and all that it prints."""

    def run(*arguments: str, lines: str = "") -> tuple[int, str]:
        ended = subprocess.run(
            command(*arguments), env=env, input=lines.encode(), capture_output=True, check=False
        )
        return ended.returncode, (ended.stdout + ended.stderr).decode()

    return run


@pytest.fixture
def at_a_terminal(env: dict[str, str]) -> Run:
    """Run `plainspoken …` in a terminal in which these are typed, each as soon as it is asked for."""

    def run(*arguments: str, typed: tuple[tuple[str, str], ...]) -> tuple[int, str]:
        shown, seen = b"", 0
        pid, terminal = pty.fork()
        if not pid:  # pragma: no cover  the other process
            # A shell makes what it starts in the background deaf to Ctrl-C.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execve(sys.executable, command(*arguments), env)  # noqa: S606
        with closing(os.fdopen(terminal, "r+b", buffering=0)) as screen, suppress(OSError):
            for prompt, answer in typed:
                while not shown[seen:].rstrip().endswith(prompt.encode()):
                    shown += screen.read(1024)
                screen.write(f"{answer}\n".encode())
                seen = len(shown)
            while True:  # until it ends, which Linux says by an error
                shown += screen.read(1024)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode()

    return run


def opens(path: Path, passphrase: str) -> bool:
    """Whether the vault, which is made where there is none, opens with it."""
    with closing(Vault.open(path, unlock_key(path, Passphrase(passphrase)))) as vault:
        vault.check()
    return True


def test_an_administrators_script_pipes_the_passphrase_in(path: Path, piped: Run) -> None:
    """Then the one until now and a new one; neither is printed."""
    code, said = piped("vault", "passphrase", lines=f"{WORDS}\n")
    assert (code, "from now on" in said) == (0, True)
    assert opens(path, WORDS)
    code, also_said = piped("vault", "passphrase", lines=f"{WORDS}\r\n{OTHER}\r\n")
    assert code == 0
    assert opens(path, OTHER)
    assert "horse" not in said + also_said
    assert "kind" not in said + also_said


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("\n", "at least 15 characters"),
        ("short\n", "at least 15 characters"),
        ("", "at least 15 characters"),
    ],
)
def test_what_is_no_passphrase_changes_nothing(path: Path, piped: Run, lines: str, says: str) -> None:
    """One sentence, and the exit code of the vault."""
    code, said = piped("vault", "passphrase", lines=lines)
    assert (code, says in said, "Traceback" in said) == (12, True, False)
    assert not has_passphrase(path)


def test_a_wrong_present_passphrase_changes_nothing(path: Path, piped: Run) -> None:
    """Nor does a missing one."""
    piped("vault", "passphrase", lines=f"{WORDS}\n")
    for lines, why in (
        (f"{OTHER}\n{OTHER}\n", "not the passphrase"),
        (f"\n{OTHER}\n", "No passphrase was given"),
    ):
        code, said = piped("vault", "passphrase", lines=lines)
        assert (code, "Traceback" in said) == (12, False), said
        assert why in said
    assert opens(path, WORDS)


def test_in_a_terminal_it_is_typed_twice_and_not_shown(path: Path, at_a_terminal: Run) -> None:
    """Two that differ are refused."""
    asked = ("New passphrase:", "Once more:")
    code, shown = at_a_terminal("vault", "passphrase", typed=tuple(zip(asked, (WORDS, OTHER), strict=True)))
    assert (code, "not the same" in shown) == (12, True), shown
    assert not has_passphrase(path)
    code, shown = at_a_terminal("vault", "passphrase", typed=tuple(zip(asked, (WORDS, WORDS), strict=True)))
    assert code == 0, shown
    assert "horse" not in shown
    assert opens(path, WORDS)


def test_a_terminal_asks_three_times_for_the_passphrase(path: Path, piped: Run, at_a_terminal: Run) -> None:
    """Wrong, wrong, right; with three wrong ones, or with none, it goes without."""
    piped("vault", "passphrase", lines=f"{WORDS}\n")
    assert opens(path, WORDS)
    ask = "(Enter alone: go without it):"
    code, shown = at_a_terminal("recover", typed=((ask, OTHER), (ask, OTHER), (ask, WORDS)))
    assert (code, "No dictation is unfinished." in shown) == (0, True), shown
    code, shown = at_a_terminal("recover", typed=((ask, OTHER), (ask, OTHER), (ask, OTHER)))
    assert (code, shown.count("not the passphrase")) == (12, 3), shown
    code, shown = at_a_terminal("recover", typed=((ask, ""),))
    assert (code, "locked with your passphrase" in shown) == (12, True), shown


@pytest.mark.parametrize("name", ["history", "recover"])
def test_while_the_app_has_the_vault_no_passphrase_is_asked_for(
    path: Path, piped: Run, at_a_terminal: Run, name: str
) -> None:
    """In a terminal or not, that is said first, and how the app does it."""
    piped("vault", "passphrase", lines=f"{WORDS}\n")
    with closing(Vault.open(path, unlock_key(path, Passphrase(WORDS)))):
        for code, said in (piped(name), at_a_terminal(name, typed=())):
            assert (code, "The app runs, and has the vault open." in said) == (12, True), said
            assert f"plainspoken {name} --in-app" in said
            assert "assphrase" not in said


def test_recover_takes_the_passphrase_from_a_pipe(path: Path, piped: Run) -> None:
    """Its first line; a wrong one is told once."""
    piped("vault", "passphrase", lines=f"{WORDS}\n")
    assert opens(path, WORDS)
    assert piped("recover", lines=f"{WORDS}\n")[0] == 0
    code, said = piped("recover", lines=f"{OTHER}\n")
    assert (code, said.count("not the passphrase")) == (12, 1)
    assert piped("recover")[0] == 12


def test_a_dictation_leaves_standard_input_to_its_stop_key(
    path: Path, env: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where that is no terminal, `listen` asks for nothing: the dictation is not kept, and why is said."""
    monkeypatch.setenv("PLAINSPOKEN_DATA", env["PLAINSPOKEN_DATA"])
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    lock_new_key(path, Passphrase(WORDS))
    with pytest.raises(PassphraseWanted):
        vault_opener(piped=False)()
    assert sys.stdin.read() == "\n"


def test_without_a_keyring_nothing_is_handed_to_it(path: Path, piped: Run) -> None:
    """The passphrase still opens the vault."""
    assert piped("vault", "keyring") == (
        0,
        "No passphrase was chosen: the keyring has the key, or will have it.\n",
    )
    piped("vault", "passphrase", lines=f"{WORDS}\n")
    code, said = piped("vault", "keyring")
    assert (code, "No passphrase was given; nothing was changed." in said) == (12, True)
    code, said = piped("vault", "keyring", lines=f"{WORDS}\n")
    assert (code, "no keyring" in said) == (12, True)
    assert opens(path, WORDS)


def test_a_vault_is_set_aside_with_its_passphrase(path: Path, piped: Run) -> None:
    """It opens where it is now; where there is nothing to set aside, that is said."""
    code, said = piped("set-vault-aside")
    assert (code, "There is no vault" in said) == (12, True)
    piped("vault", "passphrase", lines=f"{WORDS}\n")
    assert opens(path, WORDS)
    with closing(Vault.open(path, unlock_key(path, Passphrase(WORDS)))):
        code, said = piped("set-vault-aside")
        assert (code, "in use" in said) == (12, True)
    code, said = piped("set-vault-aside")
    assert (code, "its passphrase was not given" in said) == (0, True)
    assert opens(Path(next(line for line in said.splitlines() if line.startswith(str(path)))), WORDS)
    assert not path.exists()


def test_a_vault_whose_passphrase_is_given_is_not_set_aside(path: Path, piped: Run) -> None:
    """It can be opened; with a wrong one it cannot, and is moved, which is said."""
    piped("vault", "passphrase", lines=f"{WORDS}\n")
    assert opens(path, WORDS)
    code, said = piped("set-vault-aside", lines=f"{WORDS}\n")
    assert (code, "can be opened; unfinished dictations: 0" in said, path.exists()) == (12, True, True)
    code, said = piped("set-vault-aside", lines=f"{OTHER}\n")
    assert (code, "its passphrase was not given" in said, path.exists()) == (0, True, False)
    assert "horse" not in said


def test_who_has_forgotten_the_passphrase_may_set_the_vault_aside_and_who_breaks_off_does_not(
    path: Path, piped: Run, at_a_terminal: Run
) -> None:
    """Ctrl-C is no answer; Enter alone is."""
    piped("vault", "passphrase", lines=f"{WORDS}\n")
    assert opens(path, WORDS)
    ask = "(Enter alone: go without it):"
    code, shown = at_a_terminal("set-vault-aside", typed=((ask, "\x03"),))
    assert (code, "nothing was changed" in shown, path.exists()) == (12, True, True), shown
    code, shown = at_a_terminal("set-vault-aside", typed=((ask, OTHER), (ask, "")))
    assert (code, "its passphrase was not given" in shown, path.exists()) == (0, True, False), shown
