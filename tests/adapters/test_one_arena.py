"""The C library's heaps."""

import subprocess
import sys

import pytest

PROGRAM = """
import ctypes, sys, threading
from plainspoken.adapters.one_arena import use_one_arena
library = ctypes.CDLL(None)
if not hasattr(library, "malloc_info"):
    sys.exit("another C library")
if "one" in sys.argv:
    use_one_arena()
together = threading.Barrier(4)
def work():
    together.wait()
    bytearray(50_000)
    together.wait()
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
library.fdopen.restype = ctypes.c_void_p
stream = ctypes.c_void_p(library.fdopen(1, b"w"))
library.malloc_info(0, stream)
library.fflush(stream)
"""


def heaps(*arguments: str) -> int:
    """How many a program of five threads has."""
    program = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], capture_output=True, text=True, check=False
    )
    if program.returncode:
        pytest.skip(program.stderr)
    return program.stdout.count("<heap nr=")


@pytest.mark.skipif(sys.platform != "linux", reason="glibc is Linux's")
def test_all_threads_share_one_heap() -> None:
    """Left to itself, the library gives them several."""
    assert heaps() > 1
    assert heaps("one") == 1
