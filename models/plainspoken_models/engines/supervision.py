"""What becomes of an engine that fails again and again. Two rules, which fit together by what is counted.

- **Two deaths on the same piece of work**: that piece is given up (`host` raises what happened) and work goes on with
  the next one, in a fresh child. One poisoned segment does not take the rest with it.
- **Three failures in a row**, with no answer between them: the *engine* is given up, and starts no further child
  (`EngineGivenUp`). The poisoned piece has used up two of the three; if the next piece fails as well it was not the
  piece. One answer, to whatever piece, sets the count back to nothing.

An engine that answers "I cannot" (`EngineFailed`) lives and would say so again: that is one failure, without a second
try. A new `Supervision` begins at nothing; `workers.engine_worker` opens an engine that failed anew for the next
dictation.
"""

import time
from collections.abc import Callable
from typing import Final, TypeVar

from plainspoken_models.engines.engine_process import EngineProcess
from plainspoken_models.engines.patience import Patience
from plainspoken_models.errors import EngineDied, EngineError, EngineGivenUp, EngineHung

MOST_FAILURES: Final = 3
"""In a row."""

_T = TypeVar("_T")


class Supervision:
    """Counts the failures of one engine, gives it its second tries, and its time.

    Args:
        engine: its process.
        patience: how long it may take, once it is loaded.
    """

    def __init__(self, engine: EngineProcess, patience: Patience) -> None:
        self._engine = engine
        self._patience = patience
        self._failures = 0

    def answer(self, ask: Callable[[float], _T], units: float) -> _T:
        """The engine's answer; asked a second time where it died or hung.

        Args:
            ask: asks it, within so many seconds. It has to tell a fresh child all that it needs.
            units: size of the work, as in `Patience`.

        Raises:
            EngineGivenUp: it has failed three times in a row, now or before; no child was started.
            EngineError: this piece of work failed.
        """
        try:
            return self._once(ask, units)
        except (EngineDied, EngineHung):
            return self._once(ask, units)

    def guess(self, ask: Callable[[float], None], units: float) -> None:
        """Have work done ahead that nobody waits for: asked once, and a failure does not count.

        Raises:
            EngineError: as in `answer`.
        """
        self._refuse_if_given_up()
        ask(self._patience.limit_s(units))

    def _once(self, ask: Callable[[float], _T], units: float) -> _T:
        self._refuse_if_given_up()
        try:
            self._engine.ensure()
            began = time.monotonic()
            answer = ask(self._patience.limit_s(units))
        except EngineError:
            self._failures += 1
            self._refuse_if_given_up()
            raise
        self._failures = 0
        self._patience.answered(units, time.monotonic() - began)
        return answer

    def _refuse_if_given_up(self) -> None:
        if self._failures >= MOST_FAILURES:
            raise EngineGivenUp(
                f"The {self._engine.name} has failed three times in a row.",
                "It is tried again with the next dictation; if it fails then, choose a smaller model.",
            )
