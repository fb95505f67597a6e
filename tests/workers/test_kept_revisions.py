"""What she changes in a note of this run goes to the note's place in the vault, and its sound is found there."""

import json
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np

from plainspoken.adapters.vault import Vault
from plainspoken.dictation import revision
from plainspoken.dictation.deliver import as_text
from plainspoken.dictation.errors import VaultFull
from plainspoken.dictation.note import Note
from plainspoken.workers.keeper import Keeper
from plainspoken.workers.keeping import Retention, Storage
from plainspoken.workers.kept_notes import Heard
from plainspoken_models.errors import PlainspokenError
from ui.desktop_fakes import COUGH, SOAP, listening
from vault_reading import decrypted
from workers.kept import STANDING, WAIT_S, FakeStorage, Watcher, frame, ignore, kept_waiting
from workers.test_kept_notes import KEY, answer, found, keeping


def a_note() -> Note:
    """Each time another one, and the same words."""
    return listening(COUGH).note


def dictate(keeper: Keeper, note: Note, frames: int = 1) -> None:
    """Sound, and this note."""
    keeper.begin("soap", ignore)
    for number in range(frames):
        keeper.keep(frame(32 * number, (number + 1) / 1000))
    keeper.stop()
    keeper.deliver(note)


def refiled(note: Note) -> Note:
    """The same sentence in the plan."""
    return revision.refile(revision.begin(note), 0, SOAP.sections[2]).note


def edited(note: Note, text: str) -> Note:
    """Other words in its place."""
    return revision.edit(revision.begin(note), 0, text).note


def trail(keeper: Keeper) -> list[str]:
    """What has happened."""
    told = answer(keeper.read_audit)
    assert not isinstance(told, PlainspokenError)
    return [entry.what for entry in told]


def sound(keeper: Keeper, note: Note, start_ms: int, end_ms: int) -> Heard:
    """What the keeper has of it."""

    def ask(tell: Callable[[Heard], None]) -> None:
        keeper.hear_note(note, start_ms, end_ms, tell)

    return answer(ask)


def test_the_newest_revision_takes_the_place_of_the_note(tmp_path: Path) -> None:
    """In the real vault: same number, who decided, a line in the trail; the words before it are overwritten."""
    path = tmp_path / "vault.db"
    keeper, watcher = keeping(lambda: Vault.open(path, KEY))
    first, second = a_note(), a_note()
    dictate(keeper, first)
    dictate(keeper, second)
    keeper.revise_note(first, refiled(first), "refiled")
    keeper.revise_note(first, edited(first, "She wheezes."), "edited")
    other, changed = found(keeper)
    assert (changed.number, changed.text) == (1, as_text(edited(first, "She wheezes.")))
    assert other.text == as_text(second), "it is alike in each word, and another note"
    (statement,) = json.loads(changed.note_json)["statements"]
    assert statement["edited"] == {"before": "She coughs.", "accepted": False}
    assert trail(keeper)[-2:] == ["refiled", "edited"]
    keeper.destroy_note(other.number)
    keeper.close()
    assert watcher.errors == []
    assert b"wheezes" in decrypted(path, KEY)
    assert decrypted(path, KEY).count(b"She coughs.") == 2, (
        "as what was spoken, and what stood there; not as a note"
    )


def test_who_filed_a_sentence_stands_in_the_vault() -> None:
    """The clinician."""
    keeper, _ = keeping(FakeStorage)
    note = a_note()
    dictate(keeper, note)
    keeper.revise_note(note, refiled(note), "refiled")
    (kept,) = found(keeper)
    assert json.loads(kept.note_json)["statements"][0]["decided_by"] == "clinician"
    keeper.close()


def test_a_revision_of_a_note_that_is_gone_or_was_never_here_changes_nothing() -> None:
    """She has destroyed it in the history, or it is of another run."""
    keeper, watcher = keeping(FakeStorage)
    note = a_note()
    dictate(keeper, note)
    keeper.destroy_note(1)
    keeper.revise_note(note, refiled(note), "refiled")
    keeper.revise_note(a_note(), refiled(note), "refiled")
    assert found(keeper) == ()
    keeper.close()
    assert watcher.errors == []


def test_where_nothing_is_kept_a_revision_is_not_either() -> None:
    """With `keep_notes_days = 0` no word of it is written."""
    storage = FakeStorage()
    keeper, _ = keeping(lambda: storage, Retention(10, 0))
    note = a_note()
    dictate(keeper, note)
    keeper.revise_note(note, refiled(note), "refiled")
    assert found(keeper) == ()
    assert "refiled" not in trail(keeper)
    keeper.close()


def test_a_revision_waits_for_a_disk_that_is_full() -> None:
    """The note first, then what she changed, in that order."""
    storage = FakeStorage()
    keeper, watcher = keeping(lambda: storage)
    note = a_note()
    keeper.begin("soap", ignore)
    keeper.keep(frame(0))
    keeper.stop()
    assert found(keeper) == ()
    storage.fails = VaultFull("The disk is full.", "Free some space.")
    keeper.deliver(note)
    keeper.revise_note(note, refiled(note), "refiled")
    watcher.wait_for(lambda: bool(watcher.errors))
    storage.fails = None
    watcher.wait_for(lambda: "refiled" in [entry.what for entry in storage.trail])
    assert [entry.what for entry in storage.trail] == ["delivered", "refiled"]
    assert found(keeper)[0].text == as_text(refiled(note))
    keeper.close()


def test_a_revision_moves_into_a_vault_that_opens_later(tmp_path: Path) -> None:
    """Each to its own note, whatever numbers the vault has given before; and goes on there."""
    path = tmp_path / "vault.db"
    before = Vault.open(path, KEY)
    before.time_passes(1000, 0)
    before.deliver(before.begin("soap", 0), "Plan:\nOther.", "{}", 1)
    before.close()
    watcher = Watcher()
    with kept_waiting(watcher) as keeper:
        notes = [a_note() for _ in range(3)]
        for note in notes:
            dictate(keeper, note)
        keeper.revise_note(notes[1], edited(notes[1], "In memory."), "edited")
        keeper.open_with(lambda: Vault.open(path, KEY))
        keeper.revise_note(notes[0], edited(notes[0], "In the vault."), "edited")
        texts = [note.text.splitlines()[1] for note in reversed(found(keeper))]
    assert texts == ["Other.", "In the vault.", "In memory.", "She coughs."]


def test_what_was_let_go_of_has_no_place_in_a_vault_that_opens_later() -> None:
    """Its number is another note's there."""
    storage, watcher = FakeStorage(), Watcher()
    kept = storage.begin("soap", 0)
    storage.deliver(kept, "Plan:\nOther.", "{}", 1, recovered=False)

    def vault() -> Storage:
        return storage

    with kept_waiting(watcher) as keeper:
        note = a_note()
        dictate(keeper, note)
        keeper.keep_nothing()
        keeper.open_with(vault)
        keeper.revise_note(note, edited(note, "Mine."), "edited")
        assert [one.text for one in found(keeper)] == ["Plan:\nOther."]


def test_the_sound_between_two_times_is_found(tmp_path: Path) -> None:
    """In whole frames; nothing of a note of another run, or where it has been purged."""
    keeper, _ = keeping(lambda: Vault.open(tmp_path / "vault.db", KEY))
    note = a_note()
    dictate(keeper, note, frames=20)
    heard = sound(keeper, note, 100, 150)
    assert not isinstance(heard, PlainspokenError)
    assert np.round(heard[::512] * 1000).tolist() == [4.0, 5.0]
    other = sound(keeper, a_note(), 0, 100)
    assert not isinstance(other, PlainspokenError)
    assert other.size == 0
    keeper.close()


def test_a_note_is_found_with_the_one_of_this_run_that_it_is(tmp_path: Path) -> None:
    """By its number: two are alike in each word. Nothing is held of one that she has destroyed."""
    keeper, _ = keeping(lambda: Vault.open(tmp_path / "vault.db", KEY))
    first, second = a_note(), a_note()
    dictate(keeper, first)
    dictate(keeper, second)
    keeper.revise_note(first, refiled(first), "refiled")
    assert [one.delivered is note for one, note in zip(found(keeper), (second, first), strict=True)] == [
        True
    ] * 2
    keeper.close()


def test_nothing_is_held_of_a_note_that_she_has_destroyed() -> None:
    """Its sound is not found through it any more."""
    keeper, _ = keeping(FakeStorage)
    note = a_note()
    dictate(keeper, note)
    heard = sound(keeper, note, 0, 32)
    assert not isinstance(heard, PlainspokenError)
    assert heard.size
    keeper.destroy_note(1)
    heard = sound(keeper, note, 0, 32)
    assert not isinstance(heard, PlainspokenError)
    assert not heard.size
    keeper.close()


def test_no_note_of_a_dictation_takes_the_place_of_another_that_waits() -> None:
    """It was transcribed again while the disk was full, and the first note refiled: both get there."""
    storage = FakeStorage()
    watcher, keeper = Watcher(), Keeper(lambda: storage, Retention(10**9, 10**9), clocks=STANDING)
    keeper.start(watcher)
    first, second = a_note(), a_note()
    dictate(keeper, first)
    (kept,) = found(keeper)
    keeper.resume(kept.dictation, ignore)
    assert len(found(keeper)) == 1
    storage.fails = VaultFull("The disk is full.", "Free some space.")
    keeper.deliver(second)
    keeper.revise_note(first, refiled(first), "refiled")
    watcher.wait_for(lambda: bool(watcher.errors))
    storage.fails = None
    watcher.wait_for(lambda: len(storage.trail) == 3)
    keeper.close()
    assert sorted(entry.what for entry in storage.trail) == ["delivered", "recovered", "refiled"]


def test_what_was_held_in_memory_is_not_written_where_nothing_is_to_be_kept_any_more() -> None:
    """Nor does it stop the keeper, after as many dictations as it holds notes."""
    for after in (0, 20):
        storage, watcher = FakeStorage(), Watcher()
        with kept_waiting(watcher) as keeper:
            dictate(keeper, a_note())
            keeper.retain(Retention(0, 0))
            for _ in range(after):
                dictate(keeper, a_note())
            opened = threading.Event()

            def vault(storage: FakeStorage = storage, opened: threading.Event = opened) -> Storage:
                opened.set()
                return storage

            keeper.open_with(vault)
            assert opened.wait(WAIT_S)
            assert found(keeper) == ()
        assert storage.delivered == {}
        assert storage.trail == []


def test_dictations_without_a_word_push_no_note_out() -> None:
    """She can still change it, as it is among the last notes; also where the vault opens later."""
    keeper, _ = keeping(FakeStorage)
    note = a_note()
    dictate(keeper, note)
    for _ in range(20):
        dictate(keeper, listening().note)
    keeper.revise_note(note, edited(note, "She wheezes."), "edited")
    assert "wheezes" in found(keeper)[0].text
    keeper.close()


def test_a_dictation_without_a_word_moves_into_a_vault_that_opens_later(tmp_path: Path) -> None:
    """Like any other."""
    with kept_waiting(Watcher()) as keeper:
        dictate(keeper, a_note())
        dictate(keeper, listening().note)
        keeper.open_with(lambda: Vault.open(tmp_path / "vault.db", KEY))
        keeper.retain(Retention(10**9, 10**9))
        assert len(found(keeper)) == 2
