"""The fakes keep the contracts that the real parts keep."""

import numpy as np
import pytest

from fakes import FakeDetector, FakeTagger, FakeTranscriber
from models.engines.contracts import DetectorContract, TaggerContract, TranscriberContract
from plainspoken_models.contracts import Samples, SectionKind


class TestFakeDetector(DetectorContract):
    """The detector of the pipeline's test."""

    @pytest.fixture
    def detector(self) -> FakeDetector:
        """One of them."""
        return FakeDetector()


class TestFakeTranscriber(TranscriberContract):
    """The transcriber of the pipeline's test."""

    @pytest.fixture
    def transcriber(self) -> FakeTranscriber:
        """One that knows a phrase."""
        return FakeTranscriber(("Pain for two days.",))

    @pytest.fixture
    def spoken(self) -> Samples:
        """The phrase, spoken."""
        return np.full(16_000, 0.001, np.float32)


class TestFakeTagger(TaggerContract):
    """The tagger of the pipeline's test."""

    @pytest.fixture
    def tagger(self) -> FakeTagger:
        """One with a key word."""
        return FakeTagger({"lisinopril": SectionKind.MEDICATIONS})
