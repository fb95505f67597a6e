"""Takes the pictures in docs/screenshots from the real app: real microphone path, real engines, a synthetic voice.

PYTHONPATH=tests .venv/bin/python tests/e2e/take_screenshots.py docs/screenshots
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Timer

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from e2e.desktop_services import Home, Screen, Sound, a_home, a_screen, a_sound_server
from e2e.processes import ask, until
from e2e.product import HOTKEY, VISIT, TrayApp, person_at, plainspoken, tray_app
from e2e.test_passphrase import DIALOG as PASSPHRASE_DIALOG
from faults.keyring_session import gnome_keyring

HUD = (832, 320, 448, 480)
"""Left, top, width and height of the HUD's corner on the tests' screen."""

CORNER = (820, 0, 460, 330)
"""Where tray, menu and notifications are."""

DIALOG = (160, 150, 520, 390)
"""Where the window is that asks for a passphrase."""

NOTE = "Plainspoken note"
HUD_TITLE = "^Plainspoken$"

SPEAKING_S = 22.0
"""After so long she is in mid-sentence, in the middle of the visit."""

SETTLE_S = 1.0
"""What is drawn after an event is drawn by then; a picture has no condition to wait for."""


def take(screen: Screen, path: Path, box: tuple[int, int, int, int]) -> None:
    """Take a part of the screen."""
    time.sleep(SETTLE_S)
    subprocess.run(["scrot", "--overwrite", str(path)], env=dict(screen.env), check=True)
    QImage(str(path)).copy(QRect(*box)).save(str(path))


def open_menu(screen: Screen) -> None:
    """Click the icon in the tray, which stands in the top right corner."""
    subprocess.run(["xdotool", "mousemove", "1268", "12", "click", "1"], env=dict(screen.env), check=True)


def take_window(screen: Screen, title: str, path: Path) -> None:
    """A window with its frame, alone. xdotool counts the frame twice in a window's place."""
    (window,) = until(lambda: screen.windows(title), "the window is there")
    told = ask(["xdotool", "getwindowgeometry", "--shell", window], screen.env)
    place = {name: int(value) for name, value in (line.split("=") for line in told.split())}
    framed = ask(["xprop", "-id", window, "_NET_FRAME_EXTENTS"], screen.env).split("=")[1]
    left, right, top, bottom = (int(width) for width in framed.split(","))
    size = (place["WIDTH"] + left + right, place["HEIGHT"] + top + bottom)
    take(screen, path, (place["X"] - 2 * left, place["Y"] - 2 * top, *size))


def take_history(screen: Screen, app: TrayApp, path: Path) -> None:
    """The window of kept notes."""
    plainspoken("history", "--in-app", env=app.env)
    take_window(screen, "Plainspoken history", path)


def take_note(screen: Screen, app: TrayApp, path: Path) -> None:
    """The window of the last note: a sentence filed elsewhere, a dose edited, and one more selected."""
    plainspoken("open-note", env=app.env)
    until(lambda: screen.windows(NOTE), "the window is there")
    for press in ("Home", "Down", "Down", "alt+3", "Home", "Down", "Down", "Return"):
        screen.press(press)
    edited = ["xdotool", "key", *["BackSpace"] * len("20 mg daily."), "type", "40 mg daily."]
    subprocess.run(edited, env=dict(screen.env), check=True)
    screen.press("Return")
    until(lambda: screen.clipboard() == "", "what was typed is to be accepted")
    take_window(screen, NOTE, path)


def dictate(screen: Screen, app: TrayApp, sound: Sound, folder: Path) -> None:
    """One dictation, with a picture while she speaks and one when the note is there."""
    with person_at(sound) as person:
        screen.press(HOTKEY)
        app.reaches("listening")
        in_time = Timer(SPEAKING_S, take, (screen, folder / "hud-listening.png", HUD))
        in_time.start()
        person.says(VISIT)
        in_time.join()
        screen.press(HOTKEY)
        until(lambda: "Plan:" in screen.clipboard(), "the note is on the clipboard")
        take(screen, folder / "notification.png", CORNER)
        take(screen, folder / "hud-delivered.png", HUD)


def with_a_keyring(home: Home, screen: Screen, sound: Sound, folder: Path) -> None:
    """A dictation, what is kept of it, and the menu."""
    logs = home.folder
    with (
        gnome_keyring(home, screen, logs),
        tray_app(home, screen, sound.env, logs, "--demo-speech") as app,
    ):
        dictate(screen, app, sound, folder)
        take_history(screen, app, folder / "history.png")
        until(lambda: not screen.windows(HUD_TITLE), "the small window has gone")
        take_note(screen, app, folder / "note-window.png")
        open_menu(screen)
        take(screen, folder / "tray-menu.png", CORNER)
        screen.press("Escape")


def without_a_keyring(home: Home, screen: Screen, sound: Sound, folder: Path) -> None:
    """The window that asks for a passphrase."""
    with tray_app(home, screen, sound.env, home.folder, "--demo-speech"):
        open_menu(screen)
        time.sleep(SETTLE_S)
        for key in ("Up", "Up", "Return"):  # the last entry but "Quit"
            screen.press(key)
        until(lambda: screen.windows(PASSPHRASE_DIALOG), "the window that asks is there")
        take(screen, folder / "passphrase.png", DIALOG)


def settings(home: Home, screen: Screen, sound: Sound, folder: Path) -> None:
    """The window of settings; and in the dark, with what an organisation has set."""
    here, policy = Path(__file__).parent, home.folder / "policy.toml"
    policy.write_text("keep_notes_days = 3\nkeep_sound_hours = 0\n")
    home.settings_folder.mkdir(parents=True, exist_ok=True)
    words = 'words = ["Kjeldgaard", "Zorp Clinic"]\n[replacements]\n"metro prolol" = "metoprolol"\n'
    (home.settings_folder / "vocabulary.toml").write_text(words)
    looks = {
        "settings.png": (),
        "settings-dark.png": (sys.executable, str(here / "in_dark.py")),
        "settings-locked.png": (sys.executable, str(here / "with_policy.py"), str(policy)),
    }
    for name, under in looks.items():
        with tray_app(home, screen, sound.env, home.folder / name, "--demo-speech", under=under) as app:
            plainspoken("settings", env=app.env)
            until(lambda: screen.windows("Plainspoken settings"), "the window is there")
            if name == "settings-locked.png":
                subprocess.run(["xdotool", "type", "keep"], env=dict(screen.env), check=True)
            take_window(screen, "Plainspoken settings", folder / name)
            if name == "settings.png":
                subprocess.run(["xdotool", "key", "alt+w"], env=dict(screen.env), check=True)
                take_window(screen, "Plainspoken settings", folder / "your-own-words.png")


def main(folder: Path) -> None:
    """Start everything, take the pictures, end everything."""
    for pictures in (with_a_keyring, without_a_keyring, settings):
        with (
            tempfile.TemporaryDirectory() as base,
            a_home(Path(base)) as home,
            a_screen(home, Path(base)) as screen,
            a_sound_server(home, Path(base)) as sound,
        ):
            pictures(home, screen, sound, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
