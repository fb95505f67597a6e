"""The transcriber on the real demo speech model in whisper.cpp."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from models.engines.conftest import SENTENCE
from models.engines.contracts import TranscriberContract
from plainspoken_models.contracts import SAMPLE_RATE_HZ, Samples
from plainspoken_models.engines.whisper_cpp import EncoderContext, WhisperCpp, fitted_context
from plainspoken_models.errors import EngineFailed


@pytest.fixture(scope="module")
def fitted(speech_path: Path) -> Iterator[WhisperCpp]:
    """The demo model as the demo runs it."""
    with closing(WhisperCpp(speech_path, encoder_context="fitted", threads=1)) as transcriber:
        yield transcriber


@pytest.mark.e2e
class TestFitted(TranscriberContract):
    """The demo model, with the encoder's context fitted to the sound."""

    @pytest.fixture
    def transcriber(self, fitted: WhisperCpp) -> WhisperCpp:
        """The one transcriber of this module: what it heard before must not matter."""
        return fitted

    def test_it_understands_its_voice(self, transcriber: WhisperCpp, spoken: Samples) -> None:
        """A sentence in the voice it was trained on comes back word by word."""
        assert transcriber.transcribe(spoken).text == SENTENCE

    def test_words_have_their_times(self, transcriber: WhisperCpp, spoken: Samples) -> None:
        """The first word begins after the silence before the speech, and the last ends before the silence after it."""
        silence = np.zeros(SAMPLE_RATE_HZ, np.float32)
        words = transcriber.transcribe(np.concatenate((silence, spoken, silence))).words
        assert words[0].start_ms >= 1150
        assert words[-1].end_ms <= spoken.size * 1000 / SAMPLE_RATE_HZ + 850

    @pytest.mark.parametrize("count", [1, 800, 15_999])
    def test_short_sound_is_heard(self, transcriber: WhisperCpp, count: int) -> None:
        """Less sound than whisper.cpp takes by itself is transcribed without an error."""
        assert transcriber.transcribe(np.zeros(count, np.float32)).no_speech_probability >= 0.0


@pytest.mark.e2e
@pytest.mark.parametrize("encoder_context", ["full", "fitted"])
def test_nothing_is_printed(
    speech_path: Path, spoken: Samples, encoder_context: EncoderContext, capfd: pytest.CaptureFixture[str]
) -> None:
    """The library writes nothing to standard output or error."""
    with closing(WhisperCpp(speech_path, encoder_context=encoder_context, threads=1)) as transcriber:
        transcriber.transcribe(spoken)
    assert capfd.readouterr() == ("", "")


@pytest.mark.e2e
@pytest.mark.parametrize(
    "content", [b"", b"lmg", b"<html>coaching page</html>", b"lmgg", b"lmgg" + bytes(44)]
)
def test_a_file_that_is_no_model_fails(tmp_path: Path, content: bytes) -> None:
    """Whatever is in the file, it never reaches a transcription: whisper.cpp would crash there."""
    path = tmp_path / "model.bin"
    path.write_bytes(content)
    with pytest.raises(EngineFailed):
        WhisperCpp(path, encoder_context="full", threads=1)


@pytest.mark.e2e
def test_a_missing_file_fails(tmp_path: Path) -> None:
    """A path without a file is our error too."""
    with pytest.raises(EngineFailed):
        WhisperCpp(tmp_path / "model.bin", encoder_context="full", threads=1)


@pytest.mark.parametrize(
    ("seconds", "margin", "positions"),
    [(1, 8, 64), (1.6, 8, 128), (5, 8, 320), (29, 8, 1472), (30, 8, 1500), (1.6, 64, 192), (5, 64, 320)],
)
def test_the_fitted_context_covers_the_sound(seconds: float, margin: int, positions: int) -> None:
    """Fifty positions a second, a margin of silence, in steps of 64, and never more than the model has."""
    assert fitted_context(int(seconds * SAMPLE_RATE_HZ), margin) == positions
