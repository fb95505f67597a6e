"""A person at a microphone: `python speak.py PIPE [--level STEPS]` is quiet until a line names a sound file.

Writes signed 16-bit mono at 16 000 Hz into the pipe of a virtual microphone, in blocks of 100 ms, at the pace of real
time. Between files there is the hiss of a room, `--level` steps of 16 bits loud; 0 is a microphone that is dead. Each
line on standard input names a file; it is printed again once it has been said. Ends when standard input does.
"""

import argparse
import queue
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import numpy as np
import soundfile
from numpy.typing import NDArray

RATE_HZ = 16_000
BLOCK_SAMPLES = RATE_HZ // 10

Block = NDArray[np.int16]


def main() -> None:
    """Say what standard input names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("pipe", type=Path)
    parser.add_argument("--level", type=int, default=3)
    arguments = parser.parse_args()
    requests: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_read_requests, args=(requests,), daemon=True).start()
    with (
        suppress(BrokenPipeError),
        arguments.pipe.open("wb", buffering=0) as pipe,
    ):  # unplugged: nobody listens
        _write(pipe, _blocks(requests, arguments.level))


def _read_requests(requests: "queue.Queue[str | None]") -> None:
    for line in sys.stdin:
        requests.put(line.strip())
    requests.put(None)


def _blocks(requests: "queue.Queue[str | None]", level: int) -> Iterator[Block]:
    """Blocks for ever: a file's where one was named, hiss otherwise."""
    chance = np.random.default_rng(1)
    while True:
        yield chance.integers(-level, level + 1, BLOCK_SAMPLES, dtype=np.int16)
        try:
            request = requests.get_nowait()
        except queue.Empty:
            continue
        if request is None:
            return
        sound, rate_hz = soundfile.read(request, dtype="int16")
        if rate_hz != RATE_HZ or sound.ndim != 1:
            raise ValueError(f"{request} is not mono at {RATE_HZ} Hz")
        for first in range(0, len(sound), BLOCK_SAMPLES):
            yield sound[first : first + BLOCK_SAMPLES]
        print(request, flush=True)


def _write(pipe: BinaryIO, blocks: Iterator[Block]) -> None:
    due_s = time.monotonic()
    for block in blocks:
        pipe.write(block.tobytes())
        due_s += len(block) / RATE_HZ
        time.sleep(max(0.0, due_s - time.monotonic()))


if __name__ == "__main__":
    main()
