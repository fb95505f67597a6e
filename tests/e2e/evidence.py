"""What can be seen of a program from outside: its system calls, its sockets, its command line, its environment."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from e2e.desktop_services import Home
from e2e.processes import ask, command_line, family, need

_TABLES = ("tcp", "tcp6", "udp", "udp6", "udplite", "udplite6", "raw", "raw6", "icmp", "icmp6")
_INODE_COLUMN = 9
"""In each of the tables of /proc/net named above (proc(5))."""

_CALLS = "trace=network,io_uring_setup,execve,open,openat,openat2,creat,chdir"

CODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")
"""The ways that text may be written in."""

_ENV = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


@cache
def can_trace() -> bool:
    """Whether the system lets us trace a program of our own (some containers do not)."""
    need("strace")
    return ask(["strace", "-f", "-o", "/dev/null", "echo", "traced"], _ENV).strip() == "traced"


def strace(log: Path) -> tuple[str, ...]:
    """The command to put before another: logs network calls, opened files and started programs of all its processes.

    The tracer is detached (-D), so that the program is our own child, as it would be without it. Without
    --seccomp-bpf: what the program's own filter refuses would not reach strace, and attempts are looked for, too.
    """
    calls = ["-e", _CALLS] if can_trace() else []
    return ("strace", "-D", "-f", "-q", "-o", str(log), *calls) if calls else ()


@dataclass(frozen=True, slots=True)
class Trace:
    """What strace has seen."""

    text: str

    @property
    def families(self) -> set[str]:
        """Address families that a socket was asked for, granted or not."""
        rings = re.findall(r"\bio_uring_setup\b", self.text)  # they can open sockets of any family, unseen
        return set(re.findall(r"\bsocket(?:pair)?\((AF_\w+|\d\w*)", self.text)) | set(rings)

    @property
    def written(self) -> set[Path]:
        """Files that were to be written to, whether or not that was allowed; what is on no disk is left out."""
        opened = re.findall(r'\bopen(?:at2?)?\((?:AT_FDCWD, )?"([^"]+)", (?:\{flags=)?([A-Z_|]+)', self.text)
        made = re.findall(r'\bcreat\("([^"]+)"', self.text)
        named = [name for name, flags in opened if re.search("O_WRONLY|O_RDWR|O_CREAT", flags)] + made
        assert 'chdir("' not in self.text, "names may be relative to another folder"
        return {Path(name).absolute() for name in named if not name.startswith(("/dev/", "/proc/"))}

    @property
    def programs(self) -> str:
        """The programs that were started, with their arguments."""
        return "\n".join(re.findall(r"execve\(.*", self.text))


@dataclass(slots=True)
class Observations:
    """All that was seen of a program and its descendants, over a time.

    Whoever is not root sees neither environment nor sockets of an engine: it has closed them (`lock_down_engine`).
    """

    pid: int
    command_lines: set[str] = field(default_factory=set)
    environments: set[str] = field(default_factory=set)
    internet_sockets: set[str] = field(default_factory=set)

    def look(self) -> None:
        """Look once more."""
        for member in family(self.pid):
            self.command_lines.add(command_line(member))
            with suppress(OSError):
                self.environments.add(Path(f"/proc/{member}/environ").read_bytes().decode(errors="replace"))
                self.internet_sockets |= _internet_sockets(member)


def _internet_sockets(pid: int) -> set[str]:
    """Lines of the tables of /proc/net that belong to open sockets of this process."""
    open_inodes = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):
            open_inodes.update(re.findall(r"socket:\[(\d+)\]", str(descriptor.readlink())))
    rows = [row for table in _TABLES for row in _rows(pid, table)]
    return {row for row in rows if row.split()[_INODE_COLUMN] in open_inodes}


def _rows(pid: int, table: str) -> list[str]:
    with suppress(OSError):
        return Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
    return []


def holds(content: bytes, word: str) -> bool:
    """Whether the word is in it, in upper, lower or mixed case, in any of the ways that text is written."""
    return any(word.lower().encode(coding) in content.lower() for coding in CODINGS)


def files_with(home: Home, word: str, *others: Path) -> list[Path]:
    """Files of that home, and of the others that are still there, which hold the word."""
    files = {*home.files(), *(path for path in others if path.is_file())}
    return sorted(path for path in files if holds(path.read_bytes(), word))
