"""A vault that does not open at once: what is said meanwhile, and what becomes of it."""

from contextlib import closing
from pathlib import Path

from plainspoken.adapters.vault import Vault
from plainspoken.dictation.errors import VaultDamaged, VaultLocked
from plainspoken.dictation.kept import KeptDictation
from plainspoken.workers.clocks import Clocks
from plainspoken.workers.keeper import Keeper
from plainspoken.workers.keeping import Retention
from plainspoken.workers.kept_memory import MOST_NOTES, MemoryStorage
from workers.kept import NOTE, FakeStorage, Watcher, frame, ignore, keeping, kept_waiting, locked


def test_what_was_said_before_the_vault_opened_is_written_as_soon_as_it_does() -> None:
    """In the middle of a dictation; what failed before is told each time."""
    storage, watcher = FakeStorage(), Watcher()
    with kept_waiting(watcher) as keeper:
        keeper.begin("soap", ignore)
        keeper.keep(frame(0))
        keeper.open_with(locked)
        keeper.keep(frame(32))
        keeper.open_with(lambda: storage)
        watcher.wait_for(lambda: bool(watcher.opened))
        assert not any(watcher.kept), "the present one is not offered"
        keeper.keep(frame(64))
        keeper.stop()
    assert len(watcher.errors) == 2
    (dictation,) = storage.states
    assert storage.states[dictation] == "stopped"
    assert [kept.start_ms for kept in storage.kept[dictation]] == [0, 32, 64]


def test_what_was_let_go_of_while_the_vault_was_closed_is_offered_when_it_opens() -> None:
    """An engine failed; what was delivered is in the vault without its sound, what was cancelled is not."""
    storage, watcher = FakeStorage(), Watcher()
    with kept_waiting(watcher) as keeper:
        for end in (keeper.let_go, lambda: keeper.deliver(NOTE), keeper.cancel):
            keeper.begin("soap", ignore)
            keeper.keep(frame(0))
            keeper.stop()
            end()
        keeper.open_with(lambda: storage)
        watcher.wait_for(lambda: any(watcher.kept))
    assert [kept.stopped for kept in watcher.kept[-1]] == [True]
    assert sorted(storage.states.values()) == ["delivered", "stopped"]
    assert sorted(len(frames) for frames in storage.kept.values()) == [0, 1]


def test_a_note_that_waited_for_a_vault_is_kept_from_then_on(tmp_path: Path) -> None:
    """Not from when the vault was last open, or from 1970: the next purge would destroy it."""
    path, key, watcher = tmp_path / "vault.db", bytes(32), Watcher()
    day_ms = 24 * 3_600_000
    now_ms = 20_000 * day_ms
    keeper = Keeper(locked, Retention(day_ms, 7 * day_ms), clocks=Clocks(lambda: now_ms, lambda: 50))
    keeper.start(watcher)
    for opened in (False, True):
        keeper.begin("soap", lambda _: None)
        keeper.keep(frame(0))
        keeper.stop()
        keeper.deliver(NOTE)
        if not opened:
            keeper.open_with(lambda: Vault.open(path, key))
            watcher.wait_for(lambda: bool(watcher.opened))
    keeper.close()
    with closing(Vault.open(path, key)) as vault:
        assert len(vault.notes()) == 2


def test_nothing_waits_for_a_vault_that_she_does_not_want() -> None:
    """Neither the rest of the present dictation nor the next; once it opens all the same, what begins is kept."""
    storage, watcher = FakeStorage(), Watcher()
    with kept_waiting(watcher) as keeper:
        keeper.begin("soap", ignore)
        keeper.keep(frame(0))
        keeper.keep_nothing()
        keeper.keep(frame(32))
        keeper.deliver(NOTE)
        keeper.begin("soap", ignore)
        keeper.keep(frame(0))
        keeper.open_with(lambda: storage)
        keeper.keep(frame(32))
        keeper.deliver(NOTE)
        keeper.begin("soap", ignore)
        keeper.keep(frame(0))
        keeper.stop()
    assert list(storage.states.values()) == ["stopped"]


def test_a_vault_that_is_open_stays_so_whatever_is_chosen() -> None:
    """The choices are of a window that was open a moment before."""
    storage, watcher = FakeStorage(), Watcher()
    with keeping(storage, watcher) as keeper:
        keeper.begin("soap", ignore)
        keeper.keep(frame(0))
        keeper.open_with(locked)
        keeper.keep_nothing()
        keeper.stop()
    assert watcher.errors == []
    assert list(storage.states.values()) == ["stopped"]


def test_a_vault_whose_contents_cannot_be_read_is_closed_and_waited_for() -> None:
    """She can have it set aside, and what she says meanwhile goes into the new one."""
    storage, broken, watcher = FakeStorage(), FakeStorage(), Watcher()

    def unreadable() -> tuple[KeptDictation, ...]:
        raise VaultDamaged("It is damaged.", "Set it aside.")

    broken.unfinished = unreadable  # type: ignore[method-assign]
    with keeping(broken, watcher) as keeper:
        keeper.begin("soap", ignore)
        keeper.keep(frame(0))
        watcher.wait_for(lambda: bool(watcher.errors))
        assert broken.closed
        keeper.open_with(lambda: storage)
        keeper.stop()
    assert [type(error) for error in watcher.errors] == [VaultDamaged]
    assert list(storage.states.values()) == ["stopped"]


def test_notes_that_wait_for_a_vault_are_not_many() -> None:
    """She may never open it: the memory does not grow with what she dictates."""
    held = MemoryStorage(lambda: VaultLocked("There is no key.", "Bring it back."))
    for number in range(MOST_NOTES + 5):
        dictation = held.begin("soap", number)
        held.keep(dictation, 0, frame(0).samples)
        held.deliver(dictation, "text", "{}", number, recovered=False)
    assert [note.at_ms for note in held.delivered] == list(range(5, MOST_NOTES + 5)), "the last ones are kept"
    assert held.unfinished() == ()
