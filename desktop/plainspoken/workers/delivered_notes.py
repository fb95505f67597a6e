"""Where the notes of this run are kept, so that what she changes in one of them finds its place, and its sound."""

import json
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from plainspoken.dictation.capture import AudioFrame
from plainspoken.dictation.deliver import as_data, as_text
from plainspoken.dictation.kept import DictationId
from plainspoken.dictation.note import Note
from plainspoken.workers.keeping import Storage
from plainspoken.workers.kept_memory import MOST_NOTES, MemoryStorage
from plainspoken.workers.kept_notes import ReviseNote
from plainspoken_models.contracts import Samples

NOWHERE = 0
"""The number of a note that is not to be kept."""


def note_json(note: Note, models: Mapping[str, str]) -> str:
    """A note with all that is known of it.

    Args:
        note: the note.
        models: stage → id of the model that did it.
    """
    return json.dumps(as_data(note, dict(models)), ensure_ascii=False)


@dataclass(slots=True, eq=False)
class Place:
    """Of one note."""

    delivered: Note | None = field(repr=False)
    """None: it is known by its words only, and cannot be changed."""
    models: Mapping[str, str]
    """Stage → id of the model that did it."""
    dictation: DictationId
    write: Callable[[], int]
    """Puts it there, and returns its number."""
    number: int | None = None
    """None: it is not there yet."""
    waiting: list[ReviseNote] = field(default_factory=list)
    """What she changed, and is not there yet."""

    def settle(self, storage: Storage) -> None:
        """Bring it up to date; what fails is left for the next time."""
        if self.number is None:
            self.number = self.write()
        while self.waiting:
            one = self.waiting[0]
            if self.number != NOWHERE:
                with suppress(ValueError):  # gone meanwhile, by its age or by her choice
                    revised = as_text(one.note), note_json(one.note, self.models)
                    storage.revise(self.number, *revised, one.at_ms, one.change)
            del self.waiting[0]


class DeliveredNotes:
    """The places of the last notes."""

    def __init__(self) -> None:
        self._places: deque[Place] = deque(maxlen=MOST_NOTES)

    def add(self, place: Place) -> Place:
        """One more. One without a word is none that she can change, and takes no other's place."""
        if place.delivered and place.delivered.statements:
            self._places.append(place)
        return place

    def of(self, delivered: Note) -> Place | None:
        """Of that very note: two may be alike in each word."""
        return next((place for place in self._places if place.delivered is delivered), None)

    def numbered(self, number: int) -> Note | None:
        """The one that the vault has under that number."""
        return next((place.delivered for place in self._places if place.number == number), None)

    def forget(self, number: int) -> None:
        """She has destroyed it: nothing of it is held."""
        for place in [one for one in self._places if one.number == number]:
            self._places.remove(place)

    def move(self, memory: MemoryStorage, vault: Storage) -> tuple[Place, ...]:
        """Places in the vault, to be settled, for the notes in memory; for all others there is none any more."""
        by_number = {place.number: place for place in self._places}
        for place in self._places:
            place.number = NOWHERE
        moving = []
        for note in memory.delivered:
            dictation = vault.begin(note.template_id, note.begun_ms)
            deliver = partial(vault.deliver, dictation, note.text, note.note_json, note.at_ms)
            write = partial(deliver, recovered=note.recovered)
            place = by_number.get(note.number) or Place(None, {}, dictation, write)
            place.dictation, place.write, place.number = dictation, write, None
            moving.append(place)
        return tuple(moving)


def sound_between(storage: Storage, dictation: DictationId, start_ms: int, end_ms: int) -> Samples:
    """What is kept of the sound of a dictation between two times, in whole frames."""
    found = [np.empty(0, np.float32)]
    for piece in storage.audio(dictation):
        if isinstance(piece, AudioFrame):
            if piece.start_ms >= end_ms:
                break
            if piece.end_ms > start_ms:
                found.append(piece.samples)
    return np.concatenate(found)
