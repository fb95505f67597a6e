"""Makes the frozen programs, checks what is in them, and says how large they are.

    python -m installers.freeze FOLDER

To be run with the Python of the build environment (`./dev package` makes it), which has PyInstaller and Plainspoken.
The same source, the same environment and the same folder give the same bytes.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from installers import contents

ROOT: Final = Path(__file__).parents[1]

_QUIET: Final = ("DISPLAY", "WAYLAND_DISPLAY")
"""pynput's hook for PyInstaller takes more or less in, depending on whether there is a screen."""


def source_time() -> str:
    """Seconds since 1970 of the last commit: the time that all files get. `SOURCE_DATE_EPOCH` names another one."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return given
    asked = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()


def freeze(work: Path) -> Path:
    """Make both programs; returns the folder that they are in.

    Raises:
        SystemExit: something is in it that is not allowed.
        subprocess.CalledProcessError: PyInstaller failed.
    """
    env = {name: value for name, value in os.environ.items() if name not in _QUIET}
    env |= {"PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": source_time()}
    options = ["--noconfirm", "--clean", "--log-level", "ERROR"]
    options += ["--distpath", str(work / "frozen"), "--workpath", str(work / "freezing")]
    spec = str(ROOT / "installers" / "plainspoken.spec")
    subprocess.run([sys.executable, "-m", "PyInstaller", *options, spec], check=True, env=env, cwd=ROOT)
    folder = work / "frozen" / "plainspoken"
    _clean_python(folder)
    contents.check(folder)
    return folder


def _clean_python(folder: Path) -> None:
    """Take out of Python's own libraries what the machine that built them has left there.

    A search path for libraries, which would name folders of that machine; and symbols for debuggers, 17 MB of them
    where Python comes from no distribution. Not out of libraries from wheels: they are packed to be used as they are.
    """
    inside = folder / "_internal"
    files = [*map(str, inside.glob("libpython*")), *map(str, inside.glob("python3.*/lib-dynload/*.so"))]
    subprocess.run(["patchelf", "--remove-rpath", *files], check=True)
    subprocess.run(["strip", "--strip-unneeded", *files], check=True)


if __name__ == "__main__":
    freeze(Path(sys.argv[1]).resolve())
