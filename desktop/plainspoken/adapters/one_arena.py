"""What the C library keeps for itself of the memory that it is given back."""

import ctypes
import sys
from typing import Final

_ARENA_MAX: Final = -8
"""M_ARENA_MAX of glibc's malloc.h; see mallopt(3)."""


def use_one_arena() -> None:
    """Let all threads of this process share one heap; to be called before there are any.

    glibc's malloc gives each thread a heap of its own, up to eight for each core, and what is freed in one of them is
    of no use to the others: 5 MB of the tray app after its first dictation, and more after each. Its threads wait for
    sound, disk and engines, not for memory. Nothing, where the C library is another one.
    """
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):
        mallopt(_ARENA_MAX, 1)
