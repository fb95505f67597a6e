"""The note that she works on: does what she chooses in its window, and passes it on to clipboard, menu and vault."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from plainspoken.dictation import revision
from plainspoken.dictation.deliver import Deliverable, OneSection
from plainspoken.dictation.errors import NotNow
from plainspoken.dictation.gate import typed_differences
from plainspoken.dictation.note import Note
from plainspoken.dictation.revision import Revisions
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.note_layout import Sound
from plainspoken.ui.note_window import NoteWindow
from plainspoken.ui.parts import DesktopParts
from plainspoken.ui.relay import KeeperRelay
from plainspoken.ui.tear_offs import TearOffs
from plainspoken.workers.kept_notes import Heard
from plainspoken_models.errors import PlainspokenError

BEFORE_MS, AFTER_MS = 150, 250
"""So much is played before a sentence and behind it: the times of words are near enough, not exact."""

LOOK_MS = 1_000
"""Where there is sound of a note, there is some in this time from the start of it."""

NOT_KEPT = "Its sound is not kept"
WHILE_DICTATING = "Not while you dictate"
EARLIER = "This is an earlier note, not the last one."
"""What is copied of it may be another patient's than she thinks of."""


class NoteDesk(QObject):
    """Lives on Qt's thread. One note is open at a time."""

    _heard = Signal(object, int)
    """With the `Heard`, and the number of the play that it is for; 0: for none."""
    _played = Signal(int, object)
    """With the number of a play, and why it could not be played, or None."""

    def __init__(
        self, parts: DesktopParts, control: DictationControl, clipboard: NoteClipboard, torn: TearOffs
    ) -> None:
        super().__init__()
        self._parts, self._control, self._clipboard, self._torn = parts, control, clipboard, torn
        self._revisions: Revisions | None = None
        self._aside: tuple[Revisions, ...] = ()
        """Of notes that she has worked on before."""
        self._kept = self._earlier = False
        self._plays = 0
        """Counted over the run: sound that arrives for an earlier one is not played."""
        self._playing = 0
        """The number of the one that was asked for and is not over, or 0."""
        self._taken_off: Note | None = None
        """The note that comes back by itself: of facts that she has typed and not accepted."""
        self.window = window = NoteWindow(codes=parts.find_codes is not None)
        window.refiled.connect(self.refile)
        window.edited.connect(lambda one, text: self._revise(lambda at: revision.edit(at, one, text)))
        window.taken_out.connect(lambda one: self._revise(lambda at: revision.take_out(at, one)))
        window.undo_pressed.connect(lambda: self._revise(revision.undo, "undone"))
        window.redo_pressed.connect(lambda: self._revise(revision.redo, "redone"))
        window.accept_pressed.connect(self.accept)
        window.copy_pressed.connect(self.copy)
        window.section_pressed.connect(self.copy_section)
        window.orders_pressed.connect(lambda: self._torn.copy_orders(self.note))
        window.codes_pressed.connect(lambda: self._torn.copy_codes(self.note))
        window.play_pressed.connect(self.play)
        window.closed.connect(self._fall_silent)
        torn.told.connect(lambda what, more: window.say(f"{what}. {more}"))
        queued = Qt.ConnectionType.QueuedConnection
        self._heard.connect(self._take_heard, queued)
        self._played.connect(self._take_played, queued)
        control.changed.connect(self._follow)

    @property
    def note(self) -> Note | None:
        """The one in the window, as it is now."""
        return self._revisions.note if self._revisions else None

    def watch(self, kept: KeeperRelay) -> None:
        """Look for sound again whenever what is kept changes."""
        kept.kept.connect(self._look_for_sound, Qt.ConnectionType.QueuedConnection)

    def open(self, note: Note | None = None) -> str:
        """Show this note of this run, or the last one; returns what was done, in words.

        Raises:
            NotNow: there is none in this run of the app.
        """
        before = self.note
        self.window.keep_typed()
        note = self.note if note is before else note  # it is another one by what she typed
        wanted = note or next(iter(self._control.notes), None)
        if wanted is None:
            raise NotNow(
                "No note was made since Plainspoken was started.",
                "Dictate one; older ones are under History.",
            )
        self._revisions = self._put_aside_for(wanted)
        self.window.show_revisions(self._revisions)
        self.window.come()
        self._earlier = False
        self._tell_age()
        self._look_for_sound()
        return "shown"

    def _put_aside_for(self, wanted: Note) -> Revisions:
        """The revisions of that note; those of others are kept as long as their notes are."""
        known = {id(one): one for one in (self._revisions, *self._aside) if one}.values()
        self._aside = tuple(one for one in known if any(one.note is note for note in self._control.notes))
        found = (one for one in self._aside if one.note is wanted)
        return next(found, None) or revision.begin(wanted, self._parts.settings.checks_off)

    def refile(self, statement_id: int, place: int) -> None:
        """File a statement under that heading of the template."""

        def there(at: Revisions) -> Revisions:
            return revision.refile(at, statement_id, at.note.template.sections[place])

        self._revise(there)

    def accept(self) -> None:
        """She stands by what she typed, and wants the note on the clipboard."""
        self._revise(revision.accept)
        self.copy()

    def copy(self) -> None:
        """Put the note on the clipboard."""
        if self.note:
            self._put(self.note, "The note is on the clipboard.")

    def copy_section(self, place: int) -> None:
        """Put what stands under that heading on the clipboard."""
        if self.note:
            section = self.note.sections[place]
            self._put(OneSection(section), f"{section.title} is on the clipboard, without its heading.")

    def play(self, statement_id: int) -> None:
        """Play the sound of a statement; what is being played ends."""
        if self._playing:
            self._fall_silent()
            self._show_sound()
            return
        found = [one.spoken for one in self.note.statements if one.id == statement_id] if self.note else []
        for spoken in found:
            self._plays += 1
            self._playing = self._plays
            self._ask(max(0, spoken.start_ms - BEFORE_MS), spoken.end_ms + AFTER_MS, self._playing)

    def _revise(self, change: Callable[[Revisions], Revisions], told: str = "") -> None:
        """Change the note everywhere: in the window, in the menu, on the clipboard if it is there, and in the vault."""
        before = self._revisions
        if before is None or (after := change(before)) is before:
            return
        self._revisions = after
        self._control.revise(before.note, after.note)
        self.window.show_revisions(after)
        self.window.say(self._on_clipboard(before.note, after.note))
        if self._parts.keeper:
            self._parts.keeper.revise_note(after.delivered, after.note, told or after.done[-1].change.value)

    def _on_clipboard(self, before: Note, after: Note) -> str:
        """The clipboard follows, where the note is there; never with facts that she has typed and not accepted."""
        comes_back = self._taken_off is before and self._clipboard.empty
        follows = comes_back or self._clipboard.holds(before)
        self._taken_off = after if follows and typed_differences(after) else None
        if not follows:
            return ""
        if self._taken_off:
            self._clipboard.take_off()
            return "The note was taken off the clipboard, until you accept what you typed (Alt+A)."
        return "The clipboard has the note as it is now." if self._control.copy(after) else ""

    def _put(self, what: Deliverable, told: str) -> None:
        try:
            self._clipboard.put(what)
        except PlainspokenError as error:
            self._control.report(error)
            self.window.say(str(error))
            return
        self._control.look_at_clipboard()
        self.window.say(told)

    def _follow(self) -> None:
        """While she dictates nothing is played: the microphone would hear it. Nor does the note come back by itself."""
        self._let_go()
        if self._control.dictating:
            self._taken_off = None
            self._fall_silent()
        if self.window.isVisible():
            self._show_sound()
            self._tell_age()

    def _tell_age(self) -> None:
        """Whether she has begun another dictation since."""
        places = [place for place, note in enumerate(self._control.notes) if note is self.note]
        earlier = self._control.dictating or places[:1] not in ([], [0])
        if earlier != self._earlier:
            self._earlier = earlier
            self.window.say(EARLIER if earlier else "")

    def _let_go(self) -> None:
        """Of what she has destroyed: nothing of it is held, nor shown."""
        there = self._control.notes
        self._aside = tuple(one for one in self._aside if any(one.note is note for note in there))
        if self._revisions and not any(self.note is note for note in there):
            self._revisions = self._taken_off = None
            self.window.close()

    def _look_for_sound(self) -> None:
        if self.window.isVisible():
            self._ask(0, LOOK_MS)

    def _ask(self, start_ms: int, end_ms: int, play: int = 0) -> None:
        if self._parts.keeper and self._revisions:
            tell = self._heard.emit
            self._parts.keeper.hear_note(
                self._revisions.delivered, start_ms, end_ms, lambda heard: tell(heard, play)
            )
        else:
            self._playing = 0
            self._show_sound()

    def _take_heard(self, heard: Heard, play: int) -> None:
        self._kept = False
        if isinstance(heard, PlainspokenError):
            self.window.say(str(heard) if play else "")
        elif heard.size:
            self._kept = True
            if play and play == self._playing and self._parts.player and not self._control.dictating:
                self._parts.player.play(heard, partial(self._played.emit, play))
                play = 0
        if play and play == self._playing:
            self._playing = 0  # there was nothing to be played
        self._show_sound()

    def _take_played(self, play: int, error: PlainspokenError | None) -> None:
        if play == self._playing:
            self._playing = 0
        if error:
            self.window.say(str(error))
        self._show_sound()

    def _fall_silent(self) -> None:
        """Also what was asked for and has not come yet."""
        self._playing = 0
        if self._parts.player:
            self._parts.player.stop()

    def _show_sound(self) -> None:
        why_not = WHILE_DICTATING if self._control.dictating else ""
        nothing = not (self._kept and self._parts.player)
        self.window.show_sound(Sound(NOT_KEPT if nothing else why_not, playing=self._playing > 0))
