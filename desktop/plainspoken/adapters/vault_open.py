"""A dictation that is not wholly in the vault yet, and how it gets there."""

from dataclasses import dataclass, field

from plainspoken.adapters.vault_sound import SoundBuffer
from plainspoken.adapters.vault_tables import Tables
from plainspoken.dictation.kept import DictationId
from plainspoken.dictation.kept_macros import KeptMacro

_BATCH_ROWS = 20
"""Rows of sound in one commit, where many wait: after a full disk, each little room is used."""


@dataclass(slots=True)
class OpenDictation:
    """A dictation that sound still comes for, or that has something that could not be written yet."""

    id: DictationId
    template_id: str
    begun_ms: int
    number: int | None = None
    """Its row; None while nothing of it is in the file."""
    sound: SoundBuffer = field(default_factory=SoundBuffer)
    macros: list[KeptMacro] = field(default_factory=list)
    """Chosen, and not in the file yet."""

    def settle(self, tables: Tables) -> None:
        """Write what is in memory only; what has been written is forgotten at once, should the rest fail."""
        if self.number is None:
            # Alone: where there is room for that and not for the sound, she is at least told of it after a crash.
            with tables.transaction():
                number = tables.insert(self.id, self.template_id, self.begun_ms)
            self.number = number
        while self.macros:
            with tables.transaction():
                tables.insert_macro(self.number, self.macros[0])
            del self.macros[0]
        rows = self.sound.rows()
        for at in range(0, len(rows), _BATCH_ROWS):
            batch = rows[at : at + _BATCH_ROWS]
            with tables.transaction():
                tables.insert_sound(self.number, batch)
            self.sound.drop(len(batch))
