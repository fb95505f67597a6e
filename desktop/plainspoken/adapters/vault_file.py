"""The vault's file: made, keyed, opened, set aside; and what SQLite says, in our own words.

**Cipher.** ChaCha20-Poly1305, the default of SQLite3 Multiple Ciphers. Each 4096-byte page has its own random nonce and
its own tag, so one altered bit is found when its page is read. It needs no AES instructions, and nothing of OpenSSL.
The key is 32 random bytes, so it is handed over raw: the cipher's own PBKDF2 would add a wait
and no strength. The first 16 bytes of the file, which the cipher leaves readable for its salt, are free with a raw
key; they hold the key's fingerprint. A wrong key is told from a damaged file by it, before SQLite touches anything.

**Write-ahead log.** A commit is one append and one sync (`synchronous=FULL`: it survives a power cut), where a
rollback journal needs three syncs. The log is encrypted page by page like the file, has the file's rights (0600), and
is folded in and cut to nothing at each purge.

**One owner.** `locking_mode=EXCLUSIVE`: a second process is refused, and there is no shared-memory file beside it. The
system drops the lock of a process that dies. POSIX drops it also when the *same process* opens and closes the file by
other means; so whoever reads the raw file beside an open vault does it with `fingerprint_in`, or from another process.

**No temporary file.** `temp_store=MEMORY`; the cipher would not cover one.
"""

import hmac
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import apsw

from plainspoken.adapters import vault_schema
from plainspoken.adapters.whole_file import placed
from plainspoken.dictation.errors import (
    VaultDamaged,
    VaultError,
    VaultFull,
    VaultInUse,
    VaultLocked,
    VaultNewer,
    VaultUnwritable,
)

KEY_BYTES = 32
"""ChaCha20 takes a key of this size."""

FINGERPRINT_BYTES = 16
"""What the cipher leaves at the head of the file for a salt."""

_PRAGMAS_WHEN_NEW = ("auto_vacuum=INCREMENTAL",)
"""So that a purge can give the room back. Only here: the pragma writes, even where nothing changes."""

_PRAGMAS = (
    "locking_mode=EXCLUSIVE",
    "journal_mode=WAL",
    "synchronous=FULL",
    "fullfsync=ON",  # macOS: a plain fsync stops at the drive's cache
    "checkpoint_fullfsync=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
)

_BESIDE = ("-wal", "-journal", "-shm")

_UNREADABLE = frozenset(
    {
        apsw.SQLITE_IOERR_READ,
        apsw.SQLITE_IOERR_SHORT_READ,
        apsw.SQLITE_IOERR_CORRUPTFS,
        apsw.SQLITE_IOERR_DATA,
    }
)

SET_ASIDE = (
    "set the vault aside, whole and unopened, and begin a new one "
    "(in the app's menu, or: plainspoken set-vault-aside)"
)
"""What she can do with any vault that cannot be opened; to follow "or"."""

_DAMAGED = f"Bring the file back from a backup, or {SET_ASIDE}; what can be read is still in it."


def fingerprint(key: bytes) -> bytes:
    """What the file tells of its key: 16 bytes that do not lead back to it (a truncated HMAC-SHA256)."""
    return hmac.digest(key, b"plainspoken vault", "sha256")[:FINGERPRINT_BYTES]


def fingerprint_in(path: Path) -> bytes:
    """The fingerprint of the key that a vault was made with; safe while the vault is open in this process.

    Raises:
        VaultDamaged: the file is too short to be a vault.
        VaultUnwritable: it cannot be read.
    """
    with own_errors(path):
        if path.stat().st_size < FINGERPRINT_BYTES:
            raise damaged(path)
        # Through SQLite's own file layer, which knows of the locks of this process; see "One owner" above.
        file = apsw.VFSFile("", str(path), [apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_READONLY, 0])
        try:
            return file.xRead(FINGERPRINT_BYTES, 0)
        finally:
            file.xClose()


def open_file(path: Path, key: bytes) -> apsw.Connection:
    """A connection to the vault, which is made where there is none.

    Raises:
        ValueError: the key has another length than `KEY_BYTES`.
        VaultLocked, VaultDamaged, VaultNewer, VaultInUse, VaultUnwritable, VaultFull: as their names say.
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"A key has {KEY_BYTES} bytes.")
    with own_errors(path):
        if not path.exists():
            _make(path, key)
        if fingerprint_in(path) != fingerprint(key):
            raise VaultLocked(
                f"The vault {path} was locked with another key than the one at hand.",
                f"Bring the right key back (this user's keyring) and try again, or {SET_ASIDE}.",
            )
        connection = _connect(path, key)
        try:
            _check_version(connection, path)
            vault_schema.bring_up_to_date(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def set_aside(path: Path, name: str) -> Path:
    """Move a vault that cannot be opened out of the way, whole and unchanged; only ever by her choice.

    Args:
        path: the vault.
        name: what is appended to its name, such as the date.

    Returns:
        Where it is now.

    Raises:
        VaultInUse: somebody has it open; a program that closes a vault which was moved would harm the new one.
        VaultError: there is none.
        VaultUnwritable: it cannot be moved, or a file of that name is there already.
    """
    aside = path.with_name(f"{path.name}.{name}")
    endings = [ending for ending in ("", *_BESIDE, ".key") if Path(f"{path}{ending}").exists()]
    if not endings:
        raise VaultError(f"There is no vault {path}.", "The next dictation begins one.")
    need_free(path)
    with own_errors(path):
        for ending in endings:
            there = Path(f"{aside}{ending}")
            if there.exists():
                raise FileExistsError(17, "a file of that name is there already")
            Path(f"{path}{ending}").rename(there)
    return aside


def need_free(path: Path) -> None:
    """Ask SQLite for the file's lock; read only and without a key, so that it can do nothing else with it.

    Raises:
        VaultInUse: somebody has the vault open.
    """
    if not path.exists():
        return
    with own_errors(path):
        try:
            with closing(apsw.Connection(str(path), apsw.SQLITE_OPEN_READONLY)) as connection:
                connection.execute("SELECT 1 FROM sqlite_schema")
        except (apsw.BusyError, apsw.LockedError):
            raise
        except apsw.Error:  # it is no database to who has no key; or damaged, which is said when it is opened
            pass


@contextmanager
def own_errors(path: Path) -> Iterator[None]:
    """SQLite's and the system's complaints about a vault, as ours. Programming mistakes pass through."""
    try:
        yield
    except VaultError:
        raise
    except apsw.IOError as error:
        unreadable = getattr(error, "extendedresult", 0) in _UNREADABLE  # the stubs do not know it
        raise (damaged(path) if unreadable else _unwritable(path, error)) from error
    except apsw.FullError as error:
        raise VaultFull(
            f"The disk is full: the vault {path} cannot take more.",
            "Free some space. Recording goes on in memory and is written as soon as there is room; "
            "do not close Plainspoken before.",
        ) from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise VaultInUse(
            f"The vault {path} is in use by another process.", "Close the other Plainspoken first."
        ) from error
    except (apsw.NotADBError, apsw.CorruptError) as error:
        raise damaged(path) from error
    except (apsw.ReadOnlyError, apsw.CantOpenError, apsw.PermissionsError, OSError) as error:
        raise _unwritable(path, error) from error


def damaged(path: Path) -> VaultDamaged:
    """What to say of a vault that is not as it was written."""
    return VaultDamaged(f"The vault {path} is damaged.", _DAMAGED, dictation_safe=False)


def _unwritable(path: Path, error: Exception) -> VaultUnwritable:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return VaultUnwritable(
        f"The vault {path} cannot be written: {reason}.",
        "Mend the rights of the folder or the disk. Recording goes on in memory.",
    )


def _make(path: Path, key: bytes) -> None:
    """An empty file is a damaged vault and never a new one, so a new one gets its name when it is whole."""
    if any(Path(f"{path}{ending}").exists() for ending in _BESIDE):
        raise VaultDamaged(f"The vault {path} is gone, but not its journal.", _DAMAGED, dictation_safe=False)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (
        placed(path) as making,
        closing(_connect(making, key, (*_PRAGMAS_WHEN_NEW, *_PRAGMAS))) as connection,
    ):
        vault_schema.make(connection)


def _connect(path: Path, key: bytes, pragmas: Sequence[str] = _PRAGMAS) -> apsw.Connection:
    """Without SQLITE_OPEN_CREATE: a file that is gone is an error, not an empty vault."""
    connection = apsw.Connection(str(path), apsw.SQLITE_OPEN_READWRITE)
    try:
        connection.pragma("cipher", "chacha20")
        connection.pragma("key", f"raw:{key.hex()}{fingerprint(key).hex()}")
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _check_version(connection: apsw.Connection, path: Path) -> None:
    if vault_schema.version(connection) > vault_schema.VERSION:
        raise VaultNewer(
            f"The vault {path} was written by a later version of Plainspoken.",
            f"Install that version again, or {SET_ASIDE}.",
        )
    if not vault_schema.is_known(connection):
        raise damaged(path)
