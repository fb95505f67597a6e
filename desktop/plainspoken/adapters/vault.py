"""The vault: sound as it arrives, notes, and an audit trail without a patient's words, in one encrypted file.

Times of day (`at_ms`, `now_ms`) are milliseconds since 1970 in UTC and are handed in: there is no clock in here. What
has become old is told by the vault's own time (`vault_clock`), so a clock that is set back harms nothing.

There is no index for searching. To read and compare 500 notes of 3000 characters takes 20 ms; an index would hold every
word a second time, to be destroyed as well (FTS5 leaves deleted words in its segments, unless it is told not to).

What is destroyed: `secure_delete` overwrites what is deleted, inside the file, before it is freed; then the write-ahead
log is folded in and cut to nothing, and the room is given back. Copies that a file system or a solid-state disk keeps
of blocks it has replaced are out of reach of any program; they are cipher text, and dead once the key is.
"""

import secrets
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path

from plainspoken.adapters.vault_open import OpenDictation
from plainspoken.adapters.vault_sound import frames
from plainspoken.adapters.vault_tables import Tables
from plainspoken.dictation.capture import BROKE_OFF, FramesLost
from plainspoken.dictation.errors import VaultDamaged, VaultError
from plainspoken.dictation.kept import AuditEntry, DictationId, KeptDictation, KeptNote
from plainspoken.dictation.kept_macros import KeptMacro, Piece, with_macros
from plainspoken_models.contracts import FRAME_MS, Samples


class Vault:
    """An open vault. Belongs to the thread that opened it.

    Every method but `begin` may raise `VaultFull`, `VaultUnwritable` or `VaultDamaged`. What was written before is not
    harmed by it, sound that could not be written is kept in memory, and the same call works later if the cause has
    gone. A dictation that is unknown, or not in a state for what is asked, is a `ValueError`.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._open: dict[DictationId, OpenDictation] = {}
        self._clock = tables.clock()

    @classmethod
    def open(cls, path: Path, key: bytes) -> "Vault":
        """Open the vault, or make it where there is none.

        Args:
            path: the file; its folder is made, too.
            key: 32 bytes; see `vault_key`.

        Raises:
            ValueError: the key has another length.
            VaultLocked, VaultDamaged, VaultNewer, VaultInUse, VaultUnwritable, VaultFull: as their names say.
        """
        return cls(Tables(path, key))

    def time_passes(self, now_ms: int, up_ms: int) -> None:
        """It is now so late; what is delivered or purged next happens at that time.

        Args:
            now_ms: time of day.
            up_ms: milliseconds since any fixed moment of this run of the program; does not go back.
        """
        self._clock.advance(now_ms, up_ms)
        with self._tables.transaction():
            self._tables.set_clock(self._clock)

    def begin(self, template_id: str, at_ms: int) -> DictationId:
        """A dictation begins. Cannot fail: it is written together with its first sound, or by `flush`."""
        dictation = DictationId(secrets.token_hex(8))
        self._open[dictation] = OpenDictation(dictation, template_id, at_ms)
        return dictation

    def keep(self, dictation: DictationId, start_ms: int, samples: Samples) -> None:
        """Take sound; commits whenever a row is full, a quarter of a second, and so fails at most that often.

        Args:
            dictation: one that has begun here and was not stopped.
            start_ms: from the start of the recording; not before the end of the sound before.
            samples: float32 mono, 16 000 Hz, -1 … 1.

        Raises:
            MemoryFull: nothing could be written for hours (`MOST_IN_MEMORY_MS`); this sound is not taken.
        """
        if dictation not in self._open:
            raise ValueError("No such dictation is open.")
        if self._open[dictation].sound.full:
            with suppress(VaultError):
                self._settle(dictation)
        if self._open[dictation].sound.add(start_ms, samples):
            self._settle(dictation)

    def insert(self, dictation: DictationId, chosen: KeptMacro) -> None:
        """Take a macro that was chosen in the menu, and commit it, with the sound so far."""
        if open_ := self._open.get(dictation):
            open_.macros.append(chosen)
            self._settle(dictation)
        else:
            number = self._tables.number(dictation, "recording", "stopped")
            with self._tables.transaction():
                self._tables.insert_macro(number, chosen)

    def flush(self) -> None:
        """Write what is in memory only, of all dictations."""
        for dictation in tuple(self._open):
            self._settle(dictation)

    def stop(self, dictation: DictationId, at_ms: int) -> None:
        """No further sound will come."""
        number = self._number(dictation, "recording")
        with self._tables.transaction():
            self._tables.stop(number)
            self._tables.write_down(at_ms, "stopped", dictation, self._tables.sound_ms(number))
        self._open.pop(dictation, None)

    def deliver(
        self, dictation: DictationId, text: str, note_json: str, at_ms: int, *, recovered: bool = False
    ) -> int:
        """A note has gone to the clipboard; its number. Another one of the same dictation is kept beside the first.

        Args:
            dictation: any that was not cancelled or purged.
            text: as it went; what `notes` searches.
            note_json: the same with all that is known of it.
            at_ms: time of day.
            recovered: whether it was made after a crash; only for the audit trail.
        """
        number = self._number(dictation, "recording", "stopped", "delivered")
        with self._tables.transaction():
            first = self._tables.deliver(number, self._clock.kept_ms)
            note = self._tables.insert_note(number, at_ms, self._clock.kept_ms, text, note_json)
            self._tables.write_down(at_ms, _how(first=first, recovered=recovered), dictation, len(text))
        self._open.pop(dictation, None)
        return note

    def deliver_unkept(
        self, dictation: DictationId, characters: int, at_ms: int, *, recovered: bool = False
    ) -> None:
        """Its first note has gone to the clipboard and is not to be kept: destroy what there is of the dictation.

        Args:
            dictation: one that was not delivered, cancelled or purged.
            characters: length of the note, of which nothing is written.
            at_ms: time of day.
            recovered: as in `deliver`.
        """
        number = self._number(dictation, "recording", "stopped")
        with self._tables.transaction():
            self._tables.write_down(at_ms, _how(first=True, recovered=recovered), dictation, characters)
            self._tables.destroy_sound(number, dictation, at_ms, "purged")
            self._tables.delete(number)
        self._open.pop(dictation, None)
        self._scrub()

    def revise(self, note: int, text: str, note_json: str, at_ms: int, change: str) -> None:
        """Put the newest revision of a note in its place, where it gets no younger; `change` is for the audit trail."""
        _, dictation, _ = self._tables.note(note)
        with self._tables.transaction():
            self._tables.revise_note(note, text, note_json)
            self._tables.write_down(at_ms, change, dictation, len(text))
        self._scrub()

    def copied(self, note: int, at_ms: int) -> None:
        """A kept note has gone to the clipboard once more."""
        _, dictation, characters = self._tables.note(note)
        with self._tables.transaction():
            self._tables.write_down(at_ms, "copied", dictation, characters)

    def destroy_note(self, note: int, at_ms: int) -> None:
        """She throws a note away; the last one of a dictation takes its sound with it."""
        with self._tables.transaction():
            self._tables.destroy_note(note, at_ms, "destroyed")
        self._scrub()

    def cancel(self, dictation: DictationId, at_ms: int) -> None:
        """She throws it away: destroy what there is of it, in memory and on disk."""
        open_ = self._open.get(dictation)
        if open_ is None or open_.number is not None:
            number = self._tables.number(dictation, "recording", "stopped")
            with self._tables.transaction():
                self._tables.write_down(at_ms, "cancelled", dictation, self._tables.sound_ms(number))
                self._tables.delete(number)
        self._open.pop(dictation, None)
        self._scrub()

    def unfinished(self) -> tuple[KeptDictation, ...]:
        """What was neither delivered nor cancelled, as far as it is in the file, in the order it came there."""
        return self._tables.unfinished()

    def audio(self, dictation: DictationId) -> Iterator[Piece]:
        """Its sound, what is in memory only too; where there is none, or none that can be read, `FramesLost`.

        Args:
            dictation: any.

        Returns:
            Frames of 512 samples, read as they are asked for; the last before a gap may be filled up with zeros. Each
            macro that was chosen in the menu stands before what was heard after that. Nothing, where the dictation is
            unknown or its sound was purged. Where a crash ended the recording, a `FramesLost` of one frame is the end:
            what is heard last may be half of what she said ("one hundred…").
        """
        open_ = self._open.get(dictation)
        waiting = open_.sound.seen() if open_ else ()
        macros = [*self._macros(dictation), *(open_.macros if open_ else ())]
        places = self._tables.places(dictation)
        kept = (self._tables.sound(*place) for place in places)
        broke_off = bool(places) and not open_ and not self._tables.was_stopped(dictation)
        end = [FramesLost(places[-1][2], FRAME_MS, BROKE_OFF)] if broke_off else []
        return with_macros(chain(frames(chain(kept, waiting)), end), macros)

    def notes(self, search: str = "") -> tuple[KeptNote, ...]:
        """Kept notes that have every word of `search` in them, in any case; the last delivered first."""
        return tuple(note for note in self._tables.notes() if note.has_words(search))

    def audit(self) -> tuple[AuditEntry, ...]:
        """All that happened, in the order it did."""
        return self._tables.audit()

    def purge(self, now_ms: int, audio_after_ms: int, notes_after_ms: int) -> None:
        """Destroy what has been kept so long; the last note of a dictation takes its sound with it.

        A note's time begins when it is delivered, that of the sound with the first note. What is unfinished stays: it
        is offered to her at each start.

        Args:
            now_ms: time of day; only for the audit trail, for how late it is `time_passes` says.
            audio_after_ms: so long sound is kept.
            notes_after_ms: so long notes are kept.

        Raises:
            VaultDamaged: something could not be destroyed; all the rest has been.
        """
        kept_ms, tables = self._clock.kept_ms, self._tables
        due = [partial(tables.destroy_note, note) for note in tables.notes_until(kept_ms - notes_after_ms)]
        due += [
            partial(tables.destroy_sound, *one) for one in tables.delivered_until(kept_ms - audio_after_ms)
        ]
        failed: list[VaultDamaged] = []
        for destroy in due:
            try:
                with tables.transaction():
                    destroy(now_ms, "purged")
            except VaultDamaged as error:
                failed.append(error)
        tables.scrub()
        if failed:
            raise failed[0]

    def check(self) -> None:
        """Read and verify every page of the file.

        Raises:
            VaultDamaged: one of them is not as it was written.
        """
        self._tables.check()

    def close(self) -> None:
        """Write what is in memory only, then close, even if that fails. Closing twice does nothing."""
        try:
            self.flush()
        finally:
            self._open.clear()
            self._tables.close()

    def _scrub(self) -> None:
        """It is deleted already: a scrub that fails is done again, and told, with the next purge."""
        with suppress(VaultError):
            self._tables.scrub()

    def _number(self, dictation: DictationId, *states: str) -> int:
        """Its row, with all of its sound written."""
        self._settle(dictation)
        return self._tables.number(dictation, *states)

    def _macros(self, dictation: DictationId) -> tuple[KeptMacro, ...]:
        """Those in the file; none where the page is damaged, for the sound is worth more."""
        with suppress(VaultDamaged):
            return self._tables.macros(dictation)
        return ()

    def _settle(self, dictation: DictationId) -> None:
        if open_ := self._open.get(dictation):
            open_.settle(self._tables)


def _how(*, first: bool, recovered: bool) -> str:
    """What the audit trail says of a delivery."""
    return "transcribed again" if not first else "recovered" if recovered else "delivered"
