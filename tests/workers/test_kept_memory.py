"""Without a vault: what is dictated is held in memory, offered in this run, and moved when a vault can be opened."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from plainspoken.adapters.vault import Vault
from plainspoken.clinic.macros import Insertion, Macro
from plainspoken.dictation.capture import NOT_KEPT, TOO_BUSY, AudioFrame
from plainspoken.dictation.errors import MemoryFull, VaultFull, VaultLocked
from plainspoken.dictation.kept import DictationId
from plainspoken.dictation.kept_macros import KeptMacro
from plainspoken.workers import kept_memory
from plainspoken.workers.keeper import Keeper
from plainspoken.workers.keeping import Storage
from plainspoken.workers.kept_memory import MemoryStorage
from plainspoken_models.contracts import FRAME_SAMPLES
from plainspoken_models.errors import PlainspokenError
from workers.kept import NOTE, RETENTION, WAIT_S, FakeStorage, Watcher, frame, locked
from workers.sink import Sink

EXAM = KeptMacro(64, Insertion(Macro("my exam", "Heart regular.")))


class HearingSink(Sink):
    """Takes it."""

    def __init__(self) -> None:
        super().__init__()
        self.samples: list[object] = []
        self.lost_ms: list[int] = []
        self.inserted: list[Insertion] = []

    def insert(self, insertion: Insertion) -> None:
        """Keep it."""
        self.inserted.append(insertion)

    def put(self, samples: object) -> None:
        """Keep it."""
        self.samples.append(samples)

    def lost(self, lost_ms: int, reason: str = TOO_BUSY) -> None:
        """Keep it."""
        assert reason == NOT_KEPT
        self.lost_ms.append(lost_ms)


def test_without_a_vault_everything_is_taken_and_nothing_is_kept() -> None:
    """She is told why, once; who reads gets an end and not a wait for ever."""
    watcher = Watcher()
    keeper = Keeper(locked, RETENTION)
    keeper.start(watcher)
    told: list[PlainspokenError] = []
    keeper.begin("soap", told.append)
    keeper.keep(frame(0))
    keeper.stop()
    keeper.deliver(NOTE)
    sink = Sink()
    keeper.sound(DictationId("1")).open(sink)
    assert sink.ended.wait(WAIT_S)
    keeper.close()
    assert [type(error) for error in watcher.errors] == [VaultLocked]
    assert told == [], "she is told once, and not with each dictation"
    assert sink.error is None
    assert not any(watcher.kept)


def test_without_a_vault_what_is_let_go_is_offered_in_this_run() -> None:
    """An engine that failed three times costs her nothing, even where nothing can be written."""
    watcher = Watcher()
    keeper = Keeper(locked, RETENTION)
    keeper.start(watcher)
    told: list[PlainspokenError] = []
    keeper.begin("soap", told.append)
    keeper.keep(frame(0))
    keeper.insert(EXAM)
    keeper.keep(frame(64))
    keeper.stop()
    keeper.let_go()
    watcher.wait_for(lambda: any(watcher.kept))
    (kept,) = watcher.kept[-1]
    assert (kept.template_id, kept.stopped, kept.heard_ms) == ("soap", True, 96)
    sink = HearingSink()
    keeper.sound(kept.id).open(sink)
    assert sink.ended.wait(WAIT_S)
    assert (len(sink.samples), sink.lost_ms) == (2, [32])
    assert sink.inserted == [EXAM.insertion]
    keeper.throw_away(kept.id)
    watcher.wait_for(lambda: not watcher.kept[-1])
    keeper.close()
    assert told == []


def test_what_is_in_memory_moves_into_the_vault_as_soon_as_that_can_be_opened() -> None:
    """In the middle of the dictation: it is as if there had been a vault from the start."""
    storage, watcher = FakeStorage(), Watcher()
    doors: list[PlainspokenError] = [VaultFull("The disk is full.", "Free some space.")] * 3

    def opened() -> Storage:
        if doors:
            raise doors.pop()
        return storage

    keeper = Keeper(opened, RETENTION, again_s=0.01)
    keeper.start(watcher)
    told: list[PlainspokenError] = []
    keeper.begin("soap", told.append)
    for start_ms in range(0, 320, 32):
        keeper.keep(frame(start_ms))
    keeper.insert(EXAM)
    watcher.wait_for(lambda: bool(storage.states))
    keeper.keep(frame(320))
    keeper.stop()
    keeper.deliver(NOTE)
    keeper.close()
    (dictation,) = storage.states
    assert storage.states[dictation] == "delivered"
    assert [piece.start_ms for piece in storage.kept[dictation]] == list(range(0, 352, 32))
    assert storage.inserted == {dictation: [EXAM]}
    assert [type(error) for error in watcher.errors] == [VaultFull]
    assert told == []


def test_memory_takes_four_hours_and_then_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """She is told that from here on sound is not kept; what is held stays."""
    monkeypatch.setattr(kept_memory, "MOST_IN_MEMORY_MS", 320)
    held, errors = kept_memory.MemoryStorage(lambda: VaultLocked("There is no key.", "Bring it back.")), 0
    dictation = held.begin("soap", 0)
    for start_ms in range(0, 640, 32):
        try:
            held.keep(dictation, start_ms, frame(start_ms).samples)
        except MemoryFull as error:
            errors += not error.dictation_safe
    assert errors == 10
    assert held.unfinished()[0].heard_ms == 320


def test_sound_waits_as_the_vault_would_have_kept_it(tmp_path: Path) -> None:
    """Each sample is off by at most half a step, and a broken one is silence; so the same comes out of both."""
    samples = np.random.default_rng(1).uniform(-1, 1, FRAME_SAMPLES).astype(np.float32)
    samples[:4] = np.nan, np.inf, -np.inf, 1.0
    memory, back = MemoryStorage(lambda: VaultLocked("", "")), []
    with closing(Vault.open(tmp_path / "vault.db", bytes(32))) as vault:
        for storage in (memory, vault):
            dictation = storage.begin("soap", 0)
            storage.keep(dictation, 0, samples)
            (piece,) = storage.audio(dictation)
            assert isinstance(piece, AudioFrame)
            back.append(piece.samples)
    assert np.array_equal(back[0], back[1])
    assert back[0][0] == 0
    assert np.max(np.abs(back[0] - samples)[4:]) <= 0.5 / 32768
