"""What Linux tells of a process: its memory, its processor time, its threads' wake-ups, its engines."""

import os
import re
import time
from contextlib import suppress
from pathlib import Path

ENGINES = ("whisper_cpp", "llama_cpp")
"""As they stand in the command lines of the engine processes."""

STEADY_S = 2.0
STEADY_KIB = 256
"""Memory is at rest when it has moved by less than this for so long."""

Memory = dict[str, float]
"""`rss` and `pss` in MiB: all resident pages, and the same with each shared page divided by those who share it."""


def memory(pid: int) -> Memory:
    """Of one process (proc(5), smaps_rollup). Of an engine only for root: to others it closes its memory."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = {
        name.lower(): int(kib) / 1024
        for name, kib in re.findall(r"^(Rss|Pss):\s+(\d+) kB", rollup, re.MULTILINE)
    }
    return {name: round(mib, 1) for name, mib in found.items()}


def cpu_s(pid: int) -> float:
    """Seconds of processor time that it has used so far, of its own (proc(5), stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def engines(pid: int) -> dict[str, int]:
    """Engine → process id, of those that a program runs."""
    found: dict[str, int] = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):  # a thread or an engine that ends just now
            for child in map(int, (task / "children").read_text().split()):
                line = Path(f"/proc/{child}/cmdline").read_bytes().decode()
                found |= {name: child for name in ENGINES if name in line}
    return found


def all_memory(pid: int) -> dict[str, Memory]:
    """Of the tray process and of each of its engines."""
    return {"tray": memory(pid)} | {name: memory(child) for name, child in engines(pid).items()}


def wait_until_steady(pid: int, limit_s: float = 60.0) -> None:
    """Until the memory of a process and its engines no longer moves."""
    ends, since, before = time.monotonic() + limit_s, time.monotonic(), all_memory(pid)
    while time.monotonic() - since < STEADY_S and time.monotonic() < ends:
        time.sleep(0.1)
        now = all_memory(pid)
        moved = now.keys() != before.keys() or any(
            abs(now[name]["rss"] - before[name]["rss"]) > STEADY_KIB / 1024 for name in now
        )
        if moved:
            since, before = time.monotonic(), now


def wakeups(pid: int, seconds: float) -> dict[str, float]:
    """Voluntary context switches per second of each thread that has any, by its id and the name it goes by."""
    before = _switches(pid)
    time.sleep(seconds)
    rates = {name: (count - before.get(name, 0)) / seconds for name, count in _switches(pid).items()}
    return {name: round(rate, 2) for name, rate in rates.items() if rate}


def _switches(pid: int) -> dict[str, int]:
    found = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):  # a thread that ends just now
            status = (task / "status").read_text()
            counted = re.search(r"^voluntary_ctxt_switches:\s+(\d+)", status, re.MULTILINE)
            name = f"{(task / 'comm').read_text().strip()} {int(task.name) - pid:+}"
            found[name] = int(counted[1]) if counted else 0
    return found
