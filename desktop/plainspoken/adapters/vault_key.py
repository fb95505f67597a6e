"""The vault's key in the system's keyring. Where it is behind a passphrase: `vault_passphrase`.

A key lies under the fingerprint that its vault shows (`vault_file.fingerprint_in`). So each vault finds
its own key: one that was set aside keeps it, two programs that start at once cannot lock each other out, and a key is
never written over another.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

import keyring.backend
import keyring.errors

from plainspoken.adapters.vault_file import KEY_BYTES, SET_ASIDE, fingerprint, fingerprint_in
from plainspoken.dictation.errors import KeyringLocked, KeyringMissing, VaultLocked

SERVICE = "plainspoken"
"""Under this name she finds the key in her keyring program."""

_SYSTEM_KEYRINGS = ("SecretService", "libsecret", "kwallet", "macOS", "Windows")
"""The modules of `keyring` that speak to the system. Plug-ins are left out: some of them write plain files."""


class Keyring(Protocol):
    """What is needed of a `keyring` backend."""

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, if there is one."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Keep it no longer."""
        ...


def key_in_keyring(vault: Path, ring: Keyring | None = None) -> bytes:
    """The key of the vault; a new one, which the keyring keeps from now on, where there is no vault yet.

    Args:
        vault: where the vault is or will be.
        ring: None for the system's own. It may ask her to unlock it, and waits until she has.

    Raises:
        KeyringMissing: the system has none.
        KeyringLocked: it does not give or take the key.
        VaultLocked: there is a vault, but no key to it in the keyring.
        VaultDamaged, VaultUnwritable: the vault cannot be read.
    """
    ring = ring or system_keyring()
    if not vault.exists():
        return _new_key(ring)
    mark = fingerprint_in(vault)
    kept = _get(ring, mark)
    if kept is None or fingerprint(kept) != mark:
        raise _no_key(vault)
    return kept


def keep_key(key: bytes, ring: Keyring) -> None:
    """Let the keyring keep a key, under its fingerprint.

    Raises:
        KeyringLocked: it does not take it, or does not give it back.
    """
    mark = fingerprint(key)
    with _own_errors():
        ring.set_password(SERVICE, mark.hex(), key.hex())
    if _get(ring, mark) != key:
        raise _locked("it did not give back what it was given")


def forget_key(key: bytes, ring: Keyring) -> None:
    """Let the keyring keep it no longer.

    Raises:
        KeyringLocked: it still does.
    """
    with _own_errors():
        ring.delete_password(SERVICE, fingerprint(key).hex())


def system_keyring() -> Keyring:
    """The system's own keyring.

    Raises:
        KeyringMissing: there is none.
    """
    with _own_errors():
        usable = [
            ring
            for ring in keyring.backend.get_all_keyring()
            if type(ring).__module__.removeprefix("keyring.backends.") in _SYSTEM_KEYRINGS
        ]
        if not usable:
            raise keyring.errors.NoKeyringError
        return max(usable, key=lambda ring: float(ring.priority))


def _new_key(ring: Keyring) -> bytes:
    key = secrets.token_bytes(KEY_BYTES)
    keep_key(key, ring)
    return key


def _get(ring: Keyring, mark: bytes) -> bytes | None:
    with _own_errors():
        kept = ring.get_password(SERVICE, mark.hex())
    with suppress(ValueError):
        return None if kept is None else bytes.fromhex(kept)
    return None


def _no_key(vault: Path) -> VaultLocked:
    return VaultLocked(
        f"The keyring has no key for the vault {vault}.",
        f'Bring back the keyring that has it (service "{SERVICE}") and try again, or {SET_ASIDE}.',
    )


@contextmanager
def _own_errors() -> Iterator[None]:
    try:
        yield
    except keyring.errors.NoKeyringError as error:
        raise KeyringMissing(
            "This system has no keyring that could keep the vault's key.",
            "Choose a passphrase instead (in the app's menu, or: plainspoken vault passphrase), or install a keyring "
            "(on Linux: GNOME Keyring or KWallet) and log in anew.",
        ) from error
    except KeyringLocked:
        raise
    except Exception as error:  # an edge: each backend lets through what its system's library raises
        raise _locked(type(error).__name__) from error


def _locked(reason: str) -> KeyringLocked:
    return KeyringLocked(
        f"The system's keyring is locked, or fails ({reason}).",
        "Unlock it and try again (in the app's menu, or by the same command).",
    )
