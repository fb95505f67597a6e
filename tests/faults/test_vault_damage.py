"""A vault that was altered, truncated, or never was one: it says so, and what can be read is right."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plainspoken.adapters.vault import Vault
from plainspoken.dictation.capture import BROKE_OFF, AudioFrame, FramesLost
from plainspoken.dictation.errors import VaultDamaged, VaultError, VaultLocked
from plainspoken.dictation.kept import DictationId
from plainspoken_models.contracts import FRAME_SAMPLES, Samples
from vault_reading import PAGE, marked_sound

KEY = bytes(range(32))
DAY_MS = 24 * 3_600_000


def keep_all(vault: Vault, dictation: DictationId, sound: Samples) -> None:
    """The sound frame by frame."""
    for at in range(0, sound.size, FRAME_SAMPLES):
        vault.keep(dictation, at // 16, sound[at : at + FRAME_SAMPLES])


@pytest.fixture(scope="module")
def sound_vault() -> Iterator[tuple[bytes, Samples]]:
    """A whole vault as bytes, and the sound of the unfinished dictation in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vault.db"
        sound = marked_sound(21 * 0.224)
        with closing(Vault.open(path, KEY)) as vault:
            keep_all(vault, vault.begin("soap", 0), sound)
            done = vault.begin("soap", 1)
            vault.deliver(done, "some text", "{}", 2)
        yield path.read_bytes(), sound


def use(path: Path) -> list[AudioFrame | FramesLost]:
    """Everything that reads a vault; the sound of the first unfinished dictation."""
    with closing(Vault.open(path, KEY)) as vault:
        vault.notes()
        vault.audit()
        return heard(vault, vault.unfinished()[0].id)


def heard(vault: Vault, dictation: DictationId) -> list[AudioFrame | FramesLost]:
    """Its sound, without the mark that it broke off."""
    pieces = vault.audio(dictation)
    sound = (piece for piece in pieces if isinstance(piece, AudioFrame | FramesLost))
    return [piece for piece in sound if isinstance(piece, AudioFrame) or piece.reason != BROKE_OFF]


@settings(max_examples=60, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_an_altered_bit_is_found_and_costs_no_other_sound(
    sound_vault: tuple[bytes, Samples], place: float, bit: int
) -> None:
    """Either the vault says that it is damaged, or all sound but that of the altered page is right, and that a gap."""
    content, sound = sound_vault
    altered = bytearray(content)
    altered[int(place * len(content))] ^= 1 << bit
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vault.db"
        path.write_bytes(altered)
        with pytest.raises((VaultDamaged, VaultLocked)), closing(Vault.open(path, KEY)) as vault:
            vault.check()
        with suppress(VaultDamaged, VaultLocked):
            for piece in use(path):
                if isinstance(piece, AudioFrame):
                    there = sound[piece.start_ms * 16 : piece.start_ms * 16 + FRAME_SAMPLES]
                    assert np.array_equal(piece.samples, there)
                else:
                    assert piece.lost_ms == 224


def test_a_damaged_page_of_sound_is_a_gap(sound_vault: tuple[bytes, Samples], tmp_path: Path) -> None:
    """Of its own length, in its own place; the sound before and after it is there."""
    content, _ = sound_vault
    gaps = 0
    for page in range(2, len(content) // PAGE):
        altered = bytearray(content)
        altered[page * PAGE + 99] ^= 1
        path = tmp_path / f"{page}.db"
        path.write_bytes(altered)
        with suppress(VaultDamaged):
            lost = [piece for piece in use(path) if isinstance(piece, FramesLost)]
            gaps += len(lost) == 1
    assert gaps > len(content) // PAGE // 2


def test_one_damaged_page_keeps_nothing_else_from_being_purged(tmp_path: Path) -> None:
    """Of two notes that are due, the other one goes with its sound."""
    whole = tmp_path / "whole.db"
    with closing(Vault.open(whole, KEY)) as vault:
        for number in range(2):
            dictation = vault.begin("soap", number)
            keep_all(vault, dictation, marked_sound(4.8, seed=number))
            vault.deliver(dictation, f"note {number}", "{}", number)
    content, spared = whole.read_bytes(), 0
    for page in range(2, len(content) // PAGE):
        path = tmp_path / f"{page}.db"
        path.write_bytes(content[: page * PAGE + 99] + b"\0" + content[page * PAGE + 100 :])
        with suppress(VaultDamaged), closing(Vault.open(path, KEY)) as vault:
            vault.time_passes(DAY_MS, 0)
            with suppress(VaultDamaged):
                vault.purge(DAY_MS, 0, 0)
            spared += len(vault.notes()) == 1  # the one whose page it is
    assert spared > len(content) // PAGE // 2


@settings(max_examples=40, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_truncated_vault_is_damaged(sound_vault: tuple[bytes, Samples], share: float) -> None:
    """Wherever it ends, also at nothing; and it is left as it is."""
    content = sound_vault[0][: int(share * len(sound_vault[0]))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vault.db"
        path.write_bytes(content)
        with pytest.raises(VaultDamaged), closing(Vault.open(path, KEY)) as vault:
            vault.check()
        assert path.read_bytes() == content


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=9000), header=st.booleans(), log=st.binary(max_size=200) | st.none())
def test_what_is_no_vault_is_refused(content: bytes, header: bool, log: bytes | None) -> None:
    """Whatever it is, only our own errors come out, and it is left as it is."""
    content = (b"SQLite format 3\0" if header else b"") + content
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vault.db"
        path.write_bytes(content)
        if log is not None:
            Path(f"{path}-wal").write_bytes(log)
        with pytest.raises((VaultDamaged, VaultLocked)):
            Vault.open(path, KEY)
        assert path.read_bytes() == content


@settings(max_examples=30, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_damage_in_the_log_costs_what_is_behind_it(place: float, bit: int) -> None:
    """The log is read up to the damage; what it says is right, and the vault is whole."""
    sound = marked_sound(21 * 0.224)
    with tempfile.TemporaryDirectory() as folder:
        path, copy = Path(folder) / "vault.db", Path(folder) / "copy.db"
        with closing(Vault.open(path, KEY)) as vault:
            dictation = vault.begin("soap", 0)
            keep_all(vault, dictation, sound)
            shutil.copy(path, copy)
            log = bytearray(Path(f"{path}-wal").read_bytes())
        log[int(place * len(log))] ^= 1 << bit
        Path(f"{copy}-wal").write_bytes(log)
        with closing(Vault.open(copy, KEY)) as vault:
            vault.check()
            for piece in heard(vault, dictation):
                assert isinstance(piece, AudioFrame)
                at = piece.start_ms * 16
                assert np.array_equal(piece.samples, sound[at : at + FRAME_SAMPLES])


@settings(max_examples=80, deadline=None)
@given(
    places=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 7)), min_size=1, max_size=3)
)
def test_whoever_goes_on_with_a_damaged_vault_meets_our_own_errors_only(
    sound_vault: tuple[bytes, Samples], places: list[tuple[float, int]]
) -> None:
    """Dictating, delivering, throwing away, searching and purging: each works, or says that the vault is damaged."""
    content, sound = sound_vault
    altered = bytearray(content)
    for place, bit in places:
        altered[int(place * len(content))] ^= 1 << bit
    with tempfile.TemporaryDirectory() as folder, suppress(VaultError):
        path = Path(folder) / "vault.db"
        path.write_bytes(altered)
        with closing(Vault.open(path, KEY)) as vault:
            for act in _everything_with(vault, sound):
                with suppress(VaultError):
                    act()


def _everything_with(vault: Vault, sound: Samples) -> Iterator[Callable[[], object]]:
    new = vault.begin("soap", 3)
    yield lambda: keep_all(vault, new, sound[:16_000])
    yield lambda: vault.stop(new, 4)
    yield lambda: vault.deliver(new, "other text", "{}", 5)
    for old in vault.unfinished():
        yield lambda: list(vault.audio(old.id))  # noqa: B023  called before the next one
        yield lambda: vault.cancel(old.id, 6)  # noqa: B023
    yield lambda: vault.notes("text")
    yield vault.audit
    yield lambda: vault.purge(7, 0, 0)
    yield vault.check
