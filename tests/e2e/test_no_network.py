"""Nothing leaves: neither the program that dictates nor its engines ask the system for a network socket.

Seen by strace from the first instruction on. Where the system does not allow tracing, the open sockets of all
processes are compared with the tables of /proc/net instead, throughout the dictation.
"""

import re
import sys
from pathlib import Path

import pytest

from e2e.conftest import Dictated
from e2e.desktop_services import BIN, Home, Screen, Sound
from e2e.evidence import Observations, Trace, can_trace, strace
from e2e.processes import running, until
from e2e.product import NOTE_S, VISIT, TrayApp, app_env

LOCAL = {"AF_UNIX", "AF_LOCAL", "AF_NETLINK"}
"""Sockets that reach nothing outside this machine: the display, the sound server, D-Bus; and the kernel itself."""

LEAK = Path(__file__).with_name("leak")

REFUSED = r"socket(?:\(AF_INET, | resumed>).*EACCES"
"""In strace's words; where another thread came between, in two lines."""


def test_a_dictation_opens_no_network_socket(dictated: Dictated, trace_log: Path) -> None:
    """The tray app and both engines, from start to clipboard: local sockets only."""
    assert dictated.seen.internet_sockets == set()
    assert _engines_in("\n".join(dictated.seen.command_lines)) == {"whisper_cpp", "llama_cpp"}
    if can_trace():
        trace = Trace(trace_log.read_text())
        assert "AF_UNIX" in trace.families, "strace has seen nothing at all"
        assert trace.families <= LOCAL
        assert _engines_in(trace.programs) == {"whisper_cpp", "llama_cpp"}


def test_a_note_from_a_file_opens_no_network_socket(home: Home, logs: Path, tmp_path: Path) -> None:
    """`plainspoken note` and both engines: no socket to anywhere."""
    log = tmp_path / "note.strace"
    order = [*strace(log), BIN / "plainspoken", "note", VISIT, "--speech", "demo-speech"]
    with running(order, home.env, logs, name="note-traced") as command:
        seen = Observations(command.pid)
        while not command.ended:
            seen.look()
        assert command.wait() == 0, command.complaints()
    assert seen.internet_sockets == set()
    assert _engines_in("\n".join(seen.command_lines)) == {"whisper_cpp", "llama_cpp"}
    if can_trace():
        trace = Trace(log.read_text())
        assert trace.families <= LOCAL
        assert _engines_in(trace.programs) == {"whisper_cpp", "llama_cpp"}


def test_the_tracer_would_see_a_network_socket(logs: Path, home: Home, tmp_path: Path) -> None:
    """A program that does open one is caught, by strace and by /proc/net: so the tests above can fail."""
    log = tmp_path / "guilty.strace"
    guilty = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('127.0.0.1', 0)); input()"
    with running([*strace(log), sys.executable, "-c", f"{guilty}"], home.env, logs, name="guilty") as command:
        command.wait()
    seen = _sockets_of_a_guilty_program(home, logs)
    assert seen != set()
    if can_trace():
        assert "AF_INET" in Trace(log.read_text()).families


@pytest.mark.parametrize("when", ["", "after the lock"], ids=["at once", "locked"])
@pytest.mark.parametrize("where", ["llama_cpp", "visit.flac"], ids=["engine", "program"])
def test_a_leak_in_native_code_is_caught(
    home: Home, logs: Path, tmp_path: Path, where: str, when: str
) -> None:
    """Before our locks or under them, where it is refused; an engine is under the program's from its first step on."""
    if not can_trace():
        pytest.skip("only strace sees what the kernel has refused")
    log = tmp_path / "leak.strace"
    env = home.env | {"PYTHONPATH": str(LEAK), "LEAK_IN": where, "LEAK_AFTER_LOCK": when}
    command = [*strace(log), BIN / "plainspoken", "note", VISIT, "--speech", "demo-speech"]
    with running(command, env, logs, name="leak") as program:
        assert program.wait(NOTE_S) == 0, program.complaints()
    trace = Trace(log.read_text())
    assert "AF_INET" in trace.families
    refused = re.search(REFUSED, trace.text) is not None
    assert refused is (where == "llama_cpp" or bool(when))


def test_a_leak_in_the_tray_app_is_caught(
    home: Home, screen: Screen, sound: Sound, logs: Path, tmp_path: Path
) -> None:
    """The app works on, and what it asked for is in the trace, refused."""
    if not can_trace():
        pytest.skip("only strace sees what the kernel has refused")
    log, leak = tmp_path / "leak.strace", {"LEAK_IN": "--demo-speech", "LEAK_AFTER_LOCK": "1"}
    env = app_env(home, screen.env, sound.env) | {"PYTHONPATH": str(LEAK)} | leak
    command = [*strace(log), BIN / "plainspoken", "--demo-speech"]
    with running(command, env, logs, name="leaking-app") as program:
        TrayApp(program, home, env).reaches("idle", "problem")
        until(lambda: "AF_INET" in Trace(log.read_text()).families, "the leak is in the trace")
        until(lambda: re.search(REFUSED, log.read_text()), "it is refused")


def _sockets_of_a_guilty_program(home: Home, logs: Path) -> set[str]:
    guilty = (
        "import socket, signal; s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(); signal.pause()"
    )
    with running([sys.executable, "-c", guilty], home.env, logs, name="guilty-too") as command:
        seen = Observations(command.pid)
        while not seen.internet_sockets and not command.ended:
            seen.look()
    return seen.internet_sockets


def _engines_in(text: str) -> set[str]:
    return {engine for engine in ("whisper_cpp", "llama_cpp") if engine in text}
