"""Time as the vault counts it, to tell how long something has been kept.

The time of day cannot tell that: it may be set back, and forth again. A computer with an empty battery on its board
starts in another year until a time server mends that; if what was kept then got the age of that year, it would be
destroyed the moment the clock is right again.

So while the program runs, time passes as it does since the computer was started, whatever the clock says. Only of the
time between two runs does the clock have to tell, and only where it is further on than it ever was. Where the clock is
behind that, between two runs no time passes, and nothing is destroyed too early; and nothing is kept for ever, for the
time that the program runs counts in every case.
"""

from dataclasses import dataclass


@dataclass(slots=True)
class VaultClock:
    """Milliseconds that never go back."""

    kept_ms: int
    """The vault's time; the time of day, as long as no clock is set back."""
    furthest_ms: int
    """The latest time of day that it was for certain: seen, or later by what has passed since."""
    _up_ms: int | None = None

    def advance(self, now_ms: int, up_ms: int) -> None:
        """It is now so late.

        Args:
            now_ms: time of day; may be any.
            up_ms: since any fixed moment of this run of the program; does not go back.
        """
        passed_ms = now_ms - self.furthest_ms if self._up_ms is None else up_ms - self._up_ms
        passed_ms = max(0, passed_ms)
        self.kept_ms += passed_ms
        # Also where the clock is behind: else what passes now would count once more when it is right again.
        self.furthest_ms = max(self.furthest_ms + passed_ms, now_ms)
        self._up_ms = up_ms
