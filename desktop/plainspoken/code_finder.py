"""The child process that looks for code candidates: statements in, candidates out, each as JSON, and it ends.

A process of its own, so that the 20 MB that this takes go back to the machine, and the window never waits. It opens no
socket and leaves no core dump, and the words reach it and leave it through its pipes alone.
"""

import json
import sys
from dataclasses import asdict

from plainspoken.adapters.icd_titles import titles
from plainspoken.clinic.tearoffs import candidates
from plainspoken_models.engines.lockdown import lock_down_engine


def main() -> None:
    """Answer one question. A failure is told by the exit code: what Python would print might hold her words."""
    lock_down_engine()
    statements = json.load(sys.stdin.buffer)
    found = candidates(statements, titles())
    sys.stdout.write(json.dumps([asdict(one) for one in found]))


if __name__ == "__main__":
    main()
