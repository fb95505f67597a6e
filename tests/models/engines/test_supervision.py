"""What an engine that fails may cost: a second try, one piece of work, and, three times in a row, the engine."""

import math
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from plainspoken_models.contracts import Samples
from plainspoken_models.engines.child import child_command
from plainspoken_models.engines.engine_process import EngineProcess
from plainspoken_models.engines.host import HostedTagger, HostedTranscriber
from plainspoken_models.engines.patience import LEAST_S, Patience
from plainspoken_models.engines.supervision import MOST_FAILURES
from plainspoken_models.errors import EngineDied, EngineError, EngineFailed, EngineGivenUp

CHILD = Path(__file__).with_name("echo_engine.py")
TOO_LITTLE_BYTES = 300_000_000
"""Room for Python and for the library, not for the model beside them."""


def engine() -> EngineProcess:
    """The echo engine."""
    return EngineProcess([sys.executable, str(CHILD), "good"], "speech engine")


def sound(first: float, samples: int = 1600) -> Samples:
    """Sound that begins with this sample."""
    made = np.zeros(samples, np.float32)
    made[0] = first
    return made


GOOD, POISON, OTHER_POISON = sound(0.5), sound(-0.5), sound(-0.25)


@pytest.fixture
def transcriber() -> Iterator[HostedTranscriber]:
    """A transcriber on the echo engine."""
    with closing(HostedTranscriber(engine())) as hosted:
        yield hosted


def test_a_poisoned_segment_takes_nothing_else_with_it(transcriber: HostedTranscriber) -> None:
    """It costs two children; what comes after it, and before the next one, is transcribed. Again and again."""
    for _ in range(MOST_FAILURES):
        before = transcriber.engine.ensure()
        with pytest.raises(EngineDied):
            transcriber.transcribe(POISON)
        assert transcriber.transcribe(GOOD).text == "0.5"
        assert transcriber.engine.ensure() == before + 2
        with pytest.raises(EngineDied):
            transcriber.transcribe(OTHER_POISON)
        transcriber.transcribe(GOOD)


def test_a_draft_of_a_poisoned_segment_and_the_segment_are_one_piece_of_work(
    transcriber: HostedTranscriber,
) -> None:
    """What was transcribed ahead is the beginning of the whole: it is not asked for again, and costs no child."""
    with pytest.raises(EngineDied):
        transcriber.transcribe(POISON)
    generation = transcriber.engine.ensure()
    with pytest.raises(EngineFailed, match="twice"):
        transcriber.transcribe(sound(-0.5, 3200))
    assert transcriber.engine.ensure() == generation
    assert transcriber.transcribe(GOOD).text == "0.5"


def test_three_failures_in_a_row_give_the_engine_up(transcriber: HostedTranscriber) -> None:
    """The third one says so, and no further child is started."""
    with pytest.raises(EngineDied):
        transcriber.transcribe(POISON)
    with pytest.raises(EngineGivenUp):
        transcriber.transcribe(OTHER_POISON)
    assert transcriber.engine.pid is None
    with pytest.raises(EngineGivenUp):
        transcriber.transcribe(GOOD)
    assert transcriber.engine.pid is None


def test_out_of_memory_is_a_death(transcriber: HostedTranscriber) -> None:
    """What is left of the child is ended; the next piece of work gets a fresh one."""
    before = transcriber.engine.ensure()
    with pytest.raises(EngineDied, match="out of memory"):
        transcriber.transcribe(sound(1.0))
    assert transcriber.transcribe(GOOD).text == "0.5"
    assert transcriber.engine.ensure() == before + 2


def test_a_poisoned_statement_is_not_filed_and_the_next_ones_are() -> None:
    """Reading it ahead does not count: nobody waits for that."""
    with closing(HostedTagger(engine(), limit_s=30.0)) as tagger:
        for _ in range(MOST_FAILURES):
            for ask in (tagger.prepare, tagger.tag):
                with pytest.raises(EngineDied):
                    ask("poison")
            assert tagger.tag("He is well.").kind == "hpi"


def test_a_tagger_that_fails_three_times_in_a_row_is_given_up() -> None:
    """So is a transcriber; the document it would have to be told does not count as an answer."""
    with closing(HostedTagger(engine(), limit_s=30.0)) as tagger:
        tagger.tag("He is well.")
        with pytest.raises(EngineDied):
            tagger.tag("poison")
        with pytest.raises(EngineGivenUp):
            tagger.tag("poison")
        with pytest.raises(EngineGivenUp):
            tagger.tag("He is well.")


@pytest.mark.e2e
@pytest.mark.skipif(not shutil.which("prlimit"), reason="limits of another process are Linux's")
def test_a_model_that_does_not_fit_into_memory_is_given_up(speech_path: Path) -> None:
    """whisper.cpp under a limit on its address space: errors of ours, three at most, and no process is left."""
    command = [
        "prlimit",
        f"--as={TOO_LITTLE_BYTES}",
        *child_command("whisper_cpp", speech_path, {"threads": 1, "encoder_context": "full"}),
    ]
    with closing(HostedTranscriber(EngineProcess(command, "speech engine"))) as hosted:
        failures: list[EngineError] = []
        while not failures or not isinstance(failures[-1], EngineGivenUp):
            with pytest.raises(EngineError) as caught:
                hosted.transcribe(sound(0.001 * len(failures), 16_000))
            failures.append(caught.value)
            assert len(failures) <= MOST_FAILURES
        assert hosted.engine.pid is None


def test_a_limit_grows_with_the_work() -> None:
    """A second of sound more is so many seconds more."""
    patience = Patience(60.0, 5.0)
    assert [patience.limit_s(seconds) for seconds in (0, 3, 14)] == [60.0, 75.0, 130.0]


def test_a_quick_engine_has_not_to_be_waited_for_a_minute() -> None:
    """Thirty times what it needed at its slowest, but not less than twenty seconds and not more than at first."""
    patience = Patience(60.0, 5.0)
    patience.answered(3, 0.4)
    assert patience.limit_s(3) == LEAST_S
    patience.answered(3, 1.5)
    assert patience.limit_s(3) == pytest.approx(45.0)
    assert patience.limit_s(14) == pytest.approx(45.0 * 130 / 75)
    patience.answered(3, 0.4)
    assert patience.limit_s(3) == pytest.approx(45.0), "the slowest counts"
    patience.answered(3, 40.0)
    assert patience.limit_s(3) == 75.0


def test_an_engine_whose_quick_answers_say_nothing_keeps_its_time() -> None:
    """An instruct model that reads its whole context again after a hundred quick answers."""
    patience = Patience(120.0, 1.0, slack=math.inf)
    patience.answered(10, 0.01)
    assert patience.limit_s(10) == 130.0
