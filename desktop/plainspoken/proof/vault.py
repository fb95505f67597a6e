"""Fills a vault of its own, in the data folder, and looks into the raw file."""

import secrets
import tempfile
import time
from contextlib import closing
from itertools import islice
from pathlib import Path

import numpy as np

from plainspoken.adapters.vault import Vault
from plainspoken.adapters.vault_file import KEY_BYTES
from plainspoken.proof.findings import Finding
from plainspoken_models.contracts import FRAME_MS
from plainspoken_models.sound import frames_of

_PLAIN_SQLITE = b"SQLite format 3\0"
"""How a database that is not encrypted begins (sqlite.org/fileformat.html)."""

_LEAST_ENTROPY = 7.99
"""Bits a byte. As many random bytes as a small vault has come to 7.998; no text and no sound comes near."""

_SOUND_S = 20

_LOOKED_AT_BYTES = 1 << 24
"""Of a vault that may be large."""

CODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")


def examine_vault(vault: Path, sample: Path) -> tuple[Finding, ...]:
    """What holds of a vault with a marked note and some speech in it, which is removed again, and of hers.

    Args:
        vault: where hers is, or would be: the other one is made in the same folder, with the same rights.
        sample: speech.
    """
    marker = f"zygomaticus{secrets.token_hex(4)}"
    vault.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="proof-", dir=vault.parent) as folder:
        path = Path(folder) / "vault.db"
        found, while_open = _fill(path, marker, sample)
        raw, mode = path.read_bytes(), path.stat().st_mode & 0o777
    kept = (
        f"A vault was made with a marked note and {_SOUND_S} s of speech; the note was found through its key."
    )
    nowhere = f"The marker is nowhere in its files, open or closed ({', '.join(CODINGS)}, any case)."
    return (
        Finding(found, kept),
        Finding(not holds(while_open + raw, marker), nowhere),
        *_raw_findings("Its file", raw),
        Finding(mode & 0o077 == 0, f"Nobody else may read it (mode {mode:04o})."),
        *(_raw_findings("The vault of this user", _beginning(vault)) if vault.exists() else ()),
    )


def holds(raw: bytes, word: str) -> bool:
    """Whether the bytes have this word in them, in lower, upper or mixed case, however text is written."""
    return any(word.casefold().encode(coding) in raw.lower() for coding in CODINGS)


def bits_per_byte(raw: bytes) -> float:
    """Shannon's entropy of the bytes; 0 … 8."""
    if not raw:
        return 0.0
    shares = np.bincount(np.frombuffer(raw, np.uint8), minlength=256) / len(raw)
    return float(-np.sum(shares[shares > 0] * np.log2(shares[shares > 0])))


def _raw_findings(name: str, raw: bytes) -> tuple[Finding, ...]:
    bits = bits_per_byte(raw)
    return (
        Finding(not raw.startswith(_PLAIN_SQLITE), f"{name} does not begin as a plain SQLite database does."),
        Finding(
            bits >= _LEAST_ENTROPY, f"{name}: {len(raw)} bytes have {bits:.4f} of 8 bits of entropy each."
        ),
    )


def _fill(path: Path, marker: str, sample: Path) -> tuple[bool, bytes]:
    """Whether the note was found again through the vault, and the bytes of all its files while it was open."""
    now_ms = time.time_ns() // 1_000_000
    with closing(Vault.open(path, secrets.token_bytes(KEY_BYTES))) as vault:
        dictation = vault.begin("soap", now_ms)
        for number, frame in enumerate(islice(frames_of(sample), _SOUND_S * 1000 // FRAME_MS)):
            vault.keep(dictation, number * FRAME_MS, frame)
        vault.stop(dictation, now_ms)
        vault.deliver(dictation, f"The {marker} is tender.", f'{{"text": "The {marker} is tender."}}', now_ms)
        found = len(vault.notes(marker)) == 1
        raw = b"".join(file.read_bytes() for file in path.parent.iterdir())
    return found, raw


def _beginning(vault: Path) -> bytes:
    with vault.open("rb") as stream:
        return stream.read(_LOOKED_AT_BYTES)
