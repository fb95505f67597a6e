"""A passphrase on its way from where she types it to the one place where it is used."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

LEAST_CHARACTERS = 15
"""Of a new one. NIST SP 800-63B-4, 3.1.1.2, asks for so many where nothing else guards a door: whoever has the disk can
guess as long as they like. Four words are more than that. What is used already is taken as it is."""


LEAST_DIFFERENT = 5
"""Characters of a new one: "aaaaaaaaaaaaaaaa" is long, and is tried first."""


class Passphrase:
    """Can be used once, and is overwritten then. Shows nothing of itself, in whatever it is printed.

    Python and Qt keep copies of what is typed that no program can reach; this one, which crosses threads and may wait
    in a mailbox, is none of them.
    """

    __slots__ = ("_spent", "_typed", "characters", "different")

    def __init__(self, typed: str) -> None:
        # The same passphrase comes in other bytes from other keyboards: NIST SP 800-63B asks for NFKC or NFKD.
        normal = unicodedata.normalize("NFKC", typed)
        self.characters, self.different = len(normal), len(set(normal))
        self._spent = False
        # "surrogatepass": a terminal's byte that is no text must not become an error that quotes all that was typed.
        self._typed = bytearray(normal.encode("utf-8", "surrogatepass"))

    @contextmanager
    def spent(self) -> Iterator[bytearray]:
        """Its bytes, for as long as the context lasts; zeros afterwards.

        Raises:
            ValueError: it was used already.
        """
        if self._spent:
            raise ValueError("A passphrase is used once.")
        self._spent = True
        try:
            yield self._typed
        finally:
            self._typed[:] = bytes(len(self._typed))

    def __repr__(self) -> str:
        return "Passphrase(…)"
