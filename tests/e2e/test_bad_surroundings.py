"""No microphone, a dead one; no screen: one clear sentence each, and nothing lost."""

from pathlib import Path

from e2e.desktop_services import BIN, Home, Screen, Sound, a_sound_server
from e2e.listen import listening
from e2e.processes import ask, running, until
from e2e.product import VISIT_TEXT, app_env, assert_complained, assert_refused, person_at, plainspoken

SETTINGS_WRONG = 11

DEAD_MICROPHONE_S = 15.0
"""It is reported after 3 s of zeros; the rest is for a busy machine."""


def test_without_a_microphone_listening_is_refused(home: Home) -> None:
    """No sound server and no sound card that answers."""
    outcome = plainspoken("listen", "--demo-speech", env=home.env)
    assert_refused(outcome, 6, "No microphone was found", "Plug one in")
    assert "Speak." not in outcome.stderr


def test_without_a_microphone_doctor_has_another_remedy_than_itself(home: Home) -> None:
    """No line of it tells her to run it."""
    outcome = plainspoken("doctor", env=home.env)
    assert outcome.exit_code == 1
    (line,) = (line for line in outcome.stdout.splitlines() if "No microphone was found" in line)
    assert line.startswith("  MEND  microphone: ")
    assert "plainspoken doctor" not in outcome.stdout


def test_a_microphone_that_is_not_connected_is_named(home: Home) -> None:
    """The one that the settings name, so that another one is not recorded by mistake."""
    home.settings_folder.mkdir(parents=True)
    (home.settings_folder / "settings.toml").write_text('microphone = "Headset of the night shift"\n')
    outcome = plainspoken("listen", "--demo-speech", env=home.env)
    assert_refused(outcome, 6, "Headset of the night shift", "not connected")


def test_a_microphone_of_zeros_is_reported_while_she_speaks(home: Home, screen: Screen, logs: Path) -> None:
    """Muted by a switch or by the system: she is told after three seconds, not after the dictation."""
    with (
        a_sound_server(home, logs) as sound,
        person_at(sound, level=0),
        listening(home, screen, sound, logs) as listen,
    ):
        until(lambda: "no sound at all" in listen.program.complaints(), "she is told", DEAD_MICROPHONE_S)
        outcome = listen.enter()
    assert_complained(outcome, 6, "no sound at all", "muted")


def test_the_tray_app_without_a_screen_is_refused(home: Home, sound: Sound) -> None:
    """Over ssh, or from a service."""
    assert_refused(plainspoken("--demo-speech", env=app_env(home, sound_env=sound.env)), 8, "no desktop")


def test_the_tray_app_on_a_screen_that_does_not_answer_is_refused(home: Home) -> None:
    """A display that went away."""
    assert_refused(plainspoken("--demo-speech", env={**home.env, "DISPLAY": ":4711"}), 8, "display :4711")


def test_a_note_that_cannot_be_copied_is_printed_all_the_same(home: Home) -> None:
    """`note --copy` without a screen: the note first, then what is wrong with the clipboard."""
    outcome = plainspoken("note", VISIT_TEXT, "--copy", env=home.env)
    assert_complained(outcome, 8, "no desktop")
    assert "lisinopril" in outcome.stdout


def test_who_starts_the_app_from_a_launcher_sees_why_it_does_not_start(
    home: Home, screen: Screen, sound: Sound, logs: Path
) -> None:
    """A mistake in the settings: a window says it, and when she has closed it the app ends as it does in a terminal."""
    home.settings_folder.mkdir(parents=True, exist_ok=True)
    (home.settings_folder / "settings.toml").write_text("idle_minute = 5\n")
    env = app_env(home, screen.env, sound.env)
    with running([BIN / "plainspoken", "--demo-speech"], env, logs, name="not-started") as program:
        (window,) = until(lambda: screen.windows("^Plainspoken$"), "a window is there")
        assert 'unknown setting "idle_minute"' in program.complaints()
        assert not program.ended
        ask(["xdotool", "windowactivate", "--sync", window], screen.env)
        screen.press("Escape")
        assert program.wait() == SETTINGS_WRONG
    assert program.complaints().count("unknown setting") == 1
