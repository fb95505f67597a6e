"""Makes a Debian package and a portable archive of the frozen programs, and their checksums.

    ./dev package

Both hold the same folder. What is made lies in `dist/`; `build/` is for what is in between.
"""

import argparse
import gzip
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from datetime import UTC, datetime
from email.utils import format_datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from installers.contents import PROGRAMS, size_mb
from installers.freeze import ROOT, freeze, source_time
from installers.linux import control, icons, licences

HERE: Final = Path(__file__).parent
HOME: Final = Path("usr/lib/plainspoken")
DOC: Final = Path("usr/share/doc/plainspoken")

MAINTAINER: Final = ("Plainspoken contributors", "packages@plainspoken.invalid")
"""Whoever gives a package away says who he is, with Debian's own DEBFULLNAME and DEBEMAIL; this address is none."""


BUNDLING: Final = (
    "embedded-library",
    "hardening-no-pie",
    "library-not-linked-against-libc",
    "shared-library-lacks-prerequisites",
    "unstripped-binary-or-object",
)
"""What lintian has against libraries as they come in wheels, and against PyInstaller's start of a program."""


def lay_out(frozen: Path, tree: Path, number: str) -> None:
    """The files of the package, as they will lie under `/`."""
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(frozen, tree / HOME, symlinks=True)
    _link_programs(tree)
    entry = tree / "usr/share/applications/plainspoken.desktop"
    entry.parent.mkdir(parents=True)
    shutil.copy(HERE / "plainspoken.desktop", entry)
    subprocess.run(["desktop-file-validate", str(entry)], check=True)
    drawing = [sys.executable, "-m", icons.__name__, str(tree / "usr/share/icons/hicolor")]
    subprocess.run(drawing, check=True, cwd=ROOT)
    write_papers(frozen, tree / DOC, number)
    _pack((ROOT / "CHANGELOG.md").read_bytes(), tree / DOC / "NEWS.md.gz")
    set_modes(tree)


def _pack(text: bytes, file: Path) -> None:
    file.write_bytes(gzip.compress(text, 9, mtime=0))
    file.chmod(0o644)


def _link_programs(tree: Path) -> None:
    links = tree / "usr/bin"
    links.mkdir(parents=True)
    for program in PROGRAMS:
        (links / program).symlink_to(Path("..", *HOME.parts[1:], program))


def write_papers(frozen: Path, folder: Path, number: str) -> None:
    """Whose work is inside, under which terms."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "copyright").write_text(licences.text(frozen, number), "utf-8")
    shutil.copy(Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", folder / "python-licence.txt")


def set_modes(tree: Path) -> None:
    """Everybody may read, root alone may write, and the two programs can be run, whatever the umask was."""
    for path in tree.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.name in PROGRAMS else 0o644)


def _set_times(tree: Path) -> None:
    """The last commit's, for all: when a wheel was unpacked on this machine is nobody's to know."""
    seconds = int(source_time())
    for path in (tree, *tree.rglob("*")):
        os.utime(path, (seconds, seconds), follow_symlinks=False)


def needed_libraries(tree: Path) -> tuple[str, ...]:
    """The packages whose libraries the bundled ones link, with the least versions that will do.

    Not those of the plug-in for GTK desktops: Qt leaves a plug-in out whose libraries are not there.
    """
    files = [
        path for path in sorted((tree / HOME).rglob("*")) if _is_elf(path) and "libqgtk3" not in path.name
    ]
    source = tree.parent / "debian" / "control"
    source.parent.mkdir(exist_ok=True)
    source.write_text("Source: plainspoken\n\nPackage: plainspoken\nArchitecture: any\n")
    folders = sorted({f"-l{path.parent}" for path in files})
    command = ["dpkg-shlibdeps", "-O", "--warnings=0", *folders, *(f"-e{path}" for path in files)]
    asked = subprocess.run(command, check=True, capture_output=True, text=True, cwd=tree.parent)
    return control.libraries(asked.stdout)


def _is_elf(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def build_deb(tree: Path, number: str, out: Path) -> Path:
    """The package, made of the laid out files."""
    (tree / "DEBIAN").mkdir()  # first: dpkg-shlibdeps finds the root of the package by it
    name, address = os.environ.get("DEBFULLNAME", MAINTAINER[0]), os.environ.get("DEBEMAIL", MAINTAINER[1])
    architecture = _told(["dpkg", "--print-architecture"])
    files = [path for path in tree.rglob("*") if path.is_file() and not path.is_symlink()]
    kib = sum(-(-path.stat().st_size // 1024) for path in files)
    package = control.Package(number, architecture, f"{name} <{address}>", kib, needed_libraries(tree))
    (tree / "DEBIAN" / "control").write_text(control.control(package), "utf-8")
    date = format_datetime(datetime.fromtimestamp(int(source_time()), UTC))
    _pack(control.changelog(package, date).encode(), tree / DOC / "changelog.gz")
    files.append(tree / DOC / "changelog.gz")
    digests = {str(path.relative_to(tree)): _digest(path, "md5") for path in files}
    (tree / "DEBIAN" / "md5sums").write_text(control.sums(digests), "utf-8")
    _set_times(tree)
    deb = out / f"plainspoken_{number}_{architecture}.deb"
    env = {**os.environ, "SOURCE_DATE_EPOCH": source_time()}
    subprocess.run(["dpkg-deb", "--root-owner-group", "--build", str(tree), str(deb)], check=True, env=env)
    print(f"Depends: {control.needs((*package.libraries, *control.OPENED_BY_NAME))}")
    return deb


def build_tar(tree: Path, number: str, out: Path, needs: str) -> Path:
    """The portable archive: the same folder, with a page that says what to do."""
    name = f"plainspoken-{number}-linux-{platform.machine()}"
    folder = tree.parent / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(tree / HOME, folder, symlinks=True)
    shutil.copy(tree / "usr/share/icons/hicolor/256x256/apps/plainspoken.png", folder)
    for paper in ("copyright", "python-licence.txt"):
        shutil.copy(tree / DOC / paper, folder)
    page = (HERE / "portable.txt").read_text("utf-8").format(needs=needs)
    (folder / "README.txt").write_text(page, "utf-8")
    set_modes(folder)
    archive = out / f"{name}.tar.gz"
    options = ["--sort=name", f"--mtime=@{source_time()}", "--owner=0", "--group=0", "--numeric-owner"]
    command = ["tar", *options, "-C", str(tree.parent), "-I", "gzip -n -6", "-cf", str(archive), name]
    subprocess.run(command, check=True)
    return archive


def _told(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _digest(path: Path, kind: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, kind).hexdigest()


def _needs_of(deb: Path) -> str:
    return control.needs(_told(["dpkg-deb", "--field", str(deb), "Depends"]).split(", "))


def _lint(deb: Path) -> None:
    if not shutil.which("lintian"):
        print("lintian is not installed: not run.")
        return
    command = [
        "lintian",
        "--allow-root",
        "--fail-on",
        "error",
        "--suppress-tags",
        ",".join(BUNDLING),
        str(deb),
    ]
    subprocess.run(command, check=True)
    print(f"lintian has no errors; not asked about {', '.join(BUNDLING)}.")


def package(work: Path, out: Path) -> list[Path]:
    """Make all of it; returns the files that are for others."""
    number, tree = version("plainspoken"), work / "deb"
    frozen = freeze(work)
    lay_out(frozen, tree, number)
    out.mkdir(parents=True, exist_ok=True)
    deb = build_deb(tree, number, out)
    made = [deb, build_tar(tree, number, out, _needs_of(deb))]
    digests = {path.name: _digest(path, "sha256") for path in made}
    (out / "SHA256SUMS").write_text(control.sums(digests))
    for path in made:
        print(f"{path}: {path.stat().st_size / 1e6:.0f} MB, SHA-256 {digests[path.name]}")
    print(f"On disk, installed: {size_mb(tree / 'usr'):.0f} MB")
    return made


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "package")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    given = parser.parse_args()
    deb, _ = package(given.work.resolve(), given.out.resolve())
    _lint(deb)


if __name__ == "__main__":
    main()
