"""The vault's key: in the system's keyring, or made of a passphrase.

In the keyring, a key lies under the fingerprint that its vault shows (`vault_file.fingerprint_in`). So each vault finds
its own key: one that was set aside keeps it, two programs that start at once cannot lock each other out, and a key is
never written over another.

With a passphrase, a small file beside the vault holds the salt and what the derivation costs. It holds nothing secret,
but without it the passphrase opens nothing: it belongs into a backup together with the vault.
"""

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import keyring.backend
import keyring.errors

from plainspoken.adapters.vault_file import KEY_BYTES, fingerprint, fingerprint_in, own_errors, place
from plainspoken.dictation.errors import KeyringLocked, KeyringMissing, VaultLocked

SERVICE = "plainspoken"
"""Under this name she finds the key in her keyring program."""

_SYSTEM_KEYRINGS = ("SecretService", "libsecret", "kwallet", "macOS", "Windows")
"""The modules of `keyring` that speak to the system. Plug-ins are left out: some of them write plain files."""

_SALT_BYTES = 16
_MOST_MEMORY = 1 << 30
_MOST_ROUNDS = 16
_LEAST_N = 2**14
"""Bytes, how often, and the least cost; a salt file that asks for more, or for less, was not written by us."""


class Keyring(Protocol):
    """What is needed of a `keyring` backend."""

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, if there is one."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        ...


@dataclass(frozen=True, slots=True)
class _Scrypt:
    """How a passphrase becomes a key; the cost is the OWASP Password Storage Cheat Sheet's first choice: 128 MiB."""

    salt: str
    """Hexadecimal."""
    n: int = 2**17
    r: int = 8
    p: int = 1

    def key(self, passphrase: str) -> bytes:
        """Takes about half a second and 128 MiB; that is its purpose."""
        memory = 128 * self.n * self.r
        # The same passphrase comes in other bytes from other keyboards: NIST SP 800-63B asks for NFKC or NFKD.
        typed = unicodedata.normalize("NFKC", passphrase).encode()
        salt = bytes.fromhex(self.salt)
        return hashlib.scrypt(
            typed, salt=salt, n=self.n, r=self.r, p=self.p, maxmem=2 * memory, dklen=KEY_BYTES
        )


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


def wants_passphrase(vault: Path) -> bool:
    """Whether the vault was made with a passphrase."""
    return _salt_file(vault).exists()


def key_from_passphrase(vault: Path, passphrase: str) -> bytes:
    """The key of the vault; where there is no vault yet, the salt of the one to come is written.

    Raises:
        ValueError: the passphrase is empty.
        VaultLocked: it is another one, or the file with the salt is lost or damaged.
        VaultDamaged, VaultUnwritable: the vault cannot be read, or the salt cannot be written.
    """
    if not passphrase:
        raise ValueError("A passphrase has at least one letter.")
    there = vault.exists()
    with own_errors(vault):
        if not there and not wants_passphrase(vault):
            salt = _Scrypt(secrets.token_hex(_SALT_BYTES))
            place(_salt_file(vault), json.dumps(asdict(salt)).encode())
        key = _read_salt(vault).key(passphrase)
    if there and fingerprint_in(vault) != fingerprint(key):
        raise VaultLocked(
            "The passphrase does not fit the vault.",
            "Try again; or set the vault aside, unopened (plainspoken set-vault-aside), and begin a new one.",
        )
    return key


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
    mark = fingerprint(key)
    with _own_errors():
        ring.set_password(SERVICE, mark.hex(), key.hex())
    if _get(ring, mark) != key:
        raise _locked("it did not give back what it was given")
    return key


def _get(ring: Keyring, mark: bytes) -> bytes | None:
    with _own_errors():
        kept = ring.get_password(SERVICE, mark.hex())
    with suppress(ValueError):
        return None if kept is None else bytes.fromhex(kept)
    return None


def _no_key(vault: Path) -> VaultLocked:
    if wants_passphrase(vault):
        return VaultLocked(f"The vault {vault} was made with a passphrase.", "Give the passphrase.")
    return VaultLocked(
        f"The keyring has no key for the vault {vault}.",
        f'Bring back the keyring that has it (service "{SERVICE}"), or set the vault aside, unopened '
        "(plainspoken set-vault-aside), and begin a new one.",
    )


def _salt_file(vault: Path) -> Path:
    return vault.with_name(f"{vault.name}.salt")


def _read_salt(vault: Path) -> _Scrypt:
    """What the file beside the vault says.

    Raises:
        VaultLocked: it is gone, or says nothing that can be used.
    """
    file = _salt_file(vault)
    cause: Exception
    try:
        return _checked(json.loads(file.read_text("utf-8")))
    except FileNotFoundError as error:
        reason, cause = "is gone", error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        reason, cause = "is damaged", error
    raise VaultLocked(
        f"The file {file}, which belongs to the passphrase, {reason}.",
        "Bring it back from a backup, or set the vault aside, unopened (plainspoken set-vault-aside), "
        "and begin a new one.",
    ) from cause


def _checked(read: object) -> _Scrypt:
    if not isinstance(read, dict) or not all(type(read[cost]) is int for cost in ("n", "r", "p")):
        raise ValueError("Something is missing, or of another type.")
    scrypt = _Scrypt(**read)
    bytes.fromhex(scrypt.salt)
    n, r, p = scrypt.n, scrypt.r, scrypt.p
    power_of_two = n >= _LEAST_N and n & (n - 1) == 0
    if not (power_of_two and r > 0 and 128 * n * r <= _MOST_MEMORY and 0 < p <= _MOST_ROUNDS):
        raise ValueError("The cost is out of range.")
    return scrypt


@contextmanager
def _own_errors() -> Iterator[None]:
    try:
        yield
    except keyring.errors.NoKeyringError as error:
        raise KeyringMissing(
            "This system has no keyring that could keep the vault's key.",
            "Install one (on Linux: GNOME Keyring or KWallet) and log in anew.",
        ) from error
    except KeyringLocked:
        raise
    except Exception as error:  # an edge: each backend lets through what its system's library raises
        raise _locked(type(error).__name__) from error


def _locked(reason: str) -> KeyringLocked:
    return KeyringLocked(
        f"The system's keyring is locked, or fails ({reason}).",
        "Unlock it, then start Plainspoken again.",
    )
