"""The synthetic voices, and banks of sentences spoken by them.

A bank is one `.npz` file: `samples` int16 (16 kHz, mono, all sentences one after another), `ends` int64 (where each
sentence ends), `labels` (JSON: text, voice, kind and whether it is held out, for each sentence).
"""

import argparse
import json
import random
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from sentences import Grammar, Sentence, drug_names, note_sentences, rare_words_first

RATE_HZ = 16000
VOICES = ("espeak", "slt", "rms")
PEAK = 0.6
"""Every sentence is scaled to this peak; training varies the level afterwards."""


def speak(text: str, voice: str, pace: float = 1.0, pitch: int = 50) -> NDArray[np.int16]:
    """The text spoken: int16, 16 kHz, mono, silence at both ends trimmed.

    `pace` is 1.0 for the voice's own speed and larger for faster speech; `pitch` (0..99) is for espeak alone.
    Raises subprocess.CalledProcessError if the program fails.
    """
    with tempfile.NamedTemporaryFile(suffix=".wav") as wav:
        if voice == "espeak":
            command = [
                "espeak-ng",
                "-v",
                "en-us",
                "-s",
                str(round(165 * pace)),
                "-p",
                str(pitch),
                "-w",
                wav.name,
                text,
            ]
        else:
            stretch = f"duration_stretch={1 / pace:.3f}"
            command = ["flite", "-voice", voice, "--setf", stretch, "-t", text, "-o", wav.name]
        subprocess.run(command, check=True, capture_output=True)
        return _trimmed(_read(Path(wav.name)))


def _read(wav: Path) -> NDArray[np.float32]:
    """The samples of a 16-bit mono file, at 16 kHz and full scale 1.0."""
    raw = wav.read_bytes()
    start = raw.find(b"data") + 8
    rate_hz = int.from_bytes(raw[24:28], "little")
    body = raw[start : len(raw) - (len(raw) - start) % 2]
    sound: NDArray[np.float32] = np.frombuffer(body, dtype="<i2").astype(np.float32) / np.float32(32768)
    return sound if rate_hz == RATE_HZ else soxr.resample(sound, rate_hz, RATE_HZ).astype(np.float32)


def _trimmed(sound: NDArray[np.float32]) -> NDArray[np.int16]:
    """Without the silence at both ends (30 ms of it are kept), at the common peak."""
    loud = np.flatnonzero(np.abs(sound) > 0.01 * max(1e-3, float(np.abs(sound).max(initial=0))))
    if not loud.size:
        return np.zeros(0, np.int16)
    kept = sound[max(0, loud[0] - 480) : loud[-1] + 480]
    scaled: NDArray[np.int16] = (np.clip(kept / max(0.05, np.abs(kept).max()) * PEAK, -1, 1) * 32767).astype(
        np.int16
    )
    return scaled


def script(data: Path, shard: int, count: int, held_out: bool) -> Iterator[Sentence]:
    """Yield `count` sentences: notes (rare words first), dictation and commands, in shares of 55, 37 and 8 %.

    Shards share hardly any sentences from notes, until the notes are used up and start again.
    """
    chance = random.Random(f"{shard} {held_out}")
    grammar = Grammar(chance.randrange(2**32), drug_names(data / "lexicon" / "drugsatfda_names.txt"))
    notes = [s.text for s in note_sentences(data / "sections") if s.held_out == held_out]
    random.Random(0).shuffle(notes)
    notes = notes if held_out else rare_words_first(notes, 3)
    kinds = chance.choices(("note", "dictation", "command"), (55, 37, 8), k=count)
    place = shard * count * 55 // 100
    for kind in kinds:
        if kind == "note":
            yield Sentence(notes[place % len(notes)], "note", held_out)
            place += 1
        elif kind == "dictation":
            yield next(s for s in iter(grammar.dictation, None) if s.held_out == held_out)
        else:
            yield grammar.command()


def write_bank(path: Path, sentences: Iterator[Sentence], voices: Sequence[str], seed: int) -> None:
    """Speak each sentence in one of `voices`, at a pace and pitch, all drawn at random, and write the bank."""
    chance = random.Random(seed)
    sounds, labels = [], []
    for sentence in sentences:
        voice = chance.choice(voices)
        sound = speak(sentence.text, voice, chance.uniform(0.87, 1.15), chance.randint(35, 65))
        if 0.2 * RATE_HZ < len(sound) < 13.4 * RATE_HZ:
            sounds.append(sound)
            labels.append(
                {"text": sentence.text, "voice": voice, "kind": sentence.kind, "held_out": sentence.held_out}
            )
    partial = path.with_suffix(".part.npz")
    ends = np.cumsum([len(sound) for sound in sounds])
    np.savez(partial, samples=np.concatenate(sounds), ends=ends, labels=np.array(json.dumps(labels)))
    partial.rename(path)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write banks of spoken sentences.")
    parser.add_argument("data", type=Path, help="folder with sections/ and lexicon/")
    parser.add_argument("out", type=Path, help="folder for the banks")
    parser.add_argument("--shards", default="0:16", help="first:end[:step], default 0:16")
    parser.add_argument("--count", type=int, default=2000, help="sentences a shard")
    parser.add_argument(
        "--voices",
        nargs="+",
        choices=VOICES,
        default=VOICES,
        help="one that is named twice speaks twice as often",
    )
    parser.add_argument("--held-out", action="store_true", help="speak the held-out sentences instead")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    name = "held-out" if options.held_out else "train"
    for shard in range(*map(int, options.shards.split(":"))):
        sentences = script(options.data, shard, options.count, options.held_out)
        write_bank(options.out / f"{name}-{shard:03}.npz", sentences, options.voices, shard)


if __name__ == "__main__":
    main()
