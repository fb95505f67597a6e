"""Makes the clips of the end-to-end tests again: `python tests/e2e/make_clips.py` (needs flite, a Debian package).

Each `clips/NAME.txt` has a sentence on a line; `clips/NAME.flac` is the same, said by a voice that the demo speech
model knows, with a pause after each sentence. The clips are kept with the tests so that all machines hear the same.
"""

import subprocess
import tempfile
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

CLIPS = Path(__file__).with_name("clips")
RATE_HZ = 16_000
VOICE = "slt"
PAUSE_S = 0.7
LEAD_S = 0.5
QUIET = 0.01
"""Anything below this at the ends of a sentence is the voice's own silence."""

LOUDNESS = 0.08
"""Of what the voice gives: peaks at -24 dBFS, as from a laptop's microphone at arm's length, and small files."""


def main() -> None:
    """Make every clip."""
    for text in sorted(CLIPS.glob("*.txt")):
        clip = text.with_suffix(".flac")
        spoken = dictation(text.read_text("utf-8").splitlines())
        soundfile.write(clip, spoken, RATE_HZ, subtype="PCM_16", compression_level=1.0)
        print(f"{clip.name}: {soundfile.info(clip).duration:.1f} s, {clip.stat().st_size} bytes")


def dictation(sentences: list[str]) -> NDArray[np.float32]:
    """The sentences with their pauses; float32 mono at 16 000 Hz."""
    pause = np.zeros(round(PAUSE_S * RATE_HZ), np.float32)
    parts = [np.zeros(round(LEAD_S * RATE_HZ), np.float32)]
    for sentence in sentences:
        parts += [said(sentence), pause]
    sound = np.concatenate(parts)
    hiss = np.random.default_rng(1).integers(-1, 2, len(sound)) / 32_768
    return (LOUDNESS * sound + hiss).astype(np.float32)


def said(sentence: str) -> NDArray[np.float32]:
    """One sentence, without the silence around it; float32 mono at 16 000 Hz."""
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "said.wav"
        subprocess.run(["flite", "-voice", VOICE, "-t", sentence, "-o", wav], check=True)
        sound, rate_hz = soundfile.read(wav, dtype="float32")
    if rate_hz != RATE_HZ:
        raise ValueError(f"the voice {VOICE} speaks at {rate_hz} Hz")
    loud = np.flatnonzero(np.abs(sound) > QUIET)
    voiced: NDArray[np.float32] = sound[loud[0] : loud[-1] + 1]
    return voiced


if __name__ == "__main__":
    main()
