"""`plainspoken-models tag` and `transcribe` with the weights that ship."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models.commands import COMMAND, code_of
from plainspoken_models.contracts import SAMPLE_RATE_HZ, SectionKind
from plainspoken_models.registry import Registry
from plainspoken_models.store import STARTER_FOLDER

pytestmark = pytest.mark.e2e

CLIP = Path(__file__).parents[1] / "e2e" / "clips" / "visit.flac"


def test_tag_gives_a_line_for_each_sentence() -> None:
    """Kinds and probabilities come from llama.cpp; blank lines and broken bytes are no trouble."""
    text = b"She has no known drug allergies.\nShe takes metformin twice a day.\n\n\nFollow up soon.\n\xff\n"
    ended = subprocess.run([*COMMAND, "tag"], input=text, capture_output=True, check=True)
    rows = [line.split("\t") for line in ended.stdout.decode().splitlines()]
    assert [kind for kind, _ in rows[:2]] == ["allergies", "medications"]
    assert len(rows) == 4
    assert {kind for kind, _ in rows} <= set(SectionKind)
    assert all(0 < float(confidence) <= 1 and len(confidence) == 5 for _, confidence in rows)
    assert ended.stderr == b""


def test_tag_answers_each_line_at_once() -> None:
    """A program that writes a sentence and waits for its kind gets it."""
    with subprocess.Popen([*COMMAND, "tag"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for sentence in (b"She has no known drug allergies.\n", b"She takes aspirin.\n"):
            program.stdin.write(sentence)
            program.stdin.flush()
            assert b"\t" in program.stdout.readline()
        program.stdin.close()
    assert program.returncode == 0


def test_a_damaged_starter_is_told_and_not_loaded(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A truncated copy of the tagger, named by its path, never reaches llama.cpp."""
    whole = (STARTER_FOLDER / Registry.load().get("section-tagger").file).read_bytes()
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(whole[:-100_000])
    assert code_of("tag", "--model", str(broken)) == 3
    assert "breaks off" in capsys.readouterr().err


def test_silence_gives_no_words(tmp_path: Path) -> None:
    """Two seconds of nothing: no line, and as JSON no segment."""
    file = tmp_path / "silence.wav"
    soundfile.write(file, np.zeros(2 * SAMPLE_RATE_HZ, np.float32), SAMPLE_RATE_HZ)
    plain = subprocess.run([*COMMAND, "transcribe", str(file)], capture_output=True, check=True)
    assert plain.stdout == b""
    ended = subprocess.run([*COMMAND, "transcribe", str(file), "--json"], capture_output=True, check=True)
    assert json.loads(ended.stdout) == {"model": "demo-speech", "segments": []}


def test_a_dictation_gives_words_with_their_times() -> None:
    """Each segment's words lie within it, in order, and the plain form prints the same text."""
    ended = subprocess.run([*COMMAND, "transcribe", str(CLIP), "--json"], capture_output=True, check=True)
    segments = json.loads(ended.stdout)["segments"]
    assert segments
    for segment in segments:
        times = [time for word in segment["words"] for time in (word["start_ms"], word["end_ms"])]
        assert times == sorted(times)
        assert segment["start_ms"] <= times[0]
        assert times[-1] <= segment["end_ms"]
        assert all(0 <= word["probability"] <= 1 for word in segment["words"])
    plain = subprocess.run([*COMMAND, "transcribe", str(CLIP)], capture_output=True, check=True)
    assert plain.stdout.decode().splitlines() == [segment["text"] for segment in segments]


def test_a_bad_sound_file_has_its_exit_code(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """0 bytes of sound: one sentence and code 6."""
    (tmp_path / "empty.wav").write_bytes(b"")
    assert code_of("transcribe", str(tmp_path / "empty.wav")) == 6
    assert "0 bytes" in capsys.readouterr().err
