"""Five-bit weights as eight-bit ones: the same values, in a file that whisper.cpp takes."""

import struct
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from gguf import GGMLQuantizationType
from gguf.quants import dequantize, quantize
from numpy.typing import NDArray

from plainspoken_models.contracts import Samples
from plainspoken_models.engines import requantized, whisper_cpp
from plainspoken_models.engines.requantized import eight_bit
from plainspoken_models.engines.whisper_cpp import WhisperCpp
from plainspoken_models.errors import EngineFailed
from plainspoken_models.weights import check_shape

ROWS, COLUMNS = 40, 64
FILE_TYPE = {GGMLQuantizationType.Q5_0: 2008, GGMLQuantizationType.Q5_1: 2009}
Weights = NDArray[np.float32]


def written(path: Path, kind: GGMLQuantizationType, values: Weights) -> Path:
    """A file in whisper.cpp's layout with one matrix and one vector in it; too small a model to load."""
    head = struct.pack("<12i", 0x67676D6C, 3, *[1] * 9, FILE_TYPE[kind])
    filters = struct.pack("<2i", 1, 2) + bytes(8)
    vocabulary = struct.pack("<i", 2) + struct.pack("<I", 1) + b"a" + struct.pack("<I", 2) + b"bc"
    matrix = struct.pack("<3i", 2, 1, kind) + struct.pack("<2i", COLUMNS, ROWS) + b"m"
    vector = (
        struct.pack("<3i", 1, 1, 0) + struct.pack("<i", 3) + b"v" + np.array([1, 2, 3], np.float32).tobytes()
    )
    path.write_bytes(head + filters + vocabulary + matrix + quantize(values, kind).tobytes() + vector)
    return path


@pytest.mark.parametrize("kind", FILE_TYPE)
def test_every_weight_keeps_its_value_to_half_a_step(tmp_path: Path, kind: GGMLQuantizationType) -> None:
    """What Q8_0 holds is what the five bits meant, to half of a 127th of the largest weight of its block."""
    values = np.random.default_rng(3).normal(0, 1, (ROWS, COLUMNS)).astype(np.float32)
    values[5] = 0
    values[6] = -2
    before = dequantize(quantize(values, kind), kind)
    made = eight_bit(written(tmp_path / "model.bin", kind, values))
    assert made
    data = np.frombuffer(made[-29 - ROWS * COLUMNS // 32 * 34 : -29], np.uint8).reshape(ROWS, -1)
    after = dequantize(data, GGMLQuantizationType.Q8_0)
    largest = np.abs(before).reshape(-1, 32).max(axis=1)
    moved = np.abs(after - before).reshape(-1, 32).max(axis=1)
    assert (moved <= largest * (0.5 / 127 + 2**-11) + 1e-7).all()  # 2**-11: the scale is a float16


@pytest.mark.parametrize("kind", FILE_TYPE)
def test_everything_but_the_matrices_stays(tmp_path: Path, kind: GGMLQuantizationType) -> None:
    """Head, filters, vocabulary, names and vectors are the file's own; the types say Q8_0."""
    path = written(tmp_path / "model.bin", kind, np.ones((ROWS, COLUMNS), np.float32))
    was, made = path.read_bytes(), eight_bit(path)
    assert made
    start = was.index(struct.pack("<3i", 2, 1, kind))
    assert made[:44] == was[:44]
    assert struct.unpack_from("<i", made, 44) == (2007,)
    assert made[48:start] == was[48:start]
    assert made[start : start + 21] == struct.pack("<3i", 2, 1, 8) + was[start + 12 : start + 21]
    assert made[-29:] == was[-29:]


def test_the_shipped_model_stays_a_whole_model(tmp_path: Path, speech_path: Path) -> None:
    """All its tensors are there, to the last byte, and it is larger."""
    made = eight_bit(speech_path)
    assert made
    path = tmp_path / "model.bin"
    path.write_bytes(made)
    assert check_shape(path) == "ggml"
    assert len(made) > speech_path.stat().st_size
    assert eight_bit(path) is None, "eight bits are left alone"


def test_a_large_file_stays_as_it_is(speech_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where memory counts more than time."""
    monkeypatch.setattr(requantized, "LARGEST_BYTES", 1_000_000)
    assert eight_bit(speech_path) is None


@pytest.mark.e2e
def test_both_forms_say_the_same(speech_path: Path, spoken: Samples, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine hears the same words with the file's own weights and with those made of them."""
    with closing(WhisperCpp(speech_path, encoder_context="fitted", threads=1)) as eight:
        heard = eight.transcribe(spoken).text
    monkeypatch.setattr(whisper_cpp, "eight_bit", lambda _path: None)
    with closing(WhisperCpp(speech_path, encoder_context="fitted", threads=1)) as five:
        assert heard == five.transcribe(spoken).text != ""


@pytest.mark.e2e
def test_a_file_that_breaks_off_is_no_model(tmp_path: Path, speech_path: Path) -> None:
    """Wherever it ends: our own error, and no crash."""
    content = speech_path.read_bytes()
    for length in (48, 60, 5000, 40_000, len(content) // 2, len(content) - 1):
        path = tmp_path / "model.bin"
        path.write_bytes(content[:length])
        with pytest.raises(EngineFailed):
            WhisperCpp(path, encoder_context="fitted", threads=1)
