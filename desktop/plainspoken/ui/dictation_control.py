"""Turns key presses and menu choices into orders to the conductor, and its answers into what is shown."""

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal

from plainspoken.dictation.deliver import as_text
from plainspoken.dictation.events import CancelPressed, MacroChosen, StopPressed
from plainspoken.dictation.kept import DictationId, KeptDictation, KeptNote
from plainspoken.dictation.note import Note
from plainspoken.dictation.session import Session
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.delivery import Delivery
from plainspoken.ui.own_files import MacroChoice, Watched, as_it_is, look_at
from plainspoken.ui.parts import DesktopParts, Dictations
from plainspoken.ui.refusals import BUSY, REFUSED, until_restarted
from plainspoken.ui.relay import DictationRelay, HotkeyRelay, KeeperRelay
from plainspoken.ui.revised_notes import RevisedNotes
from plainspoken.ui.shown import NO_LONGER, NOTES_KEPT, ON_CLIPBOARD, DesktopState, Shown
from plainspoken.ui.template_choice import TemplateChoice
from plainspoken.workers.messages import Begin
from plainspoken_models.errors import PlainspokenError


class DictationControl(QObject):
    """Owns what is shown. Lives on Qt's thread; the session in it is always the conductor's latest."""

    changed = Signal(object)
    """With the `Shown` that holds from now on."""
    copied = Signal(object)
    """A note is on the clipboard."""
    reported = Signal(object)
    """A `PlainspokenError` that she has to be told about even if she does not look at the HUD."""
    found = Signal(int)
    """So many dictations of earlier runs are unfinished; once, at the start."""

    def __init__(self, parts: DesktopParts, relay: DictationRelay, clipboard: NoteClipboard) -> None:
        super().__init__()
        self._parts, self._clipboard = parts, clipboard
        clipboard.on_taken_off = self._taken_off
        self.conductor: Dictations = parts.make_conductor(relay)
        self._pushing = self._looked = False
        self.templates = TemplateChoice(parts.templates, parts.settings)
        self.macros, self.vocabulary = MacroChoice(parts.macros), Watched(parts.vocabulary, as_it_is)
        self.watched: list[Watched] = [self.templates, self.macros, self.vocabulary]
        self.refusal = until_restarted(parts.refusal) if parts.refusal else None
        """Why nothing can be dictated in this run of the app, if so."""
        self.shown = Shown(problem=self.refusal)
        self.notes: tuple[Note, ...] = ()
        """Notes of this run, newest first."""
        self.revised = RevisedNotes()
        self.kept: tuple[KeptDictation, ...] = ()
        """Unfinished dictations, oldest first."""
        self._ordered: DesktopState | None = None
        """What the conductor was last told to do, until its session says so: a key pressed meanwhile counts."""
        self.delivery, queued = Delivery(parts.paster), Qt.ConnectionType.QueuedConnection
        self.delivery.ended.connect(self.take_pasted, queued)
        relay.note.connect(self.take_note, queued)
        relay.session.connect(self.take_session, queued)

    @property
    def dictating(self) -> bool:
        """Whether a dictation was begun and is not over."""
        return self._ordered is not None or self.shown.dictating

    @property
    def _state(self) -> DesktopState:
        return self._ordered or self.shown.state

    def load(self, kept: KeeperRelay) -> None:
        """Load the engines in the background, and look for unfinished dictations."""
        kept.kept.connect(self.take_kept, Qt.ConnectionType.QueuedConnection)
        if self._parts.keeper:
            self._parts.keeper.start(kept)
        self.conductor.start()

    def close(self) -> None:
        """End the conductor, then the keeper."""
        self.conductor.close()
        if self._parts.keeper:
            self._parts.keeper.close()

    def follow(self, hotkeys: HotkeyRelay) -> None:
        """Obey hotkeys."""
        queued = Qt.ConnectionType.QueuedConnection
        hotkeys.toggled.connect(self.toggle, queued)
        hotkeys.pushed.connect(self.push, queued)
        hotkeys.released.connect(self.release, queued)

    def toggle(self) -> str:
        """Start, or stop, whichever there is to do; returns what was done, in words."""
        return self.stop() if self._state is DesktopState.LISTENING else self.start()

    def start(self) -> str:
        """Start a dictation."""
        match self._state:
            case DesktopState.LISTENING:
                return "already listening"
            case DesktopState.FINISHING:
                self._show(replace(self.shown, hint="One moment: the last note is being finished."))
                return "the last note is still being finished"
        return "listening" if self._begin() else REFUSED

    def stop(self) -> str:
        """Stop listening; the note comes when the last words are worked on."""
        if self._state is not DesktopState.LISTENING:
            return "not listening"
        self._press(StopPressed())
        return "stopped"

    def cancel(self) -> str:
        """Throw the present dictation away."""
        if not self.dictating:
            return "nothing to cancel"
        self._press(CancelPressed())
        return "cancelled"

    def recover(self, kept: KeptDictation) -> str:
        """Make a note of an unfinished dictation; its sound is kept until that is done."""
        return self._transcribe(kept.id, kept.template_id) or "recovering"

    def transcribe_again(self, note: KeptNote) -> str:
        """Make a further note of a dictation whose sound is still kept."""
        return self._transcribe(note.dictation, note.template_id, again=True) or "transcribing again"

    def forget(self, note: Note) -> None:
        """She has destroyed it: let it be none of the last notes, either."""
        self.notes = self.revised.without(self.notes, note)
        self.changed.emit(self.shown)

    def revise(self, before: Note, after: Note) -> None:
        """She has changed a note: what it is now takes its place."""
        self.notes = self.revised.put(self.notes, before, after)
        self._show(self.shown.revised(before, after))

    def recover_newest(self) -> str:
        """Make a note of the last unfinished dictation."""
        if not self.kept:
            return BUSY if self.dictating else "nothing to recover"
        return self.recover(self.kept[-1])

    def undo(self) -> None:
        """She takes back that she cancelled: what was said becomes a note."""
        for kept in [one for one in self.kept if one.cancelled][-1:]:
            self.recover(kept)

    def throw_away(self, kept: KeptDictation) -> None:
        """Destroy an unfinished dictation."""
        if self._parts.keeper:
            self._parts.keeper.throw_away(kept.id)

    def push(self) -> None:
        """The push-to-talk key went down."""
        if not self.dictating:
            self._pushing = self._begin()

    def release(self) -> None:
        """The push-to-talk key went up: stop what it began, even where the session is not known here yet."""
        if self._pushing:
            self._pushing = False
            if self.dictating:
                self._press(StopPressed())

    def copy(self, note: Note) -> bool:
        """Put a note on the clipboard; where that fails she is told, and the note stays under Last notes."""
        try:
            self._clipboard.put(note)
        except PlainspokenError as error:
            self.report(error)
            return False
        self.copied.emit(note)
        return True

    def look_at_clipboard(self) -> None:
        """What is on the clipboard has changed: it may not be her note any more, or be it again."""
        outcome = ON_CLIPBOARD if self._clipboard.has_note else NO_LONGER
        if self.shown.outcome in (ON_CLIPBOARD, NO_LONGER) and outcome != self.shown.outcome:
            self._show(replace(self.shown, outcome=outcome))

    def report(self, error: PlainspokenError) -> None:
        """Show a problem of the desktop."""
        self._show(replace(self.shown, problem=error))
        self.reported.emit(error)

    def look_at_files(self) -> None:
        """Read templates and macros again that have changed; she is told of new mistakes, and of old ones no longer."""
        look_at(self.watched, self.report, self.problem_gone)

    def insert(self, chosen: MacroChosen) -> None:
        """Insert a macro into the present dictation, behind what she has said so far."""
        if self._state is DesktopState.LISTENING:
            self.conductor.press(chosen)

    def choose_template(self, template_id: str) -> None:
        """For the next dictation."""
        try:
            self._parts.settings.choose_template(template_id)
        except PlainspokenError as error:
            self.report(error)
        self.changed.emit(self.shown)

    def choose_microphone(self, name: str | None) -> None:
        """For the next dictation."""
        try:
            self._parts.settings.choose_microphone(name)
        except PlainspokenError as error:
            self.report(error)

    def take_note(self, note: Note) -> None:
        """The conductor has finished a note. One with nothing in it leaves the clipboard alone."""
        if not note.statements:
            self._show(replace(self.shown, outcome="Nothing was dictated"))
            return
        self.notes = (note, *self.notes)[:NOTES_KEPT]
        copied = self.copy(note)
        self._show(replace(self.shown, outcome=ON_CLIPBOARD if copied else "Kept under Last notes"))
        if copied and self.delivery.wanted and not self.shown.recovering:
            self.delivery.paste(as_text(note))

    def take_pasted(self, error: PlainspokenError | None) -> None:
        """The last note is in the window she began in; or it is on the clipboard only, and why."""
        if error:
            self.report(error)
        elif self.shown.outcome:
            self._show(replace(self.shown, outcome="Pasted, and on the clipboard"))

    def take_session(self, session: Session) -> None:
        """The conductor's session is now this."""
        before, self._ordered = self.shown.session, None
        known = len(before.errors) if before and not before.over else 0
        self._show(replace(self.shown, session=session, hint=""))
        for error in session.errors[known:]:
            self.reported.emit(error)

    def take_kept(self, kept: tuple[KeptDictation, ...]) -> None:
        """These dictations are unfinished."""
        self.kept = kept
        waiting = sum(not one.cancelled for one in kept)
        self._show(replace(self.shown, unfinished=waiting, can_undo=waiting < len(kept)))
        if waiting and not self._looked:
            self.found.emit(waiting)
        self._looked = True

    def show_vault(self, not_kept: str = "", action: str = "") -> None:
        """Why dictations are not kept on disk, and what she can do about it; nothing of both where they are."""
        self._looked = self._looked and bool(not_kept)  # an open vault may have some to tell of
        self._show(replace(self.shown, not_kept=not_kept, vault_action=action))

    def problem_gone(self, error: PlainspokenError) -> None:
        """This problem has gone."""
        if self.shown.problem is error:
            self._show(replace(self.shown, problem=self.refusal))

    def _transcribe(self, dictation: DictationId, template_id: str, *, again: bool = False) -> str:
        """Put kept sound through the pipeline; why not, if so."""
        if self.dictating or not self._parts.keeper:
            return BUSY
        if self.refusal:
            self.report(self.refusal)
            return REFUSED
        template = self.templates.named(template_id) or self.templates.chosen
        self._show(replace(self.shown, outcome="", problem=None, hint="", recovering=True, again=again))
        self._ordered = DesktopState.FINISHING
        sound = self._parts.keeper.sound(dictation)
        self.conductor.begin(Begin(template, sound, dictation, self.macros.usable))
        return ""

    def _begin(self) -> bool:
        if self.refusal:
            self.report(self.refusal)
            return False
        self.look_at_files()
        if self.templates.refusal:
            self.report(self.templates.refusal)
            return False
        try:
            source = self._parts.open_microphone(self._parts.settings.microphone)
        except PlainspokenError as error:
            self.report(error)
            return False
        self._ordered = DesktopState.LISTENING  # first: what is being played has to fall silent now
        self._show(replace(self.shown, outcome="", problem=None, hint="", recovering=False))
        self._clipboard.take_off()  # it would be pasted into the next patient's record
        self.conductor.begin(Begin(self.templates.chosen, source, macros=self.macros.usable))
        self.delivery.begin()
        return True

    def _press(self, event: StopPressed | CancelPressed) -> None:
        self._ordered = DesktopState.FINISHING
        self.conductor.press(event)

    def _taken_off(self) -> None:
        """What stands in the tooltip must stay true."""
        if self.shown.outcome:
            self._show(replace(self.shown, outcome="Ready; the last note is under Last notes"))

    def _show(self, shown: Shown) -> None:
        self.shown = shown
        self.changed.emit(shown)
