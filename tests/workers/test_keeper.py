"""The keeper: what it writes, what it destroys, and what it does when the vault fails."""

import threading
import time

from plainspoken.dictation.errors import VaultDamaged, VaultFull
from plainspoken.dictation.kept import DictationId
from plainspoken.workers.clocks import Clocks
from plainspoken.workers.keeping import Retention
from plainspoken_models.errors import PlainspokenError
from workers.kept import NOTE, WAIT_S, FakeStorage, Watcher, frame, ignore, keeping


def test_a_dictation_is_kept_from_its_first_sound_to_its_note() -> None:
    """Template, sound with its times, and the note as it was delivered."""
    storage, watcher = FakeStorage(), Watcher()
    with keeping(storage, watcher) as keeper:
        keeper.begin("soap", ignore)
        keeper.keep(frame(0))
        keeper.keep(frame(320))
        keeper.stop()
        keeper.deliver(NOTE)
    (dictation,) = storage.states
    assert dictation.endswith("soap 1000")
    assert [kept.start_ms for kept in storage.kept[dictation]] == [0, 320]
    text, data = storage.delivered[dictation]
    assert "She coughs." in text
    assert '"statements"' in data
    assert storage.closed
    assert watcher.errors == []


def test_a_cancelled_dictation_is_destroyed_and_one_without_sound_leaves_nothing() -> None:
    """There is nothing to offer again."""
    storage, watcher = FakeStorage(), Watcher()
    with keeping(storage, watcher) as keeper:
        keeper.begin("soap", ignore)
        keeper.keep(frame(0))
        keeper.cancel()
        keeper.begin("soap", ignore)
        keeper.stop()
        keeper.deliver(NOTE)
    assert storage.states == {}
    assert watcher.kept[-1] == ()


def test_a_cancelled_dictation_can_be_taken_back_for_a_while() -> None:
    """It counts as unfinished, marked as cancelled, with all of its sound; and stays when it is made a note of."""
    storage, watcher = FakeStorage(), Watcher()
    with keeping(storage, watcher) as keeper:
        keeper.begin("soap", ignore)
        keeper.keep(frame(0))
        keeper.cancel()
        watcher.wait_for(lambda: [one.cancelled for one in watcher.kept[-1]] == [True])
        (one,) = watcher.kept[-1]
        assert (one.stopped, one.heard_ms) == (True, 32)
        keeper.resume(one.id, ignore)
        keeper.let_go()
        watcher.wait_for(lambda: [one.cancelled for one in watcher.kept[-1]] == [False])
    assert list(storage.states.values()) == ["stopped"]


def test_what_was_cancelled_waits_for_the_end_of_the_next_dictation() -> None:
    """She sees that it can be taken back when she has nothing else to look at."""
    storage, watcher = FakeStorage(), Watcher()
    with keeping(storage, watcher, Retention(5, 7, cancelled_ms=50), Clocks()) as keeper:
        keeper.begin("soap", ignore)
        keeper.keep(frame(0))
        keeper.cancel()
        keeper.begin("soap", ignore)
        keeper.keep(frame(0))
        time.sleep(0.2)
        keeper.stop()
        watcher.wait_for(lambda: sorted(storage.states.values()) == ["stopped", "stopped"])
        keeper.deliver(NOTE)
        watcher.wait_for(lambda: list(storage.states.values()) == ["delivered"])


def test_a_cancelled_dictation_is_destroyed_when_its_time_is_over() -> None:
    """Without another word to the keeper."""
    storage, watcher = FakeStorage(), Watcher()
    with keeping(storage, watcher, Retention(5, 7, cancelled_ms=50), Clocks()) as keeper:
        keeper.begin("soap", ignore)
        keeper.keep(frame(0))
        keeper.cancel()
        watcher.wait_for(lambda: bool(watcher.kept) and any(one.cancelled for one in watcher.kept[-1]))
        watcher.wait_for(lambda: watcher.kept[-1] == ())
        assert storage.states == {}


def test_what_is_in_memory_is_written_when_no_sound_has_come_for_a_second() -> None:
    """She holds the microphone's switch, or the source hangs."""
    storage, watcher = FakeStorage(), Watcher()
    flushed = threading.Event()
    storage.flush = flushed.set  # type: ignore[method-assign]
    with keeping(storage, watcher) as keeper:
        keeper.begin("soap", ignore)
        keeper.keep(frame(0))
        assert flushed.wait(WAIT_S)


def test_an_error_is_told_once_and_what_was_owed_is_written_when_there_is_room() -> None:
    """Once in the dictation, and once that its note is not written; delivery and destruction are tried again."""
    storage, watcher = FakeStorage(fails=VaultFull("The disk is full.", "Free some space.")), Watcher()
    told: list[PlainspokenError] = []
    with keeping(storage, watcher) as keeper:
        keeper.begin("soap", told.append)
        for start_ms in range(0, 320, 32):
            keeper.keep(frame(start_ms))
        keeper.stop()
        keeper.deliver(NOTE)
        watcher.wait_for(lambda: len(watcher.kept) >= 2)
        assert watcher.kept[-1] == (), "it has been delivered: it is not offered"
        storage.fails = None
    assert [type(error) for error in told] == [VaultFull]
    assert [type(error) for error in watcher.errors] == [VaultFull]
    assert list(storage.states.values()) == ["delivered"]


def test_sound_that_found_no_room_is_written_whatever_else_is_stopped_meanwhile() -> None:
    """The disk was full in the first dictation, and has room in the second."""
    storage, watcher = FakeStorage(fails=VaultFull("The disk is full.", "Free some space.")), Watcher()
    with keeping(storage, watcher) as keeper:
        keeper.begin("soap", lambda _: None)
        keeper.keep(frame(0))
        keeper.let_go()
        watcher.wait_for(lambda: any(watcher.kept))
        storage.fails = None
        keeper.begin("soap", ignore)
        keeper.keep(frame(0))
        keeper.stop()
        watcher.wait_for(lambda: storage.flushed > 0)


def test_what_is_stopped_and_then_cancelled_is_no_fault() -> None:
    """She cancels while the last words are worked on."""
    storage, watcher = FakeStorage(), Watcher()
    with keeping(storage, watcher) as keeper:
        keeper.begin("soap", ignore)
        keeper.keep(frame(0))
        keeper.stop()
        keeper.cancel()
        watcher.wait_for(lambda: any(watcher.kept))
    assert watcher.errors == []
    assert storage.states == {}


def test_each_thing_that_she_throws_away_in_vain_is_told() -> None:
    """She waits for it; that the same has been told before helps her nothing."""
    storage, watcher = FakeStorage(), Watcher()
    with keeping(storage, watcher) as keeper:
        for _ in range(2):
            keeper.begin("soap", ignore)
            keeper.keep(frame(0))
            keeper.stop()
            keeper.let_go()
        watcher.wait_for(lambda: any(len(kept) == 2 for kept in watcher.kept))
        storage.fails = VaultDamaged("A page is damaged.", "Set it aside.")
        for kept in watcher.kept[-1]:
            keeper.throw_away(kept.id)
        watcher.wait_for(lambda: len(watcher.errors) == 2)


def test_purged_at_the_start_and_after_each_delivery() -> None:
    """With the times of the settings."""
    storage = FakeStorage()
    with keeping(storage, Watcher()) as keeper:
        keeper.begin("soap", ignore)
        keeper.keep(frame(0))
        keeper.stop()
        keeper.deliver(NOTE)
    assert storage.purged == [(1000, 5, 7)] * 2


def test_the_present_dictation_is_not_offered_and_one_that_is_let_go_is() -> None:
    """Nor can the present one be thrown away."""
    storage, watcher = FakeStorage(), Watcher()
    with keeping(storage, watcher) as keeper:
        keeper.begin("soap", ignore)
        keeper.keep(frame(0))
        keeper.stop()
        watcher.wait_for(lambda: bool(storage.states))
        (dictation,) = storage.states
        keeper.throw_away(DictationId(dictation))
        keeper.let_go()
        watcher.wait_for(lambda: any(watcher.kept))
        keeper.throw_away(DictationId(dictation))
    assert watcher.kept[-1] == ()
    assert storage.states == {}
