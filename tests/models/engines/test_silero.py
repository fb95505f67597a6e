"""Silero hears speech, and hears none in silence."""

import numpy as np
import pytest

from models.engines.contracts import DetectorContract
from plainspoken_models.contracts import FRAME_SAMPLES, Samples
from plainspoken_models.engines.silero import Silero


@pytest.mark.e2e
class TestSilero(DetectorContract):
    """The real detector."""

    @pytest.fixture
    def detector(self) -> Silero:
        """Silero with its own weights."""
        return Silero()

    def test_speech_and_silence(self, detector: Silero, spoken: Samples) -> None:
        """A sentence is speech for the most part; silence never is."""
        frames = spoken[: spoken.size // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
        assert np.median([detector.probability(frame) for frame in frames]) > 0.5
        detector.reset()
        assert max(detector.probability(np.zeros(FRAME_SAMPLES, np.float32)) for _ in range(50)) < 0.5
