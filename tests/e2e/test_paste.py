"""Where she wants it, a note goes into the window that she began in, and into no other one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import soundfile

from e2e.desktop_services import Home, Screen, Sound
from e2e.pasted import TextWindow, text_window
from e2e.processes import until
from e2e.product import HOTKEY, NOTE_S, TrayApp, opening, person_at, tray_app
from plainspoken.adapters.front_window import front_window

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def ehr(screen: Screen, logs: Path, tmp_path: Path) -> Iterator[TextWindow]:
    """Where the note belongs."""
    with text_window("Records", screen, logs, tmp_path) as window:
        yield window


@pytest.fixture
def chat(screen: Screen, logs: Path, tmp_path: Path) -> Iterator[TextWindow]:
    """Where it must not go."""
    with text_window("Chat", screen, logs, tmp_path) as window:
        yield window


@dataclass(frozen=True, slots=True)
class Desk:
    """What she sits at."""

    home: Home
    screen: Screen
    sound: Sound
    logs: Path
    folder: Path

    @contextmanager
    def app_that_pastes(self, way: str) -> Iterator[TrayApp]:
        """The real app, told to paste."""
        self.home.settings_folder.mkdir(parents=True, exist_ok=True)
        (self.home.settings_folder / "settings.toml").write_text(f'paste = "{way}"\n')
        with tray_app(self.home, self.screen, self.sound.env, self.logs / way, "--demo-speech") as app:
            yield app

    def dictate(self, app: TrayApp, before_the_end: TextWindow | None = None) -> str:
        """Two sentences between two presses of the hotkey; the note, as it is on the clipboard."""
        clip = self.folder / "opening.wav"
        soundfile.write(clip, opening(2), 16_000)
        self.screen.copy("what was on the clipboard before")
        with person_at(self.sound) as person:
            self.screen.press(HOTKEY)
            app.reaches("listening")
            until(self.sound.is_recorded, "the microphone is recorded")
            person.says(clip)
            if before_the_end:
                before_the_end.come_to_front()
            self.screen.press(HOTKEY)
            until(lambda: "Subjective" in self.screen.clipboard(), "the note is on the clipboard", NOTE_S)
        return self.screen.clipboard()


@pytest.fixture
def desk(home: Home, screen: Screen, sound: Sound, logs: Path, tmp_path: Path) -> Desk:
    """A fresh one."""
    return Desk(home, screen, sound, logs, tmp_path)


@pytest.mark.parametrize("way", ["keys", "type"])
def test_the_note_goes_into_the_window_that_she_began_in(
    way: str, desk: Desk, ehr: TextWindow, chat: TextWindow
) -> None:
    """By Ctrl+V, or letter by letter: the whole note, once, and nothing of it elsewhere; it is on the clipboard too."""
    with desk.app_that_pastes(way) as app:
        ehr.come_to_front()
        note = desk.dictate(app)
        until(lambda: len(ehr.text) >= len(note), "the note is in the window")
        assert app.reaches("idle", "problem") == "idle"
    assert ehr.text == note
    assert chat.text == ""


def test_another_window_in_front_gets_nothing_and_she_is_told(
    desk: Desk, ehr: TextWindow, chat: TextWindow
) -> None:
    """She has gone to another window: the note is on the clipboard, in neither window, and the app shows a problem."""
    with desk.app_that_pastes("keys") as app:
        ehr.come_to_front()
        note = desk.dictate(app, before_the_end=chat)
        app.reaches("problem")
        assert desk.screen.clipboard() == note
    assert (ehr.text, chat.text) == ("", "")


def test_the_window_in_front_is_known_on_x11_and_not_on_wayland(
    screen: Screen, ehr: TextWindow, chat: TextWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the window manager's word; where XWayland would tell a part of the truth, nothing is claimed."""
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("XDG_SESSION_TYPE", raising=False)
    monkeypatch.setenv("DISPLAY", screen.env["DISPLAY"])
    for window in (ehr, chat):
        window.come_to_front()
        assert front_window() == int(window.id)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert front_window() is None
