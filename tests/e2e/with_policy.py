"""Runs the program as on a machine whose policy is another file: `python with_policy.py POLICY PROGRAM …`.

The program itself has no such way in, and must have none: whoever can name another policy is bound by none.
"""

import sys
from pathlib import Path

from plainspoken.adapters import policy_file
from plainspoken.cli import main

policy_file.policy_path = lambda: Path(sys.argv[1])  # type: ignore[assignment]
main(sys.argv[3:])
