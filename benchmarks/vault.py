"""What the vault costs: the commit of a row of sound, disk for a minute, and how long purging takes.

    .venv/bin/python -m benchmarks.vault [--minutes 30] [--folder DIR]

Times depend on the disk: each commit waits until the disk has it.
"""

import argparse
import json
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from plainspoken.adapters.vault import Vault
from plainspoken.adapters.vault_sound import ROW_FRAMES
from plainspoken_models.contracts import FRAME_MS, FRAME_SAMPLES

FRAMES_PER_COMMIT = ROW_FRAMES
"""The call with the last of so many frames commits."""


@contextmanager
def timed(seconds: dict[str, float], what: str) -> Iterator[None]:
    """How long the block takes."""
    began = time.perf_counter()
    yield
    seconds[what] = round(time.perf_counter() - began, 4)


def keep(vault: Vault, minutes: float) -> list[float]:
    """Dictate noise without a pause; seconds of each call that committed."""
    dictation = vault.begin("soap", 0)
    noise = np.random.default_rng(1).normal(0, 0.1, FRAME_SAMPLES).astype(np.float32)
    commits = []
    for number in range(int(minutes * 60_000) // FRAME_MS):
        began = time.perf_counter()
        vault.keep(dictation, number * FRAME_MS, noise)
        if number % FRAMES_PER_COMMIT == FRAMES_PER_COMMIT - 1:
            commits.append(time.perf_counter() - began)
    vault.deliver(dictation, "x" * 5000, "{}", 0)
    return commits


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--folder", type=Path, help="a folder on the disk to measure")
    args = parser.parse_args()
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        path, key = Path(folder) / "vault.db", secrets.token_bytes(32)
        with timed(seconds, "make"):
            vault = Vault.open(path, key)
        commits = keep(vault, args.minutes)
        log_bytes = Path(f"{path}-wal").stat().st_size
        with timed(seconds, "close"):
            vault.close()
        size_bytes = path.stat().st_size
        with timed(seconds, "open"):
            vault = Vault.open(path, key)
        with timed(seconds, "check"):
            vault.check()
        with timed(seconds, "purge"):
            vault.purge(1, 0, 0)
        vault.close()
        left_bytes = path.stat().st_size
    quantiles = statistics.quantiles(commits, n=100)
    print(
        json.dumps(
            {
                "minutes": args.minutes,
                "commits": len(commits),
                "commit_ms": {
                    "median": round(quantiles[49] * 1000, 2),
                    "p99": round(quantiles[98] * 1000, 2),
                    "most": round(max(commits) * 1000, 2),
                },
                "megabytes_per_minute": round(size_bytes / args.minutes / 1e6, 3),
                "log_megabytes": round(log_bytes / 1e6, 2),
                "kilobytes_after_purge": round(left_bytes / 1000, 1),
                "seconds": seconds,
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
