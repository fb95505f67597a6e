"""The keeper: what it writes, what it does when the vault fails, and what it gives back."""

import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from fakes import FakeTranscriber
from plainspoken.adapters.vault import Vault
from plainspoken.clinic.macros import Insertion, Macro
from plainspoken.dictation.capture import TOO_BUSY
from plainspoken.dictation.errors import VaultDamaged, VaultFull
from plainspoken.dictation.kept import DictationId
from plainspoken.dictation.kept_macros import KeptMacro
from plainspoken.workers.clocks import Clocks
from plainspoken.workers.keeper import Keeper
from plainspoken.workers.keeping import Retention
from plainspoken.workers.messages import Begin
from plainspoken_models.contracts import SectionKind
from plainspoken_models.errors import PlainspokenError
from workers.kept import NOTE, WAIT_S, FakeStorage, Watcher, frame, ignore, keeping
from workers.stage import SOAP, SPOKEN, Stage


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


class Sink:
    """Takes kept sound."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.error: PlainspokenError | None = None

    def offer(self, samples: object) -> None:
        """Not for a source that is not live."""
        raise AssertionError(samples)

    def put(self, samples: object) -> None:
        """Not in these tests."""
        raise AssertionError(samples)

    def lost(self, lost_ms: int, reason: str = TOO_BUSY) -> None:  # noqa: ARG002
        """Not in these tests."""
        raise AssertionError(lost_ms)

    def warn(self, error: PlainspokenError) -> None:
        """Not in these tests."""
        raise error

    def end(self, error: PlainspokenError | None = None) -> None:
        """It is over."""
        self.error = error
        self.ended.set()


@pytest.mark.parametrize("lost_ms", [0, 640])
def test_kept_sound_becomes_the_note_that_it_would_have_become(tmp_path: Path, lost_ms: int) -> None:
    """Through the real vault and the whole pipeline; what was lost of it is a gap at its place."""
    path, key = tmp_path / "vault.db", bytes(32)
    watcher = Watcher()
    keeper = Keeper(lambda: Vault.open(path, key), Retention(10**9, 10**9))
    keeper.start(watcher)
    keeper.begin("soap", ignore)
    for number, value in enumerate([1] * 40 + [0] * 30 + [2] * 40 + [0] * 30):
        keeper.keep(frame(32 * number + (lost_ms if number >= 60 else 0), value / 1000))
    keeper.stop()
    keeper.let_go()
    watcher.wait_for(lambda: any(watcher.kept))
    (kept,) = watcher.kept[-1]
    stage = Stage(FakeTranscriber(SPOKEN), keeper=keeper)
    stage.conductor.begin(Begin(SOAP, keeper.sound(kept.id), kept.id))
    session = stage.screen.over()
    assert [statement.text for statement in session.note.statements] == list(SPOKEN)
    assert [(gap.start_ms, gap.end_ms) for gap in session.gaps] == [(1920, 2560)][: lost_ms // 640]
    watcher.wait_for(lambda: watcher.kept[-1] == ())
    stage.conductor.close()
    keeper.close()
    vault = Vault.open(path, key)
    assert "aspirin" in vault.notes()[0].text
    vault.close()


def test_a_macro_from_the_menu_is_in_the_note_of_a_dictation_that_a_crash_ended(tmp_path: Path) -> None:
    """Where it stood, and as it was then; what was written when the program died is all that there is."""
    path, copy, key = tmp_path / "vault.db", tmp_path / "copy" / "vault.db", bytes(32)
    exam = Macro("my exam", "{Side} lung clear.\nHeart: 5 zebras.", ("my",), SectionKind.PHYSICAL_EXAM)
    vault = Vault.open(path, key)
    dictation = vault.begin("soap", 0)
    for number, value in enumerate([1] * 40 + [0] * 30 + [2] * 40 + [0] * 30):
        if number == 50:
            vault.insert(dictation, KeptMacro(32 * number, Insertion(exam, (("side", "left"),))))
        vault.keep(dictation, 32 * number, frame(0, value / 1000).samples)
    copy.parent.mkdir()
    for file in tmp_path.glob("vault.db*"):
        (copy.parent / file.name).write_bytes(file.read_bytes())
    vault.close()
    keeper, watcher = Keeper(lambda: Vault.open(copy, key), Retention(10**9, 10**9)), Watcher()
    keeper.start(watcher)
    watcher.wait_for(lambda: any(watcher.kept))
    (kept,) = watcher.kept[-1]
    stage = Stage(FakeTranscriber(SPOKEN), keeper=keeper)
    stage.conductor.begin(Begin(SOAP, keeper.sound(kept.id), kept.id))
    session = stage.screen.over()
    texts = [statement.text for statement in session.note.statements]
    assert texts == [SPOKEN[0], "Left lung clear.\nHeart: 5 zebras.", SPOKEN[1]]
    macro = session.note.statements[1]
    assert macro.insertion and macro.insertion.macro.name == "my exam"  # noqa: PT018  one thing
    assert macro.filing and macro.filing.kind is SectionKind.PHYSICAL_EXAM  # noqa: PT018  one thing
    stage.conductor.close()
    keeper.close()


def test_a_macro_that_was_chosen_last_of_all_is_not_lost(tmp_path: Path) -> None:
    """After the last sound, and where the recording was stopped meanwhile."""
    chosen = KeptMacro(10_000, Insertion(Macro("my exam", "Heart regular.")))
    with closing(Vault.open(tmp_path / "vault.db", bytes(32))) as vault:
        dictation = vault.begin("soap", 0)
        vault.keep(dictation, 0, frame(0).samples)
        vault.stop(dictation, 1)
        vault.insert(dictation, chosen)
        assert list(vault.audio(dictation))[-1] == chosen


def test_a_reader_is_told_when_the_vault_fails() -> None:
    """With the error, so that the dictation ends and stays unfinished."""
    storage, sink = FakeStorage(), Sink()

    def broken(dictation: DictationId) -> object:  # noqa: ARG001
        raise VaultFull("It is full.", "Free some space.")

    storage.audio = broken  # type: ignore[method-assign, assignment]
    with keeping(storage, Watcher()) as keeper:
        keeper.sound(DictationId("1")).open(sink)
        assert sink.ended.wait(WAIT_S)
    assert isinstance(sink.error, VaultFull)
