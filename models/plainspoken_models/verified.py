"""Which files were hashed before, so that five gigabytes are not read at each start."""

import contextlib
import json
from pathlib import Path
from typing import Final

from plainspoken_models import copying

_NAME: Final = ".verified.json"


class VerifiedFiles:
    """Digests by file name, each good for as long as the file keeps its size and its time of change.

    It is a convenience: what cannot be read counts as empty, and where it cannot be written (a store on a
    read-only disk) the files are hashed again the next time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, file: Path, sha256: str) -> bool:
        """Whether `file`, as it is now, was found to have this digest. Raises OSError if it is not there."""
        return self._read().get(file.name) == _state(file, sha256)

    def add(self, file: Path, sha256: str) -> None:
        """Note the digest of `file` as it is now. Raises OSError if it is not there."""
        self._write({**self._read(), file.name: _state(file, sha256)})

    def forget(self, name: str) -> None:
        """Have the file of that name hashed the next time."""
        self._write({known: state for known, state in self._read().items() if known != name})

    def _read(self) -> dict[str, object]:
        try:
            entries = json.loads((self._folder / _NAME).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return entries if isinstance(entries, dict) else {}

    def _write(self, entries: dict[str, object]) -> None:
        if self._folder.is_dir():
            with contextlib.suppress(OSError):
                copying.write_whole(self._folder / _NAME, json.dumps(entries, indent=1))


def _state(file: Path, sha256: str) -> list[object]:
    stat = file.stat()
    return [stat.st_size, stat.st_mtime_ns, sha256]
