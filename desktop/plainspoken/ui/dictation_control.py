"""Turns key presses and menu choices into orders to the conductor, and its answers into what is shown."""

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal

from plainspoken.clinic.templates import Template
from plainspoken.dictation.errors import KeyringMissing
from plainspoken.dictation.kept import KeptDictation
from plainspoken.dictation.note import Note
from plainspoken.dictation.session import CancelPressed, Session, StopPressed
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.parts import DesktopParts, Dictations
from plainspoken.ui.relay import DictationRelay, HotkeyRelay, KeeperRelay
from plainspoken.ui.shown import DesktopState, Shown
from plainspoken.workers.messages import Begin
from plainspoken_models.errors import PlainspokenError

REFUSED = "refused"
"""Answer to an order that could not be followed; the reason is what is shown as the problem."""

NOT_NOW = {
    "the last note is still being finished": "Wait a moment, or cancel it: plainspoken cancel",
    "not listening": "Begin a dictation first: plainspoken start",
    "nothing to cancel": "Nothing was done.",
    "a dictation is going on": "Stop or cancel it first: plainspoken stop",
}
"""Answers to orders that do not fit what goes on, and what can be done."""

NOT_KEPT = "Not kept on disk, a crash would cost it: {error.what}"
"""Of what she is dictating. The remedy is `doctor`'s to say: this stands in the window all the time."""

ON_CLIPBOARD = "On the clipboard"

NO_LONGER = "No longer on the clipboard"
"""Something else was copied since. It stands in the window: short enough for its one line."""

NOTES_KEPT = 20
"""Notes of this run that can be put on the clipboard again."""


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
        self._parts = parts
        self._clipboard = clipboard
        self._conductor: Dictations = parts.make_conductor(relay)
        self._pushing = False
        self.broken_templates = {
            template_id: _left_out(error) for template_id, error in parts.broken_templates.items()
        }
        """By id, why a template cannot be used in this run of the app."""
        self.refusal = _until_restarted(parts.refusal) if parts.refusal else None
        """Why nothing can be dictated in this run of the app, if so."""
        self.shown = Shown(problem=self.refusal)
        self.notes: tuple[Note, ...] = ()
        """Notes of this run, newest first."""
        self.kept: tuple[KeptDictation, ...] = ()
        """Unfinished dictations, oldest first."""
        self._looked = False
        queued = Qt.ConnectionType.QueuedConnection
        relay.note.connect(self.take_note, queued)
        relay.session.connect(self.take_session, queued)

    @property
    def template(self) -> Template:
        """The one that the next dictation is for."""
        wanted = self._parts.settings.template
        return next((item for item in self._parts.templates if item.id == wanted), self._parts.templates[0])

    def load(self, kept: KeeperRelay) -> None:
        """Load the engines in the background, and look for unfinished dictations."""
        if self._parts.keeper:
            self._parts.keeper.start(kept)
        self._conductor.start()

    def close(self) -> None:
        """End the conductor, then the keeper."""
        self._conductor.close()
        if self._parts.keeper:
            self._parts.keeper.close()

    def watch(self, kept: KeeperRelay) -> None:
        """Show what is kept."""
        kept.kept.connect(self.take_kept, Qt.ConnectionType.QueuedConnection)
        kept.failed.connect(self.take_vault_error, Qt.ConnectionType.QueuedConnection)

    def follow(self, hotkeys: HotkeyRelay) -> None:
        """Obey hotkeys."""
        queued = Qt.ConnectionType.QueuedConnection
        hotkeys.toggled.connect(self.toggle, queued)
        hotkeys.pushed.connect(self.push, queued)
        hotkeys.released.connect(self.release, queued)

    def toggle(self) -> str:
        """Start, or stop, whichever there is to do; returns what was done, in words."""
        return self.stop() if self.shown.state is DesktopState.LISTENING else self.start()

    def start(self) -> str:
        """Start a dictation."""
        match self.shown.state:
            case DesktopState.LISTENING:
                return "already listening"
            case DesktopState.FINISHING:
                self._show(replace(self.shown, hint="One moment: the last note is being finished."))
                return "the last note is still being finished"
        return "listening" if self._begin() else REFUSED

    def stop(self) -> str:
        """Stop listening; the note comes when the last words are worked on."""
        if self.shown.state is not DesktopState.LISTENING:
            return "not listening"
        self._conductor.press(StopPressed())
        return "stopped"

    def cancel(self) -> str:
        """Throw the present dictation away."""
        if not self.shown.dictating:
            return "nothing to cancel"
        self._conductor.press(CancelPressed())
        return "cancelled"

    def recover(self, kept: KeptDictation) -> str:
        """Make a note of an unfinished dictation; its sound is kept until that is done."""
        if self.shown.dictating or not self._parts.keeper:
            return "a dictation is going on"
        if self.refusal:
            self.report(self.refusal)
            return REFUSED
        known = (template for template in self._parts.templates if template.id == kept.template_id)
        template = next(known, self.template)
        self._show(replace(self.shown, outcome="", problem=None, hint="", recovering=True))
        self._conductor.begin(Begin(template, self._parts.keeper.sound(kept.id), kept.id))
        return "recovering"

    def recover_newest(self) -> str:
        """Make a note of the last unfinished dictation."""
        return self.recover(self.kept[-1]) if self.kept else "nothing to recover"

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
        if not self.shown.dictating:
            self._pushing = self._begin()

    def release(self) -> None:
        """The push-to-talk key went up: stop what it began, even where the session is not known here yet."""
        if self._pushing:
            self._pushing = False
            self._conductor.press(StopPressed())

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
        outcome = ON_CLIPBOARD if self._clipboard.ours else NO_LONGER
        if self.shown.outcome in (ON_CLIPBOARD, NO_LONGER) and outcome != self.shown.outcome:
            self._show(replace(self.shown, outcome=outcome))

    def report(self, error: PlainspokenError) -> None:
        """Show a problem of the desktop."""
        self._show(replace(self.shown, problem=error))
        self.reported.emit(error)

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
        outcome = ON_CLIPBOARD if self.copy(note) else "Kept under Last notes"
        self._show(replace(self.shown, outcome=outcome))

    def take_session(self, session: Session) -> None:
        """The conductor's session is now this."""
        before = self.shown.session
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

    def take_vault_error(self, error: PlainspokenError) -> None:
        """The vault cannot be used. A system without a keyring is no problem of hers: dictation works all the same."""
        if isinstance(error, KeyringMissing):
            self._show(replace(self.shown, not_kept=NOT_KEPT.format(error=error)))
        else:
            self.report(error)

    def _begin(self) -> bool:
        if self.refusal:
            self.report(self.refusal)
            return False
        if broken := self.broken_templates.get(self._parts.settings.template):
            self.report(broken)
            return False
        try:
            source = self._parts.open_microphone(self._parts.settings.microphone)
        except PlainspokenError as error:
            self.report(error)
            return False
        self._show(replace(self.shown, outcome="", problem=None, hint="", recovering=False))
        self._conductor.begin(Begin(self.template, source))
        return True

    def _show(self, shown: Shown) -> None:
        self.shown = shown
        self.changed.emit(shown)


def _left_out(error: PlainspokenError) -> PlainspokenError:
    """The same mistake, with what else she can do: templates are read once, when the app starts."""
    remedy = (
        f"{error.remedy} Mend the file and start Plainspoken again, or choose another template in the menu."
    )
    told = PlainspokenError(error.what, remedy)
    told.exit_code = error.exit_code
    return told


def _until_restarted(refusal: PlainspokenError) -> PlainspokenError:
    """The same refusal, with what its remedy leaves out: models are looked for once, when the app starts."""
    remedy = f"{refusal.remedy.removesuffix('.')}, then start Plainspoken again."
    return type(refusal)(refusal.what, remedy, dictation_safe=refusal.dictation_safe)
