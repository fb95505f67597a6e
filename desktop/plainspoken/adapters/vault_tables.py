"""The vault's tables, one method for each thing that is asked of them; `vault` says in which order."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

from plainspoken.adapters.vault_file import damaged, open_file, own_errors
from plainspoken.adapters.vault_sound import SoundRow
from plainspoken.dictation.errors import VaultDamaged
from plainspoken.dictation.kept import DictationId, KeptDictation


@dataclass(frozen=True, slots=True)
class KeptNote:
    """A note that was delivered."""

    id: DictationId
    template_id: str
    delivered_ms: int
    """Time of day."""
    text: str = field(repr=False)
    """As it was delivered."""
    note_json: str = field(repr=False)
    has_sound: bool
    """Whether it can be transcribed again."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Something happened. Holds no word of any dictation."""

    at_ms: int
    """Time of day."""
    what: str
    """`begun`, `stopped`, `delivered`, `cancelled`, `sound purged` or `note purged`."""
    dictation: DictationId
    amount: int
    """Milliseconds of sound; for `delivered` and `note purged`, characters of text."""


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

    def set_state(self, number: int, state: str, delivered_ms: int | None = None) -> None:
        """Where it stands."""
        sql = "UPDATE dictation SET state = ?, delivered_ms = ? WHERE number = ?"
        self.execute(sql, state, delivered_ms, number)

    def put_note(self, number: int, text: str, note_json: str) -> None:
        """Its note, instead of the one before."""
        self.execute(
            "INSERT OR REPLACE INTO note (dictation, text, json) VALUES (?, ?, ?)", number, text, note_json
        )

    def write_down(self, at_ms: int, what: str, dictation: DictationId, amount: int) -> None:
        """A line of the audit trail."""
        sql = "INSERT INTO audit (at_ms, what, dictation, amount) VALUES (?, ?, ?, ?)"
        self.execute(sql, at_ms, what, dictation, amount)

    def sound_ms(self, number: int) -> int:
        """How much sound of it there is."""
        sql = "SELECT coalesce(sum(end_ms - start_ms), 0) FROM sound WHERE dictation = ?"
        return int(self.execute(sql, number)[0][0])

    def delete(self, number: int) -> None:
        """All of it but the audit trail."""
        self.execute("DELETE FROM sound WHERE dictation = ?", number)
        self.execute("DELETE FROM note WHERE dictation = ?", number)
        self.execute("DELETE FROM dictation WHERE number = ?", number)

    def unfinished(self) -> tuple[KeptDictation, ...]:
        """What was not delivered. Looks at no row of sound, for one may be damaged; the index knows the times."""
        rows = self.execute(
            "SELECT id, template, begun_ms, state = 'stopped', "
            "  coalesce((SELECT max(end_ms) FROM sound INDEXED BY sound_place WHERE dictation = number), 0), json "
            "FROM dictation LEFT JOIN note ON dictation = number WHERE state <> 'delivered' ORDER BY number"
        )
        return tuple(
            KeptDictation(DictationId(id_), template, begun_ms, bool(stopped), heard_ms, note_json)
            for id_, template, begun_ms, stopped, heard_ms, note_json in rows
        )

    def notes(self) -> Iterator[KeptNote]:
        """What was delivered. A search index would be a second copy of the words, so there is none."""
        rows = self.execute(
            "SELECT id, template, delivered_ms, text, json, "
            "  EXISTS (SELECT 1 FROM sound INDEXED BY sound_place WHERE dictation = number) "
            "FROM dictation JOIN note ON dictation = number WHERE state = 'delivered' "
            "ORDER BY delivered_ms DESC, number DESC"
        )
        for id_, template, delivered_ms, text, note_json, has_sound in rows:
            yield KeptNote(DictationId(id_), template, delivered_ms, text, note_json, bool(has_sound))

    def audit(self) -> tuple[AuditEntry, ...]:
        """The audit trail."""
        rows = self.execute("SELECT at_ms, what, dictation, amount FROM audit ORDER BY id")
        return tuple(AuditEntry(at_ms, what, DictationId(id_), amount) for at_ms, what, id_, amount in rows)

    def places(self, dictation: DictationId, from_ms: int) -> list[tuple[int, int, int]]:
        """Row, start and end of its sound that ends after `from_ms`; from the index alone, as in `unfinished`."""
        return self.execute(
            "SELECT sound.id, start_ms, end_ms FROM dictation d JOIN sound INDEXED BY sound_place "
            "ON dictation = number WHERE d.id = ? AND end_ms > ? ORDER BY start_ms",
            dictation,
            from_ms,
        )

    def sound(self, row: int, start_ms: int, end_ms: int) -> SoundRow:
        """The sound of a place; a damaged page costs this row and no other."""
        try:
            found = self.execute("SELECT pcm FROM sound WHERE id = ?", row)
        except VaultDamaged:
            found = []
        return SoundRow(start_ms, end_ms, found[0][0] if found else None)

    def bring_back_to(self, now_ms: int) -> None:
        """No delivery is in the future."""
        self.execute("UPDATE dictation SET delivered_ms = ?1 WHERE delivered_ms > ?1", now_ms)

    def delivered_until(self, until_ms: int) -> list[tuple[int, DictationId]]:
        """Row and id of what was delivered at that time or before."""
        sql = "SELECT number, id FROM dictation WHERE delivered_ms <= ? ORDER BY number"
        return [(number, DictationId(id_)) for number, id_ in self.execute(sql, until_ms)]

    def purge_note(self, number: int, dictation: DictationId, now_ms: int) -> None:
        """Delete it with its sound."""
        characters = self.execute("SELECT length(text) FROM note WHERE dictation = ?", number)[0][0]
        self.purge_sound(number, dictation, now_ms)
        self.write_down(now_ms, "note purged", dictation, characters)
        self.delete(number)

    def purge_sound(self, number: int, dictation: DictationId, now_ms: int) -> None:
        """Delete its sound, if there is any."""
        length_ms = self.sound_ms(number)
        if length_ms:
            self.write_down(now_ms, "sound purged", dictation, length_ms)
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
