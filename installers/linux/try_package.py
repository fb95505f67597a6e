"""Installs the package in a clean place, dictates with the installed app, removes it, and says what is left behind.

    ./dev try-package [SUITE]

SUITE is the code name of a Debian; the oldest that the package is for, unless another one is named. As root, on
Debian or Ubuntu, after `./dev package` and `./dev setup test`. The clean place is a Debian of the base system alone,
made by debootstrap: no Python, nothing of the project. The screen, the sound server and the person at the microphone
are the end-to-end tests' own, outside of it, and reach the app through sockets as on any desktop; while they run there
is no network, not even a loopback.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from installers.contents import PROGRAMS, size_mb
from installers.freeze import ROOT
from installers.linux.clean_place import OLDEST, CleanPlace, make

WORK: Final = ROOT / "build" / "clean-place"
INSTALLED: Final = "usr/lib/plainspoken"
NOBODY: Final = "nobody:nogroup"

_STARTED: Final = re.compile(r'execve\("([^"]+)".* = 0$', re.MULTILINE)

TESTS: Final = ("tests/e2e/test_dictation.py", "tests/e2e/test_history.py")
"""A dictation from hotkey to clipboard, and a kept one, found again in the vault."""

_MISSING_LIBRARIES: Final = (
    "find /usr/lib/plainspoken -type f \\( -name '*.so' -o -name '*.so.*' \\) ! -name libqgtk3.so -print "
    "-exec ldd {} \\; | grep -B99 'not found' | grep -e 'not found' -e '^/usr' || true"
)

_CODES: Final = (
    "echo 'Assessment: pneumonia.' >/tmp/visit.txt && plainspoken note /tmp/visit.txt --tear-off codes"
)

_IN_A_HOME: Final = re.compile(r"\.(?:config|local|cache)/.*")

Figures = dict[str, str]


def shared_folder() -> Path:
    """A new folder of root's alone: a name that is known beforehand could be another user's folder, or a link.

    It is in /tmp, and its name is short, for sockets lie in it.
    """
    return Path(tempfile.mkdtemp(prefix="spoken-", dir="/tmp"))


def install(place: CleanPlace, deb: Path) -> Figures:
    """With apt, from the package archive; then the package once more by itself, to see what it costs alone."""
    inside = f"/var/cache/{deb.name}"
    (place.root / inside[1:]).write_bytes(deb.read_bytes())
    place.run("apt-get", "update", "-qq")
    assert place.run("sh", "-c", "command -v python3", check=False).returncode, "This place is not clean."
    had = _packages(place)
    whole = _seconds(place, "apt-get", "install", "-y", "--no-install-recommends", inside)
    place.run("dpkg", "--remove", "plainspoken")
    alone = _seconds(place, "dpkg", "--install", inside)
    came = _packages(place) - had - 1
    return {
        "installing, with all it depends on": f"{whole:.0f} s",
        "installing the package alone": f"{alone:.0f} s",
        "size of the package": f"{deb.stat().st_size / 1e6:.0f} MB",
        "on disk": f"{size_mb(place.root / INSTALLED):.0f} MB",
        "packages that come with it from the archive": str(came),
    }


def _packages(place: CleanPlace) -> int:
    return len(place.run("dpkg-query", "-W").stdout.splitlines())


def _seconds(place: CleanPlace, *command: str) -> float:
    began = time.monotonic()
    place.run(*command)
    return time.monotonic() - began


def look_at(place: CleanPlace) -> None:
    """Raises SystemExit if a library is missing, or an ordinary user cannot run what was installed."""
    missing = place.run("sh", "-c", _MISSING_LIBRARIES).stdout
    if missing:
        raise SystemExit(f"Libraries that the package does not depend on:\n{missing}")
    for command in (
        ["plainspoken", "--version"],
        ["plainspoken-models", "verify"],
        ["plainspoken", "--help"],
    ):
        print(place.run(*command, user=NOBODY).stdout.splitlines()[0])
    codes = place.run("sh", "-c", _CODES, user=NOBODY).stdout
    if "J18.9" not in codes:
        raise SystemExit(f"The process that searches ICD-10-CM found no code for pneumonia:\n{codes}")


def dictate(starters: Path, shared: Path) -> None:
    """The end-to-end tests of a dictation against the installed app. Raises CalledProcessError if one fails."""
    order = ["unshare", "--net", sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    order += [f"--basetemp={shared / 'tests'}", *TESTS]
    subprocess.run(order, check=True, cwd=ROOT, env=_env(shared) | {"PLAINSPOKEN_PROGRAMS": str(starters)})
    ran = {
        name
        for log in shared.glob("tests/logs0/*.strace")
        for name in _STARTED.findall(log.read_text("utf-8"))
    }
    print(f"What the app was, and started, as strace saw it: {', '.join(sorted(ran)) or 'not seen'}")
    if ran and (f"/{INSTALLED}/plainspoken" not in ran or any(".venv" in name for name in ran)):
        raise SystemExit("What has dictated is not the installed app.")


def start_up(starters: Path, shared: Path) -> Figures:
    """Seconds until the app answers."""
    order = [sys.executable, "-m", "benchmarks.start_up", str(starters / "plainspoken")]
    asked = subprocess.run(order, check=True, cwd=ROOT, env=_env(shared), stdout=subprocess.PIPE)
    times = json.loads(asked.stdout)
    return {
        f"start to tray, {name}": (
            f"{statistics.median(clock for clock, _ in starts):.2f} s, of which processor "
            f"{statistics.median(cpu for _, cpu in starts):.2f} s (longest of {len(starts)}: {max(starts)[0]:.2f} s)"
        )
        for name, starts in times.items()
    }


def from_source(folder: Path) -> Figures:
    """What it costs to do without the package: an environment of Python, with the compiled wheels at hand."""
    shutil.rmtree(folder, ignore_errors=True)
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    links = ["--find-links", os.environ["PLAINSPOKEN_WHEELS"]]
    subprocess.run([str(folder / "bin" / "pip"), "install", "-qq", *links, str(ROOT)], check=True)
    return {
        "installing from source, system packages and compiled wheels at hand": f"{time.monotonic() - began:.0f} s",
        "on disk, from source": f"{size_mb(folder):.0f} MB",
    }


def _env(shared: Path) -> dict[str, str]:
    return {**os.environ, "TMPDIR": str(shared)}


def remove(place: CleanPlace, before: frozenset[str]) -> list[str]:
    """Purge the package and what came with it; returns what there is now that was not there before."""
    place.run("apt-get", "purge", "-y", "plainspoken")
    place.run("apt-get", "autoremove", "--purge", "-y")
    return sorted(place.files() - before)


def users_data(shared: Path) -> list[str]:
    """What the app has written in the homes of the tests, as names relative to a home."""
    files = (str(path) for path in shared.glob("tests/**/plainspoken/**/*") if path.is_file())
    return sorted({found[0] for file in files if (found := _IN_A_HOME.search(file))})


def try_package(deb: Path, suite: str, shared: Path) -> None:
    """All of it, in order."""
    place = make(WORK, suite)
    print(f"Clean place: {suite}, by debootstrap")
    before = place.files()
    place.share([shared])
    figures = install(place, deb)
    look_at(place)
    place.starters(WORK / "programs", PROGRAMS)
    dictate(WORK / "programs", shared)
    figures |= start_up(WORK / "programs", shared)
    figures |= from_source(WORK / "source-venv")
    left, data = remove(place, before), users_data(shared)
    print("\n".join(f"| {name} | {value} |" for name, value in figures.items()))
    print(f"Left in the system after removal: {', '.join(left) or 'nothing'}.")
    print(f"Left in the user's home: {', '.join(data)}")
    ours = [name for name in left if "plainspoken" in name.lower()]
    if ours or not data:
        raise SystemExit(f"This should not be: {ours or 'no trace of a dictation in any home'}")


def main() -> None:
    """Take a mount namespace of one's own first, so that nothing stays mounted whatever happens."""
    if os.geteuid():
        raise SystemExit("Only root may install a package and enter another place: sudo ./dev try-package")
    if sys.argv[1:2] != ["--inside"]:
        order = ["unshare", "--mount", sys.executable, "-m", "installers.linux.try_package", "--inside"]
        order += sys.argv[1:]
        os.execvp(order[0], order)  # noqa: S606  this very program
    found = sorted((ROOT / "dist").glob("plainspoken_*.deb"))
    if len(found) != 1:
        raise SystemExit(f"There is not one package in dist/ but {len(found)}. Make it: ./dev package")
    shared = shared_folder()
    print(f"What the tests write is in {shared}, which stays if something fails.")
    try_package(found[0], (sys.argv[2:] or [OLDEST])[0], shared)
    shutil.rmtree(shared)


if __name__ == "__main__":
    main()
