"""Files in the two weight formats, as small as they can be, written by hand for the tests."""

import hashlib
import struct

from plainspoken_models.registry import Model, Role


def gguf(payload: bytes = b"\0" * 64, *, promised: int | None = None) -> bytes:
    """A GGUF file of one float32 tensor; `promised` is the number of values that its header claims."""
    values = len(payload) // 4 if promised is None else promised
    header = b"GGUF" + struct.pack("<IQQ", 3, 1, 3)
    header += _text(b"general.alignment") + struct.pack("<II", 4, 32)
    header += _text(b"general.name") + struct.pack("<I", 8) + _text(b"small")
    header += _text(b"words") + struct.pack("<IIQ", 9, 8, 2) + _text(b"one") + _text(b"two")
    header += _text(b"weight") + struct.pack("<IQIQ", 1, values, 0, 0)
    return header + b"\0" * (-len(header) % 32) + payload


def ggml(*, tensors: int = 11 + 15 + 24) -> bytes:
    """A whisper.cpp file of one encoder and one decoder layer, each tensor of eight float32 values."""
    header = b"lmgg" + struct.pack("<11i", 2, 8, 4, 1, 1, 8, 4, 1, 1, 2, 0)
    mels = struct.pack("<ii", 2, 3) + bytes(2 * 3 * 4)
    words = struct.pack("<i", 2) + struct.pack("<I", 1) + b" " + struct.pack("<I", 2) + b"ab"
    tensor = struct.pack("<3i", 1, 4, 0) + struct.pack("<i", 8) + b"name" + bytes(32)
    return header + mels + words + tensor * tensors


def model(
    content: bytes,
    model_id: str = "m",
    file: str = "m.gguf",
    *,
    shipped: bool = False,
    size: int | None = None,
) -> Model:
    """A registry entry for that content."""
    return Model(
        id=model_id,
        role=Role.TAGGER if file.endswith("gguf") else Role.SPEECH,
        title="for tests",
        file=file,
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=size,
        licence="MIT",
        licence_url="",
        memory_mb_estimate=1,
        shipped=shipped,
    )


def _text(content: bytes) -> bytes:
    return struct.pack("<Q", len(content)) + content
