"""A server with one model on offer, a store to fetch it into, and what the fetching said meanwhile."""

import hashlib
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.loopback_server import Behaviour, Loopback
from plainspoken_models.fetch import fetch
from plainspoken_models.registry import Model, Registry, Role
from plainspoken_models.store import Store

CONTENT = b"GGUF" + random.Random(1).randbytes(300_000)
THIRD = len(CONTENT) // 3


def a_model(address: str, *, size: int | None = None) -> Model:
    """A model of `CONTENT` that is to be had at `address`."""
    return Model(
        id="m",
        role=Role.TAGGER,
        title="",
        file="m.gguf",
        url=f"{address}/m.gguf",
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        bytes=size,
        about_bytes=len(CONTENT),
        licence="",
        licence_url="",
        memory_mb_estimate=1,
    )


class Shop:
    """A server, a store in a temporary folder, and what the fetching said and waited."""

    def __init__(self, server: Loopback, folder: Path) -> None:
        self.server = server
        self.model = a_model(server.address)
        self.store = Store(folder, Registry((self.model,)))
        self.part = self.store.part_of(self.model)
        self.told: list[tuple[int, int | None]] = []
        self.pauses: list[float] = []

    def fetch(self) -> Path:
        """Fetch the model, without really waiting between tries."""
        return fetch(
            self.model, self.store, lambda done, total: self.told.append((done, total)), self.pauses.append
        )

    def leave_part(self, content: bytes) -> None:
        """Leave a part as an interrupted download does."""
        self.store.folder.mkdir(parents=True, exist_ok=True)
        self.part.write_bytes(content)

    def names(self) -> list[str]:
        """All files in the store that are not the list of verified ones."""
        return sorted(file.name for file in self.store.folder.iterdir() if file.name != ".verified.json")


@contextmanager
def shop(folder: Path, *behaviours: Behaviour) -> Iterator[Shop]:
    """A shop whose server answers with these behaviours, one after another."""
    with Loopback(CONTENT, *behaviours) as server:
        yield Shop(server, folder / "store")
