"""What a process may do after it has locked itself, seen from inside real processes; their output is read here."""

import json
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from plainspoken_models.engines.kernel_lock import _PROCESSORS, Allowed, program
from plainspoken_models.engines.lockdown import Locks, locks_held

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a lock of Linux")

BEFORE = """
import ctypes, json, os, socket, sys, threading
import numpy
from plainspoken_models.engines import kernel_lock, lockdown
libc = ctypes.CDLL(None, use_errno=True)
def native(family):
    made = libc.socket(int(family), int(socket.SOCK_DGRAM), 0)
    return "made" if made >= 0 else ctypes.get_errno()
def tell(answer):
    print(json.dumps(answer))
"""

EACCES = 13


def in_a_process(code: str) -> object:
    """What this code tells, in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", BEFORE + code], capture_output=True, check=True, stdin=subprocess.DEVNULL
    )
    return json.loads(done.stdout)


@linux
def test_native_code_of_the_program_gets_local_sockets_only() -> None:
    """Screen, sound server and D-Bus are Unix sockets; whatever leaves the machine is refused by the kernel."""
    unix, netlink, inet, inet6, packet, bluetooth, vsock = 1, 16, 2, 10, 17, 31, 40
    families = unix, netlink, inet, inet6, packet, bluetooth, vsock
    code = f"lockdown.lock_down_program(); tell([native(family) for family in {families}])"
    assert in_a_process(code) == ["made", "made", *[EACCES] * 5]


@linux
def test_an_engine_gets_no_sockets_and_no_way_round() -> None:
    """No family at all; nor the rings of io_uring, nor a socket of another process."""
    code = (
        "lockdown.lock_down_engine()\n"
        "tell([native(socket.AF_UNIX), native(socket.AF_INET), native(socket.AF_NETLINK),"
        " (libc.syscall(425, 1, 0), ctypes.get_errno()), (libc.syscall(438, 0, 0, 0), ctypes.get_errno())])"
    )
    assert in_a_process(code) == [EACCES, EACCES, EACCES, [-1, EACCES], [-1, EACCES]]


@linux
def test_threads_that_ran_before_are_locked_too() -> None:
    """Libraries start threads as they are loaded, which is before the lock."""
    code = """
go, told = threading.Event(), []
thread = threading.Thread(target=lambda: (go.wait(), told.append(native(socket.AF_INET))))
thread.start()
lockdown.lock_down_program()
go.set(); thread.join()
tell(told)
"""
    assert in_a_process(code) == [EACCES]


@linux
def test_what_is_started_from_a_locked_process_is_locked() -> None:
    """The kernel's lock is inherited, whatever program it is."""
    code = """
import subprocess
lockdown.lock_down_program()
ask = "import socket\\ntry: socket.socket()\\nexcept OSError as error: print(error.errno)"
tell(subprocess.run([sys.executable, "-c", ask], capture_output=True).stdout.decode().strip())
"""
    assert in_a_process(code) == str(EACCES)


@linux
def test_the_locks_are_found_by_trying() -> None:
    """All of them in an engine; local sockets and the memory stay open in the program; none without a lock."""
    report = "tell(lockdown.locks_held().as_fields())"
    engine, desktop = (
        Locks.of(dict(in_a_process(f"lockdown.lock_down_{which}(); {report}")))  # type: ignore[call-overload]
        for which in ("engine", "program")
    )
    assert engine == Locks(python=True, native=True, local=True, core=True, memory=True)
    assert desktop == Locks(python=True, native=True, local=False, core=True, memory=False)
    held = locks_held()
    assert (held.python, held.native, held.local, held.memory) == (False, False, False, False)


@linux
def test_where_the_kernel_has_no_lock_the_program_works_and_says_so() -> None:
    """An unknown processor: Python's refusal is left, and is what is reported."""
    code = "kernel_lock._PROCESSORS.clear(); lockdown.lock_down_engine(); tell(str(lockdown.locks_held()))"
    assert in_a_process(code) == (
        "network refused in Python code only, no core dump, memory closed to other programs"
    )


@linux
@pytest.mark.parametrize(
    ("which", "pattern", "held"),
    [
        ("program", "core.%p", True),
        ("program", "|/usr/lib/systemd/systemd-coredump %P", False),
        ("program", "@/run/coredump.socket", False),
        ("engine", "|/usr/lib/systemd/systemd-coredump %P", True),
    ],
)
def test_a_limit_of_0_is_no_lock_where_cores_go_to_a_program(
    tmp_path: Path, which: str, pattern: str, held: bool
) -> None:
    """The kernel overlooks it there, and under a hard limit of 0 no other can be set. An engine leaves none anyway."""
    (tmp_path / "core_pattern").write_text(f"{pattern}\n")
    code = f"""
import pathlib, resource
lockdown._CORE_PATTERN = pathlib.Path({str(tmp_path / "core_pattern")!r})
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
lockdown.lock_down_{which}()
tell(lockdown.locks_held().core)
"""
    assert in_a_process(code) is held


@linux
def test_a_crash_leaves_no_core(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever the limit was before; a core would hold what was dictated."""
    folder = tmp_path_factory.mktemp("crash")
    code = f"import os, signal; os.chdir({str(folder)!r}); lockdown.lock_down_program(); os.kill(os.getpid(), 11)"
    ended = subprocess.run([sys.executable, "-c", BEFORE + code], capture_output=True, check=False)
    assert ended.returncode == -11
    assert list(folder.iterdir()) == []


def answer(filter_: list[tuple[int, int, int, int]], number: int, arch: int, family: int = 0) -> int:
    """What the kernel would make of a call: the few instructions that are used, carried out here."""
    data = struct.pack("<IIQQ", number, arch, 0, family)
    at = loaded = 0
    while True:
        code, yes, no, operand = filter_[at]
        at += 1
        match code:
            case 0x20:
                (loaded,) = struct.unpack_from("<I", data, operand)
            case 0x15:
                at += yes if loaded == operand else no
            case 0x35:
                at += yes if loaded >= operand else no
            case 0x06:
                return operand


@pytest.mark.parametrize(
    ("machine", "read", "socket", "connect"), [("x86_64", 0, 41, 42), ("aarch64", 63, 198, 203)]
)
def test_the_filter_of_each_processor(machine: str, read: int, socket: int, connect: int) -> None:
    """On processors that are not at hand the filter is read as the kernel would read it."""
    allow, refuse = 0x7FFF0000, 0x00050000 | EACCES
    processor = _PROCESSORS[machine]
    local, none = program(processor, Allowed.LOCAL), program(processor, Allowed.NONE)
    arch = processor.audit_arch
    families = [answer(local, socket, arch, family) for family in (1, 16, 2, 10, 17)]
    assert families == [allow, allow, refuse, refuse, refuse]
    assert {answer(none, socket, arch, family) for family in range(50)} == {refuse}
    assert [answer(filter_, connect, arch) for filter_ in (local, none)] == [allow, refuse]
    for filter_ in (local, none):
        assert answer(filter_, read, arch) == allow
        assert answer(filter_, read, 0x40000003) == refuse, "a call of 32-bit code"
        assert answer(filter_, 425, arch) == refuse
        assert max(step for _, *steps, _ in filter_ for step in steps) < len(filter_)


def test_calls_of_the_second_abi_of_x86_are_refused() -> None:
    """There, the same calls have other numbers."""
    processor = _PROCESSORS["x86_64"]
    x32_socket = 0x40000000 + 41
    assert answer(program(processor, Allowed.LOCAL), x32_socket, processor.audit_arch, 2) != 0x7FFF0000
