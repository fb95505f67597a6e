"""Pins the weights that ship: writes file, sha256 and bytes of each into registry.toml, after training.

    python models/training/pin_shipped.py

Each shipped model is the one file in `starter/` whose name is its id, a dash, the quantization, and the suffix
of its format (`demo-speech-q8_0.bin`). Everything else in the registry stays as it is, comments included.
"""

import argparse
import hashlib
import sys
from pathlib import Path

import tomlkit

PACKAGE = Path(__file__).resolve().parents[1] / "plainspoken_models"


def pin(registry: Path, starter: Path) -> list[str]:
    """Rewrite `registry` for what lies in `starter`; a complaint for each model that has no file there."""
    document = tomlkit.parse(registry.read_text("utf-8"))
    complaints = [_pin_one(entry, starter) for entry in document["model"] if entry.get("shipped")]
    registry.write_text(tomlkit.dumps(document), "utf-8")
    return [complaint for complaint in complaints if complaint]


def _pin_one(entry: dict[str, object], starter: Path) -> str:
    pattern = f"{entry['id']}-*{Path(str(entry['file'])).suffix}"
    found = sorted(starter.glob(pattern))
    if len(found) != 1:
        return f"{entry['id']}: {len(found)} files {pattern} in {starter}, and one is needed"
    content = found[0].read_bytes()
    entry["file"], entry["sha256"] = found[0].name, hashlib.sha256(content).hexdigest()
    entry["bytes"] = len(content)
    print(f"{entry['id']}: {found[0].name}, {len(content)} bytes, SHA-256 {entry['sha256']}")
    return ""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--registry", type=Path, default=PACKAGE / "registry.toml")
    parser.add_argument("--starter", type=Path, default=PACKAGE / "starter")
    arguments = parser.parse_args()
    sys.exit("\n".join(pin(arguments.registry, arguments.starter)) or 0)
