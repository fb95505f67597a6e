"""What the vault owes is done once it can be, and nothing waits for what never can."""

import pytest

from plainspoken.dictation.errors import VaultDamaged, VaultFull
from plainspoken.dictation.kept import DictationId
from plainspoken.workers.owed import Owed

FIRST, SECOND = DictationId("first"), DictationId("second")


class Act:
    """Fails with that, as long as there is something."""

    def __init__(self, fails: Exception | None) -> None:
        self.fails = fails
        self.done = 0

    def __call__(self) -> None:
        """Do it."""
        if self.fails:
            raise self.fails
        self.done += 1


def full() -> VaultFull:
    """A disk without room."""
    return VaultFull("The disk is full.", "Free some space.")


def test_what_failed_is_done_when_it_is_asked_for_again() -> None:
    """Once."""
    owed, act = Owed(), Act(full())
    with pytest.raises(VaultFull):
        owed.add(FIRST, act)
    assert owed.dictations == (FIRST,)
    act.fails = None
    owed.pay()
    owed.pay()
    assert not owed.dictations
    assert act.done == 1


@pytest.mark.parametrize(
    "never", [VaultDamaged("A page is damaged.", "Set it aside."), ValueError("It is unknown.")]
)
def test_what_can_never_be_done_is_told_and_not_owed(never: Exception) -> None:
    """Else it would be tried every second, for ever."""
    owed = Owed()
    with pytest.raises(type(never)):
        owed.add(FIRST, Act(never))
    assert owed.dictations == ()


def test_one_that_fails_keeps_no_other_waiting() -> None:
    """The first error is told, when all have been tried."""
    owed, stuck, other = Owed(), Act(full()), Act(full())
    for dictation, act in ((FIRST, stuck), (SECOND, other)):
        with pytest.raises(VaultFull):
            owed.add(dictation, act)
    other.fails = None
    with pytest.raises(VaultFull):
        owed.pay()
    assert owed.dictations == (FIRST,)
    assert other.done == 1


def test_each_note_of_a_dictation_is_owed_for_itself() -> None:
    """What is owed to one does not take the place of what is owed to another."""
    owed, one, other, newer = Owed(), Act(full()), Act(full()), Act(full())
    for note, act in (("one", one), ("other", other), ("one", newer)):
        with pytest.raises(VaultFull):
            owed.add(FIRST, act, note)
    assert owed.dictations == (FIRST,)
    for act in (one, other, newer):
        act.fails = None
    owed.pay()
    assert (one.done, other.done, newer.done) == (0, 1, 1)
    assert not owed.dictations
