"""An engine without a model, and the program that runs it in a child: for tests of the process around an engine.

Run as `python echo_engine.py`; it goes through the real child's main loop.
"""

import ctypes
import os
import signal
import socket
import struct
import sys
import threading
from pathlib import Path

from plainspoken_models.engines import child
from plainspoken_models.engines.framing import Frame, Operations
from plainspoken_models.errors import EngineFailed


def operations(model: Path, **_options: object) -> Operations:
    """Everything an engine can do to its host. A model called `bad` cannot be loaded."""
    if model.name == "bad":
        raise EngineFailed("This model is bad.", "Take another.")
    if model.name == "broken":
        raise RuntimeError("a secret of the loader")
    return {
        "echo": lambda request: Frame({"pid": os.getpid()}, request.payload),
        "fail": _fail,
        "refuse": _refuse,
        "die": lambda _request: os._exit(3),
        "hang": _hang,
        "transcribe": _transcribe,
        "start": lambda _request: Frame(),
        "rewind": lambda _request: Frame(),
        "assign": lambda _request: Frame(),
        "prepare": _tag,
        "tag": _tag,
        "old processor": _use_what_it_lacks,
        "print": _print,
        "waiting": lambda _request: Frame(
            {"policy": os.environ.get("OMP_WAIT_POLICY", ""), "spins": os.environ.get("GOMP_SPINCOUNT", "")}
        ),
        "network": lambda _request: Frame({name: _attempt(name) for name in ("inet", "inet6", "lookup")}),
        "native": lambda _request: Frame(
            {name: _attempt_natively(name) for name in ("inet", "inet6", "unix")}
        ),
    }


def _transcribe(request: Frame) -> Frame:
    """What the first sample says: below 0 it dies, 1 is too much memory, anything else is a word."""
    first = struct.unpack_from("<f", request.payload)[0]
    if first < 0:
        os._exit(3)
    if first == 1:
        raise MemoryError
    return Frame({"text": str(first), "words": [[str(first), 0, 1, 1.0]], "no_speech_probability": 0.0})


def _tag(request: Frame) -> Frame:
    """It dies of one word."""
    if request.payload == b"poison":
        os._exit(3)
    return Frame({"kind": "hpi", "confidence": 0.9})


def _fail(request: Frame) -> Frame:
    raise RuntimeError(request.payload.decode())


def _refuse(request: Frame) -> Frame:
    raise ValueError(request.payload.decode())


def _use_what_it_lacks(_request: Frame) -> Frame:
    os.kill(os.getpid(), signal.SIGILL)
    return Frame()


def _hang(request: Frame) -> Frame:
    Path(str(request.fields["sign"])).touch()
    threading.Event().wait()
    return Frame()


def _print(_request: Frame) -> Frame:
    print("noise from Python", flush=True)
    os.write(1, b"noise from native code\n")
    return Frame()


def _attempt(name: str) -> str:
    try:
        if name == "lookup":
            socket.getaddrinfo("localhost", 80)
        else:
            socket.socket(getattr(socket, f"AF_{name.upper()}")).close()
    except PermissionError:
        return "refused"
    return "allowed"


def _attempt_natively(name: str) -> str:
    """As a C library would: Python is not asked."""
    made = ctypes.CDLL(None).socket(int(getattr(socket, f"AF_{name.upper()}")), int(socket.SOCK_STREAM), 0)
    return "refused" if made < 0 else "allowed"


if __name__ == "__main__":
    child.ENGINES["echo"] = "echo_engine"
    sys.exit(child.main(["echo", sys.argv[1], "{}"]))
