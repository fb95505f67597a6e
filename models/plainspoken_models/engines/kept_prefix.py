"""What an instruct model has read before the first word, kept on disk: a cache, with nothing of any dictation in it.

Reading the introduction takes such a model many seconds (benchmarks/tagger_latency.py); loading what it made of it, a
few hundredths of one. One file for each model; one that is stale, cut off or damaged is read anew, and never loaded.
"""

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import llama_cpp

from plainspoken_models.engines.llama_model import LlamaModel

_DIGEST_BYTES: Final = 32


class KeptPrefix:
    """The evaluated prefix of one model, in a folder that may not exist yet.

    Args:
        folder: where the file is; None keeps nothing.
        model: the model file. A changed one makes the kept prefix stale.
    """

    def __init__(self, folder: Path | None, model: Path) -> None:
        self._path = folder and folder / f"{hashlib.sha256(str(model).encode()).hexdigest()[:16]}.prefix"
        about = model.stat()
        self._about = f"{llama_cpp.__version__} {about.st_size} {about.st_mtime_ns}"

    def evaluate(self, model: LlamaModel, row: Sequence[int]) -> None:
        """Make `row` what the model has evaluated: from the file if it holds just that, else by reading it."""
        key = hashlib.sha256(f"{self._about} {list(row)}".encode()).digest()
        kept = self._read(key)
        if kept is None or not model.restore(row, kept):
            model.logits_after(row, ())
            if self._path:
                self._write(self._path, key, model.state())

    def _read(self, key: bytes) -> bytes | None:
        """What is kept under `key`, unharmed."""
        try:
            content = self._path.read_bytes() if self._path else b""
        except OSError:
            return None
        found, digest = content[:_DIGEST_BYTES], content[_DIGEST_BYTES : 2 * _DIGEST_BYTES]
        state = content[2 * _DIGEST_BYTES :]
        return state if found == key and hashlib.sha256(state).digest() == digest else None

    @staticmethod
    def _write(path: Path, key: bytes, state: bytes) -> None:
        """Keep it; a full disk or a folder that cannot be written costs time at the next start, and nothing else."""
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_suffix(f".{os.getpid()}")
            try:
                beside.write_bytes(key + hashlib.sha256(state).digest() + state)
                beside.replace(path)
            finally:
                beside.unlink(missing_ok=True)
