"""The vault: what is put in comes out again, only with the key, and what is purged is gone."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from plainspoken.adapters import vault_sound
from plainspoken.adapters.vault import Vault
from plainspoken.adapters.vault_tables import Tables
from plainspoken.clinic.macros import Insertion, Macro
from plainspoken.dictation.capture import BROKE_OFF, AudioFrame, FramesLost
from plainspoken.dictation.errors import MemoryFull, VaultError, VaultFull
from plainspoken.dictation.kept import DictationId
from plainspoken.dictation.kept_macros import KeptMacro
from plainspoken_models.contracts import FRAME_MS, FRAME_SAMPLES, Samples
from vault_reading import dictate, marked_sound, speak

KEY = bytes(range(32))
DAY_MS = 24 * 3_600_000
MARKER = "Zyxwoquat"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the vault is."""
    return tmp_path / "data" / "vault.db"


@pytest.fixture
def vault(path: Path) -> Iterator[Vault]:
    """An empty vault."""
    vault = Vault.open(path, KEY)
    yield vault
    vault.close()


def heard(vault: Vault, dictation: DictationId) -> tuple[Samples, list[tuple[int, int]]]:
    """The sound that is kept, and the gaps in it."""
    pieces = list(vault.audio(dictation))
    frames = [piece for piece in pieces if isinstance(piece, AudioFrame)]
    assert all(frame.samples.shape == (FRAME_SAMPLES,) for frame in frames)
    gaps = [(piece.at_ms, piece.lost_ms) for piece in pieces if isinstance(piece, FramesLost)]
    return np.concatenate([np.empty(0, np.float32), *(frame.samples for frame in frames)]), gaps


def test_sound_comes_back_bit_for_bit(vault: Vault) -> None:
    """Sixteen-bit sound, in frames of 512, with their times."""
    sound = marked_sound(5.12)
    dictation = vault.begin("soap", 0)
    speak(vault, dictation, sound)
    vault.stop(dictation, 1)
    back, gaps = heard(vault, dictation)
    assert np.array_equal(back, sound)
    assert gaps == []
    starts = [piece.start_ms for piece in vault.audio(dictation) if isinstance(piece, AudioFrame)]
    assert starts == list(range(0, 5120, FRAME_MS))


@pytest.mark.parametrize("delivered", [False, True], ids=["unfinished", "delivered"])
@pytest.mark.parametrize("stopped", [False, True], ids=["broken off", "stopped"])
def test_a_recording_that_a_crash_ended_says_so_at_its_end(
    path: Path, stopped: bool, delivered: bool
) -> None:
    """Each time it is read, in the next run of the program: the last word may be half a number."""
    with closing(Vault.open(path, KEY)) as vault:
        dictation = vault.begin("soap", 0)
        speak(vault, dictation, marked_sound(1.024))
        if stopped:
            vault.stop(dictation, 1)
        assert all(isinstance(piece, AudioFrame) for piece in vault.audio(dictation)), "it goes on"
    with closing(Vault.open(path, KEY)) as vault:
        if delivered:
            vault.deliver(dictation, "x", "{}", 2)
        *sound, end = vault.audio(dictation)
        assert len(sound) == 32 - stopped
        assert isinstance(end, AudioFrame) if stopped else end == FramesLost(1024, FRAME_MS, BROKE_OFF)


def test_finer_sound_is_off_by_half_a_step_at_most(vault: Vault) -> None:
    """And what is too loud is clipped, not wrapped round."""
    sound = np.linspace(-1.2, 1.2, 4096, dtype=np.float32)
    dictation = vault.begin("soap", 0)
    speak(vault, dictation, sound)
    back, _ = heard(vault, dictation)
    inside = np.abs(sound) < 1 - 1 / 32768
    assert np.max(np.abs(back - sound)[inside]) <= 0.5 / 32768 + 1e-7
    assert back.max() > 0.999
    assert back.min() == -1


def test_half_a_second_is_in_the_file_without_being_asked(vault: Vault, path: Path) -> None:
    """What is in memory only is never more than that: a copy of the files, made at any time, holds the rest."""
    dictation = vault.begin("soap", 0)
    sound = marked_sound(3.2)
    for at in range(0, sound.size, FRAME_SAMPLES):
        vault.keep(dictation, at // 16, sound[at : at + FRAME_SAMPLES])
        assert heard(vault, dictation)[0].size == at + FRAME_SAMPLES, "who listens in changes nothing"
        copy = path.parent / "copy" / path.name
        shutil.copytree(path.parent, copy.parent, ignore=shutil.ignore_patterns("copy"), dirs_exist_ok=True)
        with closing(Vault.open(copy, KEY)) as other:
            kept_ms = sum(kept.heard_ms for kept in other.unfinished())
        assert at // 16 + FRAME_MS - kept_ms < 500
        shutil.rmtree(copy.parent)


def test_a_gap_is_told_with_its_length(vault: Vault) -> None:
    """In the middle of a row too, and at the beginning; a started frame before it is filled with silence."""
    dictation = vault.begin("soap", 0)
    sound = marked_sound(0.64)
    speak(vault, dictation, sound, 64)
    vault.keep(dictation, 704, sound[:400])
    speak(vault, dictation, sound, 1000)
    back, gaps = heard(vault, dictation)
    assert gaps == [(0, 64), (736, 264)]
    assert back.size == 2 * sound.size + FRAME_SAMPLES
    starts = [piece.start_ms for piece in vault.audio(dictation) if isinstance(piece, AudioFrame)]
    assert starts[20:22] == [704, 1000]


def test_sound_does_not_go_back(vault: Vault) -> None:
    """A second sound of the same time would be a mistake, and so is another kind of sound."""
    dictation = vault.begin("soap", 0)
    vault.keep(dictation, 0, marked_sound(0.032))
    with pytest.raises(ValueError, match="forward"):
        vault.keep(dictation, 10, marked_sound(0.032))
    with pytest.raises(ValueError, match="float32"):
        vault.keep(dictation, 32, np.zeros(512))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="No such dictation"):
        vault.keep(DictationId("?"), 0, marked_sound(0.032))


def test_an_unfinished_dictation_is_offered_again(vault: Vault, path: Path) -> None:
    """With its template, its time, and its sound."""
    sound = marked_sound(2.0)
    cut_off = vault.begin("consult", 77)
    speak(vault, cut_off, sound)
    stopped = vault.begin("soap", 78)
    vault.stop(stopped, 79)
    dictate(vault, "delivered", sound, 80)
    vault.close()
    with closing(Vault.open(path, KEY)) as again:
        first, second = again.unfinished()
        assert (first.id, first.template_id, first.begun_ms, first.stopped) == (cut_off, "consult", 77, False)
        assert first.heard_ms == 2000
        assert (second.id, second.stopped, second.heard_ms) == (stopped, True, 0)
        assert np.array_equal(heard(again, cut_off)[0][: sound.size], sound)
        again.deliver(cut_off, "at last", "{}", 90)
        again.cancel(stopped, 91)
        assert again.unfinished() == ()
        assert [note.text for note in again.notes()] == ["at last", "delivered"]


def test_notes_are_found_by_their_words(vault: Vault) -> None:
    """All of the words, in any order and case, umlauts too; the newest first."""
    dictate(vault, "Plan: Metoprolol 25 mg.", marked_sound(0.1), 10)
    dictate(vault, "Plan: ÖDEME, metoprolol stopped.", marked_sound(0.1), 20)
    assert [note.delivered_ms for note in vault.notes()] == [20, 10]
    assert [note.delivered_ms for note in vault.notes("METOPROLOL plan")] == [20, 10]
    assert [note.delivered_ms for note in vault.notes("ödeme")] == [20]
    assert vault.notes("metoprolol aspirin") == ()
    assert all(note.has_sound for note in vault.notes())
    assert "Metoprolol" not in repr(vault.notes())


def test_the_audit_trail_tells_all_but_the_words(vault: Vault) -> None:
    """What, when, of which dictation, how much."""
    dictation = dictate(vault, MARKER, marked_sound(0.64), 10)
    other = vault.begin("soap", 20)
    vault.flush()
    vault.cancel(other, 21)
    vault.purge(10 + DAY_MS, 0, 0)
    assert [(entry.at_ms, entry.what, entry.amount) for entry in vault.audit()] == [
        (10, "begun", 0),
        (10, "stopped", 640),
        (10, "delivered", len(MARKER)),
        (20, "begun", 0),
        (21, "cancelled", 0),
        (10 + DAY_MS, "note purged", len(MARKER)),
        (10 + DAY_MS, "sound purged", 640),
    ]
    assert {entry.dictation for entry in vault.audit()} == {dictation, other}
    assert [entry.unit for entry in vault.audit()][1:3] == ["ms of sound", "characters"]
    assert MARKER not in repr(vault.audit())


def test_what_is_asked_of_the_wrong_dictation_is_refused(vault: Vault) -> None:
    """A delivered one is not stopped or cancelled, an unknown one is nothing."""
    dictation = dictate(vault, "x", marked_sound(0.1), 10)
    for wrong in (dictation, DictationId("?")):
        with pytest.raises(ValueError, match="not in a state"):
            vault.stop(wrong, 11)
        with pytest.raises(ValueError, match="not in a state"):
            vault.cancel(wrong, 11)
        with pytest.raises(ValueError, match="not in a state"):
            vault.deliver_unkept(wrong, 1, 11)
    with pytest.raises(ValueError, match="no such note"):
        vault.copied(2, 11)
    with pytest.raises(ValueError, match="no such note"):
        vault.destroy_note(2, 11)
    assert [note.text for note in vault.notes()] == ["x"]


def test_closing_writes_what_is_left(path: Path) -> None:
    """Even the last sound, which is less than a row; and twice does no harm."""
    vault = Vault.open(path, KEY)
    dictation = vault.begin("soap", 0)
    vault.keep(dictation, 0, marked_sound(0.032))
    vault.close()
    vault.close()
    assert [file.name for file in path.parent.iterdir()] == ["vault.db"]
    with closing(Vault.open(path, KEY)) as again:
        assert heard(again, dictation)[0].size == FRAME_SAMPLES


def test_memory_is_bounded_while_nothing_can_be_written(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hours of sound are held; then it is told that more is not kept, and what is held is written when that works."""
    monkeypatch.setattr(vault_sound, "MOST_ROWS", 4)
    dictation = vault.begin("soap", 0)
    errors: list[type] = []

    def full(*_args: object) -> None:
        raise VaultFull("The disk is full.", "Free some space.")

    with monkeypatch.context() as disk:
        disk.setattr(Tables, "insert", full)
        for start_ms in range(0, 3_200, 32):
            try:
                vault.keep(dictation, start_ms, np.full(FRAME_SAMPLES, 0.1, np.float32))
            except VaultError as error:
                errors.append(type(error))
    assert errors[:4] == [VaultFull] * 4
    assert set(errors[4:]) == {MemoryFull}
    vault.keep(dictation, 3_200, np.full(FRAME_SAMPLES, 0.1, np.float32))
    vault.flush()
    assert vault.unfinished()[0].heard_ms == 3_232
    lost = [piece for piece in vault.audio(dictation) if isinstance(piece, FramesLost)]
    assert [(piece.at_ms, piece.lost_ms) for piece in lost] == [(4 * 224, 3_200 - 4 * 224)]


def test_a_macro_that_the_disk_did_not_take_is_written_with_what_comes_next(
    vault: Vault, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told, and is heard of meanwhile as well."""
    dictation, chosen = vault.begin("soap", 0), KeptMacro(32, Insertion(Macro("my exam", "Heart regular.")))

    def full(*_args: object) -> None:
        raise VaultFull("The disk is full.", "Free some space.")

    vault.keep(dictation, 0, np.full(FRAME_SAMPLES, 0.1, np.float32))
    with monkeypatch.context() as disk:
        disk.setattr(Tables, "insert_macro", full)
        with pytest.raises(VaultFull):
            vault.insert(dictation, chosen)
        assert chosen in list(vault.audio(dictation))
    vault.keep(dictation, 32, np.full(FRAME_SAMPLES, 0.1, np.float32))
    vault.close()
    with closing(Vault.open(path, KEY)) as again:
        pieces = list(again.audio(dictation))
    assert [type(piece) for piece in pieces] == [AudioFrame, KeptMacro, AudioFrame, FramesLost]
    assert pieces[1] == chosen
