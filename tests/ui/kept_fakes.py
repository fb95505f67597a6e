"""A keeper and the door of a vault, which the test plays."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Thread

import numpy as np

from plainspoken.dictation.capture import AudioSource
from plainspoken.dictation.kept import DictationId, KeptDictation, KeptNote
from plainspoken.dictation.note import Note
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.workers.keeping import KeeperListener, Retention, Storage
from plainspoken.workers.kept_notes import Found, Heard
from plainspoken.workers.passphrase import Passphrase
from plainspoken_models.contracts import Samples
from plainspoken_models.errors import PlainspokenError
from ui.desktop_fakes import FakeMicrophone
from workers.kept import FakeStorage


@dataclass
class FakeKeeper:
    """Writes down what it is told; the test plays what it says."""

    told: list[str] = field(default_factory=list)
    notes: tuple[KeptNote, ...] = ()
    delivered: dict[int, Note] = field(default_factory=dict)
    """By the numbers of the kept ones: notes of this run."""
    refuses: PlainspokenError | None = None
    """What a search for notes is answered with."""
    listener: KeeperListener | None = None
    ways: list[Callable[[], Storage]] = field(default_factory=list)
    """In which it was told to open the vault."""
    revised: list[tuple[Note, Note]] = field(default_factory=list)
    """Notes as they were delivered, and as they are now."""
    answering: list[Thread] = field(default_factory=list)
    asked: list[tuple[Note, int, int]] = field(default_factory=list)
    """Whose sound was asked for, from and to when."""
    sound_of_note: Samples = field(default_factory=lambda: np.full(512, 0.5, np.float32))

    def start(self, listener: KeeperListener) -> None:
        """Keep it."""
        self.listener = listener
        self.told.append("start")

    def sound(self, dictation: DictationId) -> AudioSource:
        """Named like the dictation."""
        return FakeMicrophone(dictation, live=False)

    def throw_away(self, dictation: DictationId) -> None:
        """Write it down."""
        self.told.append(f"throw away {dictation}")

    def find_notes(self, search: str, tell: Callable[[Found], None]) -> None:
        """From a thread of its own, like the real one."""
        found = tuple(
            replace(note, delivered=self.delivered.get(note.number))
            for note in self.notes
            if note.has_words(search)
        )
        Thread(target=tell, args=(self.refuses or found,)).start()

    def note_copied(self, number: int) -> None:
        """Write it down."""
        self.told.append(f"copied {number}")

    def destroy_note(self, number: int) -> None:
        """Gone."""
        self.told.append(f"destroy {number}")
        self.notes = tuple(note for note in self.notes if note.number != number)

    def revise_note(self, delivered: Note, note: Note, change: str) -> None:
        """Keep it."""
        self.told.append(change)
        self.revised.append((delivered, note))

    def hear_note(self, delivered: Note, start_ms: int, end_ms: int, tell: Callable[[Heard], None]) -> None:
        """From a thread of its own, like the real one."""
        self.asked.append((delivered, start_ms, end_ms))
        self.answering.append(Thread(target=tell, args=(self.refuses or self.sound_of_note,)))
        self.answering[-1].start()

    def settle(self) -> None:
        """Wait for the threads that answer: whoever they answer must still be there."""
        for thread in self.answering:
            thread.join()

    def close(self) -> None:
        """Write it down."""
        self.told.append("close")
        self.settle()

    def open_with(self, open_storage: Callable[[], Storage]) -> None:
        """Write it down; the test plays what comes of it."""
        self.told.append("open")
        self.ways.append(open_storage)

    def retain(self, retention: Retention) -> None:
        """Write it down."""
        self.told.append(f"retain {retention.sound_ms} {retention.notes_ms}")

    def keep_nothing(self) -> None:
        """Write it down."""
        self.told.append("keep nothing")

    def fails(self, error: PlainspokenError) -> None:
        """The vault cannot be opened, or something else went wrong with it."""
        assert self.listener
        thread = Thread(target=self.listener.vault_failed, args=(error,))
        thread.start()
        thread.join()

    def offers(self, *kept: KeptDictation) -> None:
        """The vault is open; from a thread of its own, like the real one."""
        assert self.listener
        self.listener.vault_opened()
        thread = Thread(target=self.listener.kept_changed, args=(kept,))
        thread.start()
        thread.join()


@dataclass
class FakeDoor:
    """Writes down who came in, and how."""

    leads_to_a_vault: bool = False
    came: list[str] = field(default_factory=list)

    def open(self) -> Storage:
        """With the keyring's key."""
        return self._through("open")

    def unlock(self, passphrase: Passphrase) -> Storage:
        """With this passphrase."""
        with passphrase.spent() as typed:
            return self._through(f"unlock {typed.decode()}")

    def begin_with(self, passphrase: Passphrase) -> Storage:
        """With this passphrase."""
        with passphrase.spent() as typed:
            return self._through(f"begin with {typed.decode()}")

    def begin_anew(self) -> Storage:
        """With a new vault."""
        return self._through("begin anew")

    def _through(self, way: str) -> Storage:
        self.came.append(way)
        return FakeStorage()


@dataclass
class FakePlayer:
    """Plays nothing; the test says when it is over."""

    played: list[Samples] = field(default_factory=list)
    ended: Callable[[PlainspokenError | None], None] = print

    def play(self, samples: Samples, ended: Callable[[PlainspokenError | None], None]) -> None:
        """Write it down."""
        self.played.append(samples)
        self.ended = ended

    def stop(self) -> None:
        """It is over."""
        self.ended(None)


class Owned(NoteClipboard):
    """Qt's screen in memory has a clipboard that nobody owns."""

    ours = True
