"""The window of settings in the real app, by keyboard alone: what is chosen holds at once, and a policy is kept."""

import subprocess
import sys
from pathlib import Path

import pytest

from e2e.desktop_services import BIN, Home, Screen, Sound
from e2e.processes import until
from e2e.product import HOTKEY, TrayApp, app_env, plainspoken, tray_app

WITH_POLICY = Path(__file__).with_name("with_policy.py")
WINDOW = "Plainspoken settings"

pytestmark = pytest.mark.timeout(300)


def keys(screen: Screen, *arguments: str) -> None:
    """Press or type something."""
    subprocess.run(["xdotool", *arguments], env=dict(screen.env), check=True)


def open_window(screen: Screen, app: TrayApp) -> None:
    """By the command; it is told when it is there."""
    assert plainspoken("settings", env=app.env).stdout == "shown\n"
    until(lambda: screen.windows(WINDOW), "the window is there")


def go_to(screen: Screen, title: str) -> None:
    """Find a setting, and go to its field."""
    keys(screen, "key", "ctrl+f", "ctrl+a")
    keys(screen, "type", title)
    keys(screen, "key", "Return")


def written(home: Home) -> str:
    """The settings file."""
    file = home.settings_folder / "settings.toml"
    return file.read_text("utf-8") if file.exists() else ""


def test_a_new_hotkey_starts_a_dictation_and_the_old_one_does_not(
    home: Home, screen: Screen, sound: Sound, logs: Path
) -> None:
    """Chosen by pressing it, without a restart; the file has it beside her comments."""
    home.settings_folder.mkdir(parents=True)
    (home.settings_folder / "settings.toml").write_text("# mine\n")
    with tray_app(home, screen, sound.env, logs / "hotkey", "--demo-speech") as app:
        open_window(screen, app)
        go_to(screen, "start and stop")
        keys(screen, "key", "space")
        screen.press("ctrl+alt+j")
        until(lambda: written(home) == '# mine\ntoggle_hotkey = "<ctrl>+<alt>+j"\n', "the hotkey is written")
        screen.press(HOTKEY)
        screen.press("ctrl+alt+j")
        app.reaches("listening")
        said = plainspoken("start", env=app.env).stdout
        assert said == "already listening\n", "or the old hotkey had begun what the new one has stopped"
        app.settle()
        assert app.program.complaints() == ""


def test_another_window_of_the_speech_model_is_loaded_at_once(
    home: Home, screen: Screen, sound: Sound, logs: Path
) -> None:
    """Its engine is another process, started with what was chosen; the tagger's is the one that it was."""
    with tray_app(home, screen, sound.env, logs / "engines", "--demo-speech") as app:
        before, tagger = app.engine("whisper_cpp"), app.engine("llama_cpp")
        open_window(screen, app)
        go_to(screen, "window of the speech model")
        keys(screen, "key", "Down")
        until(lambda: app.engine("whisper_cpp") != before, "the engine is replaced")
        command = Path(f"/proc/{app.engine('whisper_cpp')}/cmdline")
        until(lambda: '"encoder_context": "full"' in command.read_text("utf-8"), "it has what was chosen")
        assert app.engine("llama_cpp") == tagger


def test_what_the_policy_sets_cannot_be_changed_and_the_rest_can(
    home: Home, screen: Screen, sound: Sound, logs: Path, tmp_path: Path
) -> None:
    """The same keys change one setting, and not the other one; `doctor` says what is decided, and where."""
    policy = tmp_path / "policy.toml"
    policy.write_text("keep_notes_days = 3\n")
    under = (sys.executable, str(WITH_POLICY), str(policy))
    with tray_app(home, screen, sound.env, logs / "policy", "--demo-speech", under=under) as app:
        open_window(screen, app)
        for title, number in (("keep notes for", "30"), ("rest after", "25")):
            go_to(screen, title)
            keys(screen, "key", "ctrl+a")
            keys(screen, "type", number)
            keys(screen, "key", "Return")
        until(lambda: "idle_minutes" in written(home), "the setting that is free is written")
        assert written(home).strip() == "idle_minutes = 25"
    examined = subprocess.run(
        [*under, BIN / "plainspoken", "doctor"],
        env=app_env(home, screen.env, sound.env),
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"ok    policy of your organisation: {policy} decides: keep_notes_days\n" in examined.stdout
