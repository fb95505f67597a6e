"""Fixtures of the end-to-end tests: services, the tray app and one real dictation, each started once and shared."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from e2e.desktop_services import Home, Screen, Sound, a_home, a_screen, a_sound_server
from e2e.evidence import Observations, strace
from e2e.processes import until
from e2e.product import NOTE_S, VISIT, TrayApp, person_at, tray_app

SHARED_HOTKEY = "ctrl+alt+n"
"""The shared app lives to the end, and hears whatever hotkey is pressed for another one: it must not be its own."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder uses real parts."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the services' own output goes: outside every home, so that a home holds what the product wrote."""
    return tmp_path_factory.mktemp("logs")


@pytest.fixture(scope="session")
def service_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The home that the shared services live in."""
    with a_home(tmp_path_factory.mktemp("services")) as home:
        yield home


@pytest.fixture(scope="session")
def screen(service_home: Home, logs: Path) -> Iterator[Screen]:
    """A screen with a window manager, a tray and notifications."""
    with a_screen(service_home, logs) as screen:
        yield screen


@pytest.fixture(scope="session")
def sound(service_home: Home, logs: Path) -> Iterator[Sound]:
    """A sound server with a virtual microphone."""
    with a_sound_server(service_home, logs) as sound:
        yield sound


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A fresh home for one test."""
    with a_home(tmp_path / "home") as home:
        yield home


@pytest.fixture(scope="session")
def trace_log(logs: Path) -> Path:
    """Where strace writes down what the shared tray app does."""
    return logs / "tray-app.strace"


@pytest.fixture(scope="session")
def shared_app(
    screen: Screen, sound: Sound, logs: Path, trace_log: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TrayApp]:
    """One tray app with the demo's speech model, traced from its first instruction on."""
    with a_home(tmp_path_factory.mktemp("physician")) as home:
        home.settings_folder.mkdir(parents=True)
        (home.settings_folder / "settings.toml").write_text('toggle_hotkey = "<ctrl>+<alt>+n"\n')
        with tray_app(home, screen, sound.env, logs, "--demo-speech", under=strace(trace_log)) as app:
            yield app


@pytest.fixture
def app(shared_app: TrayApp) -> Iterator[TrayApp]:
    """The shared tray app, at rest before the test and after it."""
    shared_app.settle()
    yield shared_app
    shared_app.settle()


@dataclass(frozen=True, slots=True)
class Dictated:
    """What was seen of one whole dictation, from hotkey to clipboard."""

    text: str
    """The clipboard as text/plain, read by another program."""
    html: str
    targets: tuple[str, ...]
    text_without_window: str
    """The same, after the app's window has gone."""
    seen: Observations = field(repr=False)
    """Of app and engines, while it went on."""


@pytest.fixture(scope="session")
def dictated(shared_app: TrayApp, screen: Screen, sound: Sound) -> Dictated:
    """The visit, spoken into the microphone between two presses of the hotkey."""
    shared_app.settle()
    seen = Observations(shared_app.pid)
    screen.copy("what was on the clipboard before")
    with person_at(sound) as person:
        screen.press(SHARED_HOTKEY)
        shared_app.reaches("listening")
        person.says(VISIT, meanwhile=seen.look)
        screen.press(SHARED_HOTKEY)
        until(lambda: "Plan" in screen.clipboard(), "the note is on the clipboard", NOTE_S)
    text, html, targets = screen.clipboard(), screen.clipboard("text/html"), screen.clipboard_targets()
    seen.look()
    until(lambda: not screen.windows("Plainspoken"), "the window goes away by itself")
    return Dictated(text, html, tuple(targets), screen.clipboard(), seen)
