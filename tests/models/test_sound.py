"""A file of sound gives the frames that a microphone would; a bad file gives one clear error."""

import math
import os
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from plainspoken_models.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, Samples
from plainspoken_models.errors import SoundBreaksOff, SoundFileError
from plainspoken_models.sound import duration_ms, frames_of

THREE_HOURS_S = 3 * 3600


def played(file: Path) -> NDArray[np.float32]:
    """All frames in one piece, after a look at each."""
    frames = list(frames_of(file))
    assert all(frame.shape == (FRAME_SAMPLES,) and frame.dtype == np.float32 for frame in frames)
    return np.concatenate(frames)


def tone(rate_hz: int, seconds: float = 1.0, frequency_hz: float = 440.0) -> NDArray[np.float32]:
    """A sine at half of full scale."""
    times = np.arange(int(rate_hz * seconds)) / rate_hz
    return (0.5 * np.sin(2 * np.pi * frequency_hz * times)).astype(np.float32)


def wav_header(data_bytes: int, *, rate_hz: int = SAMPLE_RATE_HZ) -> bytes:
    """The header of a 16-bit mono WAV file that promises so many bytes of sound."""
    form = struct.pack("<HHIIHH", 1, 1, rate_hz, rate_hz * 2, 2, 16)
    data = b"data" + struct.pack("<I", data_bytes)
    return b"RIFF" + struct.pack("<I", 36 + data_bytes) + b"WAVEfmt " + struct.pack("<I", 16) + form + data


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 44_100, 48_000, 192_000])
@pytest.mark.parametrize("kind", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"])
@pytest.mark.parametrize("channels", [1, 2])
def test_the_same_tone_comes_out_of_every_layout(
    tmp_path: Path, rate_hz: int, kind: str, channels: int
) -> None:
    """8 to 64 bits, mono and stereo, 8 to 192 kHz: a 440 Hz tone stays one, in pitch, loudness and length."""
    file = tmp_path / "tone.wav"
    soundfile.write(file, np.stack([tone(rate_hz)] * channels, axis=1), rate_hz, subtype=kind)
    sound = played(file)
    middle = sound[4_000:12_000]
    assert abs(len(sound) - SAMPLE_RATE_HZ) <= FRAME_SAMPLES
    assert np.max(np.abs(middle)) == pytest.approx(0.5, abs=0.02)
    assert np.argmax(np.abs(np.fft.rfft(middle))) == 440 * len(middle) // SAMPLE_RATE_HZ
    assert duration_ms(file) == 1000


def test_stereo_is_mixed_and_not_halved_to_one_side(tmp_path: Path) -> None:
    """What is on one side only is heard, and opposite sides cancel out."""
    left = tone(SAMPLE_RATE_HZ)
    soundfile.write(tmp_path / "one.wav", np.stack([left, 0 * left], axis=1), SAMPLE_RATE_HZ, subtype="FLOAT")
    soundfile.write(tmp_path / "both.wav", np.stack([left, -left], axis=1), SAMPLE_RATE_HZ, subtype="FLOAT")
    assert np.max(np.abs(played(tmp_path / "one.wav"))) == pytest.approx(0.25, abs=0.01)
    assert np.max(np.abs(played(tmp_path / "both.wav"))) == 0


@pytest.mark.parametrize("suffix", ["flac", "ogg", "wav"])
def test_what_libsndfile_reads_is_played(tmp_path: Path, suffix: str) -> None:
    """FLAC, Ogg Vorbis and WAV alike."""
    file = tmp_path / f"tone.{suffix}"
    soundfile.write(file, tone(44_100), 44_100)
    assert np.max(np.abs(played(file))) == pytest.approx(0.5, abs=0.05)


def test_sixteen_kilohertz_is_passed_on_unchanged(tmp_path: Path) -> None:
    """Nothing is resampled that need not be; the end is filled up with zeros."""
    sound = np.random.default_rng(1).uniform(-1, 1, 1_000).astype(np.float32)
    soundfile.write(tmp_path / "noise.wav", sound, SAMPLE_RATE_HZ, subtype="FLOAT")
    frames = played(tmp_path / "noise.wav")
    assert np.array_equal(frames, np.pad(sound, (0, 24)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rate_hz=st.integers(4_000, 200_000), count=st.integers(1, 300_000), channels=st.integers(1, 3))
def test_no_sample_is_lost_or_invented_at_any_rate(
    tmp_path: Path, rate_hz: int, count: int, channels: int
) -> None:
    """The frames last as long as the file, to within the filling of the last one and a sample of rounding."""
    file = tmp_path / "some.wav"
    soundfile.write(file, np.full((count, channels), 0.25, np.float32), rate_hz)
    exact = count * SAMPLE_RATE_HZ / rate_hz
    frames = sum(1 for _ in frames_of(file))
    assert math.floor((exact - 1) / FRAME_SAMPLES) <= frames <= math.ceil((exact + 1) / FRAME_SAMPLES)


def test_samples_that_are_no_numbers_become_silence(tmp_path: Path) -> None:
    """NaN and infinities, which some recorders write after a fault, do not reach an engine; nor does overdrive."""
    sound = np.array([0.5, np.nan, np.inf, -np.inf, 3.0, -3.0, 0.5], np.float32)
    soundfile.write(tmp_path / "odd.wav", sound, SAMPLE_RATE_HZ, subtype="FLOAT")
    assert played(tmp_path / "odd.wav")[:7].tolist() == [0.5, 0, 0, 0, 1, -1, 0.5]


def test_three_hours_take_no_more_memory_than_a_minute(tmp_path: Path) -> None:
    """A file is read a little at a time."""
    file = tmp_path / "long.wav"
    size = THREE_HOURS_S * SAMPLE_RATE_HZ * 2
    file.write_bytes(wav_header(size))
    os.truncate(file, 44 + size)  # holes: silence that takes no room on the disk
    tracemalloc.start()
    try:
        count = sum(1 for _ in frames_of(file))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count * FRAME_SAMPLES == THREE_HOURS_S * SAMPLE_RATE_HZ
    assert peak < 8_000_000
    assert duration_ms(file) == THREE_HOURS_S * 1000


@pytest.mark.parametrize(
    ("suffix", "subtype"), [("wav", "PCM_16"), ("wav", "PCM_24"), ("wav", "IMA_ADPCM"), ("flac", "PCM_16")]
)
def test_a_file_that_breaks_off_is_played_as_far_as_it_goes_and_then_told(
    tmp_path: Path, suffix: str, subtype: str
) -> None:
    """Three seconds of which a third is gone: the frames that are there come first, then where it breaks off."""
    file = tmp_path / f"cut.{suffix}"
    noise = np.random.default_rng(2).uniform(-0.5, 0.5, 3 * SAMPLE_RATE_HZ)
    soundfile.write(file, noise, SAMPLE_RATE_HZ, subtype=subtype)
    os.truncate(file, file.stat().st_size * 2 // 3)
    arrived: list[Samples] = []
    with pytest.raises(SoundBreaksOff, match=r"cut\..* breaks off at 0:0[12] of 0:0[23]\.") as caught:
        arrived.extend(frames_of(file))
    assert len(arrived) * 32 == pytest.approx(caught.value.at_ms, abs=32)
    assert 1_700 < caught.value.at_ms < 2_050  # ADPCM and FLAC come in blocks
    assert caught.value.of_ms == pytest.approx(3_000, abs=60)


@pytest.mark.parametrize("promised", [0x7FFF_F000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF])
def test_a_file_from_a_pipe_does_not_break_off(tmp_path: Path, promised: int) -> None:
    """Whoever wrote it could not know its length, and put a number there that no real file has."""
    sound = np.zeros(50 * FRAME_SAMPLES, np.int16).tobytes()
    header = wav_header(len(sound))[:-4] + struct.pack("<I", promised)
    (tmp_path / "pipe.wav").write_bytes(header + sound)
    assert len(played(tmp_path / "pipe.wav")) == 50 * FRAME_SAMPLES


def test_a_piped_flac_is_played_to_its_last_sample(tmp_path: Path) -> None:
    """Its header says that the length is unknown; that is no break, and the last block counts."""
    file = tmp_path / "pipe.flac"
    soundfile.write(file, np.full(50 * FRAME_SAMPLES, 0.25, np.float32), SAMPLE_RATE_HZ)
    content = bytearray(file.read_bytes())
    content[21] &= 0xF0  # the 36 bits of STREAMINFO's number of samples
    content[22:26] = bytes(4)
    file.write_bytes(content)
    assert played(file).tolist() == [0.25] * (50 * FRAME_SAMPLES)


def test_a_header_that_counts_itself_as_sound_is_no_break(tmp_path: Path) -> None:
    """44 bytes too many are a recorder's habit, not a word that is missing."""
    sound = np.zeros(50 * FRAME_SAMPLES, np.int16).tobytes()
    (tmp_path / "habit.wav").write_bytes(wav_header(len(sound) + 44) + sound)
    assert len(played(tmp_path / "habit.wav")) == 50 * FRAME_SAMPLES


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.wav", b""),
        ("one byte.wav", b"R"),
        ("no sound.wav", wav_header(0)),
        ("header only.wav", wav_header(32_000)),
        ("half a header.wav", wav_header(32_000)[:30]),
        ("absurd rate.wav", wav_header(32_000, rate_hz=3) + bytes(32_000)),
        ("text.wav", b"this is not sound at all " * 100),
        ("text.txt", b"this is not sound at all " * 100),
        ("page.flac", b"<html></html>"),
        ("samples.raw", bytes(1000)),
        ("half a flac.flac", b"fLaC\0\0\0\x22" + bytes(10)),
    ],
)
def test_a_bad_file_is_one_clear_error(tmp_path: Path, name: str, content: bytes) -> None:
    """The sentence names the file and says what to do; the exit code is that of sound files."""
    file = tmp_path / name
    file.write_bytes(content)
    for use in (lambda: list(frames_of(file)), lambda: duration_ms(file)):
        with pytest.raises(SoundFileError) as caught:
            use()
        assert name in caught.value.what
        assert caught.value.remedy
        assert caught.value.exit_code == 6


def test_a_path_that_is_no_file_is_one_clear_error(tmp_path: Path) -> None:
    """Nothing there, or a folder: the system's reason in our sentence."""
    for path in (tmp_path / "nothing.wav", tmp_path):
        with pytest.raises(SoundFileError, match="cannot be read"):
            duration_ms(path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_one_clear_error(tmp_path: Path) -> None:
    """Somebody else's recording."""
    file = tmp_path / "locked.wav"
    file.write_bytes(wav_header(0))
    file.chmod(0)
    with pytest.raises(SoundFileError, match="cannot be read"):
        duration_ms(file)
