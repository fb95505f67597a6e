"""A field whose value is a hotkey: she presses it."""

import sys

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from plainspoken.ui.shown import spelled

NONE = "None"
RECORDING = "Press the keys (Esc leaves it as it is)"

_KEY = Qt.Key
_NAMES = {
    _KEY.Key_Pause: "pause",
    _KEY.Key_ScrollLock: "scroll_lock",
    _KEY.Key_Insert: "insert",
    _KEY.Key_Print: "print_screen",
    _KEY.Key_Menu: "menu",
    _KEY.Key_Space: "space",
    _KEY.Key_Return: "enter",
    _KEY.Key_Tab: "tab",
    _KEY.Key_Backspace: "backspace",
    _KEY.Key_Delete: "delete",
    _KEY.Key_Home: "home",
    _KEY.Key_End: "end",
    _KEY.Key_PageUp: "page_up",
    _KEY.Key_PageDown: "page_down",
    _KEY.Key_Up: "up",
    _KEY.Key_Down: "down",
    _KEY.Key_Left: "left",
    _KEY.Key_Right: "right",
    _KEY.Key_MediaPlay: "media_play_pause",
    _KEY.Key_MediaTogglePlayPause: "media_play_pause",
    _KEY.Key_MediaNext: "media_next",
    _KEY.Key_MediaPrevious: "media_previous",
    _KEY.Key_VolumeMute: "media_volume_mute",
    **{_KEY(_KEY.Key_F1 + number - 1): f"f{number}" for number in range(1, 21)},
}
"""Qt's keys → pynput's names. F20 is the last one that pynput knows."""

_ON_MAC = sys.platform == "darwin"
_MODIFIERS = {
    Qt.KeyboardModifier.ControlModifier: "cmd" if _ON_MAC else "ctrl",  # Qt calls the Command key Control
    Qt.KeyboardModifier.MetaModifier: "ctrl" if _ON_MAC else "cmd",
    Qt.KeyboardModifier.AltModifier: "alt",
    Qt.KeyboardModifier.ShiftModifier: "shift",
}


def combination(event: QKeyEvent) -> str:
    """What was pressed, in pynput's notation; empty for a modifier alone, and for a key that has no name there."""
    held = [name for modifier, name in _MODIFIERS.items() if event.modifiers() & modifier]
    key = _key(event.key(), shifted="shift" in held)
    return "+".join([*(f"<{name}>" for name in held), key]) if key else ""


def _key(key: int, *, shifted: bool) -> str:
    if key in _NAMES:
        return f"<{_NAMES[_KEY(key)]}>"
    written = chr(key).lower() if 0x20 < key < 0x10000 else ""
    if (
        shifted and not written.isalpha()
    ):  # Shift makes another sign of it, and what the key is called is not told
        return ""
    return written if written.isprintable() else ""


class _Recorder(QPushButton):
    """A button that, pressed, listens to the keyboard until keys were pressed and let go."""

    recorded = Signal(str)
    """A combination; empty for keys that cannot be one."""
    listening = Signal(bool)
    """Whether it is listening now."""

    def __init__(self) -> None:
        super().__init__()
        self._recording = False
        self._pressed: str | None = None
        self.clicked.connect(self._begin)

    def event(self, event: QEvent) -> bool:
        """While it listens, no key does what it does elsewhere: not Tab, not Alt with a letter."""
        if self._recording and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.KeyPress:
                self._press(event)
            elif event.type() is QEvent.Type.KeyRelease and not event.isAutoRepeat():
                self._release()
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  Qt's name
        """She is elsewhere."""
        self._end()
        super().focusOutEvent(event)

    def _begin(self) -> None:
        self._recording, self._pressed = True, None
        self.grabKeyboard()
        self.setText(RECORDING)
        self.listening.emit(True)

    def _press(self, event: QKeyEvent) -> None:
        if event.key() == _KEY.Key_Escape and not event.modifiers():
            self._end()
        elif event.key() not in _MODIFIER_KEYS:
            self._pressed = combination(event)
            self.setText(spelled(self._pressed))

    def _release(self) -> None:
        """A hotkey that is still held down would be heard as pressed."""
        if self._pressed is not None:
            self._end()
            self.recorded.emit(self._pressed)

    def _end(self) -> None:
        if self._recording:
            self._recording = False
            self.releaseKeyboard()
            self.listening.emit(False)


_MODIFIER_KEYS = (
    _KEY.Key_Control,
    _KEY.Key_Alt,
    _KEY.Key_Shift,
    _KEY.Key_Meta,
    _KEY.Key_AltGr,
    _KEY.Key_Super_L,
    _KEY.Key_Super_R,
)


class HotkeyField(QWidget):
    """The hotkey, as a button to press before pressing another one, and a button for none."""

    edited = Signal(object)
    typed = Signal(object)
    listening = Signal(bool)
    unnamed = Signal()
    """She pressed keys that have no name."""

    def __init__(self) -> None:
        super().__init__()
        self._value = ""
        self.record, self.none = _Recorder(), QPushButton("No keys")
        self.record.recorded.connect(self._take)
        self.record.listening.connect(self._show_listening)
        self.none.clicked.connect(lambda: self.edited.emit(""))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.record, 1)
        row.addWidget(self.none)
        self.setFocusProxy(self.record)

    def name(self, title: str, what: str) -> None:
        """For who hears the window."""
        self.record.setAccessibleName(f"{title}: {spelled(self._value) or NONE}")
        self.record.setAccessibleDescription(what)
        self.none.setAccessibleName(f"{title}: no keys")

    def show_value(self, value: object) -> None:
        """Show a combination in pynput's notation."""
        self._value = str(value)
        self.record.setText(spelled(self._value) or NONE)
        self.none.setEnabled(bool(self._value))

    def _take(self, pressed: str) -> None:
        if pressed:
            self.edited.emit(pressed)
        else:
            self.unnamed.emit()

    def _show_listening(self, listening: bool) -> None:
        if not listening:
            self.record.setText(spelled(self._value) or NONE)
        self.listening.emit(listening)
