"""A sound file plays the part of a microphone: all of it, to its end, and it can be closed."""

import os
import queue
import wave
from pathlib import Path

import numpy as np
import pytest

from plainspoken.adapters.sound_file import SoundFile
from plainspoken.dictation.capture import SourceEnded
from plainspoken.dictation.errors import AudioError
from plainspoken.workers.frame_door import FrameDoor
from plainspoken.workers.messages import FrameArrived, Happened, Message
from plainspoken_models.contracts import FRAME_SAMPLES, Samples
from plainspoken_models.errors import PlainspokenError, SoundBreaksOff

WAIT_S = 10.0


def wav(path: Path, frames: int) -> Path:
    """A file of so many frames, numbered."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(np.repeat(np.arange(1, frames + 1, dtype="<i2"), FRAME_SAMPLES).tobytes())
    return path


def test_every_frame_arrives_in_order_and_then_the_end(tmp_path: Path) -> None:
    """Nothing is left out, nothing is added."""
    mailbox: queue.Queue[Message] = queue.Queue()
    SoundFile(wav(tmp_path / "a.wav", 20)).open(FrameDoor(1, mailbox))
    arrived = []
    while isinstance(message := mailbox.get(timeout=WAIT_S), FrameArrived):
        arrived.append(round(float(message.samples[0]) * 32_768))
    assert arrived == list(range(1, 21))
    assert message == Happened(1, SourceEnded())


def test_a_file_waits_while_there_is_no_room_and_goes_on_when_there_is(tmp_path: Path) -> None:
    """A three-hour file does not fill the memory."""
    mailbox: queue.Queue[Message] = queue.Queue()
    door = FrameDoor(1, mailbox, room_frames=2)
    SoundFile(wav(tmp_path / "a.wav", 5)).open(door)
    count = 0
    while isinstance(mailbox.get(timeout=WAIT_S), FrameArrived):
        count += 1
        assert mailbox.qsize() <= 2
        door.make_room(1)
    assert count == 5


@pytest.mark.parametrize("real_time", [True, False])
def test_a_closed_file_ends(tmp_path: Path, real_time: bool) -> None:
    """Also where it is blocked: nobody listens any more."""
    mailbox: queue.Queue[Message] = queue.Queue()
    door = FrameDoor(1, mailbox, room_frames=2)
    source = SoundFile(wav(tmp_path / "a.wav", 500), real_time=real_time)
    source.open(door)
    mailbox.get(timeout=WAIT_S)
    source.close()
    door.shut()
    while isinstance(message := mailbox.get(timeout=WAIT_S), FrameArrived):
        pass
    assert message == Happened(1, SourceEnded())


class BrokenDoor(FrameDoor):
    """A sink with a fault."""

    def put(self, samples: Samples) -> None:
        """Fail."""
        raise IndexError(f"{len(samples)} samples of a secret")


def test_a_fault_of_our_own_ends_it_as_well(tmp_path: Path) -> None:
    """Without an end the dictation would never be over; the fault is named by its class alone."""
    mailbox: queue.Queue[Message] = queue.Queue()
    SoundFile(wav(tmp_path / "a.wav", 5)).open(BrokenDoor(1, mailbox))
    message = mailbox.get(timeout=WAIT_S)
    assert isinstance(message, Happened)
    assert isinstance(message.event, SourceEnded)
    assert isinstance(message.event.error, AudioError)
    assert "IndexError" in str(message.event.error)
    assert "secret" not in str(message.event.error)


def test_a_file_that_breaks_off_ends_with_that(tmp_path: Path) -> None:
    """After its last frame."""
    mailbox: queue.Queue[Message] = queue.Queue()
    file = wav(tmp_path / "a.wav", 20)
    os.truncate(file, 44 + 10 * FRAME_SAMPLES * 2)
    SoundFile(file).open(FrameDoor(1, mailbox))
    frames = 0
    while isinstance(message := mailbox.get(timeout=WAIT_S), FrameArrived):
        frames += 1
    assert frames == 10
    assert isinstance(message, Happened)
    assert isinstance(message.event, SourceEnded)
    assert isinstance(message.event.error, SoundBreaksOff)


def test_what_is_not_sound_is_told_before_anything_begins(tmp_path: Path) -> None:
    """With the file's name."""
    file = tmp_path / "a.wav"
    file.write_bytes(b"")
    with pytest.raises(PlainspokenError, match=r"a\.wav"):
        SoundFile(file).open(FrameDoor(1, queue.Queue()))
