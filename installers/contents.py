"""What is in a folder of frozen programs, and whether all of it is allowed.

    python -m installers.contents build/frozen/plainspoken

Compares files, and the modules inside each program, with `allowed.toml`. Needs PyInstaller, to read the archives.
"""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ALLOWED: Final = Path(__file__).with_name("allowed.toml")

PROGRAMS: Final = ("plainspoken", "plainspoken-models")


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in the folder."""

    files: tuple[str, ...]
    """Names relative to the folder. Links among them are left out: they add nothing."""
    modules: Mapping[str, tuple[str, ...]]
    """Program → full names of the modules inside."""


def objections(contents: Contents, allowed: Mapping[str, Any]) -> Iterator[str]:
    """A sentence for each thing that is not as `allowed.toml` has it."""
    tops = {name.partition(".")[0] for names in contents.modules.values() for name in names}
    others = tops - sys.stdlib_module_names
    yield from (f"file not allowed: {name}" for name in _unmatched(contents.files, allowed["files"]))
    yield from (f"module not allowed: {name}" for name in _unmatched(others, allowed["modules"]))
    yield from (f"nothing matches: {line}" for line in _idle(allowed["files"], contents.files))
    yield from (f"nothing matches: {line}" for line in _idle(allowed["modules"], others))
    for program, names in contents.modules.items():
        never = (*allowed["never"][program], *allowed["never"]["both"])
        yield from (f"never in {program}: {name}" for name in names if _is_part(name, never))


def pattern(line: str) -> re.Pattern[str]:
    """A line of the list: `*` is anything but a slash, `**` anything, `{a,b}` one of them."""
    signs = {"**": ".*", "*": "[^/]*", "{": "(?:", "}": ")", ",": "|"}
    parts = re.split(r"(\*\*|[*{},])", line)
    return re.compile("".join(signs.get(part) or re.escape(part) for part in parts))


def _unmatched(names: Iterable[str], lines: Iterable[str]) -> list[str]:
    patterns = [pattern(line) for line in lines]
    return [name for name in sorted(names) if not any(one.fullmatch(name) for one in patterns)]


def _idle(lines: Iterable[str], names: Iterable[str]) -> list[str]:
    known = tuple(names)
    return [line for line in lines if not any(pattern(line).fullmatch(name) for name in known)]


def _is_part(name: str, of: Iterable[str]) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in of)


def read(folder: Path) -> Contents:
    """The contents of a folder that PyInstaller has made."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    names = sorted(str(path.relative_to(folder)) for path in files)
    return Contents(tuple(names), {program: _modules(folder / program) for program in PROGRAMS})


def _modules(program: Path) -> tuple[str, ...]:
    from PyInstaller.archive.readers import CArchiveReader  # noqa: PLC0415  not installed where tests run

    reader = CArchiveReader(str(program))
    archives = [name for name, entry in reader.toc.items() if entry[-1] == "z"]
    return tuple(sorted(name for one in archives for name in reader.open_embedded_archive(one).toc))


def size_mb(folder: Path) -> float:
    """What the files take, in units of 1,000,000 bytes."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def dangling(folder: Path) -> list[str]:
    """Links that lead nowhere."""
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if not path.exists()]


def check(folder: Path) -> None:
    """Print what was found; raises SystemExit if something is not allowed."""
    contents = read(folder)
    found = [*objections(contents, tomllib.loads(ALLOWED.read_text("utf-8")))]
    found += [f"link that leads nowhere: {name}" for name in dangling(folder)]
    told = ", ".join(f"{len(names)} modules in {program}" for program, names in contents.modules.items())
    print(f"{folder}: {size_mb(folder):.0f} MB in {len(contents.files)} files; {told}")
    if found:
        raise SystemExit("\n".join(found))
    print("All of it is in installers/allowed.toml.")


if __name__ == "__main__":
    check(Path(sys.argv[1]))
