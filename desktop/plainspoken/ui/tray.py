"""The icon in the tray and its menu."""

import threading
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTime, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QCursor
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from plainspoken.dictation.effects import Phase
from plainspoken.dictation.note import Note
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.icons import state_icon
from plainspoken.ui.insert_menu import InsertMenu
from plainspoken.ui.parts import DesktopParts
from plainspoken.ui.shown import DesktopState, Shown, counted, spelled, summary
from plainspoken.ui.unfinished_menu import UnfinishedMenu
from plainspoken_models.errors import PlainspokenError

NOTIFY_MS = 6_000

ICON_PLACED_MS = 1_000
"""By then a tray has taken up a new icon. Not every one says when (`QSystemTrayIcon.geometry` stays empty there)."""


class MicrophoneSearch(QObject):
    """Asks which microphones there are, in a thread of its own: a sound server that hangs must not hold up Qt's.

    Args:
        microphones: as in `DesktopParts`.
    """

    ended = Signal(object)
    """With the names as a tuple, or with the `PlainspokenError` that kept them back. To be connected as queued."""

    def __init__(self, microphones: Callable[[], tuple[str, ...]]) -> None:
        super().__init__()
        self._microphones = microphones
        self._going = threading.Lock()

    def begin(self) -> None:
        """Ask, unless the last answer is still to come."""
        if self._going.acquire(blocking=False):
            threading.Thread(target=self._ask, name="microphone search", daemon=True).start()

    def _ask(self) -> None:
        answer: tuple[str, ...] | PlainspokenError
        try:
            answer = self._microphones()
        except PlainspokenError as error:
            answer = error
        finally:
            self._going.release()
        with suppress(RuntimeError):  # the app has ended meanwhile, and this object with it
            self.ended.emit(answer)


class TrayMenu(QMenu):
    """Everything that can be done without a hotkey."""

    quit_chosen = Signal()
    history_chosen = Signal()
    note_chosen = Signal()
    """She wants to work on the last note."""
    settings_chosen = Signal()
    vault_chosen = Signal()
    last_chosen = Signal()
    """She wants to see the window of the last note again."""
    orders_chosen = Signal()
    codes_chosen = Signal()
    """She wants a tear-off of the last note on the clipboard."""

    def __init__(self, parts: DesktopParts, control: DictationControl) -> None:
        super().__init__()
        self._parts, self._control = parts, control
        self._hotkey = spelled(parts.settings.toggle_hotkey)
        self._times: dict[int, str] = {}
        self._heard = False
        self._listed: tuple[Note, ...] | None = None
        self._templates_listed: object = None
        self.toggle = self._action("Start dictation", control.toggle)
        self.cancel = self._action("Cancel dictation", control.cancel)
        self.insert = InsertMenu(control)
        self.addMenu(self.insert)
        self.addSeparator()
        self.templates, self.microphones = self.addMenu("Template"), self.addMenu("Microphone")
        self._template_choice, self._microphone_choice = QActionGroup(self), QActionGroup(self)
        self.note = self._action("Open note…", self.note_chosen.emit)
        self.notes = self.addMenu("Last notes")
        self.orders = self._action("Copy orders and follow-up", self.orders_chosen.emit)
        self.codes = self._action("Copy code candidates", self.codes_chosen.emit)
        self.codes.setVisible(parts.find_codes is not None)
        self.history = self._action("History…", self.history_chosen.emit)
        self.history.setVisible(parts.keeper is not None)
        self.settings = self._action("Settings…", self.settings_chosen.emit)
        self.settings.setVisible(parts.desk is not None)
        self.last = self._action("Show the last note's window", self.last_chosen.emit)
        self.unfinished = UnfinishedMenu(control)
        self.addMenu(self.unfinished)
        self.vault = self._action("", self.vault_chosen.emit)
        self.addSeparator()
        self.quit = self._action("Quit", self.quit_chosen.emit)
        self._search = MicrophoneSearch(parts.microphones)
        self._search.ended.connect(self._list_microphones, Qt.ConnectionType.QueuedConnection)
        self.aboutToShow.connect(self._search.begin)  # there by the time the submenu is opened
        self.aboutToShow.connect(control.look_at_files)
        self.aboutToShow.connect(self.insert.list_macros)
        self.aboutToShow.connect(self._list_templates)
        chosen = parts.settings.microphone
        self._list_microphones((chosen,) if chosen else ())
        self._list_templates()
        if parts.desk:
            self._lock(parts.desk.file.locked)
        control.changed.connect(self.show_state)
        self.show_state(control.shown)

    def show_hotkey(self, hotkey: str) -> None:
        """The hotkey is now this, as people write it."""
        self._hotkey = hotkey
        self.show_state(self._control.shown)

    def show_state(self, shown: Shown) -> None:
        """Offer what can be done now."""
        hotkey = f"  ({self._hotkey})" if self._hotkey else ""
        listening = shown.state is DesktopState.LISTENING
        self.toggle.setText(("Stop dictation" if listening else "Start dictation") + hotkey)
        self.toggle.setEnabled(shown.state is not DesktopState.FINISHING)
        self.cancel.setEnabled(shown.dictating)
        self._heard = self._heard or bool(shown.session and shown.session.phase is Phase.DELIVERED)
        self.last.setEnabled(self._heard and not shown.dictating)
        self.note.setEnabled(bool(self._control.notes))
        for tear_off in (self.orders, self.codes):
            tear_off.setEnabled(bool(self._control.notes) and not shown.dictating)
        self.quit.setText("Quit (stop or cancel the dictation first)" if shown.dictating else "Quit")
        self.quit.setEnabled(not shown.dictating)
        self.vault.setText(shown.vault_action)
        self.vault.setVisible(bool(shown.vault_action))
        self._list_notes()

    def _action(self, text: str, chosen: object) -> QAction:
        action = self.addAction(text)
        action.triggered.connect(chosen)
        return action

    def _lock(self, locked: frozenset[str]) -> None:
        """What her organisation has set is no choice."""
        for name, menu in (("template", self.templates), ("microphone", self.microphones)):
            if name in locked:
                menu.setTitle(f"{menu.title()} (set by your organisation)")
                menu.setEnabled(False)

    def _list_templates(self) -> None:
        """Group by group; those with a mistake in them last, and out of reach."""
        known = self._control.templates
        ticked = known.chosen_id if known.refusal else known.chosen.id
        there = (known.usable, ticked, tuple(known.broken))
        if there == self._templates_listed:
            return
        self._templates_listed = there
        self.templates.clear()
        group = None
        for template in known.usable:
            if group not in (None, template.group):
                self.templates.addSeparator()
            group = template.group
            action = _radio(
                self.templates, self._template_choice, template.title, checked=template.id == ticked
            )
            action.triggered.connect(
                lambda _=False, chosen=template.id: self._control.choose_template(chosen)
            )
        if known.broken:
            self.templates.addSeparator()
        for broken in known.broken:
            title = f"{broken} (has a mistake in it)"
            _radio(self.templates, self._template_choice, title, checked=broken == ticked).setEnabled(False)

    def _list_microphones(self, answer: tuple[str, ...] | PlainspokenError) -> None:
        """Those plugged in now; one that she chose is listed even while it is not plugged in."""
        self.microphones.clear()
        chosen = self._parts.settings.microphone
        found = () if isinstance(answer, PlainspokenError) else answer
        if isinstance(answer, PlainspokenError):
            self.microphones.addAction(_plain(answer.what)).setEnabled(False)
        gone = (chosen,) if chosen and chosen not in found else ()
        for name in (None, *found, *gone):
            title = f"{name or 'System default'}{' (not plugged in)' if name in gone else ''}"
            action = _radio(self.microphones, self._microphone_choice, title, checked=name == chosen)
            action.triggered.connect(lambda _=False, name=name: self._control.choose_microphone(name))

    def _list_notes(self) -> None:
        """By time and template: whoever looks over her shoulder reads no word of them."""
        if self._control.notes is self._listed:
            return
        self._listed = self._control.notes
        self.notes.clear()
        for note in self._control.notes:
            time = self._times.setdefault(id(note), QTime.currentTime().toString("HH:mm"))
            action = self.notes.addAction(_plain(f"{time}  {note.template.title}"))
            action.triggered.connect(lambda _=False, note=note: self._control.copy(note))
        self.notes.setEnabled(bool(self._control.notes))


class Tray(QObject):
    """The icon, its tooltip, and the notifications that come from it."""

    def __init__(self, menu: TrayMenu, control: DictationControl) -> None:
        super().__init__()
        self._menu = menu
        self.icon = QSystemTrayIcon(self)
        self.icon.setContextMenu(menu)
        self.icon.activated.connect(self._activated)
        self._icons = {state: state_icon(state) for state in DesktopState}
        self._state: DesktopState | None = None
        control.changed.connect(self.show_state)
        control.copied.connect(self.say_copied)
        control.reported.connect(self.say_problem)
        control.found.connect(self.say_found)
        self.show_state(control.shown)
        self.icon.show()
        self._there = QElapsedTimer()
        self._there.start()

    def show_state(self, shown: Shown) -> None:
        """Show a moment of the app. The desktop is told of changes only: it draws the icon anew each time."""
        if shown.state is not self._state:
            self._state = shown.state
            self.icon.setIcon(self._icons[shown.state])
        tooltip = f"Plainspoken: {shown.headline}"
        if tooltip != self.icon.toolTip():
            self.icon.setToolTip(tooltip)

    def say_copied(self, note: Note) -> None:
        """Tell her that she can paste, without a word of what she said."""
        self._notify("Note on the clipboard", summary(note), DesktopState.IDLE)

    def say_torn_off(self, what: str, more: str) -> None:
        """Tell her what became of a tear-off, without a word of what she said."""
        self._notify(what, more, DesktopState.IDLE)

    def say_problem(self, error: PlainspokenError) -> None:
        """Tell her what is in the way."""
        self._notify(error.what, error.remedy, DesktopState.PROBLEM)

    def say_found(self, unfinished: int) -> None:
        """Tell her of dictations that the last run of the app did not finish."""
        what = "What was said is kept. Choose it in the menu of this icon to make a note of it."
        self._notify(counted(unfinished, "unfinished dictation"), what, DesktopState.IDLE)

    def _notify(self, title: str, what: str, state: DesktopState) -> None:
        """At once; but not before the icon has its place: the balloon would point at a corner of the screen."""
        icon, wait_ms = self._icons[state], max(0, ICON_PLACED_MS - self._there.elapsed())
        QTimer.singleShot(wait_ms, self, lambda: self.icon.showMessage(title, what, icon, NOTIFY_MS))

    def say_nothing_kept(self) -> None:
        """Tell her what it means that she wants nothing to be kept."""
        self.icon.showMessage(
            "Nothing is kept",
            "A crash would cost what is not on the clipboard. You can choose otherwise in the menu of this icon.",
            self._icons[DesktopState.IDLE],
            NOTIFY_MS,
        )

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        """A left click opens the menu as well."""
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self._menu.popup(QCursor.pos())


def _radio(menu: QMenu, group: QActionGroup, title: str, *, checked: bool) -> QAction:
    action = menu.addAction(_plain(title))
    action.setCheckable(True)
    action.setChecked(checked)
    group.addAction(action)
    return action


def _plain(title: str) -> str:
    """A title in which & is no shortcut key."""
    return title.replace("&", "&&")
