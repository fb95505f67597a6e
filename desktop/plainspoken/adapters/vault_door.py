"""The ways into a vault: with a key from the keyring, or with a passphrase; and what to do when neither opens it."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from plainspoken.adapters.vault import Vault
from plainspoken.adapters.vault_file import SET_ASIDE, need_free, set_aside
from plainspoken.adapters.vault_key import Keyring, forget_key, keep_key, key_in_keyring, system_keyring
from plainspoken.adapters.vault_passphrase import (
    has_passphrase,
    key_file,
    lock_key,
    lock_new_key,
    read_locked_key,
    remove_locked_key,
    unlock_key,
)
from plainspoken.dictation.errors import KeyringMissing, PassphraseWanted, VaultLocked
from plainspoken.workers.passphrase import Passphrase


class VaultDoor:
    """The door of one vault. It has one key, in the keyring or behind a passphrase; no way in makes another.

    Args:
        vault: where the vault is or will be.
        ring: None for the system's own keyring.
    """

    def __init__(self, vault: Path, ring: Keyring | None = None) -> None:
        self._vault = vault
        self._ring = ring
        self._new_key: bytes | None = None
        """While there is no room to make the vault, each try would leave one more key in the keyring."""
        self._unlocked: bytes | None = None
        """Where the passphrase was right and the vault does not open all the same, she is not asked again."""

    @property
    def leads_to_a_vault(self) -> bool:
        """Whether there is a vault, opened or not."""
        return self._vault.exists()

    @property
    def has_passphrase(self) -> bool:
        """Whether a passphrase was chosen."""
        return has_passphrase(self._vault)

    def need_free(self) -> None:
        """Make sure that nobody has the vault open; needs no key, and so asks her for nothing.

        Raises:
            VaultInUse: somebody has.
        """
        need_free(self._vault)

    def open(self) -> Vault:
        """Open the vault with the key from the keyring, which may ask her first; it is made where there is none.

        Raises:
            PassphraseWanted: the key is behind a passphrase.
            KeyringMissing: there is neither a vault yet nor a keyring for its key.
            VaultLocked: there is a vault, and its key is out of reach.
            VaultError: it cannot be opened for another reason.
        """
        if self.has_passphrase and self._unlocked:
            return self._open_with(self._unlocked)
        if self.has_passphrase:
            read_locked_key(self._vault)
            raise PassphraseWanted(
                "What is kept is locked with your passphrase.",
                "Unlock it in the app's menu; plainspoken recover asks for it in a terminal.",
            )
        try:
            return Vault.open(self._vault, self._key())
        except KeyringMissing as error:
            if not self.leads_to_a_vault:
                raise
            raise VaultLocked(
                "The vault's key is out of reach: there is no keyring, and no file that a passphrase would open.",
                f"Bring back the keyring, or {key_file(self._vault)}, and try again, or {SET_ASIDE}.",
            ) from error

    def _key(self) -> bytes:
        if self.leads_to_a_vault:
            return key_in_keyring(self._vault, self._ring)
        self._new_key = self._new_key or key_in_keyring(self._vault, self._ring)
        return self._new_key

    def _open_with(self, key: bytes) -> Vault:
        self._unlocked = key
        vault = Vault.open(self._vault, key)
        self._unlocked = None
        return vault

    def unlock(self, passphrase: Passphrase) -> Vault:
        """Open the vault with the passphrase.

        Raises:
            PassphraseWrong: it is another one. Nothing was touched.
            VaultError: it cannot be opened for another reason.
        """
        return self.unlocked(passphrase)()

    def unlocked(self, passphrase: Passphrase) -> Callable[[], Vault]:
        """What opens the vault as `unlock` does; the passphrase has been found to be the right one, and is spent.

        Raises:
            PassphraseWrong: it is another one. Nothing was touched.
            VaultLocked, VaultDamaged, VaultUnwritable: the key cannot be read.
        """
        return partial(self._open_with, unlock_key(self._vault, passphrase))

    def begin_with(self, passphrase: Passphrase) -> Vault:
        """Make a vault that this passphrase opens; where one was chosen already, it must be this one.

        Raises:
            PassphraseUnfit, PassphraseWrong: as their names say.
            VaultLocked: there is a vault already, and its key is not behind a passphrase.
            VaultError: it cannot be made.
        """
        return self._open_with(lock_new_key(self._vault, passphrase))

    def choose_passphrase(self, new: Passphrase, old: Passphrase | None = None) -> None:
        """Let this passphrase open the vault from now on, and nothing else; what is in it stays as it is.

        Args:
            new: the passphrase.
            old: the one until now, where there is one.

        Raises:
            PassphraseUnfit: it is too short.
            PassphraseWanted, PassphraseWrong: the one until now is missing, or another one.
            VaultError: the key is out of reach, or the file cannot be written.
        """
        if old is not None:
            lock_key(self._vault, unlock_key(self._vault, old), new)
        elif self.has_passphrase:
            raise PassphraseWanted("There is a passphrase already.", "Give that one, too.")
        elif self.leads_to_a_vault:
            ring = self._ring or system_keyring()
            key = key_in_keyring(self._vault, ring)
            lock_key(self._vault, key, new)
            forget_key(key, ring)
        else:
            lock_new_key(self._vault, new)

    def hand_to_keyring(self, passphrase: Passphrase) -> None:
        """Let the keyring open the vault from now on, and no passphrase.

        Raises:
            VaultLocked: there is no passphrase, or it is another one.
            KeyringMissing, KeyringLocked: the keyring does not take the key; all is as it was.
            VaultUnwritable: the file behind the passphrase cannot be removed; both open the vault.
        """
        keep_key(unlock_key(self._vault, passphrase), self._ring or system_keyring())
        remove_locked_key(self._vault)

    def set_aside(self) -> Path:
        """Give the vault another name, whole and unopened, with what its passphrase needs; where it is now.

        Raises:
            VaultInUse: somebody has it open.
            VaultUnwritable: it cannot be moved.
        """
        moved = set_aside(self._vault, time.strftime("%Y-%m-%d-%H%M%S"))
        self._new_key = self._unlocked = None
        return moved

    def begin_anew(self) -> Vault:
        """Set the vault aside, and open a new one as `open` does. Only ever by her choice.

        Raises:
            VaultError: as `set_aside` and `open`.
        """
        self.set_aside()
        return self.open()
