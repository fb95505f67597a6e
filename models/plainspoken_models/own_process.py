"""How this program starts a part of itself as a process of its own: the one place that knows whether it is frozen.

From source a part is `python -m MODULE`. A frozen program (installers/plainspoken.spec) has no Python to start: it
starts itself with `--part MODULE`, and turns into that part before it has loaded anything else.
"""

import runpy
import sys
from typing import Final

PART: Final = "--part"

_PACKAGES: Final = ("plainspoken", "plainspoken_models")


def own_process(module: str, *arguments: str) -> list[str]:
    """The command line of a process that runs a module of ours, as `python -m` would.

    Args:
        module: its full name.
        arguments: for the module; never anything that was dictated.
    """
    start = [PART] if getattr(sys, "frozen", False) else ["-P", "-m"]  # -P: not from the working folder
    return [sys.executable, *start, module, *arguments]


def become_part() -> None:
    """Be the part that the command line asks for, if it asks for one; called first of all by a frozen program.

    Raises:
        SystemExit: there is no such part; or it is one, and has ended.
    """
    if sys.argv[1:2] != [PART]:
        return
    module = sys.argv[2] if len(sys.argv) > 2 else ""
    if module.partition(".")[0] not in _PACKAGES:
        raise SystemExit(f"{PART} is for parts of Plainspoken.")
    sys.argv[1:3] = []
    runpy.run_module(module, run_name="__main__", alter_sys=True)
    raise SystemExit
