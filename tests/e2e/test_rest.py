"""Engines that nobody needs end, and give their memory back; the next dictation finds them as they were."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from e2e.processes import children_with, until
from e2e.product import VISIT, assert_is_the_visit
from plainspoken.adapters.sound_file import SoundFile
from plainspoken.bootstrap import DEMO_SPEECH_MODEL, Composition
from plainspoken.dictation.deliver import as_text
from plainspoken.terminal import Terminal
from plainspoken.workers.conductor import Conductor
from plainspoken.workers.messages import Begin

IDLE_S = 1.5


def engines() -> set[int]:
    """The engines' processes that run for this one, and for the programs that it has started."""
    return set(children_with(os.getpid(), "plainspoken_models.engines.child"))


@contextmanager
def restless(composition: Composition) -> Iterator[Terminal]:
    """A dictation program whose engines rest soon."""
    real = composition.engines(composition.models(DEMO_SPEECH_MODEL))
    terminal = Terminal(lambda listener: Conductor(replace(real, idle_s=IDLE_S), listener), show=False)
    with terminal.running():
        yield terminal


def test_idle_engines_end_and_come_back() -> None:
    """No child is left after a while without a dictation; a note after that has all of its words."""
    composition, of_others = Composition(), engines()
    with restless(composition) as terminal:
        until(lambda: len(engines() - of_others) == 2, "both engines run from the start")
        for _ in range(2):
            until(lambda: engines() == of_others, "the engines have ended")
            session = terminal.dictate(Begin(composition.template("soap"), SoundFile(VISIT)))
            assert_is_the_visit(as_text(session.note))
            assert not session.errors
            assert len(engines() - of_others) == 2
