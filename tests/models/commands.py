"""Running the model program, in this process or in one of its own."""

import sys

import pytest

from plainspoken_models.cli import main

COMMAND = [sys.executable, "-c", "from plainspoken_models.cli import main; main()"]


def code_of(*arguments: str) -> int:
    """The exit code of a command that is run in this process and does not end well."""
    with pytest.raises(SystemExit) as caught:
        main(list(arguments))
    assert isinstance(caught.value.code, int)
    return caught.value.code
