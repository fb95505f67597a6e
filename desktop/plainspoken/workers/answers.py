"""What the keeper is asked, and answers in every case: somebody waits."""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import TypeVar

import numpy as np

from plainspoken.dictation.kept import KeptNote
from plainspoken.dictation.kept_macros import Piece
from plainspoken.workers.delivered_notes import DeliveredNotes, sound_between
from plainspoken.workers.engine_worker import as_ours
from plainspoken.workers.keeping import Reading, Storage
from plainspoken.workers.kept_notes import FindNotes, HearNote, ReadAudit
from plainspoken_models.contracts import Samples
from plainspoken_models.errors import PlainspokenError

Question = Reading | FindNotes | ReadAudit | HearNote

T = TypeVar("T")

BATCH_PIECES = 128
"""Frames that are read at once: 4 s of sound."""


def answer(question: Question, storage: Storage, notes: DeliveredNotes) -> None:
    """Tell whoever has asked."""
    match question:
        case Reading():
            question.answers.put(_answered(lambda: _pieces(question, storage)))
        case FindNotes(search):
            question.tell(_answered(lambda: _notes(search, storage, notes)))
        case ReadAudit():
            question.tell(_answered(storage.audit))
        case HearNote():
            question.tell(_answered(lambda: _sound(question, storage, notes)))


def _answered(act: Callable[[], T]) -> T | PlainspokenError:
    try:
        return act()
    except Exception as error:  # noqa: BLE001  edge: a fault of ours must not end the thread that keeps
        return as_ours(error)


def _notes(search: str, storage: Storage, notes: DeliveredNotes) -> tuple[KeptNote, ...]:
    """With those of this run that they are."""
    return tuple(replace(one, delivered=notes.numbered(one.number)) for one in storage.notes(search))


def _pieces(reading: Reading, storage: Storage) -> tuple[Piece, ...]:
    """The next sound that is asked for."""
    if reading.pieces is None:
        reading.pieces = iter(storage.audio(reading.dictation))
    return tuple(islice(reading.pieces, BATCH_PIECES))


def _sound(asked: HearNote, storage: Storage, notes: DeliveredNotes) -> Samples:
    place = notes.of(asked.delivered)
    if place is None:
        return np.empty(0, np.float32)
    return sound_between(storage, place.dictation, asked.start_ms, asked.end_ms)
