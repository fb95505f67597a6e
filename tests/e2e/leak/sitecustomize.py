"""A leak, planted by the tests: Python runs this file as it starts, where `PYTHONPATH` names its folder.

In programs with `LEAK_IN` in their command line native code asks for an internet socket: at once, before any lock of
ours, or, where `LEAK_AFTER_LOCK` is set, as soon as the kernel's lock holds.
"""

import ctypes
import os
import sys
import threading
import time
from pathlib import Path

AF_INET, SOCK_STREAM = 2, 1


def leak() -> None:
    """Ask for a socket, as a library would."""
    ctypes.CDLL(None).socket(AF_INET, SOCK_STREAM, 0)


def leak_after_lock() -> None:
    """The same, once the kernel filters this process."""
    while "Seccomp:\t2" not in Path("/proc/self/status").read_text():
        time.sleep(0.01)
    leak()


where = os.environ.get("LEAK_IN")
if where and any(where in argument for argument in sys.orig_argv):
    if os.environ.get("LEAK_AFTER_LOCK"):
        threading.Thread(target=leak_after_lock, daemon=True).start()
    else:
        leak()
