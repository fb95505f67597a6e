"""One app at a time, and the words that other programs can say to it: `plainspoken toggle` and its kin.

A local socket that only this user can open. Whoever starts asks first whether somebody answers, then takes a lock,
and only then listens: Qt's local server would otherwise take a living socket from its owner.
"""

import json
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import platformdirs
from PySide6.QtCore import QLockFile, QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from plainspoken.dictation.errors import AlreadyRunning, DesktopError, NotRunning
from plainspoken_models.errors import PlainspokenError

WORDS = (
    "start",
    "stop",
    "toggle",
    "cancel",
    "status",
    "problem",
    "recover",
    "history",
    "note",
    "settings",
    "quit",
)
"""What can be said to the running app."""

_PATIENCE_MS = 3_000
_STEP_MS = 20
"""Qt waits without letting other Python threads run, so it waits in steps."""
_LONGEST_WORD = 64


class CommandRefused(PlainspokenError):
    """The running app could not do as it was told; the sentences are its own."""

    def __init__(self, what: str, remedy: str, exit_code: int) -> None:
        super().__init__(what, remedy)
        self.exit_code = exit_code


def runtime_folder() -> Path:
    """Where lock and socket are: a folder of this user alone.

    Raises:
        DesktopError: it cannot be made.
    """
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # without XDG_RUNTIME_DIR (a root shell) it warns, and names another folder
        folder = Path(platformdirs.user_runtime_dir("plainspoken", appauthor=False))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise _unusable(folder, "made") from None
    return folder


def send_command(word: str, folder: Path | None = None) -> str:
    """Say one of `WORDS` to the running app, and return its answer.

    Raises:
        NotRunning: nobody answers.
        CommandRefused: it says why not.
    """
    socket = QLocalSocket()
    socket.connectToServer(_address(folder or runtime_folder()))
    if not socket.waitForConnected(_PATIENCE_MS):
        raise NotRunning("Plainspoken is not running.", "Start it with: plainspoken")
    socket.write(f"{word}\n".encode())
    for _ in range(_PATIENCE_MS // _STEP_MS):
        if socket.canReadLine() or (socket.waitForReadyRead(_STEP_MS) and socket.canReadLine()):
            break
    else:
        raise NotRunning(
            "Plainspoken runs, but does not answer.", "Quit it from its menu, and start it again."
        )
    answer = json.loads(bytes(socket.readLine().data()))
    socket.abort()
    if "refused" in answer:
        raise CommandRefused(answer["refused"], answer["remedy"], answer["exit_code"])
    return str(answer["said"])


class Instance(QObject):
    """The right to be the one running app, held from entering to leaving.

    Args:
        obey: gets one of `WORDS`, returns what was done in words, or raises a `PlainspokenError`.
        folder: where lock and socket are.

    Raises:
        AlreadyRunning: on entering, where another one runs.
        DesktopError: on entering, where the folder cannot be used.
    """

    def __init__(self, obey: Callable[[str], str], folder: Path | None = None) -> None:
        super().__init__()
        self._obey = obey
        self._folder = folder or runtime_folder()
        self._lock = QLockFile(str(self._folder / "plainspoken.lock"))
        self._lock.setStaleLockTime(0)  # however old: it is stale only if its process is gone
        self._callers: list[QLocalSocket] = []
        self._server = QLocalServer()
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)

    def __enter__(self) -> Self:
        if _somebody_answers(self._folder):
            raise _already_running()
        if not self._lock.tryLock(0):
            if self._lock.error() is QLockFile.LockError.LockFailedError:
                raise _already_running()
            raise _unusable(self._folder, "written to")
        QLocalServer.removeServer(_address(self._folder))  # left behind by a crash: the lock is ours
        if not self._server.listen(_address(self._folder)):
            self._lock.unlock()
            raise _unusable(self._folder, "listened in")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for caller in self._callers:
            caller.disconnected.disconnect(self._forget)  # which would be called while Qt destroys it
            caller.abort()
        self._callers.clear()
        self._server.close()
        self._lock.unlock()

    @property
    def callers(self) -> int:
        """How many are connected."""
        return len(self._callers)

    def _welcome(self) -> None:
        while caller := self._server.nextPendingConnection():
            self._callers.append(caller)
            caller.readyRead.connect(self._answer)
            caller.disconnected.connect(self._forget)

    def _answer(self) -> None:
        for caller in tuple(self._callers):
            if caller.canReadLine():
                line = bytes(caller.readLine(_LONGEST_WORD).data())
                caller.write(f"{json.dumps(self._said(line))}\n".encode())
                caller.disconnectFromServer()
            elif caller.bytesAvailable() >= _LONGEST_WORD:
                caller.abort()

    def _forget(self) -> None:
        for caller in tuple(self._callers):
            if caller.state() is QLocalSocket.LocalSocketState.UnconnectedState:
                self._callers.remove(caller)
                caller.deleteLater()

    def _said(self, line: bytes) -> dict[str, object]:
        word = line.decode(errors="replace").strip()
        try:
            if word not in WORDS:
                raise CommandRefused(
                    "The running app does not know that word.", f"Known are: {', '.join(WORDS)}.", 2
                )
            return {"said": self._obey(word)}
        except PlainspokenError as error:
            return {"refused": error.what, "remedy": error.remedy, "exit_code": error.exit_code}


def _address(folder: Path) -> str:
    """A socket file; on Windows the name of a pipe, which cannot lie in a folder."""
    if sys.platform == "win32":
        return "plainspoken-" + "-".join(folder.parts[1:])
    return str(folder / "plainspoken.sock")


def _somebody_answers(folder: Path) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(_address(folder))
    answers = socket.waitForConnected(_PATIENCE_MS)
    socket.abort()
    return answers


def _unusable(folder: Path, what: str) -> DesktopError:
    return DesktopError(
        f"The folder {folder} cannot be {what}.", "Make it yours to write, or set XDG_RUNTIME_DIR."
    )


def _already_running() -> AlreadyRunning:
    return AlreadyRunning("Plainspoken is running already.", "Look for its icon in the tray.")
