"""The hotkeys that are listened for, which can be changed while the app runs."""

import threading
from contextlib import ExitStack

from PySide6.QtCore import SignalInstance

from plainspoken.ui.parts import ListenForHotkeys
from plainspoken.ui.relay import HotkeyRelay


class HotkeyWatch:
    """Listens for one pair of hotkeys at a time.

    Args:
        relay: where presses go.
    """

    def __init__(self, relay: HotkeyRelay) -> None:
        self._relay = relay
        self._listening = ExitStack()
        self.paused = False
        """She presses keys to choose a hotkey: what she presses is no order."""

    def listen(self, listen: ListenForHotkeys) -> None:
        """Listen for these from now on, and no longer for those before. May take a moment.

        Raises:
            DesktopError: they cannot be listened for; those before still are.
        """
        fresh = ExitStack()
        relay = self._relay
        fresh.enter_context(
            listen(
                toggle=lambda: self._pass_on(relay.toggled),
                push=lambda: self._pass_on(relay.pushed),
                release=relay.released.emit,  # whatever was pushed has to come to an end
            )
        )
        before, self._listening = self._listening, fresh
        # It calls nobody from now on; that its thread ends, which takes until the next key on X11, is not waited for.
        threading.Thread(target=before.close, name="hotkeys that were", daemon=True).start()

    def close(self) -> None:
        """Listen for nothing."""
        self._listening.close()

    def _pass_on(self, pressed: SignalInstance) -> None:
        if not self.paused:
            pressed.emit()
