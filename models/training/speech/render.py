"""A text, one sentence a line, spoken by one of the voices into a sound file with pauses between the sentences.

    python render.py visit.txt visit.flac --voice espeak

Made the bundled dictation of the demo and the clips of the tests. Needs espeak-ng or flite.
"""

import argparse
from pathlib import Path

import numpy as np
import soundfile

from voices import RATE_HZ, VOICES, speak

PAUSE_S = 0.9
"""Between two sentences: longer than the pause at which the dictation cuts a segment."""


def render(sentences: list[str], voice: str) -> np.ndarray:
    """The sentences spoken: int16, 16 kHz, mono, a pause before, between and after them."""
    pause = np.zeros(int(PAUSE_S * RATE_HZ), np.int16)
    parts = [pause]
    for sentence in sentences:
        parts += [speak(sentence, voice), pause]
    return np.concatenate(parts)


def main() -> None:
    """Read, speak, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("text", type=Path)
    parser.add_argument("sound", type=Path)
    parser.add_argument("--voice", choices=VOICES, default="espeak")
    arguments = parser.parse_args()
    sentences = [line for line in arguments.text.read_text("utf-8").splitlines() if line.strip()]
    soundfile.write(arguments.sound, render(sentences, arguments.voice), RATE_HZ)


if __name__ == "__main__":
    main()
