"""The tray app: puts its windows together and runs until she quits."""

import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from plainspoken.dictation.errors import NotNow
from plainspoken.dictation.note import Note
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.display import need_display
from plainspoken.ui.history import History
from plainspoken.ui.hotkey_watch import HotkeyWatch
from plainspoken.ui.hud import Hud
from plainspoken.ui.icons import state_icon
from plainspoken.ui.instance import Instance
from plainspoken.ui.interrupts import call_on_interrupt
from plainspoken.ui.note_desk import NoteDesk
from plainspoken.ui.parts import DesktopParts
from plainspoken.ui.refusals import NOT_NOW, REFUSED
from plainspoken.ui.relay import DictationRelay, HotkeyRelay, KeeperRelay
from plainspoken.ui.settings_control import SettingsControl
from plainspoken.ui.shown import DesktopState, spelled
from plainspoken.ui.tear_offs import TearOffs
from plainspoken.ui.tray import MicrophoneSearch, Tray, TrayMenu
from plainspoken.ui.vault_control import VaultControl
from plainspoken_models.errors import PlainspokenError


def run_desktop(parts: DesktopParts, folder: Path | None = None) -> int:
    """Run the tray app until she quits; returns the exit code.

    Args:
        parts: what it is made of.
        folder: for lock and socket, where not the usual one.

    Raises:
        DesktopError: there is no display.
        AlreadyRunning: another one runs.
    """
    need_display("show an icon on")
    application = cast("QApplication", QApplication.instance() or QApplication(["plainspoken"]))
    application.setApplicationName("Plainspoken")
    application.setWindowIcon(state_icon(DesktopState.IDLE))
    application.setQuitOnLastWindowClosed(False)
    app = DesktopApp(parts)
    with Instance(app.obey, folder), app, call_on_interrupt(application.quit):
        return application.exec()


class DesktopApp:
    """All windows of the app, wired to its control. Entering it starts engines and hotkeys; leaving it ends them."""

    def __init__(self, parts: DesktopParts) -> None:
        self._parts = parts
        self._relay, self._hotkeys, self._kept = DictationRelay(), HotkeyRelay(), KeeperRelay()
        self._clipboard = NoteClipboard(parts.clear_clipboard_s)
        self.control = DictationControl(parts, self._relay, self._clipboard)
        self.history = History(parts, self.control, self._clipboard)
        self.hud = Hud(
            parts.notice,
            spelled(parts.settings.toggle_hotkey),
            resident=not QSystemTrayIcon.isSystemTrayAvailable(),
        )
        self._watch = HotkeyWatch(self._hotkeys)
        self.settings = (
            SettingsControl(parts.desk, parts, self.control, self._clipboard, self._watch)
            if parts.desk
            else None
        )
        self.tear_offs = TearOffs(parts, self.control, self._clipboard)
        self.desk = NoteDesk(parts, self.control, self._clipboard, self.tear_offs)
        self.menu = TrayMenu(parts, self.control)
        self.tray = Tray(self.menu, self.control)
        self.vault = (
            VaultControl(parts.keeper, parts.vault_door, self.control)
            if parts.keeper and parts.vault_door
            else None
        )
        self._search = MicrophoneSearch(parts.microphones)
        self._stack = ExitStack()
        self._wire()

    def __enter__(self) -> None:
        self._stack.callback(self.control.close)
        clipboard = QApplication.clipboard()
        changed = clipboard.dataChanged.connect(self.control.look_at_clipboard)
        self._stack.callback(lambda: clipboard.dataChanged.disconnect(changed))
        self.control.load(self._kept)
        self._search.begin()  # it loads the sound library, which the first dictation would have to wait for
        own = (self.control.templates, self.control.macros, self.control.vocabulary)
        for problem in (problem for files in own for problem in files.broken.values()):
            self.control.report(problem)
        self._stack.callback(self._watch.close)
        if self.settings:
            self._stack.callback(self.settings.close)
        try:
            self._watch.listen(self._parts.hotkeys)
        except PlainspokenError as error:
            self.control.report(error)
        if self.control.refusal:
            self.control.report(self.control.refusal)
        if self.hud.resident:
            sys.stderr.write(
                "This desktop has no tray: Plainspoken stays in a small window at the bottom right.\n"
            )
            self.hud.show_state(self.control.shown)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
        self._clipboard.clear()
        self.tray.icon.hide()
        self.hud.hide()
        self.history.window.close()
        self.desk.window.close()
        if self.vault:
            self.vault.dialog.finish()

    def obey(self, word: str) -> str:
        """Do what another program says, one of `ui.instance.WORDS`; returns what was done.

        Raises:
            PlainspokenError: it could not be done, and why.
        """
        orders = {
            "start": self.control.start,
            "stop": self.control.stop,
            "toggle": self.control.toggle,
            "cancel": self.control.cancel,
            "recover": self.control.recover_newest,
            "history": self.history.open,
            "note": self._open_note,
            "settings": self._open_settings,
            "status": lambda: self.control.shown.state.value,
            "problem": lambda: str(next(reversed(self.control.shown.errors), self.control.shown.not_kept)),
            "quit": self.quit,
        }
        answer, problem = orders[word](), self.control.shown.problem
        if answer == REFUSED and problem:
            raise problem
        if answer in NOT_NOW:
            raise NotNow(f"{answer[0].upper()}{answer[1:]}.", NOT_NOW[answer])
        return answer

    def quit(self) -> str:
        """End the app, unless that would cost her a dictation."""
        if self.control.dictating:
            raise NotNow("A dictation is going on.", "Stop or cancel it first: plainspoken stop")
        QTimer.singleShot(0, QApplication.quit)  # whoever said it gets an answer first
        return "quitting"

    def _open_note(self, note: Note | None = None) -> str:
        """The small window makes way, unless it says something else: it would lie on the buttons of the large one."""
        answer, shown = self.desk.open(note), self.control.shown
        if not (self.hud.resident or shown.dictating or shown.problem):
            self.hud.hide()
        return answer

    def _open_settings(self) -> str:
        if self.settings is None:
            raise NotNow("There is no window of settings in this run of the app.", "Edit settings.toml.")
        return self.settings.open()

    def _follow(self, settings: SettingsControl) -> None:
        """Other settings hold: show what of them is seen all the time."""
        hotkey = spelled(self._parts.settings.toggle_hotkey)
        self.menu.show_hotkey(hotkey)
        self.hud.show_hotkey(hotkey)
        self.hud.standing_notice = settings.notice
        self.hud.show_state(self.control.shown)

    def _wire(self) -> None:
        control, hud = self.control, self.hud
        self._relay.level.connect(hud.show_level, Qt.ConnectionType.QueuedConnection)
        control.follow(self._hotkeys)
        if self.vault:
            self.vault.watch(self._kept)
            self.vault.nothing_kept.connect(self.tray.say_nothing_kept)
            hud.vault_pressed.connect(self.vault.ask)
            self.menu.vault_chosen.connect(self.vault.ask)
        control.changed.connect(hud.show_state)
        hud.start_pressed.connect(control.start)
        hud.stop_pressed.connect(control.stop)
        hud.cancel_pressed.connect(control.cancel)
        hud.undo_pressed.connect(control.undo)
        hud.quit_pressed.connect(self.quit)
        self.menu.quit_chosen.connect(self.quit)
        self.menu.history_chosen.connect(self.history.open)
        self.menu.settings_chosen.connect(self._open_settings)
        if self.settings:
            self.settings.held.connect(partial(self._follow, self.settings))
        self.history.watch(self._kept)
        self.history.note_chosen.connect(self._open_note)
        self.menu.orders_chosen.connect(self.tear_offs.copy_orders)
        self.menu.codes_chosen.connect(self.tear_offs.copy_codes)
        self.tear_offs.told.connect(self.tray.say_torn_off)
        self.menu.last_chosen.connect(hud.show_again)
        self.menu.note_chosen.connect(self._open_note)
        hud.note_pressed.connect(self._open_note)
        self.desk.watch(self._kept)
