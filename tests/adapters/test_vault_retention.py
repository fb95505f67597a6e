"""How long the vault keeps what was delivered, by whose clock, and that nothing is left of what it destroys."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from plainspoken.adapters.vault import Vault
from plainspoken.adapters.vault_file import fingerprint
from plainspoken.adapters.vault_tables import Tables
from plainspoken.clinic.macros import Insertion, Macro
from plainspoken.dictation.errors import VaultFull
from plainspoken.dictation.kept import DictationId
from plainspoken.dictation.kept_macros import KeptMacro
from vault_reading import RowsOf, decrypted, dictate, marked_sound, speak

KEY = bytes(range(32))
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
MARKER = "Zyxwoquat"

VERSION_1 = """
DROP TABLE macro; DROP TABLE sound; DROP TABLE note; DROP TABLE dictation; DROP TABLE clock;
CREATE TABLE dictation (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, template TEXT NOT NULL, begun_ms INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('recording', 'stopped', 'delivered')), delivered_ms INTEGER) STRICT;
CREATE TABLE sound (
  id INTEGER PRIMARY KEY, dictation INTEGER NOT NULL REFERENCES dictation, start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL, pcm BLOB NOT NULL) STRICT;
CREATE UNIQUE INDEX sound_place ON sound (dictation, start_ms, end_ms);
CREATE TABLE note (
  dictation INTEGER PRIMARY KEY REFERENCES dictation, text TEXT NOT NULL, json TEXT NOT NULL) STRICT;
INSERT INTO dictation VALUES (1, 'b', 'soap', 5, 'delivered', 20), (2, 'a', 'soap', 0, 'delivered', 10),
  (3, 'c', 'soap', 30, 'stopped', NULL);
INSERT INTO note VALUES (1, 'second', '{}'), (2, 'first', '{}'), (3, '', '{}');
INSERT INTO sound VALUES (1, 2, 0, 1, x'0102');
PRAGMA user_version=1;
"""
"""Turns an empty vault into one of version 1 with two notes; the earlier one has sound, a third one is a draft."""


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


@pytest.mark.parametrize("how", ["purge", "cancel", "destroy"])
def test_what_is_destroyed_is_nowhere_in_the_file(path: Path, how: str) -> None:
    """Neither word nor sound, in the file or its log, even for one who has the key and reads the free pages too."""
    vault = Vault.open(path, KEY)
    sound = marked_sound(20.0)
    rows = RowsOf(sound)
    vault.time_passes(0, 0)
    dictation = vault.begin("soap", 0)
    speak(vault, dictation, sound)
    vault.insert(dictation, KeptMacro(0, Insertion(Macro(MARKER, MARKER * 500))))
    if how != "cancel":
        vault.deliver(dictation, MARKER * 1000, MARKER * 900, 5)
        assert MARKER.encode() in decrypted(path, KEY)
    assert rows.found_in(decrypted(path, KEY))
    vault.time_passes(DAY_MS, DAY_MS)
    kept = dictate(vault, "another", marked_sound(20.0, seed=9), DAY_MS)
    if how == "cancel":
        vault.cancel(dictation, 5)
    elif how == "destroy":
        vault.destroy_note(1, 5)
    else:
        vault.purge(DAY_MS, HOUR_MS, HOUR_MS)
    plain = decrypted(path, KEY)
    assert not rows.found_in(plain)
    assert MARKER.encode() not in plain
    assert MARKER.encode("utf-16-le") not in plain
    assert Path(f"{path}-wal").stat().st_size == 0
    assert sum(1 for _ in vault.audio(kept)) >= 20 * 31, "what was not to go is still there"
    vault.check()
    vault.close()


def test_what_was_deleted_and_not_overwritten_is_so_by_the_next_purge(path: Path) -> None:
    """The disk was full for a moment: she is not told that it is still there, and the next purge tells if it fails."""

    class Full(Tables):
        """There is no room to fold the log in."""

        full = True

        def scrub(self) -> None:
            """Only where there is room."""
            if self.full:
                raise VaultFull("The disk is full.", "Free some space.")
            super().scrub()

    tables = Full(path, KEY)
    with closing(Vault(tables)) as vault:
        sound = marked_sound(1.0)
        dictation = vault.begin("soap", 0)
        speak(vault, dictation, sound)
        vault.flush()
        vault.cancel(dictation, 1)
        assert vault.unfinished() == ()
        with pytest.raises(VaultFull):
            vault.purge(0, DAY_MS, DAY_MS)
        tables.full = False
        vault.purge(0, DAY_MS, DAY_MS)
        assert not RowsOf(sound).found_in(decrypted(path, KEY))


def test_a_purge_gives_the_room_back(vault: Vault, path: Path) -> None:
    """A minute of sound takes about 2.2 megabytes, and gives them back."""
    before = path.stat().st_size
    dictate(vault, "x", marked_sound(60.0), 0)
    vault.purge(0, DAY_MS, DAY_MS)
    assert 1.9e6 < path.stat().st_size - before < 2.3e6
    vault.purge(DAY_MS, 0, 2 * DAY_MS)
    assert path.stat().st_size - before < 20_000
    assert [note.has_sound for note in vault.notes()] == [False]


def test_a_note_that_is_not_kept_is_never_written(vault: Vault, path: Path) -> None:
    """Only that there was one, and how long; its sound goes with it."""
    sound = marked_sound(2.0)
    dictation = vault.begin("soap", 0)
    speak(vault, dictation, sound)
    vault.deliver_unkept(dictation, 77, 5)
    assert not RowsOf(sound).found_in(decrypted(path, KEY))
    assert (vault.notes(), vault.unfinished()) == ((), ())
    assert [(entry.what, entry.amount) for entry in vault.audit()] == [
        ("begun", 0),
        ("delivered", 77),
        ("sound purged", 2000),
    ]


def test_a_dictation_that_is_transcribed_again_has_two_notes(vault: Vault) -> None:
    """Each with a time of its own; the sound's time is that of the first, and the last note takes it along."""
    vault.time_passes(0, 0)
    dictation = dictate(vault, "first", marked_sound(0.64), 0)
    vault.time_passes(HOUR_MS, HOUR_MS)
    vault.deliver(dictation, "second", "{}", HOUR_MS)
    assert [(note.number, note.text, note.has_sound) for note in vault.notes()] == [
        (2, "second", True),
        (1, "first", True),
    ]
    vault.purge(HOUR_MS, HOUR_MS, DAY_MS)
    assert [(note.text, note.has_sound) for note in vault.notes()] == [("second", False), ("first", False)]
    vault.destroy_note(1, HOUR_MS)
    vault.copied(2, HOUR_MS)
    vault.destroy_note(2, HOUR_MS)
    assert [entry.what for entry in vault.audit()][2:] == [
        "delivered",
        "transcribed again",
        "sound purged",
        "note destroyed",
        "copied",
        "note destroyed",
    ]


def test_a_number_is_never_given_to_another_note(vault: Vault) -> None:
    """What she types after a look at the list is the note that she saw there."""
    dictate(vault, "first", marked_sound(0.1), 0)
    vault.destroy_note(1, 1)
    dictate(vault, "second", marked_sound(0.1), 2)
    assert [note.number for note in vault.notes()] == [2]


def test_sound_and_notes_go_at_their_times(vault: Vault) -> None:
    """Sound a day after delivery, the note after seven; what is unfinished stays."""
    vault.stop(vault.begin("soap", 0), 0)
    for number, text in enumerate(("first", "second"), 1):
        vault.time_passes(number * HOUR_MS, number * HOUR_MS)
        dictate(vault, text, marked_sound(0.1), number * HOUR_MS)

    def left_at(now_ms: int) -> list[tuple[str, bool]]:
        vault.time_passes(now_ms, now_ms)
        vault.purge(now_ms, DAY_MS, 7 * DAY_MS)
        return [(note.text, note.has_sound) for note in vault.notes()]

    assert left_at(DAY_MS + HOUR_MS - 1) == [("second", True), ("first", True)]
    assert left_at(DAY_MS + HOUR_MS) == [("second", True), ("first", False)]
    assert left_at(7 * DAY_MS + 2 * HOUR_MS - 1) == [("second", False)]
    assert left_at(7 * DAY_MS + 2 * HOUR_MS) == []
    assert len(vault.unfinished()) == 1


@pytest.mark.parametrize("run_h", [0, 1])
def test_a_clock_set_back_and_right_again_destroys_nothing(path: Path, run_h: int) -> None:
    """A computer that starts in 1970 until a time server tells it better, in the same run or the next one."""
    year_ms = 365 * DAY_MS
    with closing(Vault.open(path, KEY)) as vault:
        vault.time_passes(50 * year_ms, 0)
        dictate(vault, "x", marked_sound(0.1), 50 * year_ms)
    with closing(Vault.open(path, KEY)) as vault:
        vault.time_passes(0, 0)
        vault.purge(0, DAY_MS, 7 * DAY_MS)
        vault.time_passes(50 * year_ms + HOUR_MS * run_h, HOUR_MS * run_h)
        vault.purge(50 * year_ms, DAY_MS, 7 * DAY_MS)
        assert [note.has_sound for note in vault.notes()] == [True]
    with closing(Vault.open(path, KEY)) as vault:
        for after_ms, has_sound in ((DAY_MS - 1, [True]), (DAY_MS, [False]), (7 * DAY_MS, [])):
            vault.time_passes(50 * year_ms + after_ms, after_ms)
            vault.purge(50 * year_ms + after_ms, DAY_MS, 7 * DAY_MS)
            assert [note.has_sound for note in vault.notes()] == has_sound


def test_a_clock_that_was_in_the_future_keeps_nothing_for_ever(path: Path) -> None:
    """The time that the program runs counts, whatever the clock says."""
    with closing(Vault.open(path, KEY)) as vault:
        vault.time_passes(400 * DAY_MS, 0)
        dictate(vault, "x", marked_sound(0.1), 400 * DAY_MS)
    for day in range(8):
        with closing(Vault.open(path, KEY)) as vault:
            vault.time_passes(day * DAY_MS, 0)
            vault.time_passes(day * DAY_MS, DAY_MS)
            vault.purge(day * DAY_MS, DAY_MS, 7 * DAY_MS)
            assert len(vault.notes()) == (day < 6)


def test_a_vault_of_version_2_is_brought_up_to_date(path: Path) -> None:
    """All that is in it stays, and macros from the menu are kept from now on."""
    with closing(Vault.open(path, KEY)) as vault:
        dictate(vault, "some text", marked_sound(1.0), 0)
        unfinished = vault.begin("soap", 5)
        speak(vault, unfinished, marked_sound(1.0))
        pieces = sum(1 for _ in vault.audio(unfinished))
    connection = apsw.Connection(str(path))
    connection.pragma("cipher", "chacha20")
    connection.pragma("key", f"raw:{KEY.hex()}{fingerprint(KEY).hex()}")
    connection.execute("DROP TABLE macro; PRAGMA user_version=2;")
    connection.close()
    chosen = KeptMacro(500, Insertion(Macro("my exam", "Heart regular.")))
    for _ in range(2):
        with closing(Vault.open(path, KEY)) as vault:
            assert [note.text for note in vault.notes()] == ["some text"]
            assert [one.id for one in vault.unfinished()] == [unfinished]
            found = list(vault.audio(unfinished))
            assert len([piece for piece in found if not isinstance(piece, KeptMacro)]) == pieces + 1
            if chosen not in found:
                vault.insert(unfinished, chosen)
            vault.check()
    assert chosen in found


def test_a_vault_of_version_1_is_brought_up_to_date(path: Path) -> None:
    """Its notes and its sound are there, and go at their times."""
    path.parent.mkdir()
    Vault.open(path, KEY).close()
    connection = apsw.Connection(str(path))
    connection.pragma("cipher", "chacha20")
    connection.pragma("key", f"raw:{KEY.hex()}{fingerprint(KEY).hex()}")
    connection.execute(VERSION_1)
    connection.close()
    with closing(Vault.open(path, KEY)) as vault:
        assert [(note.number, note.text, note.delivered_ms) for note in vault.notes()] == [
            (2, "second", 20),
            (1, "first", 10),
        ]
        assert [note.has_sound for note in vault.notes()] == [False, True]
        assert [one.id for one in vault.unfinished()] == ["c"]
        vault.insert(DictationId("c"), KeptMacro(0, Insertion(Macro("my exam", "Heart regular."))))
        vault.time_passes(10 + DAY_MS, 0)
        vault.purge(10 + DAY_MS, 0, DAY_MS)
        assert [(note.text, note.has_sound) for note in vault.notes()] == [("second", False)]
        vault.check()
