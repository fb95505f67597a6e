"""Has the kernel refuse sockets to this process, all its threads and all its children, native code included.

On Linux a seccomp filter (seccomp(2), kernel.org/doc/html/latest/userspace-api/seccomp_filter.html): a small program
that the kernel runs before each system call. It cannot be taken back, it needs no rights, and it holds for whatever is
started from here. On macOS Apple's own profiles of sandbox(7), which have not been run here. Windows has nothing that
a program can do to itself: there the firewall has to, see docs/what-leaves.md.
"""

import ctypes
import errno
import platform
import sys
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Allowed(Enum):
    """Which sockets a process may still make."""

    LOCAL = "local"
    """Unix sockets (screen, sound server, D-Bus) and the kernel's own news of devices (netlink)."""
    NONE = "none"
    """None at all."""


@dataclass(frozen=True, slots=True)
class _Processor:
    """Numbers of system calls, from the kernel's asm/unistd.h, and the mark of a program built for this processor."""

    audit_arch: int
    """From linux/audit.h."""
    seccomp: int
    socket: int
    socketpair: int
    uses: tuple[int, ...]
    """connect, bind, listen, accept, accept4: of a socket that was handed over by somebody else."""
    other_abi: int | None = None
    """System calls from this number on are of a second ABI (x32), in which the same calls have other numbers."""


_PROCESSORS: Final = {
    "x86_64": _Processor(0xC000003E, 317, 41, 53, (42, 49, 50, 43, 288), 0x40000000),
    "aarch64": _Processor(0xC00000B7, 277, 198, 199, (203, 200, 201, 202, 242)),
}

_WAYS_ROUND: Final = (425, 438)
"""io_uring_setup, whose rings open sockets without the calls above, and pidfd_getfd, which takes another process's."""

_LOCAL_FAMILIES: Final = (1, 16)
"""AF_UNIX and AF_NETLINK, as the kernel numbers them."""

_LOAD, _IF_EQUAL, _IF_AT_LEAST, _ANSWER = 0x20, 0x15, 0x35, 0x06
"""BPF instructions: load a word of `struct seccomp_data`, compare and jump, return (linux/bpf_common.h)."""

_NUMBER, _ARCH, _FIRST_ARGUMENT = 0, 4, 16
"""Where these are in `struct seccomp_data`; of the argument its lower half, on little-endian machines."""

_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
"""SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with the error that the program sees."""

_SET_FILTER, _ALL_THREADS, _NO_SLOWER = 1, 1, 4
"""SECCOMP_SET_MODE_FILTER; its flags TSYNC, for libraries have threads by now, and SPEC_ALLOW: without it, kernels
before 5.16 slow down every filtered process."""

_NO_NEW_PRIVILEGES: Final = 38
"""PR_SET_NO_NEW_PRIVS: what an ordinary user has to give up for a filter."""

_NAMED: Final = 1
"""SANDBOX_NAMED, and below the profiles kSBXProfileNoInternet and kSBXProfileNoNetwork of macOS' sandbox.h."""
_PROFILES: Final = {Allowed.LOCAL: b"no-internet", Allowed.NONE: b"no-network"}


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("yes", ctypes.c_uint8),
        ("no", ctypes.c_uint8),
        ("k", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def lock_sockets(allowed: Allowed) -> bool:
    """From now on the kernel refuses all other sockets with EACCES. Returns whether it does.

    Not where the system has no such lock, or does not allow it (an old kernel, an unusual processor): then the
    program works as before, and `lockdown.locks_held` says so.
    """
    if sys.platform == "darwin":
        return _sandbox(_PROFILES[allowed])
    processor = _PROCESSORS.get(platform.machine())
    if not sys.platform.startswith("linux") or processor is None or sys.maxsize < 2**32:
        return False
    return _install(processor, program(processor, allowed))


def program(processor: _Processor, allowed: Allowed) -> list[tuple[int, int, int, int]]:
    """The filter: (instruction, steps to skip if so, steps to skip if not, operand).

    A call of another ABI is refused whatever it is: its numbers mean something else.
    """
    refused = (*_WAYS_ROUND, *((*processor.uses, processor.socket) if allowed is Allowed.NONE else ()))
    families = _LOCAL_FAMILIES if allowed is Allowed.LOCAL else _LOCAL_FAMILIES[:1]
    asked = (processor.socket, processor.socketpair)
    body: list[tuple[int, str, str, int]] = [
        (_LOAD, "", "", _ARCH),
        (_IF_EQUAL, "", "refuse", processor.audit_arch),
        (_LOAD, "", "", _NUMBER),
        *([(_IF_AT_LEAST, "refuse", "", processor.other_abi)] if processor.other_abi else []),
        *((_IF_EQUAL, "refuse", "", number) for number in refused),
        *((_IF_EQUAL, "family", "", number) for number in asked),
        (_ANSWER, "", "", _ALLOW),
        (_LOAD, "", "", _FIRST_ARGUMENT),
        *((_IF_EQUAL, "allow", "", family) for family in families),
        (_ANSWER, "", "", _REFUSE),
        (_ANSWER, "", "", _ALLOW),
    ]
    last = len(body) - 1
    places = {"allow": last, "refuse": last - 1, "family": last - 2 - len(families)}
    return [
        (code, places[yes] - at - 1 if yes else 0, places[no] - at - 1 if no else 0, operand)
        for at, (code, yes, no, operand) in enumerate(body)
    ]


def _install(processor: _Processor, instructions: list[tuple[int, int, int, int]]) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    listed = (_Instruction * len(instructions))(*(_Instruction(*one) for one in instructions))
    told = _Program(len(instructions), ctypes.cast(listed, ctypes.POINTER(_Instruction)))
    if libc.prctl(_NO_NEW_PRIVILEGES, *map(ctypes.c_ulong, (1, 0, 0, 0))) != 0:
        return False
    number, how = ctypes.c_long(processor.seccomp), ctypes.c_uint(_SET_FILTER)
    return any(
        libc.syscall(number, how, ctypes.c_uint(flags), ctypes.byref(told)) == 0
        for flags in (_ALL_THREADS | _NO_SLOWER, _ALL_THREADS)
    )


def _sandbox(profile: bytes) -> bool:
    library = ctypes.CDLL("/usr/lib/libSystem.dylib")
    reason = ctypes.c_char_p()
    return bool(library.sandbox_init(profile, ctypes.c_uint64(_NAMED), ctypes.byref(reason)) == 0)
