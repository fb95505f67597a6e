"""What tables a vault has, and how one of an earlier version gets them.

Times that end in `kept_from_ms` are by the vault's own clock (`vault_clock`), all others are times of day.
"""

import apsw

VERSION = 3

APPLICATION_ID = 0x504C5350
"""`PLSP`: says what the file is, to who holds its key."""

_NOTE = """
CREATE TABLE note (
  number INTEGER PRIMARY KEY AUTOINCREMENT, dictation INTEGER NOT NULL REFERENCES dictation,
  delivered_ms INTEGER NOT NULL, kept_from_ms INTEGER NOT NULL, text TEXT NOT NULL, json TEXT NOT NULL) STRICT;
CREATE INDEX note_dictation ON note (dictation);
"""

_MACRO = """
CREATE TABLE macro (
  id INTEGER PRIMARY KEY, dictation INTEGER NOT NULL REFERENCES dictation, at_ms INTEGER NOT NULL,
  json TEXT NOT NULL) STRICT;
CREATE INDEX macro_dictation ON macro (dictation);
"""
"""Macros that were chosen in the menu while a dictation was heard; new in version 3."""

_CLOCK = "CREATE TABLE clock (kept_ms INTEGER NOT NULL, furthest_ms INTEGER NOT NULL) STRICT;"

_REST = """
CREATE TABLE dictation (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, template TEXT NOT NULL, begun_ms INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('recording', 'stopped', 'delivered')), kept_from_ms INTEGER) STRICT;
CREATE TABLE sound (
  id INTEGER PRIMARY KEY, dictation INTEGER NOT NULL REFERENCES dictation, start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL, pcm BLOB NOT NULL) STRICT;
CREATE UNIQUE INDEX sound_place ON sound (dictation, start_ms, end_ms);
CREATE TABLE audit (
  id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, what TEXT NOT NULL, dictation TEXT NOT NULL,
  amount INTEGER NOT NULL) STRICT;
INSERT INTO clock VALUES (0, 0);
"""

_CLOCK_FROM_1 = (
    "INSERT INTO clock SELECT coalesce(max(delivered_ms), 0), coalesce(max(delivered_ms), 0) FROM dictation;"
    "ALTER TABLE note RENAME TO earlier_note;"
)
"""In version 1 a dictation had one note at most, and a delivery in the future was brought back to the present."""

_NOTES_FROM_1 = """
INSERT INTO note (dictation, delivered_ms, kept_from_ms, text, json)
  SELECT number, delivered_ms, delivered_ms, text, json FROM earlier_note JOIN dictation ON dictation = number
  WHERE state = 'delivered' ORDER BY delivered_ms, number;
DROP TABLE earlier_note;
ALTER TABLE dictation RENAME COLUMN delivered_ms TO kept_from_ms;
"""


def make(connection: apsw.Connection) -> None:
    """The tables of a new vault."""
    _commit(connection, _CLOCK, _NOTE, _REST, _MACRO, f"PRAGMA application_id={APPLICATION_ID};")


def is_known(connection: apsw.Connection) -> bool:
    """Whether it is a vault of a version that there has been."""
    return connection.pragma("application_id") == APPLICATION_ID and 1 <= version(connection) <= VERSION


def version(connection: apsw.Connection) -> int:
    """Which version of the tables it has."""
    return int(connection.pragma("user_version"))


def bring_up_to_date(connection: apsw.Connection) -> None:
    """Give a vault of an earlier version the tables of this one; all of that or nothing is done."""
    match version(connection):
        case 1:
            _commit(connection, _CLOCK, _CLOCK_FROM_1, _NOTE, _NOTES_FROM_1, _MACRO)
        case 2:
            _commit(connection, _MACRO)


def _commit(connection: apsw.Connection, *sql: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statements in (*sql, f"PRAGMA user_version={VERSION}", "COMMIT"):
            connection.execute(statements)
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
