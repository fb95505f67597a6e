"""The vault's tables, one method for each thing that is asked of them; `vault` says in which order."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw

from plainspoken.adapters.vault_clock import VaultClock
from plainspoken.adapters.vault_file import damaged, open_file, own_errors
from plainspoken.adapters.vault_sound import SoundRow
from plainspoken.dictation.errors import VaultDamaged
from plainspoken.dictation.kept import AuditEntry, DictationId, KeptDictation, KeptNote
from plainspoken.dictation.kept_macros import KeptMacro, as_text, of_text


class Tables:
    """The tables of an open vault; foreign errors become `VaultError`s in `execute`."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._connection = open_file(path, key)

    def execute(self, sql: str, *values: str | int | bytes | None) -> list[tuple[Any, ...]]:
        """All rows that a statement gives."""
        with own_errors(self._path):
            return self._connection.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it is committed, or nothing."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            # SQLite has rolled back by itself after some errors, and a disk that fails may fail again here.
            with suppress(apsw.Error):
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
            raise

    def number(self, dictation: DictationId, *states: str) -> int:
        """Its row.

        Raises:
            ValueError: it is unknown, or in none of these states.
        """
        rows = self.execute("SELECT number, state FROM dictation WHERE id = ?", dictation)
        if not rows or rows[0][1] not in states:
            raise ValueError("The dictation is unknown, or not in a state for this.")
        return int(rows[0][0])

    def insert(self, dictation: DictationId, template_id: str, begun_ms: int) -> int:
        """A new dictation; its row."""
        self.write_down(begun_ms, "begun", dictation, 0)
        sql = "INSERT INTO dictation (id, template, begun_ms, state) VALUES (?, ?, ?, 'recording') RETURNING number"
        return int(self.execute(sql, dictation, template_id, begun_ms)[0][0])

    def insert_sound(self, number: int, rows: Iterable[SoundRow]) -> None:
        """Its next sound."""
        for row in rows:
            self.execute(
                "INSERT INTO sound (dictation, start_ms, end_ms, pcm) VALUES (?, ?, ?, ?)",
                number,
                row.start_ms,
                row.end_ms,
                row.pcm,
            )

    def insert_macro(self, number: int, chosen: KeptMacro) -> None:
        """A macro that was chosen for it."""
        sql = "INSERT INTO macro (dictation, at_ms, json) VALUES (?, ?, ?)"
        self.execute(sql, number, chosen.at_ms, as_text(chosen.insertion))

    def macros(self, dictation: DictationId) -> tuple[KeptMacro, ...]:
        """The macros that were chosen for it, but for those that cannot be read: the sound is worth more."""
        sql = "SELECT at_ms, json FROM macro JOIN dictation d ON dictation = number WHERE d.id = ? ORDER BY macro.id"
        found: list[KeptMacro] = []
        for at_ms, kept in self.execute(sql, dictation):
            with suppress(ValueError):
                found.append(KeptMacro(int(at_ms), of_text(kept)))
        return tuple(found)

    def stop(self, number: int) -> None:
        """It gets no more sound."""
        self.execute("UPDATE dictation SET state = 'stopped' WHERE number = ?", number)

    def deliver(self, number: int, kept_ms: int) -> bool:
        """It has a note; whether this is the first one, from which on the time of its sound counts."""
        sql = "UPDATE dictation SET state = 'delivered', kept_from_ms = ? WHERE number = ? AND state <> 'delivered'"
        return bool(self.execute(f"{sql} RETURNING 1", kept_ms, number))

    def insert_note(self, number: int, at_ms: int, kept_ms: int, text: str, note_json: str) -> int:
        """A further note of it; the note's number."""
        sql = "INSERT INTO note (dictation, delivered_ms, kept_from_ms, text, json) VALUES (?, ?, ?, ?, ?)"
        return int(self.execute(f"{sql} RETURNING number", number, at_ms, kept_ms, text, note_json)[0][0])

    def revise_note(self, note: int, text: str, note_json: str) -> None:
        """Other words in the place of a note's."""
        self.execute("UPDATE note SET text = ?, json = ? WHERE number = ?", text, note_json, note)

    def write_down(self, at_ms: int, what: str, dictation: DictationId, amount: int) -> None:
        """A line of the audit trail."""
        sql = "INSERT INTO audit (at_ms, what, dictation, amount) VALUES (?, ?, ?, ?)"
        self.execute(sql, at_ms, what, dictation, amount)

    def was_stopped(self, dictation: DictationId) -> bool:
        """Whether its recording was ended, and not by a crash."""
        return bool(self.execute("SELECT 1 FROM audit WHERE dictation = ? AND what = 'stopped'", dictation))

    def sound_ms(self, number: int) -> int:
        """How much sound of it there is."""
        sql = "SELECT coalesce(sum(end_ms - start_ms), 0) FROM sound WHERE dictation = ?"
        return int(self.execute(sql, number)[0][0])

    def delete(self, number: int) -> None:
        """All of it but the audit trail."""
        self.execute("DELETE FROM sound WHERE dictation = ?", number)
        self.execute("DELETE FROM macro WHERE dictation = ?", number)
        self.execute("DELETE FROM note WHERE dictation = ?", number)
        self.execute("DELETE FROM dictation WHERE number = ?", number)

    def unfinished(self) -> tuple[KeptDictation, ...]:
        """What was not delivered. Looks at no row of sound, for one may be damaged; the index knows the times."""
        rows = self.execute(
            "SELECT id, template, begun_ms, state = 'stopped', "
            "  coalesce((SELECT max(end_ms) FROM sound INDEXED BY sound_place WHERE dictation = number), 0) "
            "FROM dictation WHERE state <> 'delivered' ORDER BY number"
        )
        return tuple(
            KeptDictation(DictationId(id_), template, begun_ms, bool(stopped), heard_ms)
            for id_, template, begun_ms, stopped, heard_ms in rows
        )

    def notes(self) -> Iterator[KeptNote]:
        """What was delivered, the last first. An index for searching would be a second copy of the words."""
        rows = self.execute(
            "SELECT note.number, id, template, delivered_ms, text, json, "
            "  EXISTS (SELECT 1 FROM sound INDEXED BY sound_place WHERE dictation = d.number) "
            "FROM note JOIN dictation d ON dictation = d.number ORDER BY note.number DESC"
        )
        for number, id_, template, delivered_ms, text, note_json, has_sound in rows:
            yield KeptNote(number, DictationId(id_), template, delivered_ms, text, note_json, bool(has_sound))

    def note(self, note: int) -> tuple[int, DictationId, int]:
        """Row and id of a note's dictation, and how many characters it has.

        Raises:
            ValueError: there is no such note.
        """
        sql = (
            "SELECT d.number, id, length(text) FROM note JOIN dictation d ON dictation = d.number "
            "WHERE note.number = ?"
        )
        rows = self.execute(sql, note)
        if not rows:
            raise ValueError("There is no such note.")
        number, id_, characters = rows[0]
        return number, DictationId(id_), characters

    def audit(self) -> tuple[AuditEntry, ...]:
        """The audit trail."""
        rows = self.execute("SELECT at_ms, what, dictation, amount FROM audit ORDER BY id")
        return tuple(AuditEntry(at_ms, what, DictationId(id_), amount) for at_ms, what, id_, amount in rows)

    def places(self, dictation: DictationId) -> list[tuple[int, int, int]]:
        """Row, start and end of its sound; from the index alone, as in `unfinished`."""
        return self.execute(
            "SELECT sound.id, start_ms, end_ms FROM dictation d JOIN sound INDEXED BY sound_place "
            "ON dictation = number WHERE d.id = ? ORDER BY start_ms",
            dictation,
        )

    def sound(self, row: int, start_ms: int, end_ms: int) -> SoundRow:
        """The sound of a place; a damaged page costs this row and no other."""
        try:
            found = self.execute("SELECT pcm FROM sound WHERE id = ?", row)
        except VaultDamaged:
            found = []
        return SoundRow(start_ms, end_ms, found[0][0] if found else None)

    def clock(self) -> VaultClock:
        """The vault's time when it was last written down."""
        return VaultClock(*self.execute("SELECT kept_ms, furthest_ms FROM clock")[0])

    def set_clock(self, clock: VaultClock) -> None:
        """Write the vault's time down."""
        self.execute("UPDATE clock SET kept_ms = ?, furthest_ms = ?", clock.kept_ms, clock.furthest_ms)

    def notes_until(self, kept_ms: int) -> list[int]:
        """Notes that were delivered at that time by the vault's clock, or before."""
        sql = "SELECT number FROM note WHERE kept_from_ms <= ? ORDER BY number"
        return [number for (number,) in self.execute(sql, kept_ms)]

    def delivered_until(self, kept_ms: int) -> list[tuple[int, DictationId]]:
        """Row and id of what was first delivered at that time by the vault's clock, or before."""
        sql = "SELECT number, id FROM dictation WHERE kept_from_ms <= ? ORDER BY number"
        return [(number, DictationId(id_)) for number, id_ in self.execute(sql, kept_ms)]

    def destroy_note(self, note: int, now_ms: int, how: str) -> None:
        """Delete a note; with the last one of a dictation its sound, and all but the audit trail."""
        number, dictation, characters = self.note(note)
        self.write_down(now_ms, f"note {how}", dictation, characters)
        self.execute("DELETE FROM note WHERE number = ?", note)
        if not self.execute("SELECT 1 FROM note WHERE dictation = ?", number):
            self.destroy_sound(number, dictation, now_ms, how)
            self.delete(number)

    def destroy_sound(self, number: int, dictation: DictationId, now_ms: int, how: str) -> None:
        """Delete its sound, if there is any, and what was inserted into it: that is for transcribing it again."""
        length_ms = self.sound_ms(number)
        self.execute("DELETE FROM macro WHERE dictation = ?", number)
        if length_ms:
            self.write_down(now_ms, f"sound {how}", dictation, length_ms)
            self.execute("DELETE FROM sound WHERE dictation = ?", number)

    def scrub(self) -> None:
        """Fold the log in, so that what was deleted is overwritten in the file; give the room back; empty the log."""
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.execute("PRAGMA incremental_vacuum")
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def check(self) -> None:
        """Every page is as it was written, or `VaultDamaged`."""
        if self.execute("PRAGMA integrity_check") != [("ok",)]:
            raise damaged(self._path)

    def close(self) -> None:
        """Fold the log in and let go of the file."""
        with own_errors(self._path):
            self._connection.close()
