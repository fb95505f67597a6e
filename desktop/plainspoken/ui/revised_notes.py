"""Which note of this run each was when it was delivered: known by being that very object, for two may be alike."""

from plainspoken.dictation.note import Note


class RevisedNotes:
    """Notes that she has changed, with the ones that were delivered."""

    def __init__(self) -> None:
        self._pairs: tuple[tuple[Note, Note], ...] = ()
        """As it is now, as it was delivered."""

    def put(self, notes: tuple[Note, ...], before: Note, after: Note) -> tuple[Note, ...]:
        """The notes with one in the place of another; what is none of them any more is forgotten."""
        changed = tuple(after if note is before else note for note in notes)
        pairs = (
            *((now, first) for now, first in self._pairs if now is not before),
            (after, self._first(before)),
        )
        self._pairs = tuple(pair for pair in pairs if any(pair[0] is note for note in changed))
        return changed

    def without(self, notes: tuple[Note, ...], destroyed: Note) -> tuple[Note, ...]:
        """The notes without one; nothing of it is held here."""
        self._pairs = tuple(pair for pair in self._pairs if pair[0] is not destroyed)
        return tuple(note for note in notes if note is not destroyed)

    def found(self, notes: tuple[Note, ...], delivered: Note) -> Note | None:
        """What was delivered as that, as it is now."""
        return next((note for note in notes if self._first(note) is delivered), None)

    def _first(self, note: Note) -> Note:
        return next((first for now, first in self._pairs if now is note), note)
