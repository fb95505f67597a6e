"""Asks a child process for code candidates; see `plainspoken.code_finder`."""

import json
import subprocess
from collections.abc import Sequence
from typing import Final

from plainspoken.clinic.tearoffs import Candidate, Coded
from plainspoken.dictation.errors import DesktopError
from plainspoken_models.own_process import own_process

LIMIT_S: Final = 120.0
"""It takes one to two seconds (benchmarks/tear_offs.py); the rest is for a machine with much else to do."""

COMMAND: Final = tuple(own_process("plainspoken.code_finder"))


def find_codes(statements: Sequence[str], command: Sequence[str] = COMMAND) -> tuple[Coded, ...]:
    """For each statement its candidates. Takes a second or two; with no statements no time at all.

    Raises:
        DesktopError: the child failed.
    """
    if not statements:
        return ()
    try:
        ended = subprocess.run(
            list(command),
            input=json.dumps(list(statements)).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LIMIT_S,
            check=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would open a console
        )
        return tuple(_coded(one) for one in json.loads(ended.stdout))
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError):
        raise DesktopError(
            "No code candidates could be looked for.",
            "Try again; if it fails again, install Plainspoken again.",
        ) from None  # the foreign error holds the statements


def _coded(fields: dict[str, object]) -> Coded:
    found = fields["candidates"]
    if not isinstance(found, list):
        raise TypeError
    return Coded(tuple(Candidate(**one) for one in found), fields["uncertain"] is True)
