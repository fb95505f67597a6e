"""The vault's key behind a passphrase: a small file beside the vault.

The key itself is 32 random bytes, as it is in a keyring. The file holds it locked: XORed with what scrypt makes of the
passphrase and a salt. Each locking takes a salt of its own, so each of scrypt's outputs is used once, and the locked
key says nothing without the passphrase. (Were the key itself made of the passphrase, another passphrase would mean to
write the whole vault anew, with a crash in the middle of it to be feared.) The file holds nothing secret, but without
it the passphrase opens nothing: it belongs into a backup together with the vault.

A change of the passphrase leaves the key as it is. Whoever has an old copy of this file and the old passphrase can
still open the vault; only a vault that is begun anew has another key.
"""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from plainspoken.adapters.vault_file import KEY_BYTES, SET_ASIDE, fingerprint, fingerprint_in, own_errors
from plainspoken.adapters.whole_file import place
from plainspoken.dictation.errors import PassphraseUnfit, PassphraseWrong, VaultLocked
from plainspoken.workers.passphrase import LEAST_CHARACTERS, LEAST_DIFFERENT, Passphrase
from plainspoken_models.copying import sync_folder

SCRYPT_N = 2**17
"""Cost of a new lock, with r = 8 and p = 1: the OWASP Password Storage Cheat Sheet's first choice, 128 MiB."""

FOUR_WORDS = "Take four or five words that have nothing to do with each other."

_SALT_BYTES = 16
_MOST_MEMORY = 1 << 30
_MOST_ROUNDS = 16
"""Bytes, and how often; a file that asks for more was not written by us."""


@dataclass(frozen=True, slots=True)
class _LockedKey:
    """What the file says."""

    vault: str
    """Fingerprint of the key: which vault it is for, and whether the passphrase was the right one. Hexadecimal."""
    salt: str
    """Hexadecimal, as is the locked key."""
    key: str
    n: int
    """scrypt's cost, with the two that follow."""
    r: int = 8
    p: int = 1

    def opened(self, typed: bytearray) -> bytes:
        """The key that this passphrase makes of it, right or wrong."""
        return _xor(bytes.fromhex(self.key), self.pad(typed))

    def pad(self, typed: bytearray) -> bytes:
        """32 bytes. Takes about half a second and 128 MiB; that is its purpose."""
        memory = 128 * self.n * self.r
        salt = bytes.fromhex(self.salt)
        return hashlib.scrypt(
            typed, salt=salt, n=self.n, r=self.r, p=self.p, maxmem=2 * memory + (1 << 20), dklen=KEY_BYTES
        )

    @property
    def check(self) -> str:
        """Tells a damaged file from a wrong passphrase."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


def key_file(vault: Path) -> Path:
    """Where the locked key of a vault is, or would be."""
    return vault.with_name(f"{vault.name}.key")


def has_passphrase(vault: Path) -> bool:
    """Whether the vault's key, or that of the one to come, is behind a passphrase."""
    return key_file(vault).exists()


def lock_key(vault: Path, key: bytes, passphrase: Passphrase) -> None:
    """Put the vault's key behind this passphrase, in place of the one before; a crash leaves the one or the other.

    Raises:
        ValueError: the passphrase was used already.
        PassphraseUnfit: it is too short.
        VaultUnwritable, VaultFull: the file cannot be written.
    """
    _need_fit(passphrase)
    with passphrase.spent() as typed:
        _place(vault, key, typed, over=True)


def lock_new_key(vault: Path, passphrase: Passphrase) -> bytes:
    """Make the key of a vault that is not there yet; where a passphrase was chosen for it already, it must be this one.

    Raises:
        As `lock_key` and `unlock_key`.
    """
    _need_fit(passphrase)
    if vault.exists() and not has_passphrase(vault):
        raise VaultLocked(
            f"The vault {vault} has another key than one behind a passphrase.",
            f"Bring its keyring back and try again, or {SET_ASIDE}.",
        )
    with passphrase.spent() as typed:
        _place(vault, secrets.token_bytes(KEY_BYTES), typed, over=False)
        return _unlock(vault, typed)


def unlock_key(vault: Path, passphrase: Passphrase) -> bytes:
    """The key of the vault.

    Raises:
        ValueError: the passphrase was used already.
        PassphraseWrong: it is another one. Nothing was touched.
        VaultLocked: the file with the key is lost, damaged, or another vault's.
        VaultDamaged, VaultUnwritable: the vault, or the file, cannot be read.
    """
    with passphrase.spent() as typed:
        return _unlock(vault, typed)


def remove_locked_key(vault: Path) -> None:
    """No passphrase opens the vault any more.

    Raises:
        VaultUnwritable: the file cannot be removed.
    """
    with own_errors(vault):
        key_file(vault).unlink(missing_ok=True)
        sync_folder(vault.parent)


def read_locked_key(vault: Path) -> _LockedKey:
    """What the file beside the vault says, which must be about this vault.

    Raises:
        VaultLocked: it is gone, says nothing that can be used, or belongs to another vault.
        VaultDamaged, VaultUnwritable: the vault, or the file, cannot be read.
    """
    try:
        with own_errors(vault):
            read = key_file(vault).read_bytes() if has_passphrase(vault) else None
        if read is not None:
            locked = _checked(json.loads(read))
            if not vault.exists() or fingerprint_in(vault).hex() == locked.vault:
                return locked
        reason = "is gone" if read is None else "belongs to another vault"
    except (ValueError, TypeError, KeyError, RecursionError):
        reason = "is damaged"
    raise VaultLocked(
        f"The file {key_file(vault)}, which holds the key behind your passphrase, {reason}.",
        f"Bring the right one back from a backup and try again, or {SET_ASIDE}.",
    )


def _unlock(vault: Path, typed: bytearray) -> bytes:
    locked = read_locked_key(vault)
    key = locked.opened(typed)
    if fingerprint(key).hex() != locked.vault:
        raise PassphraseWrong(
            "This is not the passphrase of the vault; nothing was changed.",
            f"Type it again. If it is forgotten, {SET_ASIDE}.",
        )
    return key


def _need_fit(passphrase: Passphrase) -> None:
    if passphrase.characters < LEAST_CHARACTERS:
        raise PassphraseUnfit(
            f"A passphrase for the vault has at least {LEAST_CHARACTERS} characters.",
            FOUR_WORDS,
        )
    if passphrase.different < LEAST_DIFFERENT:
        raise PassphraseUnfit(
            f"A passphrase for the vault has at least {LEAST_DIFFERENT} different characters.", FOUR_WORDS
        )


def _place(vault: Path, key: bytes, typed: bytearray, *, over: bool) -> None:
    blank = _LockedKey(fingerprint(key).hex(), secrets.token_hex(_SALT_BYTES), "", SCRYPT_N)
    locked = replace(blank, key=_xor(key, blank.pad(typed)).hex())
    with own_errors(vault):
        place(key_file(vault), json.dumps(asdict(locked) | {"check": locked.check}).encode(), over=over)


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _checked(read: object) -> _LockedKey:
    if not isinstance(read, dict) or not all(type(read[cost]) is int for cost in ("n", "r", "p")):
        raise ValueError("Something is missing, or of another type.")
    check = read.pop("check")
    locked = _LockedKey(**read)
    n, r, p = locked.n, locked.r, locked.p
    power_of_two = n > 1 and n & (n - 1) == 0
    if not (power_of_two and r > 0 and 128 * n * r <= _MOST_MEMORY and 0 < p <= _MOST_ROUNDS):
        raise ValueError("The cost is out of range.")
    if check != locked.check or len(bytes.fromhex(locked.key)) != KEY_BYTES:
        raise ValueError("It is not as it was written.")
    return locked
