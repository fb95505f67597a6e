"""A file of sound as a microphone: the same frames, read a little at a time, however long the file is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr

from plainspoken_models.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, Samples
from plainspoken_models.errors import SoundFileError

_BLOCK_VALUES: Final = 1 << 14
"""Numbers read at a time, all channels together. A compressed file that breaks off loses its last such block."""

_COPY_AGAIN: Final = "Record or copy it again."
_RATES_HZ: Final = range(1_000, 1_000_000)
"""Sampling rates that some device has; outside it a header is damaged."""


def frames_of(path: Path) -> Iterator[Samples]:
    """The sound in a file, frame by frame, mixed to mono and brought to 16 000 Hz.

    Anything that libsndfile reads. Each frame has exactly `FRAME_SAMPLES` float32 samples within -1 … 1; the
    last is filled up with zeros. Samples that are no numbers become 0. A file that breaks off is played as
    far as it goes.

    Raises:
        SoundFileError: at the first frame, where nothing can be played.
    """
    waiting = np.empty(0, np.float32)
    with _opened(path) as file:
        for piece in _at_our_rate(file):
            waiting = np.concatenate((waiting, piece))
            whole = len(waiting) // FRAME_SAMPLES * FRAME_SAMPLES
            yield from waiting[:whole].reshape(-1, FRAME_SAMPLES).copy()
            waiting = waiting[whole:]
    if len(waiting):
        yield np.pad(waiting, (0, FRAME_SAMPLES - len(waiting)))


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
    try:
        block: Samples = file.read(length, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        if file.tell():
            return np.empty((0, 1), np.float32)
        raise SoundFileError(f"{file.name} holds no sound that can be read.", _COPY_AGAIN) from error
    return block
