"""The bounded way in for frames: a live source is never blocked, a file is."""

import queue
import threading

from plainspoken.clinic.macros import Insertion
from plainspoken.dictation.capture import TOO_BUSY, FramesLost, SourceEnded, SourceWarned
from plainspoken.dictation.events import MacroChosen
from plainspoken.workers.messages import FrameArrived, Happened, Message
from plainspoken_models.contracts import FRAME_MS, Samples
from plainspoken_models.errors import PlainspokenError

ROOM_FRAMES = 4_096
"""Frames that may wait: 131 s of sound, 8 MB. A conductor that is that late is stuck."""

ROOM_BATCH_FRAMES = 128
"""Room is made for so many frames at once: waking a file's thread for each one cost more than judging it."""


class FrameDoor:
    """The sink of one dictation's source. Frames go to the conductor's mailbox while there is room for them."""

    def __init__(self, number: int, mailbox: "queue.Queue[Message]", room_frames: int = ROOM_FRAMES) -> None:
        self._number = number
        self._mailbox = mailbox
        self._room = threading.Semaphore(room_frames)
        self._batch = min(ROOM_BATCH_FRAMES, room_frames // 2)
        self._shut = threading.Event()
        self._heard_ms = self._withheld = 0

    def offer(self, samples: Samples) -> None:
        """Take a frame of a live source, or count it as lost."""
        if self._room.acquire(blocking=False):
            self._mailbox.put(FrameArrived(self._number, samples))
            self._heard_ms += FRAME_MS
        else:
            self.lost(FRAME_MS)

    def put(self, samples: Samples) -> None:
        """Take a frame of a file as soon as there is room."""
        self._room.acquire()
        if self._shut.is_set():
            self._room.release()  # for the next frame: nothing blocks any more
        else:
            self._mailbox.put(FrameArrived(self._number, samples))
            self._heard_ms += FRAME_MS

    def lost(self, lost_ms: int, reason: str = TOO_BUSY) -> None:
        """Sound is missing: the session is told."""
        self._mailbox.put(Happened(self._number, FramesLost(self._heard_ms, lost_ms, reason)))
        self._heard_ms += lost_ms

    def insert(self, insertion: Insertion) -> None:
        """A macro was chosen here, when this was recorded: the session is told, after all frames before."""
        self._mailbox.put(Happened(self._number, MacroChosen(insertion)))

    def warn(self, error: PlainspokenError) -> None:
        """Something is wrong with the source: the session is told."""
        self._mailbox.put(Happened(self._number, SourceWarned(error)))

    def end(self, error: PlainspokenError | None = None) -> None:
        """No further frame: the session is told, after all frames before."""
        self._mailbox.put(Happened(self._number, SourceEnded(error)))

    def make_room(self, frames: int, *, later: bool = False) -> None:
        """The conductor has dealt with so many frames; as many more may come in, or not yet."""
        self._withheld += frames
        if self._withheld >= self._batch and not later:
            self._room.release(self._withheld)
            self._withheld = 0

    def shut(self) -> None:
        """Nobody listens any more: let a blocked file go on to its end."""
        self._shut.set()
        self._room.release()
