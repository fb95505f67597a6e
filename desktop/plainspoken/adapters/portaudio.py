"""The way to PortAudio for everything that may hang in it, or must not be done twice at once."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from plainspoken.dictation.errors import AudioError

ANSWER_S = 5.0
"""The sound system has this long to list or open a microphone; with PulseAudio 16 it took less than 0.1 s."""

Answer = TypeVar("Answer")

in_use: set[object] = set()
"""Microphones and sounds whose stream is being opened, open, or being closed: PortAudio is not to be shut down."""

_lock = threading.Lock()
"""Held by the one thread that lists or opens: PortAudio must not be shut down while another one is at work in it."""


def ask(question: Callable[[Any], Answer], undo: Callable[[Answer], None] | None = None) -> Answer:
    """Ask PortAudio, in a thread that may hang as long as the sound server does.

    Args:
        question: is given the module `sounddevice`; no other question is asked at the same time.
        undo: is given an answer that came when nobody waited for it any more.

    Raises:
        AudioError: no answer in `ANSWER_S`, PortAudio has failed or is not installed, or `question` raises it.
    """
    future: Future[Answer] = Future()
    threading.Thread(target=_answer, args=(question, undo, future), name="sound system", daemon=True).start()
    try:
        return future.result(ANSWER_S)
    except TimeoutError:
        if not future.cancel():  # the answer came at the last moment
            return future.result()
        raise AudioError(
            "The sound system does not answer.",
            "Log out and in again, or restart the computer; then try again.",
        ) from None


def _answer(
    question: Callable[[Any], Answer], undo: Callable[[Answer], None] | None, future: "Future[Answer]"
) -> None:
    with _lock:
        if future.cancelled():
            return
        try:
            answer = _translated(question)
        except Exception as error:  # noqa: BLE001  thread edge: it is raised where the answer is waited for
            if future.set_running_or_notify_cancel():
                future.set_exception(error)
            return
        if future.set_running_or_notify_cancel():
            future.set_result(answer)
        elif undo:
            undo(answer)


def _translated(question: Callable[[Any], Answer]) -> Answer:
    sounddevice = _library()
    try:
        return question(sounddevice)
    except sounddevice.PortAudioError as error:
        raise _failed(error) from error


def _library() -> Any:
    """The module `sounddevice`; its import loads PortAudio, which may not be there, and starts it, which may fail."""
    try:
        import sounddevice  # noqa: PLC0415
    except OSError as error:
        raise AudioError(
            "The sound library PortAudio is not installed.",
            "Install libportaudio2 (Debian, Ubuntu: sudo apt install libportaudio2).",
        ) from error
    except Exception as error:  # edge: the library's own error class would come with the import that failed
        raise _failed(error) from error
    return sounddevice


def _failed(error: Exception) -> AudioError:
    return AudioError(
        f"The sound system has failed ({error}).",
        "Check that other programs hear the microphone; restart the computer if they do not.",
    )
