"""What the conductor tells the keeper of one dictation, and when."""

from plainspoken.dictation.capture import AudioFrame, SourceEnded
from plainspoken.dictation.kept_macros import KeptMacro
from plainspoken.dictation.note import Note
from plainspoken.dictation.session import Session
from plainspoken.workers.keeping import Keeping, Tell
from plainspoken.workers.messages import Begin


class Record:
    """The record of one dictation. Files and transcripts are not kept: they are on disk already.

    A kept dictation that is made a note of is marked as delivered only if all of its sound went into the note.
    """

    def __init__(
        self, keeper: Keeping | None = None, begin: Begin | None = None, tell: Tell | None = None
    ) -> None:
        self._keeper: Keeping | None = None
        self._live = False
        if keeper and begin and tell and (begin.source.live or begin.kept):
            self._keeper, self._live = keeper, begin.source.live
            if begin.kept:
                keeper.resume(begin.kept, tell)
            else:
                keeper.begin(begin.template.id, tell)

    def hear(self, frame: AudioFrame) -> None:
        """Sound has come; to be called before anything else sees it."""
        if self._keeper and self._live:
            self._keeper.keep(frame)

    def insert(self, chosen: KeptMacro) -> None:
        """A macro was chosen; to be called before anything else knows of it."""
        if self._keeper and self._live:
            self._keeper.insert(chosen)

    def source_closed(self) -> None:
        """She has pressed stop or cancel: not all of a kept dictation is heard."""
        if not self._live:
            self.leave()

    def source_ended(self, ended: SourceEnded) -> None:
        """No further sound will come."""
        if self._keeper and self._live:
            self._keeper.stop()
        elif ended.error:
            self.leave()

    def deliver(self, session: Session, note: Note) -> None:
        """The note was delivered. One without a word, after an error, is no note: she may try again later."""
        if self._keeper and (note.statements or not session.errors):
            self._keeper.deliver(note)
            self._keeper = None
        self.leave()

    def cancel(self) -> None:
        """She wants nothing of it."""
        if self._keeper and self._live:
            self._keeper.cancel()
            self._keeper = None
        self.leave()

    def leave(self) -> None:
        """It stays unfinished, and is offered again."""
        if self._keeper:
            self._keeper.let_go()
        self._keeper = None
