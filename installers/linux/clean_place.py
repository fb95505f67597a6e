"""A Debian in a folder, with nothing in it but the base system: no Python, nothing of the project.

To be used inside a mount namespace of one's own (`unshare --mount`): what is mounted here goes with it.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

OLDEST: Final = "bookworm"
"""The oldest Debian that the package is for, 12."""

_SHARED: Final = (Path("/tmp/.X11-unix"),)  # noqa: S108  the screens' sockets, which have this fixed place
_NO_FILES: Final = ("proc", "sys", "dev", "tmp", "run", "opt/packages")
_OF_APT: Final = ("var/cache/", "var/lib/apt/", "var/lib/dpkg/", "var/log/", "etc/ld.so.cache")
"""What apt and dpkg write about all packages alike."""

_ENV: Final = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/tmp",  # noqa: S108  its own
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}


@dataclass(frozen=True, slots=True)
class CleanPlace:
    """The folder, and what may be done in it."""

    root: Path

    def run(
        self, *command: str, user: str = "root", check: bool = True
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command in it and wait; what it prints is in the result."""
        order = ["chroot", f"--userspec={user}", str(self.root), *command]
        done = subprocess.run(
            order, env=_ENV, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        if check and done.returncode:
            raise SystemExit(f"{' '.join(command)}: {done.stdout}{done.stderr}")
        return done

    def share(self, folders: Sequence[Path]) -> None:
        """Let it see folders of this machine, under the same names."""
        for folder in (*_SHARED, *folders):
            folder.mkdir(parents=True, exist_ok=True)
            self._mount(folder, "--bind")

    def starters(self, folder: Path, programs: Sequence[str]) -> None:
        """Programs of the same names that start the installed ones, in there, in their own place."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in programs:
            (folder / name).write_text(f'#!/bin/sh\nexec chroot {self.root} /usr/bin/{name} "$@"\n')
            (folder / name).chmod(0o755)

    def files(self) -> frozenset[str]:
        """Every file and folder in it; not what apt keeps, and not what is shared with this machine."""
        return frozenset(self._walk())

    def _walk(self) -> Iterator[str]:
        for folder, folders, files in os.walk(self.root):
            inside = Path(folder).relative_to(self.root)
            folders[:] = [name for name in folders if str(inside / name) not in _NO_FILES]
            for name in (*folders, *files):
                if not str(inside / name).startswith(_OF_APT):
                    yield str(inside / name)

    def _mount(self, source: Path, *options: str) -> None:
        target = self.root / source.relative_to("/")
        target.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", *options, str(source), str(target)], check=True)


def make(folder: Path, suite: str) -> CleanPlace:
    """A fresh one. The base system is fetched from the package archive once, and kept beside the folder.

    Args:
        folder: where it is made and kept.
        suite: which Debian, by its code name.

    Raises:
        subprocess.CalledProcessError: the archive cannot be reached.
    """
    base, root = folder / f"{suite}.tar", folder / "root"
    if os.path.ismount(root / "dev"):
        raise SystemExit(f"{root} is still in use: something of this machine is mounted in it.")
    shutil.rmtree(root, ignore_errors=True)
    if not base.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["debootstrap", "--variant=minbase", suite, str(root)], check=True, stdout=subprocess.DEVNULL
        )
        subprocess.run(["tar", "-C", str(folder), "-cf", str(base.with_suffix(".part")), "root"], check=True)
        base.with_suffix(".part").rename(base)
    else:
        subprocess.run(["tar", "-C", str(folder), "-xf", str(base)], check=True)
    place = CleanPlace(root.resolve())
    for kind in ("proc", "sysfs"):
        target = root / {"proc": "proc", "sysfs": "sys"}[kind]
        subprocess.run(["mount", "-t", kind, kind, str(target)], check=True)
    subprocess.run(["mount", "--rbind", "/dev", str(root / "dev")], check=True)
    _keep_packages(place, folder / f"{suite}-packages")
    return place


def _keep_packages(place: CleanPlace, packages: Path) -> None:
    """What apt fetches is kept on this machine for the next time."""
    archives = place.root / "var/cache/apt/archives"
    (packages / "partial").mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "--bind", str(packages), str(archives)], check=True)
    settings = ('APT::Keep-Downloaded-Packages "true";', 'APT::Sandbox::User "root";')
    (place.root / "etc/apt/apt.conf.d/99keep").write_text("".join(f"{line}\n" for line in settings))
