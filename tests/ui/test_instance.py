"""One app at a time, and the words it listens to."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from pytestqt.qtbot import QtBot

from plainspoken.dictation.errors import AlreadyRunning, DesktopError, NotRunning
from plainspoken.ui.instance import CommandRefused, Instance, send_command
from plainspoken_models.errors import ModelMissing, PlainspokenError

Say = Callable[[str], str]


@pytest.fixture
def say(qtbot: QtBot, tmp_path: Path) -> Say:
    """Says a word as another program would, while the app's event loop runs."""

    def say(word: str) -> str:
        with ThreadPoolExecutor(1) as other:
            answer = other.submit(send_command, word, tmp_path)
            qtbot.waitUntil(answer.done)
        return answer.result()

    return say


def echo(word: str) -> str:
    """An app that says what it was told."""
    return f"did {word}"


def test_app_answers_a_word(say: Say, tmp_path: Path) -> None:
    """A word from another program gets the app's answer."""
    with Instance(echo, tmp_path):
        assert say("toggle") == "did toggle"
        assert say("status") == "did status"


def test_nobody_there_is_said_with_the_remedy(qtbot: QtBot, tmp_path: Path) -> None:  # noqa: ARG001
    """Without an app the command says how to start one."""
    with pytest.raises(NotRunning) as caught:
        send_command("toggle", tmp_path)
    assert caught.value.remedy == "Start it with: plainspoken"
    assert caught.value.exit_code == 10


def test_second_app_is_turned_away(say: Say, tmp_path: Path) -> None:
    """A second one does not start, and does not take the socket from the first."""
    with Instance(echo, tmp_path):
        with pytest.raises(AlreadyRunning), Instance(lambda _word: "thief", tmp_path):
            pass
        assert say("status") == "did status"


def test_lock_alone_keeps_the_second_away(qtbot: QtBot, tmp_path: Path) -> None:  # noqa: ARG001
    """In the moment between lock and socket a second one is turned away as well."""
    lock = QLockFile(str(tmp_path / "plainspoken.lock"))
    assert lock.tryLock(0)
    with pytest.raises(AlreadyRunning), Instance(echo, tmp_path):
        pass


def test_next_app_can_start_after_the_first(say: Say, tmp_path: Path) -> None:
    """Lock and socket are given back."""
    with Instance(echo, tmp_path):
        pass
    with Instance(echo, tmp_path):
        assert say("status") == "did status"


def test_socket_left_by_a_crash_is_no_app(say: Say, tmp_path: Path) -> None:
    """A socket file that nobody listens on does not keep the app from starting."""
    (tmp_path / "plainspoken.sock").touch()
    with Instance(echo, tmp_path):
        assert say("status") == "did status"


def test_socket_is_for_this_user_alone(qtbot: QtBot, tmp_path: Path) -> None:  # noqa: ARG001
    """Nobody else on the machine can start her microphone."""
    with Instance(echo, tmp_path):
        assert (tmp_path / "plainspoken.sock").stat().st_mode & 0o077 == 0


def test_refusal_arrives_whole(say: Say, tmp_path: Path) -> None:
    """What, remedy and exit code of a refusal are those of the error in the app."""

    def refuse(_word: str) -> str:
        raise ModelMissing("No speech model is installed.", "Install one.")

    with Instance(refuse, tmp_path), pytest.raises(PlainspokenError) as caught:
        say("start")
    assert (caught.value.what, caught.value.remedy, caught.value.exit_code) == (
        "No speech model is installed.",
        "Install one.",
        3,
    )


def test_unknown_word_is_refused(say: Say, tmp_path: Path) -> None:
    """A word that is none of the six reaches nothing in the app."""
    heard: list[str] = []

    def hear(word: str) -> str:
        heard.append(word)
        return ""

    with Instance(hear, tmp_path), pytest.raises(CommandRefused):
        say("reboot")
    assert heard == []


def test_endless_word_is_cut_off(qtbot: QtBot, tmp_path: Path) -> None:
    """Whoever sends and never ends the line is disconnected."""
    with Instance(echo, tmp_path):
        socket = QLocalSocket()
        socket.connectToServer(str(tmp_path / "plainspoken.sock"))
        socket.write(b"x" * 1000)
        qtbot.waitUntil(lambda: socket.state() is QLocalSocket.LocalSocketState.UnconnectedState)


def test_app_that_does_not_answer_is_said_to_be_so(
    qtbot: QtBot,  # noqa: ARG001
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A command does not wait for ever for a frozen app."""
    monkeypatch.setattr("plainspoken.ui.instance._PATIENCE_MS", 20)
    deaf = QLocalServer()
    assert deaf.listen(str(tmp_path / "plainspoken.sock"))
    with pytest.raises(NotRunning, match="does not answer"):
        send_command("status", tmp_path)


def test_folder_that_cannot_be_used_is_an_error(qtbot: QtBot, tmp_path: Path) -> None:  # noqa: ARG001
    """Where lock and socket cannot be made the folder is named."""
    with pytest.raises(DesktopError, match="nowhere"), Instance(echo, tmp_path / "nowhere"):
        pass


def test_app_can_end_while_somebody_is_connected(qtbot: QtBot, tmp_path: Path) -> None:
    """A caller who has not said anything yet is hung up on, and the next app can start."""
    socket = QLocalSocket()
    with Instance(echo, tmp_path) as instance:
        socket.connectToServer(str(tmp_path / "plainspoken.sock"))
        qtbot.waitUntil(lambda: instance.callers == 1)
    qtbot.waitUntil(lambda: socket.state() is QLocalSocket.LocalSocketState.UnconnectedState)
    with Instance(echo, tmp_path):
        pass
