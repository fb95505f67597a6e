"""Commands that tell the running app what to do: for desktop shortcuts, foot pedals and scripts."""


def start() -> None:
    """Tell the running app to begin a dictation."""
    _send("start")


def stop() -> None:
    """Tell the running app to finish the dictation."""
    _send("stop")


def toggle() -> None:
    """Tell the running app to begin a dictation, or to finish the one that runs; for shortcuts and foot pedals."""
    _send("toggle")


def cancel() -> None:
    """Tell the running app to throw the present dictation away."""
    _send("cancel")


def status() -> None:
    """Ask the running app what it is doing; what is wrong, or why nothing is kept, stands in a second line."""
    _send("status")
    _send("problem")


def settings() -> None:
    """Tell the running app to open the window of settings."""
    _send("settings")


def quit_app() -> None:
    """Tell the running app to end; it refuses while a dictation is going on."""
    _send("quit")


def open_note() -> None:
    """Tell the running app to open the window of the last note."""
    _send("note")


ORDERS = (start, stop, toggle, cancel, status, open_note, settings, quit_app)


def _send(word: str) -> None:
    from plainspoken.ui.instance import send_command  # noqa: PLC0415  needs Qt

    if said := send_command(word):
        print(said)
