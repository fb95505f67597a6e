"""`plainspoken vault …`: who has the vault's key; and the one place where a terminal asks for a passphrase."""

import sys
from collections.abc import Callable
from getpass import getpass
from typing import TYPE_CHECKING

from cyclopts import App

from plainspoken.bootstrap import vault_door
from plainspoken.dictation.errors import PassphraseUnfit, PassphraseWrong, VaultError, VaultInUse
from plainspoken.terminal import complain, tell
from plainspoken.workers.passphrase import Passphrase

if TYPE_CHECKING:
    from plainspoken.adapters.vault import Vault

TRIES = 3
"""How often a terminal asks for the passphrase."""

_ASK = "Passphrase of the vault: "

vault = App(
    name="vault", help="Say who has the key of the vault: you, with a passphrase, or the system's keyring."
)


@vault.command
def passphrase() -> int:
    """Choose a passphrase for the vault, or another one; nothing else opens it then.

    Asks for it twice, and for the one until now where there is one. Where standard input is no terminal, they are
    its lines: the one until now, if there is one, then the new one.
    """
    door = vault_door()
    old = _present(_ASK.replace("Passphrase", "Present passphrase")) if door.has_passphrase else None
    door.choose_passphrase(_typed_twice(), old)
    tell(
        "Your passphrase opens the vault from now on. Nobody can bring it back: keep a copy in a safe place."
    )
    return 0


@vault.command
def keyring() -> int:
    """Hand the key of a vault that has a passphrase to the system's keyring; the passphrase is forgotten."""
    door = vault_door()
    if not door.has_passphrase:
        tell("No passphrase was chosen: the keyring has the key, or will have it.")
        return 0
    door.hand_to_keyring(_present(_ASK))
    tell("The keyring opens the vault from now on.")
    return 0


def need_vault_free(command: str) -> None:
    """Make sure, before she is asked for anything, that the app does not have the vault.

    Args:
        command: what she can do in the running app, with `--in-app`.

    Raises:
        VaultInUse: it does, or another command does.
    """
    try:
        vault_door().need_free()
    except VaultInUse as error:
        remedy = f"Do it there (plainspoken {command} --in-app), or end it first: plainspoken quit"
        raise VaultInUse("The app runs, and has the vault open.", remedy) from error


def vault_opener(*, piped: bool) -> "Callable[[], Vault]":
    """What opens the vault; if it has a passphrase, asks for it now. If none is given, what opens it says so.

    Args:
        piped: whether to read it from standard input where that is no terminal.

    Raises:
        PassphraseWrong: that was not it.
        VaultError: the file with the key behind the passphrase cannot be used, or she broke off.
    """
    door, asks = vault_door(), sys.stdin.isatty()
    tries = (TRIES if asks else int(piped)) if door.has_passphrase else 0
    for left in reversed(range(tries)):
        typed = _typed(f"{_ASK[:-2]} (Enter alone: go without it): ")
        if not typed:
            break
        try:
            return door.unlocked(Passphrase(typed))
        except PassphraseWrong as error:
            if not left:
                raise
            complain(error)
    return door.open


def _present(prompt: str) -> Passphrase:
    """The one until now.

    Raises:
        VaultError: none was given.
    """
    if not (typed := _typed(prompt)):
        remedy = "Type it, or pipe it in as the first line."
        raise VaultError("No passphrase was given; nothing was changed.", remedy)
    return Passphrase(typed)


def _typed_twice() -> Passphrase:
    typed = _typed("New passphrase: ")
    if sys.stdin.isatty() and typed != _typed("Once more: "):
        raise PassphraseUnfit("The two were not the same; nothing was changed.", "Try again.")
    return Passphrase(typed)


def _typed(prompt: str) -> str:
    """A line that a terminal does not show, or the next line of what is piped in; nothing at its end."""
    if sys.stdin.isatty():
        try:
            return getpass(prompt, sys.stderr)
        except (EOFError, KeyboardInterrupt):
            # Not `PassphraseWanted`: to break off is no answer, and nothing is done as if it were one.
            raise VaultError("No passphrase was given; nothing was changed.", "Try again.") from None
    return sys.stdin.buffer.readline().decode(errors="surrogateescape").rstrip("\r\n")
