"""Settings: shows them in their window, tries what she chooses, writes it, and lets it hold at once."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from plainspoken.dictation.errors import DesktopError, SettingsError
from plainspoken.settings import BY_NAME, NotWritten, Value, Values
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.errands import Errands
from plainspoken.ui.hotkey_watch import HotkeyWatch
from plainspoken.ui.own_files import Watched, as_it_is
from plainspoken.ui.parts import Chosen, DesktopParts, SettingsDesk
from plainspoken.ui.refusals import until_restarted
from plainspoken.ui.settings_window import SettingsWindow
from plainspoken.ui.shown import spelled
from plainspoken.ui.tray import MicrophoneSearch
from plainspoken.ui.vocabulary_control import VocabularyControl
from plainspoken.ui.vocabulary_page import VocabularyPage
from plainspoken_models.errors import PlainspokenError
from plainspoken_models.registry import Model, Role

Tried = tuple[Chosen, PlainspokenError | None]
Read = tuple[Chosen, list[PlainspokenError]]

HOTKEYS = ("toggle_hotkey", "push_to_talk_hotkey")
_ROLES = {"speech_model": Role.SPEECH, "tagger_model": Role.TAGGER}


def _short(path: Path) -> str:
    """A path as people read it."""
    home = Path.home()
    return str(Path("~") / path.relative_to(home)) if path.is_relative_to(home) else str(path)


def _models(values: Values) -> dict[str, Value]:
    return {name: values[name] for name in _ROLES}


class _SeenFile:
    """The settings file among her own files that are looked at before each dictation.

    Args:
        desk: whose it is.
        changed: called when it has been changed by hand.
    """

    def __init__(self, desk: SettingsDesk, changed: Callable[[], None]) -> None:
        self._file, self._changed = desk.file, changed

    @property
    def broken(self) -> Mapping[str, PlainspokenError]:
        """What is wrong with it."""
        return self._file.broken

    def look(self) -> bool:
        """Read it again if it has changed."""
        changed = self._file.look()
        if changed:
            self._changed()
        return changed


class SettingsControl(QObject):
    """Between her, the settings file, and the parts of the app that follow it. Lives on Qt's thread."""

    held = Signal()
    """Other settings hold than before: what shows one of them has to look again."""

    def __init__(
        self,
        desk: SettingsDesk,
        parts: DesktopParts,
        control: DictationControl,
        clipboard: NoteClipboard,
        hotkeys: HotkeyWatch,
    ) -> None:
        super().__init__()
        self._desk, self._parts, self._control = desk, parts, control
        self._clipboard, self._hotkeys = clipboard, hotkeys
        self._errands = Errands()
        self._heard = tuple(str(desk.file[name]) for name in HOTKEYS)
        """The hotkeys that are listened for."""
        self._models = _models(desk.file.having({}))
        """The models that were had last."""
        self.notice = parts.notice
        words = VocabularyPage() if desk.words else None
        self.words = VocabularyControl(desk.words, words, self._errands) if desk.words and words else None
        self.window = window = SettingsWindow(desk.file.locked, _short(desk.file.path), words)
        window.chosen.connect(self.choose)
        window.listening.connect(self._pause)
        self._search = MicrophoneSearch(parts.microphones)
        self._search.ended.connect(self._offer_microphones, Qt.ConnectionType.QueuedConnection)
        control.changed.connect(self._show_if_open)
        self.held.connect(self._show_if_open)
        control.watched.append(Watched(_SeenFile(desk, self._follow_file), as_it_is))

    def open(self) -> str:
        """Show the window with what holds; returns what was done, in words."""
        self._control.look_at_files()
        if self._control.refusal:  # a model may have been installed meanwhile
            self._follow_file()
        self._offer()
        if self.words:
            self.words.look()
        self._show()
        self.window.come()
        return "shown"

    def close(self) -> None:
        """End what is being done."""
        self._errands.close()
        self.window.close()

    def choose(self, changes: Mapping[str, Value | None]) -> None:
        """She wants these, None for the default. They hold, and are written, once it is clear that they can be had."""
        self._control.look_at_files()  # what she has changed by hand holds first
        self._errands.do(partial(self._try, changes), partial(self._tried, changes))

    def _try(self, changes: Mapping[str, Value | None]) -> Tried:
        """Beside Qt's thread: what the changed settings come to, and why they could not be written down, if so.

        Raises:
            PlainspokenError: they cannot be had; what held before still does.
        """
        file = self._desk.file
        file.require_unlocked(changes)
        wanted = {name: BY_NAME[name].default if value is None else value for name, value in changes.items()}
        values = file.having(self._models | wanted)
        chosen = self._desk.chosen(values)
        for name in HOTKEYS:
            if name in changes and (keys := str(values[name])) not in self._heard and self._desk.taken(keys):
                raise DesktopError(f"Another program has {spelled(keys)} already.", "Press other keys.")
        others = not changes.keys().isdisjoint(HOTKEYS)
        if others:
            self._listen(values)
        unwritten = None
        try:
            file.change(changes)
        except NotWritten as error:
            unwritten = error
        except SettingsError:
            if others:
                self._listen(file.having({}))
            raise
        self._models = _models(values)
        return chosen, unwritten

    def _listen(self, values: Values) -> None:
        """Beside Qt's thread: another keyboard listener takes its time."""
        self._hotkeys.listen(self._desk.hotkeys(values))
        self._heard = tuple(str(values[name]) for name in HOTKEYS)

    def _tried(self, changes: Mapping[str, Value | None], answer: Tried | PlainspokenError) -> None:
        chosen, error = (None, answer) if isinstance(answer, PlainspokenError) else answer
        if chosen:
            self._hold(chosen)
        for name in changes:
            self.window.rows[name].show_value(self._desk.file[name])
            self.window.tell(name, f"{error}{'' if chosen else ' What it was still holds.'}" if error else "")

    def _follow_file(self) -> None:
        """It, or the machine, has changed, and its values hold: let the parts follow."""
        self._errands.do(self._read_file, self._followed)

    def _read_file(self) -> Read:
        """Beside Qt's thread: each setting holds by itself. What cannot be had is told, and stays what it was."""
        values, wrong = self._desk.file.having({}), list[PlainspokenError]()
        if self._heard != tuple(str(values[name]) for name in HOTKEYS):
            try:
                self._listen(values)
            except PlainspokenError as error:
                wrong.append(error)
        try:
            chosen = self._desk.chosen(values)
        except PlainspokenError as error:
            return self._desk.chosen(self._desk.file.having(self._models)), [*wrong, error]
        self._models = _models(values)
        return chosen, wrong

    def _followed(self, answer: Read | PlainspokenError) -> None:
        chosen, wrong = (None, [answer]) if isinstance(answer, PlainspokenError) else answer
        if chosen:
            self._hold(chosen)
        for error in wrong:
            self._control.report(error)

    def _hold(self, chosen: Chosen) -> None:
        """Let it hold: at once, but for the engines of a dictation that is going on."""
        control, before = self._control, self._control.refusal
        control.conductor.use(chosen.engines)
        control.delivery.use(chosen.paster)
        self._clipboard.clear_after(chosen.clear_clipboard_s)
        if self._parts.keeper:
            self._parts.keeper.retain(chosen.retention)
        control.refusal = until_restarted(chosen.refusal) if chosen.refusal else None
        if before:
            control.problem_gone(before)
        if control.refusal and str(control.refusal) != str(before):
            control.report(control.refusal)
        self.notice = chosen.notice
        self.held.emit()

    def _show(self) -> None:
        """What holds, and what is wrong with the file."""
        file = self._desk.file
        self.window.show_values(file.__getitem__)
        self.window.tell_all("\n".join(map(str, file.broken.values())))

    def _show_if_open(self) -> None:
        if self.window.isVisible():
            self._show()

    def _offer(self) -> None:
        """Find out what there is to choose from; the answers come one by one."""
        self.window.offer("template", {one.id: one.title for one in self._control.templates.usable})
        self._search.begin()
        for name, role in _ROLES.items():
            self._errands.do(partial(self._desk.models, role), partial(self._offer_models, name))

    def _offer_models(self, name: str, answer: tuple[Model, ...] | PlainspokenError) -> None:
        if isinstance(answer, PlainspokenError):
            self.window.tell(name, str(answer))
        else:
            self.window.offer(name, {model.id: model.title for model in answer})

    def _offer_microphones(self, answer: tuple[str, ...] | PlainspokenError) -> None:
        if isinstance(answer, PlainspokenError):
            self.window.tell("microphone", str(answer))
        else:
            self.window.offer("microphone", {name: name for name in answer})

    def _pause(self, listening: bool) -> None:
        self._hotkeys.paused = listening
