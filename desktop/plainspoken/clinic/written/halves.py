"""Two numbers that belong together are written in digits, or left in words, both of them: not "134 to one thirty"."""

from collections.abc import Callable

from plainspoken.clinic.written.numbers import Number, number, parts, run_end
from plainspoken.clinic.written.tokens import Atom, Tokens

_JOINTS = frozenset({"to", "or", "through", "by", "and", "slash"})


def would_be_half(
    tokens: Tokens, at: int, found: Number, alone: Callable[[Tokens, int, Number], Atom | None]
) -> bool:
    """Whether a number from `at` on would be in digits beside another that stays in words.

    Args:
        tokens: the statement.
        at: index of the number.
        found: the number.
        alone: what is written for a number by itself.
    """
    joined = not tokens[found.last - 1].tail and tokens.bare(found.last) in _JOINTS
    if joined and not tokens[found.last].tail and _stays(tokens, found.last + 1, alone):
        return True
    if tokens.bare(at - 1) not in _JOINTS or not tokens.runs_on(at - 2, at + 1):
        return False
    first = at - 1
    while first > 0 and (parts(tokens.bare(first - 1)) or tokens.bare(first - 1) == "point"):
        first -= 1
    return run_end(tokens, first) == at - 1 and _stays(tokens, first, alone)


def _stays(tokens: Tokens, at: int, alone: Callable[[Tokens, int, Number], Atom | None]) -> bool:
    """Whether number words begin there that are not written in digits."""
    if run_end(tokens, at) == at:
        return False
    found = number(tokens, at)
    return found is None or alone(tokens, at, found) is None
