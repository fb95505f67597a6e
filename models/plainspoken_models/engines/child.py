"""The engine's side of the pipe: `python -m plainspoken_models.engines.child ENGINE MODEL OPTIONS_JSON`.

Loads one engine, says so, and answers one request after another until its standard input ends, which is also what
happens when the program that started it dies. It opens no network connection and leaves no core dump. Dictated text
reaches it through the pipe alone, and leaves it through the pipe alone: a failure is told by the name of its class.
"""

import importlib
import json
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from plainspoken_models.engines.framing import Frame, FramingError, Operations, read_frame, write_frame
from plainspoken_models.engines.lockdown import lock_down_engine, locks_held
from plainspoken_models.errors import PlainspokenError
from plainspoken_models.own_process import own_process

ENGINES = {
    "whisper_cpp": "plainspoken_models.engines.whisper_cpp",
    "llama_cpp": "plainspoken_models.engines.llama_cpp",
}
"""Modules with a function `operations(model, **options)`. Imported by name: a child pays for one engine only."""


def child_command(engine: str, model: Path, options: Mapping[str, object]) -> list[str]:
    """The command line that starts a child."""
    return own_process("plainspoken_models.engines.child", engine, str(model), json.dumps(options))


def main(arguments: list[str]) -> int:
    """Run one engine until standard input ends. Returns the exit code."""
    requests, answers = _take_pipe()
    _lock_down()
    engine, model, options = arguments
    try:
        operations = _load(engine, Path(model), json.loads(options))
    except Exception as error:  # noqa: BLE001  process edge: whatever happened is told by its class
        write_frame(answers, _failure(error))
        return 1
    write_frame(answers, Frame({"ready": True}))
    return _serve(requests, answers, operations)


def _take_pipe() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output, out of reach of native code that prints."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    sys.stdout = sys.stderr
    return sys.stdin.buffer, answers


def _lock_down() -> None:
    lock_down_engine()
    # Ctrl+C in a terminal reaches the whole process group; the program still wants its last words transcribed.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _load(engine: str, model: Path, options: dict[str, object]) -> Operations:
    operations: Operations = importlib.import_module(ENGINES[engine]).operations(model, **options)
    return {"locks": lambda _request: Frame(locks_held().as_fields()), **operations}


def _serve(requests: BinaryIO, answers: BinaryIO, operations: Operations) -> int:
    while True:
        try:
            request = read_frame(requests)
            if request is None:
                return 0
            write_frame(answers, _answer(request, operations))
        except (FramingError, OSError):
            return 2  # the program that started us is gone or broken


def _answer(request: Frame, operations: Operations) -> Frame:
    try:
        return operations[str(request.fields["op"])](request)
    except Exception as error:  # noqa: BLE001  process edge: whatever happened is told by its class
        return _failure(error)


def _failure(error: Exception) -> Frame:
    fields: dict[str, object] = {"failed": type(error).__name__}
    if isinstance(error, PlainspokenError):
        fields |= {
            "what": error.what,
            "remedy": error.remedy,
        }  # our own fixed sentences, which hold no dictated text
    return Frame(fields)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
