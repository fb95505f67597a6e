"""A file of sound as a microphone: the same frames, read a little at a time, however long the file is."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr

from plainspoken_models.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, Samples
from plainspoken_models.errors import SoundBreaksOff, SoundFileError

_BLOCK_VALUES: Final = 1 << 14
"""Numbers read at a time, all channels together."""

_COPY_AGAIN: Final = "Record or copy it again."
_RATES_HZ: Final = range(1_000, 1_000_000)
"""Sampling rates that some device has; outside it a header is damaged."""

_SLACK_MS: Final = 100
"""So much may be missing without a word: recorders exist that count their header, or half a block, as sound."""

_UNKNOWN_LENGTH: Final = 0x7FFF_F000
"""A program that writes into a pipe cannot know a WAV file's length: sox and espeak-ng promise this many bytes, arecord
and ffmpeg more. A real file of that size would be 18 hours of our sound."""


def frames_of(path: Path) -> Iterator[Samples]:
    """The sound in a file, frame by frame, mixed to mono and brought to 16 000 Hz.

    Anything that libsndfile reads. Each frame has exactly `FRAME_SAMPLES` float32 samples within -1 … 1; the
    last is filled up with zeros. Samples that are no numbers become 0. A file that breaks off is played as
    far as it goes, and then that is told.

    Raises:
        SoundFileError: at the first frame, where nothing can be played.
        SoundBreaksOff: after the last one, where the header of a WAV or FLAC file promises more.
    """
    waiting, heard = np.empty(0, np.float32), 0
    with _opened(path) as file:
        for piece in _at_our_rate(file):
            heard += len(piece)
            waiting = np.concatenate((waiting, piece))
            whole = len(waiting) // FRAME_SAMPLES * FRAME_SAMPLES
            yield from waiting[:whole].reshape(-1, FRAME_SAMPLES).copy()
            waiting = waiting[whole:]
        broken = _broken_off(file, path, heard * 1000 // SAMPLE_RATE_HZ)
    if len(waiting):
        yield np.pad(waiting, (0, FRAME_SAMPLES - len(waiting)))
    if broken:
        raise broken


def duration_ms(path: Path) -> int:
    """How long the file says that it plays; one that breaks off plays shorter.

    Raises:
        SoundFileError: nothing can be played.
    """
    with _opened(path) as file:
        return int(file.frames) * 1000 // int(file.samplerate)


@contextmanager
def _opened(path: Path) -> Iterator[soundfile.SoundFile]:
    try:
        with path.open("rb") as stream:
            empty = not stream.read(1)
    except OSError as error:
        raise SoundFileError(
            f"{path} cannot be read ({error.strerror}).", "Check the path and who may read it."
        ) from error
    if empty:
        raise SoundFileError(f"{path} is empty: 0 bytes.", _COPY_AGAIN)
    try:
        file = soundfile.SoundFile(path)
    except (
        soundfile.LibsndfileError,
        TypeError,
    ) as error:  # TypeError: a name in .raw, whose rate nobody knows
        raise SoundFileError(
            f"{path} is no sound file that can be read.", "Use a WAV or FLAC file."
        ) from error
    with file:
        _check(file, path)
        yield file


def _check(file: soundfile.SoundFile, path: Path) -> None:
    if file.samplerate not in _RATES_HZ:
        raise SoundFileError(
            f"{path} claims {file.samplerate} samples a second.", "Its header is damaged: copy it again."
        )
    if not file.frames:
        raise SoundFileError(f"{path} holds no sound.", _COPY_AGAIN)


def _broken_off(file: soundfile.SoundFile, path: Path, at_ms: int) -> SoundBreaksOff | None:
    """Of a file that gave so much sound and no more: whether more was promised."""
    of_ms = _promised(file, path) * 1000 // file.samplerate
    if of_ms - at_ms <= _SLACK_MS:
        return None
    what = f"{path} breaks off at {_clock(at_ms)} of {_clock(of_ms)}."
    return SoundBreaksOff(
        what, "What is there was played; copy the file again for the rest.", at_ms=at_ms, of_ms=of_ms
    )


def _promised(file: soundfile.SoundFile, path: Path) -> int:
    """Samples of each channel that the header promises; 0 where it says nothing to rely on."""
    if file.format == "FLAC":  # the largest number there is stands for an unknown length
        return int(file.frames) if file.frames < sys.maxsize else 0
    claimed, there = _data_bytes(path) if file.format in ("WAV", "WAVEX") else (0, 0)
    if not there < claimed < _UNKNOWN_LENGTH:
        return 0
    # libsndfile counts what is there, in whatever sample format.
    return int(file.frames) * claimed // max(1, there)


def _data_bytes(path: Path) -> tuple[int, int]:
    """Bytes of sound in a WAV file: as its header has it, and as there are. Two zeros where none is found."""
    with path.open("rb") as stream:
        end = stream.seek(0, 2)
        place = stream.seek(12)  # after "RIFF", a length and "WAVE"
        while len(head := stream.read(8)) == 8:
            claimed = int.from_bytes(head[4:], "little")
            place += 8
            if head[:4] == b"data":
                return claimed, end - place
            place = stream.seek(place + claimed + claimed % 2)
    return 0, 0


def _clock(milliseconds: int) -> str:
    seconds = milliseconds // 1000
    return f"{seconds // 60}:{seconds % 60:02}"


def _at_our_rate(file: soundfile.SoundFile) -> Iterator[Samples]:
    if file.samplerate == SAMPLE_RATE_HZ:
        yield from _mono_blocks(file)
        return
    resampler = soxr.ResampleStream(file.samplerate, SAMPLE_RATE_HZ, 1, dtype="float32")
    for block in _mono_blocks(file):
        yield np.clip(resampler.resample_chunk(block), -1, 1)
    yield np.clip(resampler.resample_chunk(np.empty(0, np.float32), last=True), -1, 1)


def _mono_blocks(file: soundfile.SoundFile) -> Iterator[Samples]:
    length = max(1, _BLOCK_VALUES // file.channels)
    while len(block := _next_block(file, length)):
        numbers = np.nan_to_num(block, copy=False, nan=0, posinf=0, neginf=0)
        mono = numbers.mean(axis=1, dtype=np.float64)  # damaged numbers may be large: float32 would overflow
        yield np.clip(mono, -1, 1).astype(np.float32)


def _next_block(file: soundfile.SoundFile, length: int) -> Samples:
    """The next samples of all channels, shape (n, channels); none at the end, which may come too early."""
    block = np.full((length, file.channels), np.nan, np.float32)
    begun = file.tell() != 0
    try:
        read: Samples = file.read(length, dtype="float32", always_2d=True, out=block)
    except soundfile.LibsndfileError as error:
        decoded = np.count_nonzero(~np.isnan(block[:, 0]))  # before it; `tell` is of no use after an error
        if not begun and not decoded:
            raise SoundFileError(f"{file.name} holds no sound that can be read.", _COPY_AGAIN) from error
        return block[:decoded]
    return read
