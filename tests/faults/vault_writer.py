"""A process that dictates into a vault until it is killed; the parent hears how far it had come.

Arguments: the vault, and how many times faster than real time. Prints, before each frame is handed to the vault, the
time up to which sound has been heard, in ms.
"""

import os
import sys
import time
from pathlib import Path

from plainspoken.adapters.vault import Vault
from plainspoken_models.contracts import FRAME_MS, FRAME_SAMPLES
from vault_reading import marked_sound


def main() -> None:
    """Dictate a minute of noise again and again."""
    vault = Vault.open(Path(sys.argv[1]), bytes(range(32)))
    speed = float(sys.argv[2])
    sound = marked_sound(60)
    dictation = vault.begin("soap", 0)
    os.write(1, f"begun {dictation}\n".encode())
    begun = time.monotonic()
    for start_ms in range(0, 600_000, FRAME_MS):
        while (ahead := start_ms / 1000 / speed - (time.monotonic() - begun)) > 0:
            time.sleep(ahead)
        at = start_ms * 16 % (sound.size - FRAME_SAMPLES)
        os.write(1, f"{start_ms + FRAME_MS}\n".encode())
        vault.keep(dictation, start_ms, sound[at : at + FRAME_SAMPLES])


if __name__ == "__main__":
    main()
