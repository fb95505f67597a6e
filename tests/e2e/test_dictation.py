"""The main job on real parts: hotkey, speech into a real microphone, hotkey, and another program pastes the note."""

from html import unescape
from pathlib import Path
from re import sub

import numpy as np
import soundfile

from e2e.conftest import SHARED_HOTKEY, Dictated
from e2e.desktop_services import BIN, Home, Screen, Sound
from e2e.processes import ask, running, until
from e2e.product import (
    TrayApp,
    app_env,
    assert_is_the_visit,
    assert_refused,
    person_at,
    plainspoken,
    sections,
    tray_app,
)


def test_what_was_said_is_on_the_clipboard_under_the_right_headings(dictated: Dictated) -> None:
    """Word for word within the demo model's rate, each statement under its heading, and the heading itself gone."""
    assert_is_the_visit(dictated.text)


def test_the_note_can_be_pasted_with_or_without_formatting(dictated: Dictated) -> None:
    """text/plain and text/html are on offer, and say the same."""
    assert {"text/plain", "text/html", "UTF8_STRING"} <= set(dictated.targets)
    words = unescape(sub(r"<[^>]+>", " ", dictated.html)).split()
    assert words == dictated.text.split()
    assert "<b>Assessment:</b>" in dictated.html


def test_the_clipboard_answers_after_the_window_has_gone(dictated: Dictated) -> None:
    """The note stays as long as the app runs, not as long as its window shows."""
    assert dictated.text_without_window == dictated.text
    assert dictated.text != ""


def test_the_note_is_kept_out_of_clipboard_histories(dictated: Dictated) -> None:
    """Clipboard managers are told that this is not for their history."""
    assert "x-kde-passwordManagerHint" in dictated.targets


def test_silence_leaves_the_clipboard_as_it_was(
    app: TrayApp, screen: Screen, sound: Sound, tmp_path: Path
) -> None:
    """Two presses with nothing but the hiss of the room between: no invented words, no empty note, no complaint."""
    hiss = tmp_path / "hiss.wav"
    soundfile.write(hiss, np.random.default_rng(2).integers(-3, 4, 3 * 16_000, dtype=np.int16), 16_000)
    screen.copy("a phone number")
    with person_at(sound) as person:
        screen.press(SHARED_HOTKEY)
        app.reaches("listening")
        person.says(hiss)
        until(lambda: screen.windows("Plainspoken"), "the window shows that it listens")
        screen.press(SHARED_HOTKEY)
        assert app.reaches("idle", "problem") == "idle"
    assert screen.clipboard() == "a phone number"


def test_there_is_one_app_at_a_time(app: TrayApp) -> None:
    """A second one says so and leaves the first alone."""
    assert_refused(plainspoken("--demo-speech", env=app.env), 9, "running already")
    assert app.state == "idle"


def test_a_command_drives_the_running_app(app: TrayApp, sound: Sound) -> None:
    """`toggle` begins to listen, for desktops without global hotkeys and for foot pedals; `cancel` throws it away."""
    with person_at(sound):
        assert plainspoken("toggle", env=app.env).exit_code == 0
        app.reaches("listening")
        assert plainspoken("cancel", env=app.env).exit_code == 0
        app.reaches("idle")


def test_a_command_without_the_app_says_so(home: Home) -> None:
    """Nothing runs: one sentence, and how to start it."""
    assert_refused(plainspoken("toggle", env=home.env), 10, "not running")


def test_without_a_real_speech_model_it_refuses_to_listen(
    home: Home, screen: Screen, sound: Sound, logs: Path
) -> None:
    """The demo's model would make nonsense of a human voice: the app starts, and says what to install."""
    with tray_app(home, screen, sound.env, logs) as app:
        app.reaches("problem")
        assert_refused(plainspoken("toggle", env=app.env), 3, "synthetic voices", "plainspoken-models fetch")
        assert app.state == "problem"
    assert_refused(
        plainspoken("listen", env=app_env(home, screen.env, sound.env)), 3, "plainspoken-models fetch"
    )


def test_it_ends_by_itself_when_told_to_quit(home: Home, screen: Screen, sound: Sound, logs: Path) -> None:
    """SIGTERM, as at log-out, ends the app and both engines, and nothing is left behind."""
    with tray_app(home, screen, sound.env, logs, "--demo-speech") as app:
        engines = [app.engine("whisper_cpp"), app.engine("llama_cpp")]
        assert app.program.end() == 0, app.program.complaints()
        until(
            lambda: not [pid for pid in engines if Path(f"/proc/{pid}").exists()], "both engines have ended"
        )


def test_a_note_from_a_file_can_be_pasted_as_long_as_the_command_runs(
    home: Home, screen: Screen, logs: Path, tmp_path: Path
) -> None:
    """`note --copy` prints the note, and holds it for others until something else is copied."""
    transcript = tmp_path / "visit.txt"
    transcript.write_text("Plan: rest and fluids.\n")
    env = app_env(home, screen.env)
    with running([BIN / "plainspoken", "note", transcript, "--copy"], env, logs, name="note-copy") as command:
        until(lambda: "Rest and fluids." in screen.clipboard(), "the note is on the clipboard")
        assert sections(screen.clipboard())["Plan"] == "Rest and fluids."
        screen.copy("something else")
        assert command.wait() == 0
    assert "Rest and fluids." in command.stdout.read_text("utf-8")


def test_the_version_needs_no_screen_and_no_sound(home: Home) -> None:
    """`--version` answers on a machine that has neither."""
    assert ask([BIN / "plainspoken", "--version"], home.env).strip() != ""
