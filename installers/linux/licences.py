"""The file `copyright`: whose work is in the package, and under which terms, taken from what is really bundled."""

from collections.abc import Iterator
from importlib.metadata import PathDistribution
from pathlib import Path
from typing import Final

from plainspoken.proof.inventory import licence_of

NOTICES: Final = Path(__file__).parents[1] / "notices.txt"

_HEAD = """Plainspoken {version}
Copyright: the contributors to Plainspoken
Licence: Apache-2.0; see /usr/share/common-licenses/Apache-2.0, or the file {licence}.

Names of folders below are inside the folder of the programs: /usr/lib/plainspoken in the Debian package.

Python packages that are inside, as each declares its licence. Their own texts are in the folders that are named
with them.

"""


def text(folder: Path, version: str) -> str:
    """The whole file for the folder of frozen programs."""
    own = f"_internal/plainspoken-{version}.dist-info/licenses/LICENSE"
    lines = "".join(_lines(folder))
    return _HEAD.format(version=version, licence=own) + lines + "\n" + NOTICES.read_text("utf-8")


def _lines(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("_internal/*.dist-info")):
        one = PathDistribution(path)
        if one.name != "plainspoken":
            yield f"{one.name} {one.version}: {licence_of(one)}\n    {path.relative_to(folder)}/\n"
