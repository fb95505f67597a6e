"""Sleep and standstill, by clocks that are told."""

import pytest

from plainspoken.adapters.continuity import Continuity, Moment, now

TURN_MS = 32.0


class Recording:
    """A recording loop with a fake clock: how much sound was missing, at which moments."""

    def __init__(self) -> None:
        self.awake_s = self.elapsed_s = 100.0
        self.missing: list[int] = []
        self._continuity = Continuity(self.moment)

    @property
    def moment(self) -> Moment:
        """What the clocks show."""
        return Moment(self.awake_s, self.elapsed_s)

    def goes_on(self, seconds: float, *, faster: float = 1.0, deaf: bool = False) -> None:
        """So many seconds of sound come in, so many times as fast as time."""
        for _ in range(round(1000 * seconds / TURN_MS)):
            self.stands_still(TURN_MS / 1000 / faster, heard_ms=0.0 if deaf else TURN_MS)

    def stands_still(self, seconds: float, heard_ms: float = TURN_MS) -> None:
        """One turn that takes so long."""
        self.awake_s += seconds
        self.sleeps(seconds, heard_ms)

    def sleeps(self, seconds: float, heard_ms: float = TURN_MS) -> None:
        """The same, with the clock that counts waking hours at rest."""
        self.elapsed_s += seconds
        if missing := self._continuity.turn(self.moment, heard_ms):
            self.missing.append(missing)


def test_sleep_is_told_at_once_and_in_full() -> None:
    """An hour in the middle of a sentence; in whole frames."""
    recording = Recording()
    recording.goes_on(2)
    recording.sleeps(3600)
    assert recording.missing == [3_600_000]
    recording.goes_on(10)
    assert recording.missing == [3_600_000]


def test_a_recording_that_goes_on_misses_nothing() -> None:
    """Nor does one that hiccups: blocks that come late and then at once."""
    recording = Recording()
    recording.goes_on(60)
    recording.stands_still(1.5)
    recording.goes_on(1.5, faster=20)
    recording.goes_on(10)
    assert recording.missing == []


def test_a_standstill_whose_sound_comes_afterwards_misses_nothing() -> None:
    """The sound server has kept it, and what came while it was handed over."""
    recording = Recording()
    recording.goes_on(2)
    recording.stands_still(30)
    recording.goes_on(31.5, faster=20)
    recording.goes_on(5)
    assert recording.missing == []


def test_a_standstill_whose_sound_is_gone_is_told_with_its_length() -> None:
    """Once, when it is clear that no more comes."""
    recording = Recording()
    recording.goes_on(2)
    recording.stands_still(30)
    recording.goes_on(5)
    assert recording.missing == [pytest.approx(30_000, abs=100)]


def test_of_a_standstill_only_what_is_missing_is_told() -> None:
    """The server kept ten of the thirty seconds."""
    recording = Recording()
    recording.stands_still(30)
    recording.goes_on(10, faster=20)
    recording.goes_on(5)
    assert recording.missing == [pytest.approx(20_000, abs=600)]


def test_nothing_is_told_before_sound_comes_again() -> None:
    """The device may be gone; then that is what is told."""
    recording = Recording()
    recording.stands_still(30)
    recording.goes_on(2.5, deaf=True)
    assert recording.missing == []


def test_two_clocks_of_this_system_go_together() -> None:
    """They are apart by what this computer has slept so far, and go on."""
    first, second = now(), now()
    assert first.elapsed_s >= first.awake_s - 0.1
    assert second.elapsed_s >= first.elapsed_s
    assert second.awake_s >= first.awake_s
