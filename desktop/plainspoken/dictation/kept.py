"""What is kept of a dictation beyond the program's memory."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NewType

import numpy as np

from plainspoken.dictation.note import Note
from plainspoken_models.contracts import Samples
from plainspoken_models.errors import PlainspokenError

DictationId = NewType("DictationId", str)
"""Random; says nothing of when or of whom."""

MOST_IN_MEMORY_MS = 4 * 3_600_000
"""So much sound of one dictation is held in memory while it cannot be written: 1.92 MB a minute, 460 MB at most."""

NOTHING_DICTATED = "Nothing was dictated"
"""What is shown in place of the first words of a note that has none."""

_STEPS = 32768


def as_pcm(samples: Samples) -> bytes:
    """Sound as it is kept: signed 16-bit samples, the low byte first. Where a sample is no number, silence."""
    steps = np.clip(np.rint(samples * _STEPS), -_STEPS, _STEPS - 1)
    return bytes(np.nan_to_num(steps).astype("<i2").tobytes())


def of_pcm(pcm: bytes) -> Samples:
    """The same as float32, -1 … 1; it becomes the same bytes again."""
    return np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(_STEPS)


@dataclass(frozen=True, slots=True)
class KeptDictation:
    """A dictation that was neither delivered nor destroyed."""

    id: DictationId
    template_id: str
    begun_ms: int
    """Time of day."""
    stopped: bool
    """Whether she had stopped it; if not, the program ended in the middle of it."""
    heard_ms: int
    """End of the last sound that is kept, from the start of the recording; 0: there is none."""
    cancelled: bool = False
    """Whether she has cancelled it: it will be destroyed in a moment, unless she takes that back."""


@dataclass(frozen=True, slots=True)
class KeptSection:
    """A heading of a kept note, with what stands under it."""

    title: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeptNote:
    """A note that was delivered. A dictation that was transcribed again has more than one."""

    number: int
    """Counted from 1 over the vault's life; never given to another note."""
    dictation: DictationId
    template_id: str
    delivered_ms: int
    """Time of day."""
    text: str = field(repr=False)
    """As it was delivered."""
    note_json: str = field(repr=False)
    """All that is known of it, as `deliver.as_data` has it."""
    has_sound: bool
    """Whether it can be transcribed again."""
    delivered: Note | None = field(default=None, repr=False, compare=False)
    """The very note of this run that was delivered as this one."""

    @property
    def shown(self) -> tuple[KeptSection, ...]:
        """The sections that stand in the note."""
        return tuple(
            KeptSection(section["title"], section["text"]) for section in self._data.get("sections", ())
        )

    @property
    def said(self) -> str:
        """Its text, proved when it was delivered; where she typed and has not accepted it, what stood there."""
        said = self.text
        for one in self._data.get("statements", ()):
            said = said.replace(one["text"], _said(one), 1)
        return said

    @property
    def first_words(self) -> str:
        """What she said first in it; empty where she said nothing."""
        statements = self._data.get("statements", ())
        return str(statements[0]["text"]).strip() if statements else ""

    @property
    def filed(self) -> tuple[tuple[str, str | None, str], ...]:
        """Text and kind of each statement, in the order they were said, and what counts as said of it."""
        statements = self._data.get("statements", ())
        return tuple((one["text"], one.get("kind"), _said(one)) for one in statements)

    @property
    def speech_model(self) -> str:
        """Id of the model that transcribed it; empty where that is not known."""
        return str(self._data.get("models", {}).get("speech", ""))

    def has_words(self, search: str) -> bool:
        """Whether every word of `search` is in it, in any case and order, as a part of a longer word too."""
        text = self.text.casefold()
        return all(word in text for word in search.casefold().split())

    @property
    def _data(self) -> Mapping[str, Any]:
        data: Mapping[str, Any] = json.loads(self.note_json)
        return data


def _said(statement: Mapping[str, Any]) -> str:
    """As `FiledStatement.said`."""
    edited = statement.get("edited")
    return str(statement["text"] if edited is None or edited["accepted"] else edited["before"])


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Something happened. Holds no word of any dictation."""

    at_ms: int
    """Time of day."""
    what: str
    """`begun`, `stopped`, `delivered`, `recovered`, `transcribed again`, `copied`, `cancelled`, `note destroyed`,
    `note purged`, `sound destroyed` or `sound purged`; of a note that she revised, `refiled`, `edited`, `taken out`,
    `accepted`, `undone` or `redone`. What is destroyed went by her choice, what is purged by age; `copied` means that
    she asked for a kept note on the clipboard."""
    dictation: DictationId
    amount: int
    """Characters of text where it is about a note, else milliseconds of sound."""

    @property
    def unit(self) -> str:
        """Of the amount."""
        return "ms of sound" if self.what in _OF_SOUND else "characters"


_OF_SOUND = ("begun", "stopped", "cancelled", "sound destroyed", "sound purged")


@dataclass(frozen=True, slots=True)
class NotKept:
    """Sound or a note could not be written to the vault. The dictation goes on in memory."""

    error: PlainspokenError
