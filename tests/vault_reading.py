"""How a test looks into a vault: with the key, at every page, the free ones and the log's too."""

import struct
from pathlib import Path

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20

from plainspoken.adapters.vault import Vault
from plainspoken.dictation.kept import DictationId
from plainspoken_models.contracts import FRAME_SAMPLES, Samples

PAGE = 4096

_LOG_HEADER, _FRAME_HEADER = 32, 24
"""Bytes; see "WAL file format" in SQLite's documentation."""


def marked_sound(seconds: float, seed: int = 1) -> Samples:
    """Noise that no other sound is like; float32 mono at 16 000 Hz, on the steps of 16-bit sound."""
    steps = np.random.default_rng(seed).integers(-20_000, 20_000, round(seconds * 16_000))
    return (steps / 32768).astype(np.float32)


class RowsOf:
    """Pieces of a sound that would be found in a file that holds any part of it."""

    def __init__(self, sound: Samples) -> None:
        steps = np.rint(sound * 32768).astype("<i2")
        # Shorter than what fits into a page together with another piece: one in 0.1 s is whole on some page.
        self._pieces = [steps[at : at + 16].tobytes() for at in range(0, steps.size - 16, 1600)]

    def found_in(self, content: bytes) -> bool:
        """Whether any of the pieces is there."""
        return any(piece in content for piece in self._pieces)


def decrypted(path: Path, key: bytes) -> bytes:
    """Every page in the clear that the file and its log hold, the free and the outdated ones too.

    Done by hand, because SQLite shows no free pages: a page's last 32 bytes are its nonce and its tag; the first block
    of the nonce's key stream is thrown away for the tag and for the key of the page (SQLite3 Multiple Ciphers,
    cipher_chacha20.c). The vault may be open.
    """
    content = path.read_bytes()
    pages = [_page(content, at, at // PAGE + 1, key) for at in range(0, len(content), PAGE)]
    log_file = Path(f"{path}-wal")
    log = log_file.read_bytes() if log_file.exists() else b""
    for at in range(_LOG_HEADER, len(log) - PAGE, PAGE + _FRAME_HEADER):
        (number,) = struct.unpack_from(">I", log, at)
        pages.append(_page(log, at + _FRAME_HEADER, number, key))
    return b"".join(pages)


def _page(content: bytes, at: int, number: int, key: bytes) -> bytes:
    sealed, nonce = content[at : at + PAGE - 32], content[at + PAGE - 32 : at + PAGE - 16]
    counter = int.from_bytes(nonce[12:], "little") ^ number
    page_key = _xor(bytes(64), key, nonce[:12], counter)[32:]
    start = 24 if number == 1 else 0
    return _xor(sealed[start:], page_key, nonce[:12], counter + 1)


def _xor(text: bytes, key: bytes, nonce: bytes, counter: int) -> bytes:
    start = (counter & 0xFFFFFFFF).to_bytes(4, "little")
    return Cipher(ChaCha20(key, start + nonce), mode=None).encryptor().update(text)


def speak(vault: Vault, dictation: DictationId, sound: Samples, start_ms: int = 0) -> None:
    """The sound, frame by frame, as a microphone gives it."""
    for at in range(0, sound.size, FRAME_SAMPLES):
        vault.keep(dictation, start_ms + at // 16, sound[at : at + FRAME_SAMPLES])


def dictate(vault: Vault, text: str, sound: Samples, at_ms: int) -> DictationId:
    """A whole dictation, begun and delivered at the same time of day."""
    dictation = vault.begin("soap", at_ms)
    speak(vault, dictation, sound)
    vault.stop(dictation, at_ms)
    vault.deliver(dictation, text, f'{{"text": "{text}"}}', at_ms)
    return dictation
