"""Runs a program and sees which sockets it and everything it starts ask for.

By strace where there is one that works: from the first instruction on, granted or refused, Python or native code.
Elsewhere by looking, again and again, at the sockets that the system says are open.
"""

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

_CALLS = "socket,socketpair,connect,bind,listen,accept,accept4,io_uring_setup,execve"
"""Not the calls that carry data: what is sent to a sound server or a screen is nobody's to write down."""

_LOCAL = {"AF_UNIX", "AF_LOCAL", "AF_NETLINK"}
"""They reach this machine only: screen, sound server, D-Bus, the kernel."""

_LOOK_S = 0.05

_TRACED = "strace has followed the program and all that it started, from the first instruction on."
_LOOKED = f"The operating system was asked every {_LOOK_S * 1000:.0f} ms for the open network sockets of all processes."


@dataclass(frozen=True, slots=True)
class Measured:
    """What was seen of a program."""

    how: str
    blind: str
    """What this way of looking cannot see."""
    exit_code: int
    programs: str
    """What was started, with arguments."""
    sockets: frozenset[str] | None
    """Families that were asked for, local ones too, as the system names them; None where that was not recorded."""
    network: frozenset[str]
    """Each that reaches beyond this machine: the call, or the socket."""


def measure(command: Sequence[str], *, tracer: str | None = None) -> Measured:
    """Run a command to its end, its output thrown away, and say what was seen.

    Args:
        command: a program with its arguments.
        tracer: strace; looked for where it is left out; empty: do without.
    """
    tracer = _strace() if tracer is None else tracer
    return _traced(tracer, command) if tracer else _looked_at(command)


def _strace() -> str:
    """Where strace is; nothing where there is none, or where it may not trace (as in some containers)."""
    found = shutil.which("strace") or ""
    if not found:
        return ""
    tried = subprocess.run(
        [found, "-f", "-o", "/dev/null", "true"], capture_output=True, check=False, stdin=subprocess.DEVNULL
    )
    return found if tried.returncode == 0 else ""


def _traced(tracer: str, command: Sequence[str]) -> Measured:
    # Without --seccomp-bpf: what a program's own filter refuses would not reach strace, and attempts count as well.
    with tempfile.TemporaryDirectory(prefix="plainspoken-proof-") as folder:
        log = Path(folder) / "calls"
        options = ["-f", "-q", "-s", "256", "-o", str(log), "-e", f"trace={_CALLS}"]
        ended = subprocess.run(
            [tracer, *options, "--", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        text = log.read_text("utf-8", errors="replace")
    blind = "data handed to another program of this machine through a local socket, a pipe or a file."
    return Measured(_TRACED, blind, ended.returncode, _programs(text), _families(text), _beyond(text))


def _programs(log: str) -> str:
    return "\n".join(re.findall(r"execve\(.*", log))


def _families(log: str) -> frozenset[str]:
    return frozenset(re.findall(r"\bsocket(?:pair)?\((AF_\w+|\d\w*)", log))


def _beyond(log: str) -> frozenset[str]:
    """The calls, without process ids, that ask for what is not local; io_uring could ask for it unseen."""
    # Not as far as the result: where another thread came between, that is on another line.
    calls = re.findall(r"^\d+ +((?:socket|socketpair|io_uring_setup)\(.*)$", log, re.MULTILINE)
    asked = (call for call in calls if not re.match(rf"socket(?:pair)?\((?:{'|'.join(_LOCAL)})\b", call))
    addressed = re.findall(r"((?:connect|bind)\(\d+, \{sa_family=(?!AF_UNIX|AF_LOCAL|AF_NETLINK)\w+)", log)
    return frozenset([*asked, *addressed])


def _looked_at(command: Sequence[str]) -> Measured:
    programs, network, closed = set[str](), set[str](), set[str]()
    with subprocess.Popen(
        list(command), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        while running.poll() is None:
            _look(running.pid, programs, network, closed)
            time.sleep(_LOOK_S)
    blind = "a socket that was open for less than that, or neither bound nor connected"
    blind += f"; processes that do not let themselves be looked at: {len(closed)}." if closed else "."
    return Measured(_LOOKED, blind, running.returncode, "\n".join(sorted(programs)), None, frozenset(network))


def _look(pid: int, programs: set[str], network: set[str], closed: set[str]) -> None:
    with suppress(psutil.NoSuchProcess):
        for process in [own := psutil.Process(pid), *own.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                line = " ".join(process.cmdline())
                programs.add(line)
                try:
                    for socket in process.net_connections("inet"):
                        network.add(f"{socket.family.name} {socket.type.name} at {socket.laddr}")
                except psutil.AccessDenied:
                    closed.add(line)
