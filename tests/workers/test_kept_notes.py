"""What the keeper does with notes: finds, copies, destroys and purges them, and lets them be made again."""

import json
import queue
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest

from fakes import FakeTranscriber
from plainspoken.adapters.vault import Vault
from plainspoken.dictation.errors import VaultFull, VaultLocked
from plainspoken.dictation.kept import DictationId, KeptNote
from plainspoken.workers import clocks
from plainspoken.workers.clocks import Clocks
from plainspoken.workers.keeper import Keeper
from plainspoken.workers.keeping import BeginKeeping, KeepFrame, LetGo, ResumeKeeping, Retention, Storage
from plainspoken.workers.kept_book import PURGE_EVERY_MS, KeptBook
from plainspoken.workers.kept_notes import DestroyNote, Found
from plainspoken.workers.messages import Begin
from plainspoken_models.errors import PlainspokenError
from ui.desktop_fakes import COUGH, listening
from vault_reading import RowsOf, decrypted, marked_sound
from workers.kept import WAIT_S, FakeStorage, Watcher, frame, ignore
from workers.stage import SOAP, SPOKEN, Stage

KEY = bytes(32)
LONG = Retention(10**9, 10**9)
MODELS = {"speech": "whisper", "tagger": "starter"}
NOTE = listening(COUGH).note

T = TypeVar("T")


def answer(ask: Callable[[Callable[[T], None]], None]) -> T:
    """What the keeper says."""
    answers: queue.Queue[T] = queue.Queue()
    ask(answers.put)
    return answers.get(timeout=WAIT_S)


def asked(keeper: Keeper, search: str = "") -> Found:
    """Notes with these words, or why not."""

    def ask(tell: Callable[[Found], None]) -> None:
        keeper.find_notes(search, tell)

    return answer(ask)


def found(keeper: Keeper, search: str = "") -> tuple[KeptNote, ...]:
    """Notes with these words."""
    answered = asked(keeper, search)
    assert not isinstance(answered, PlainspokenError)
    return answered


def keeping(storage: Callable[[], Storage], retention: Retention = LONG) -> tuple[Keeper, Watcher]:
    """A keeper that runs."""
    keeper, watcher = Keeper(storage, retention, MODELS), Watcher()
    keeper.start(watcher)
    return keeper, watcher


def dictate(keeper: Keeper, *values: int) -> None:
    """Sound, and a note."""
    keeper.begin("soap", ignore)
    for number, value in enumerate(values):
        keeper.keep(frame(32 * number, value / 1000))
    keeper.stop()
    keeper.deliver(NOTE)


def test_a_delivered_note_is_found_copied_and_destroyed(tmp_path: Path) -> None:
    """In the real vault; it names the models that made it, and the trail tells all of it without a word."""
    keeper, watcher = keeping(lambda: Vault.open(tmp_path / "vault.db", KEY))
    dictate(keeper, 1)
    dictate(keeper, 2)
    second, first = found(keeper, "COUGHS")
    assert found(keeper, "fever") == ()
    assert json.loads(first.note_json)["models"] == MODELS
    keeper.note_copied(second.number)
    keeper.destroy_note(first.number)
    keeper.destroy_note(first.number)
    keeper.note_copied(first.number)
    assert found(keeper) == (second,)
    trail = answer(keeper.read_audit)
    assert not isinstance(trail, PlainspokenError)
    assert [entry.what for entry in trail][-3:] == ["copied", "note destroyed", "sound destroyed"]
    assert "cough" not in repr(trail)
    keeper.close()
    assert watcher.errors == [], "what has gone meanwhile is no mistake"


def test_whoever_looks_is_told_of_each_change() -> None:
    """A note that comes, and one that goes."""
    keeper, watcher = keeping(FakeStorage)
    watcher.wait_for(lambda: len(watcher.kept) == 1)
    dictate(keeper, 1)
    watcher.wait_for(lambda: len(watcher.kept) == 2)
    keeper.destroy_note(1)
    watcher.wait_for(lambda: len(watcher.kept) == 3)
    keeper.close()


def test_without_a_vault_a_question_is_answered_with_the_reason() -> None:
    """Nobody waits for ever."""

    def locked() -> Storage:
        raise VaultLocked("There is no key.", "Bring it back.")

    keeper, _ = keeping(locked)
    assert isinstance(asked(keeper), VaultLocked)
    assert isinstance(answer(keeper.read_audit), VaultLocked)
    keeper.close()


def test_a_question_that_the_vault_cannot_answer_is_answered_with_the_reason() -> None:
    """And the keeper goes on."""
    storage = FakeStorage()

    def broken(search: str = "") -> tuple[KeptNote, ...]:  # noqa: ARG001
        raise VaultFull("It is full.", "Free some space.")

    storage.notes = broken  # type: ignore[method-assign]
    keeper, watcher = keeping(lambda: storage)
    assert isinstance(asked(keeper), VaultFull)
    assert answer(keeper.read_audit) == ()
    keeper.close()
    assert watcher.errors == []


def test_with_nothing_to_be_kept_no_note_is_ever_written(tmp_path: Path) -> None:
    """Looked for on every page, the free ones too; the sound goes when the note is delivered."""
    path = tmp_path / "vault.db"
    keeper, _ = keeping(lambda: Vault.open(path, KEY), Retention(sound_ms=10**9, notes_ms=0))
    sound = marked_sound(1.0)
    keeper.begin("soap", ignore)
    for at in range(0, sound.size - 512, 512):
        keeper.keep(type(frame(0))(sound[at : at + 512], at // 16))
    keeper.stop()
    answer(keeper.read_audit)
    assert RowsOf(sound).found_in(decrypted(path, KEY))
    keeper.deliver(NOTE)
    trail = answer(keeper.read_audit)
    plain = decrypted(path, KEY)
    assert b"cough" not in plain
    assert not RowsOf(sound).found_in(plain)
    assert not isinstance(trail, PlainspokenError)
    assert [entry.what for entry in trail] == ["begun", "stopped", "delivered", "sound purged"]
    keeper.close()


def test_sound_that_is_not_to_be_kept_goes_with_the_delivery(tmp_path: Path) -> None:
    """The note stays."""
    keeper, _ = keeping(lambda: Vault.open(tmp_path / "vault.db", KEY), Retention(0, 10**9))
    dictate(keeper, 1)
    assert [note.has_sound for note in found(keeper)] == [False]
    keeper.close()


@pytest.mark.parametrize("again", [SPOKEN, ("Fever.", "Rest.")])
def test_a_note_is_made_again_of_its_sound(tmp_path: Path, again: tuple[str, ...]) -> None:
    """With what another model makes of it; both notes are of one dictation."""
    keeper, _ = keeping(lambda: Vault.open(tmp_path / "vault.db", KEY))
    dictate(keeper, *([1] * 40 + [0] * 30 + [2] * 40 + [0] * 30))
    (first,) = found(keeper)
    stage = Stage(FakeTranscriber(again), keeper=keeper)
    stage.conductor.begin(Begin(SOAP, keeper.sound(first.dictation), first.dictation))
    session = stage.screen.over()
    stage.conductor.close()
    second, kept = found(keeper)
    assert [statement.text for statement in session.note.statements] == list(again)
    assert kept == first
    assert second.dictation == first.dictation
    assert again[1] in second.text
    keeper.close()
    with closing(Vault.open(tmp_path / "vault.db", KEY)) as vault:
        assert [entry.what for entry in vault.audit()][-2:] == ["delivered", "transcribed again"]


class Time:
    """Clocks that the test sets."""

    def __init__(self) -> None:
        self.now = self.up = 1_000

    @property
    def clocks(self) -> Clocks:
        """As the keeper has them."""
        return Clocks(lambda: self.now, lambda: self.up)


def test_purged_at_the_start_and_then_every_hour_with_no_look_between() -> None:
    """At rest the thread wakes up for nothing else."""
    time, storage = Time(), FakeStorage()
    book = KeptBook(storage, Retention(5, 7), Watcher(), time.clocks)
    assert storage.purged == [(1_000, 5, 7)]
    assert storage.passed == [(1_000, 1_000)]
    assert book.wait_s == PURGE_EVERY_MS / 1000 <= 3600
    time.up += PURGE_EVERY_MS - 1
    book.tick()
    assert len(storage.purged) == 1
    time.up += 1
    time.now = 7
    assert book.wait_s == 0
    book.tick()
    assert storage.purged[1:] == [(7, 5, 7)]
    assert storage.passed[1:] == [(7, 1_000 + PURGE_EVERY_MS)]
    assert book.wait_s == PURGE_EVERY_MS / 1000


def test_purged_in_the_middle_of_a_dictation_too() -> None:
    """Sound comes all the time, for hours perhaps."""
    time, storage = Time(), FakeStorage()
    book = KeptBook(storage, Retention(5, 7), Watcher(), time.clocks)
    book.take(BeginKeeping("soap", 0, ignore))
    book.take(KeepFrame(frame(0)))
    assert len(storage.purged) == 1
    time.up += PURGE_EVERY_MS
    book.take(KeepFrame(frame(32)))
    book.take(KeepFrame(frame(64)))
    assert len(storage.purged) == 2
    assert [len(frames) for frames in storage.kept.values()] == [3]


def test_what_is_being_transcribed_again_is_neither_purged_nor_destroyed_meanwhile() -> None:
    """Its sound must not go while it is read; what was put off is done at the end."""
    time, storage, watcher = Time(), FakeStorage(), Watcher()
    book = KeptBook(storage, Retention(5, 7), watcher, time.clocks)
    book.take(BeginKeeping("soap", 0, ignore))
    (dictation,) = storage.states
    storage.delivered[dictation] = ("text", "{}")
    book.take(ResumeKeeping(DictationId(dictation), ignore))
    time.up += PURGE_EVERY_MS
    book.tick()
    book.take(DestroyNote(1, 0))
    assert len(storage.purged) == 1
    assert len(storage.delivered) == 1
    assert [error.remedy for error in watcher.errors] == ["Destroy the note when that is done."]
    assert book.wait_s > 0, "it does not spin"
    book.take(LetGo())
    assert len(storage.purged) == 2


def test_a_recovered_note_is_called_so_in_the_trail() -> None:
    """One that needed no recovery is delivered."""
    storage = FakeStorage()
    keeper, _ = keeping(lambda: storage)
    dictate(keeper, 1)
    keeper.begin("soap", ignore)
    keeper.keep(frame(0))
    keeper.stop()
    keeper.let_go()
    answer(keeper.read_audit)
    keeper.resume(DictationId(list(storage.states)[-1]), ignore)
    keeper.deliver(NOTE)
    keeper.close()
    assert [entry.what for entry in storage.trail] == ["delivered", "recovered"]


def test_the_computers_clocks_tell_milliseconds() -> None:
    """One of them the time since 1970, the other one goes forward only."""
    before = clocks.up_ms()
    assert clocks.now_ms() > 1_700_000_000_000
    assert before <= clocks.up_ms() < before + 600_000
