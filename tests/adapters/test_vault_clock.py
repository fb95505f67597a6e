"""The vault's time: what it makes of a clock that is set back and forth."""

from hypothesis import given
from hypothesis import strategies as st

from plainspoken.adapters.vault_clock import VaultClock

RUNS = st.lists(st.lists(st.tuples(st.integers(-1000, 1000), st.integers(0, 100)), min_size=1), min_size=1)
"""Runs of the program: of each look at the clocks, by how much the time of day is wrong, and what time has passed."""


@given(runs=RUNS, away=st.integers(0, 500))
def test_no_more_time_passes_than_did(runs: list[list[tuple[int, int]]], away: int) -> None:
    """So nothing is destroyed too early, as long as the clock is never ahead; and time never goes back."""
    clock, true_ms = VaultClock(10_000, 10_000), 10_000
    for run in runs:
        clock = VaultClock(clock.kept_ms, clock.furthest_ms)
        for wrong, passed in run:
            true_ms += passed
            kept_before = clock.kept_ms
            clock.advance(true_ms + min(0, wrong), true_ms)
            assert kept_before <= clock.kept_ms <= true_ms
        true_ms += away


@given(runs=RUNS)
def test_what_time_the_program_runs_counts_in_every_case(runs: list[list[tuple[int, int]]]) -> None:
    """So nothing is kept for ever, whatever the clock has been."""
    clock, up_ms, ran_ms = VaultClock(0, 10**9), 0, 0
    for run in runs:
        clock = VaultClock(clock.kept_ms, clock.furthest_ms)
        for number, (wrong, passed) in enumerate(run):
            up_ms += passed
            ran_ms += passed if number else 0
            clock.advance(wrong, up_ms)
    assert clock.kept_ms == ran_ms


def test_a_clock_that_is_right_is_followed() -> None:
    """Also over the time that the program did not run."""
    clock = VaultClock(0, 0)
    clock.advance(5_000, 70)
    assert clock.kept_ms == 5_000
    clock.advance(6_000, 1_070)
    again = VaultClock(clock.kept_ms, clock.furthest_ms)
    again.advance(9_000, 3)
    assert again.kept_ms == 9_000
