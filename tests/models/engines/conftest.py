"""Models and sound for the tests of the engines."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

import plainspoken_models
from plainspoken_models.contracts import SAMPLE_RATE_HZ, Samples

STARTER = Path(plainspoken_models.__file__).parent / "starter"

SENTENCE = "Blood pressure is 132 over 84."


def pytest_unconfigure() -> None:
    """Close what llama-cpp-python opens as it is imported, and leaves to Python's end, which may complain of it.

    It is the null device, twice, for silencing the library in a way that is not used here.
    """
    if utils := sys.modules.get("llama_cpp._utils"):
        utils.outnull_file.close()
        utils.errnull_file.close()


@pytest.fixture(scope="session")
def tagger_path() -> Path:
    """The starter tagger that ships."""
    return STARTER / "section-tagger-q8_0.gguf"


@pytest.fixture(scope="session")
def speech_path() -> Path:
    """The demo speech model that ships."""
    return next(STARTER.glob("demo-speech-*.bin"))


@pytest.fixture(scope="session")
def spoken() -> Samples:
    """`SENTENCE` in a voice that the demo speech model knows, with a little silence around."""
    return speak(SENTENCE)


def speak(text: str) -> Samples:
    """`text` as espeak-ng says it, float32 mono at 16 000 Hz, with 0.2 s of silence around."""
    command = ["espeak-ng", "-v", "en-us", "-s", "160", "--stdout", text]
    sound = subprocess.run(command, check=True, capture_output=True).stdout
    samples, rate = soundfile.read(io.BytesIO(sound), dtype="float32")
    return np.pad(soxr.resample(samples, rate, SAMPLE_RATE_HZ), SAMPLE_RATE_HZ // 5).astype(np.float32)
