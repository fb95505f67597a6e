"""Files of others, damaged or lying: sound, weights, a stick full of both. Only our own errors come out, and soon."""

import io
import os
import tempfile
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings

from damage import damaged_bytes
from fakes import FakeTagger, FakeTranscriber
from models.small_weights import ggml, gguf, model
from plainspoken.adapters.sound_file import SoundFile
from plainspoken_models.contracts import FRAME_SAMPLES
from plainspoken_models.errors import ModelError, SoundFileError
from plainspoken_models.registry import Registry
from plainspoken_models.sound import duration_ms, frames_of
from plainspoken_models.store import Store
from plainspoken_models.weights import CHUNK_BYTES, NotWeights, check_shape
from workers.stage import KEYWORDS, SPOKEN, Stage

FEW = settings(max_examples=250, deadline=None)

NOISE = np.random.default_rng(1).normal(0, 0.1, 3_000).astype(np.float32)


def sound(kind: str, subtype: str, rate_hz: int, channels: int = 1) -> bytes:
    """A fifth of a second of noise."""
    stream = io.BytesIO()
    samples = np.repeat(NOISE[:, None], channels, axis=1)
    soundfile.write(stream, samples, rate_hz, format=kind, subtype=subtype)
    return stream.getvalue()


SOUNDS = (
    sound("WAV", "PCM_16", 16_000),
    sound("WAV", "FLOAT", 44_100, 2),
    sound("WAV", "PCM_24", 8_000),
    sound("FLAC", "PCM_16", 16_000),
    sound("AIFF", "PCM_16", 48_000),
    sound("OGG", "VORBIS", 16_000),
)
LONGEST_FRAMES = 3_000
"""A fifth of a second at the lowest rate that is taken, and what damage may add; a file that never ends is more."""

TAGGER, SPEECH = gguf(bytes(400)), ggml()
REGISTRY = Registry((model(TAGGER, "tagger", "tagger.gguf", size=len(TAGGER)), model(SPEECH, "s", "s.bin")))


@FEW
@given(content=damaged_bytes(*SOUNDS))
def test_damaged_sound_is_played_or_refused(content: bytes) -> None:
    """What is played is sound: frames of one size, numbers within bounds, and an end."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "hers.wav")
        path.write_bytes(content)
        with suppress(SoundFileError):
            assert duration_ms(path) >= 0
            for number, frame in enumerate(frames_of(path)):
                assert number < LONGEST_FRAMES
                assert frame.shape == (FRAME_SAMPLES,)
                assert frame.dtype == np.float32
                assert np.abs(frame).max() <= 1


@settings(max_examples=40, deadline=None)
@given(content=damaged_bytes(*SOUNDS[:4]))
def test_a_dictation_from_damaged_sound_ends(content: bytes) -> None:
    """With a note of what could be heard, or with the reason; `open` raises nothing else than that."""
    stage = Stage(FakeTranscriber(SPOKEN, fails_on=SPOKEN), FakeTagger(KEYWORDS))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "hers.wav")
        path.write_bytes(content)
        stage.begin(SoundFile(path))
        assert stage.screen.over().over
        stage.conductor.close()


@FEW
@given(content=damaged_bytes(gguf(), ggml(), gguf(promised=2**60), TAGGER))
def test_damaged_weights_are_refused_or_followed_to_their_end(content: bytes) -> None:
    """However large the counts are that a header claims: no more is read than is there."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "mine.gguf")
        path.write_bytes(content)
        with suppress(NotWeights):
            assert check_shape(path) in {"gguf", "ggml"}
        with suppress(ModelError):
            assert Store(Path(folder, "store"), REGISTRY).path(str(path)) == path


@settings(max_examples=80, deadline=None)
@given(content=damaged_bytes(TAGGER, SPEECH))
def test_what_is_imported_is_whole(content: bytes) -> None:
    """Beside a good file, a damaged one is named or passed over; the store has whole models only."""
    with tempfile.TemporaryDirectory() as folder:
        stick, store = Path(folder, "stick"), Store(Path(folder, "store"), REGISTRY)
        stick.mkdir()
        (stick / "tagger.gguf").write_bytes(content)
        (stick / "speech.bin").write_bytes(SPEECH)
        (stick / "no-model.txt").write_bytes(content[CHUNK_BYTES:] or b"x")
        imported = store.import_from(stick)
        assert REGISTRY.models[1] in imported.models
        assert len(imported.damaged) == (content not in (TAGGER, SPEECH)), "its name is that of a model"
        for found in imported.models:
            store.verify(found.id)
        stored = {file.name for file in store.folder.iterdir() if file.name != ".verified.json"}
        assert stored == {found.file for found in imported.models}


@pytest.mark.timeout(30)
def test_a_pipe_is_no_model_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    """A file that never gives a byte, on a stick or by name: it is not opened."""
    (tmp_path / "stick").mkdir()
    os.mkfifo(tmp_path / "stick" / "mine.gguf")
    store = Store(tmp_path / "store", REGISTRY)
    for ask in (store.import_from, lambda path: store.path(str(path))):
        for path in (tmp_path / "stick", tmp_path / "stick" / "mine.gguf"):
            with pytest.raises(ModelError):
                ask(path)
