"""How long an engine may take for an answer before it counts as hung: by the size of the work, and by its own speed."""

from typing import Final

LEAST_S: Final = 20.0
"""However quick it has been: another program may take the processor for a while."""

SLACK: Final = 30.0
"""So many times the share of the longest allowance that it has ever needed. On a busy machine transcription took up to
20 times as long as on a quiet one (benchmarks/busy_machine.py)."""


class Patience:
    """The time limits of one engine.

    Before the first answer, a limit for the slowest machine that the engine is of any use on. From then on a shorter
    one where the answers came quicker: an engine that answers in half a second has not to be waited for a minute.

    Args:
        base_s: what the smallest piece of work may take on that machine.
        per_unit_s: on top, for each unit of work: a second of sound, a letter of text.
        slack: see `SLACK`; infinite for an engine whose quick answers say nothing of what the next one takes.
    """

    def __init__(self, base_s: float, per_unit_s: float, slack: float = SLACK) -> None:
        self._base_s = base_s
        self._per_unit_s = per_unit_s
        self._slack = slack
        self._share = 0.0

    def limit_s(self, units: float) -> float:
        """How long to wait for the answer to so much work, in seconds."""
        most = self._most_s(units)
        return min(most, max(LEAST_S, self._slack * self._share * most)) if self._share else most

    def answered(self, units: float, took_s: float) -> None:
        """So much work took so long; the slowest answer counts."""
        self._share = max(self._share, took_s / self._most_s(units))

    def _most_s(self, units: float) -> float:
        return self._base_s + self._per_unit_s * units
