"""How a run of these tests ends."""

import subprocess
import sys
from pathlib import Path


def test_a_test_run_that_loads_llama_cpp_ends_without_a_complaint() -> None:
    """What the library opens as it is imported is closed before Python looks for what was left open."""
    ended = subprocess.run(
        [
            *(sys.executable, "-W", "always::ResourceWarning", "-m", "pytest", "--collect-only"),
            *("-q", "-p", "no:cacheprovider", str(Path(__file__).with_name("test_llama_cpp.py"))),
        ],
        check=True,
        capture_output=True,
    )
    assert b"test_llama_cpp.py" in ended.stdout
    assert b"ResourceWarning" not in ended.stderr
