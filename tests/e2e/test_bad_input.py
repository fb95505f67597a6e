"""Whatever is wrong with what it is given: one clear sentence, what to do about it, an exit code; nothing lost."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from e2e.desktop_services import BIN, Home
from e2e.processes import running
from e2e.product import (
    SECTION_WORD_ERRORS,
    VISIT,
    VISIT_TEXT,
    assert_complained,
    assert_refused,
    opening,
    plainspoken,
    sections,
    visit_lines,
    word_error_rate,
)

RATE_HZ = 16_000

DEMO = ("--speech", "demo-speech")

NOTHING_SAID = 6

SHORTEST_FILE_S, LONG_FILE_S = 10, 600
"""The issue names three hours; they take minutes of work. What grows with a file's length shows in ten minutes, too."""

MOST_GROWTH_KB = 20_000
"""Ten minutes of sound are 38 MB as samples; what waits in queues at any time may be 8 MB."""


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _folder(path: Path) -> None:
    path.mkdir()


def _not_sound(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7 this is a letter, not a sound file\n" * 50)


def _missing(path: Path) -> None:
    assert not path.exists()


def _no_samples(path: Path) -> None:
    soundfile.write(path, np.zeros(0, np.int16), RATE_HZ)


def _header_only_half(path: Path) -> None:
    path.write_bytes(VISIT.read_bytes()[:20])


@pytest.mark.parametrize("name", ["visit.wav", "visit.flac"])
@pytest.mark.parametrize("spoil", [_empty, _folder, _not_sound, _missing, _no_samples, _header_only_half])
def test_a_file_that_holds_no_sound_is_refused(
    home: Home, tmp_path: Path, name: str, spoil: Callable[[Path], None]
) -> None:
    """The complaint names the file; no note is printed, for there is none."""
    file = tmp_path / name
    spoil(file)
    assert_refused(plainspoken("note", file, env=home.env), 6, name)


def _stereo(path: Path, sound: NDArray[np.float32]) -> None:
    soundfile.write(path, np.stack([sound, np.zeros_like(sound)], axis=1), RATE_HZ)


def _eight_bits(path: Path, sound: NDArray[np.float32]) -> None:
    soundfile.write(path, sound * (0.9 / np.abs(sound).max()), RATE_HZ, subtype="PCM_U8")


def _studio_rate(path: Path, sound: NDArray[np.float32]) -> None:
    twelve_times = np.interp(np.arange(len(sound) * 12) / 12, np.arange(len(sound)), sound)
    soundfile.write(path, twelve_times, RATE_HZ * 12, subtype="PCM_24")


@pytest.mark.parametrize("write", [_stereo, _eight_bits, _studio_rate])
def test_an_unusual_file_becomes_the_same_note(
    home: Home, tmp_path: Path, write: Callable[[Path, NDArray[np.float32]], None]
) -> None:
    """Two channels, 8 bits, 192 kHz: what can be heard is in the note."""
    write(tmp_path / "opening.wav", opening(2))
    outcome = plainspoken("note", tmp_path / "opening.wav", *DEMO, env=home.env)
    assert outcome.exit_code == 0, outcome
    assert "Traceback" not in outcome.stderr
    assert_is_the_opening(outcome.stdout)


def assert_is_the_opening(note: str) -> None:
    """The first two sentences of the visit."""
    said = " ".join(visit_lines()[:2])
    assert word_error_rate(said, sections(note)["Subjective"]) <= SECTION_WORD_ERRORS, note


def test_a_file_that_breaks_off_keeps_its_words_and_is_told(home: Home, tmp_path: Path) -> None:
    """A copy that stopped half-way: the note of what is there, a gap for the rest, and no exit code of success."""
    sound, file = opening(2), tmp_path / "opening.wav"
    soundfile.write(file, np.concatenate([sound, sound]), RATE_HZ)
    file.write_bytes(file.read_bytes()[: 44 + len(sound) * 2])
    outcome = plainspoken("note", file, *DEMO, env=home.env)
    assert_complained(outcome, 6, "opening.wav breaks off at 0:")
    assert f"Gap at {len(sound) / RATE_HZ:.1f} s (the file breaks off)" in outcome.stderr
    assert_is_the_opening(outcome.stdout)


def test_a_long_silence_is_no_words_and_no_memory(home: Home, tmp_path: Path, logs: Path) -> None:
    """However long nobody speaks: no statement is made up, and no sound piles up."""
    peak_kb: dict[int, int] = {}
    for seconds in (SHORTEST_FILE_S, LONG_FILE_S):
        file = tmp_path / f"{seconds}.flac"
        soundfile.write(file, np.zeros(seconds * RATE_HZ, np.int16), RATE_HZ)
        command = [BIN / "plainspoken", "note", file, "--format", "json", *DEMO]
        with running(command, home.env, logs, name=f"silence-{seconds}") as program:
            while not program.ended:
                peak_kb[seconds] = _peak_kb(program.pid) or peak_kb.get(seconds, 0)
        assert program.wait() == NOTHING_SAID, program.complaints()
        assert '"statements": []' in program.stdout.read_text("utf-8")
    assert peak_kb[LONG_FILE_S] - peak_kb[SHORTEST_FILE_S] < MOST_GROWTH_KB


def test_a_transcript_that_is_not_utf_8_is_refused(home: Home, tmp_path: Path) -> None:
    """The complaint says which byte, and how to save it."""
    transcript = tmp_path / "visit.txt"
    transcript.write_bytes("Café".encode("latin-1"))
    assert_refused(plainspoken("note", transcript, env=home.env), 6, "visit.txt", "byte 4", "UTF-8")


def test_a_transcript_without_a_word_says_so(home: Home, tmp_path: Path) -> None:
    """Nothing is made up, printed or copied: there is no screen here, and nobody asked for one. JSON is printed."""
    (tmp_path / "visit.txt").write_text("\n \n")
    said = "Nothing was dictated. No words were found"
    assert_refused(plainspoken("note", tmp_path / "visit.txt", "--copy", env=home.env), NOTHING_SAID, said)
    outcome = plainspoken("note", "-", "--format", "json", env=home.env)
    assert_complained(outcome, NOTHING_SAID, said)
    assert '"statements": []' in outcome.stdout


def test_a_transcript_that_is_not_there_is_refused(home: Home, tmp_path: Path) -> None:
    """The complaint names it."""
    assert_refused(plainspoken("note", tmp_path / "visit.txt", env=home.env), 6, "visit.txt")


def test_an_unknown_template_is_refused_with_those_there_are(home: Home) -> None:
    """The remedy lists the templates."""
    assert_refused(plainspoken("note", VISIT_TEXT, "--template", "saop", env=home.env), 11, '"saop"', "soap")


@pytest.mark.parametrize(
    ("typo", "words"),
    [
        ('kinds = ["alergies"]', ("alergies", "allergies")),
        ('kindz = ["allergies"]', ("kindz", "kinds")),
        ('kinds = ["allergies"', ()),
    ],
)
def test_a_typo_in_her_own_template_is_found_by_line(home: Home, typo: str, words: tuple[str, ...]) -> None:
    """The complaint names file and line, and for a misspelt word what it may have been meant to be."""
    folder = home.settings_folder / "templates"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text(
        f'id = "mine"\ntitle = "Mine"\n\n[[section]]\ntitle = "Allergies"\n{typo}\n'
    )
    outcome = plainspoken("note", VISIT_TEXT, "--template", "mine", env=home.env)
    assert_refused(outcome, 7, "mine.toml, line 6", *words)


def test_a_typo_in_another_template_is_told_and_costs_nothing(home: Home) -> None:
    """The note is made, from the template that was asked for; the other one is named with its line."""
    folder = home.settings_folder / "templates"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text('id = "mine"\ntitle = "Mine"\n\n[section]\ntitle = "Allergies"\n')
    outcome = plainspoken("note", VISIT_TEXT, env=home.env)
    assert_complained(outcome, 0, "mine.toml, line 4", "double brackets", "left out")
    assert "lisinopril" in outcome.stdout


def test_an_unknown_setting_is_refused(home: Home) -> None:
    """A misspelt setting is not silently without effect."""
    home.settings_folder.mkdir(parents=True)
    (home.settings_folder / "settings.toml").write_text('tempalte = "soap"\n')
    assert_refused(plainspoken("note", VISIT_TEXT, env=home.env), 11, "tempalte", "template")


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (None, ("not on this machine", "plainspoken-models fetch")),
        (b"", ("plainspoken-models fetch",)),
        (b"<html>Your administrator has blocked this page</html>", ("plainspoken-models fetch",)),
        (b"lmgg" + bytes(5_000), ("plainspoken-models fetch",)),
    ],
    ids=["missing", "empty", "a web page", "truncated"],
)
def test_a_speech_model_that_cannot_be_used_is_refused(
    home: Home, tmp_path: Path, held: bytes | None, words: tuple[str, ...]
) -> None:
    """Missing, empty, a proxy's page, broken off: whisper.cpp never sees it, and one sentence says what to do."""
    models = tmp_path / "models"
    models.mkdir()
    if held is not None:
        (models / "ggml-tiny.en-q5_1.bin").write_bytes(held)
    env = {**home.env, "PLAINSPOKEN_MODELS": str(models)}
    assert_refused(plainspoken("note", VISIT, "--speech", "whisper-tiny.en-q5_1", env=env), 3, *words)


def test_a_tagger_that_cannot_be_used_loses_no_word(home: Home, tmp_path: Path) -> None:
    """A section tagger of her own that breaks off: refused by name, or every word is there under "Not filed"."""
    broken = tmp_path / "mine.gguf"
    broken.write_bytes(b"GGUF\3\0\0\0" + bytes(200))
    home.settings_folder.mkdir(parents=True)
    (home.settings_folder / "settings.toml").write_text(f'tagger_model = "{broken}"\n')
    outcome = plainspoken("note", VISIT_TEXT, env=home.env)
    assert_complained(outcome, 3, "mine.gguf")
    if outcome.stdout:
        assert "lisinopril" in sections(outcome.stdout)["Not filed"]


def test_a_model_of_the_wrong_kind_is_refused(home: Home) -> None:
    """A section tagger is no recogniser."""
    assert_refused(
        plainspoken("note", VISIT, "--speech", "section-tagger", env=home.env), 3, "section-tagger"
    )


def _peak_kb(pid: int) -> int:
    """Most memory that the process has had so far; 0 where it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0)
