"""The locks of a process that dictated words pass through: no network, no core dump; and which of them hold.

Each is tried for, none is taken for granted: `locks_held` finds out by doing what is forbidden.
"""

import ctypes
import errno
import os
import socket
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

from plainspoken_models.engines.kernel_lock import Allowed, lock_sockets
from plainspoken_models.engines.no_network import refuse_network

_CORE_BYTES: Final = 1
"""Too little for a core file. And not 0: where cores go to a program (systemd-coredump, apport) the kernel overlooks
the limit, but for this one, with which it writes none at all (`coredump_pipe` in the kernel's fs/coredump.c)."""

_CORE_PATTERN = Path("/proc/sys/kernel/core_pattern")
"""Where cores go on Linux: to a file, to a program (it begins with "|"), or to a socket ("@", since Linux 6.16)."""

_SET_DUMPABLE, _GET_DUMPABLE = 4, 3
"""PR_SET_DUMPABLE, PR_GET_DUMPABLE (prctl(2))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locks:
    """What a process cannot do, as it was found by trying."""

    python: bool
    """Python code gets no internet socket."""
    native: bool
    """Native code gets no internet socket."""
    local: bool
    """Native code gets no Unix socket either."""
    core: bool
    """A crash leaves no core dump."""
    memory: bool
    """Other programs of the same user cannot read its memory (on Linux)."""

    def as_fields(self) -> dict[str, object]:
        """For a message over a pipe."""
        return asdict(self)

    @classmethod
    def of(cls, fields: dict[str, object]) -> Self:
        """Out of such a message.

        Raises:
            TypeError: it is not one.
        """
        return cls(**{name: value is True for name, value in fields.items()})

    def __str__(self) -> str:
        native = "by the kernel" if self.native else "in Python code only"
        sockets = "every socket" if self.local else "network"
        memory = ", memory closed to other programs" if self.memory else ""
        core = "no core dump" if self.core else "core dumps as the system has them"
        return f"{sockets} refused {native}, {core}{memory}" if self.python else "NOT LOCKED"


def lock_down_program() -> None:
    """For the program that dictates: no network, for native code too where the system has such a lock; no core dump.

    Its memory stays open to other programs of the same user, as that of any program is. To close it would shut it
    out from the desktop's portals, which look at /proc/PID/root (github.com/flatpak/xdg-desktop-portal/issues/785).
    """
    refuse_network()
    lock_sockets(Allowed.LOCAL)
    _no_core_dump()


def lock_down_engine() -> None:
    """For a process with an engine in it, before its model is loaded: no sockets at all, and its memory is closed."""
    refuse_network()
    lock_sockets(Allowed.NONE)
    _no_core_dump()
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, *map(ctypes.c_ulong, (0, 0, 0, 0)))


def locks_held() -> Locks:
    """What this process cannot do. On Windows native code is not asked: nothing there would stop it."""
    closed = _memory_closed()
    return Locks(
        python=_refused_to_python(),
        native=_refused_to_native_code(int(socket.AF_INET)) and _refused_to_native_code(int(socket.AF_INET6)),
        local=sys.platform != "win32" and _refused_to_native_code(int(socket.AF_UNIX)),
        core=closed
        or _core_limited(),  # one goes with the other: "Processes that are not dumpable", prctl(2)
        memory=closed,
    )


def _refused_to_python() -> bool:
    try:
        socket.socket(socket.AF_INET).close()
    except PermissionError:
        return True
    return False


def _refused_to_native_code(family: int) -> bool:
    if sys.platform == "win32":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    made = libc.socket(family, int(socket.SOCK_DGRAM), 0)
    if made < 0:
        return ctypes.get_errno() in {errno.EACCES, errno.EPERM}
    os.close(made)
    return False


def _no_core_dump() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  does not exist on Windows

        most = resource.getrlimit(resource.RLIMIT_CORE)[1]
        limit = _CORE_BYTES if most == resource.RLIM_INFINITY else min(_CORE_BYTES, most)
        resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))


def _memory_closed() -> bool:
    if not sys.platform.startswith("linux"):
        return False
    return bool(ctypes.CDLL(None).prctl(_GET_DUMPABLE, *map(ctypes.c_ulong, (0, 0, 0, 0))) == 0)


def _core_limited() -> bool:
    if sys.platform == "win32":
        return False
    import resource  # noqa: PLC0415  does not exist on Windows

    limit = resource.getrlimit(resource.RLIMIT_CORE)[0]
    return limit == _CORE_BYTES or (limit == 0 and not _cores_go_to_a_program())


def _cores_go_to_a_program() -> bool:
    """Whether the limit is overlooked, or may be: where cores go cannot be read."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        return _CORE_PATTERN.read_text().startswith(("|", "@"))
    except OSError:
        return True
