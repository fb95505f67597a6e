"""The ports on engines in child processes: the same contracts, and a lost child costs nothing but time."""

import os
import platform
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from models.engines.conftest import SENTENCE
from models.engines.contracts import KINDS, STATEMENTS, TaggerContract, TranscriberContract
from plainspoken_models.contracts import Samples, SectionKind
from plainspoken_models.engines.host import HostedTagger, HostedTranscriber, open_tagger, open_transcriber
from plainspoken_models.errors import EngineDied, EngineError, EngineFailed

pytestmark = pytest.mark.e2e


def kill(engine_pid: int | None) -> None:
    """End a child as the system does when memory is short."""
    assert engine_pid is not None
    os.kill(engine_pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def hosted_tagger(tagger_path: Path) -> Iterator[HostedTagger]:
    """The starter tagger in a child process."""
    with open_tagger(tagger_path, label_style="kind_tokens", threads=1) as tagger:
        yield tagger


@pytest.fixture(scope="module")
def hosted_transcriber(speech_path: Path) -> Iterator[HostedTranscriber]:
    """The demo speech model in a child process."""
    with open_transcriber(speech_path, encoder_context="fitted", threads=1) as transcriber:
        yield transcriber


class TestHostedTagger(TaggerContract):
    """The starter tagger in a child process."""

    @pytest.fixture
    def tagger(self, hosted_tagger: HostedTagger) -> HostedTagger:
        """The one tagger of this module: what it did before must not matter."""
        return hosted_tagger

    @pytest.mark.parametrize("when", range(len(STATEMENTS)))
    def test_a_lost_child_changes_no_tag(self, tagger: HostedTagger, when: int) -> None:
        """A fresh child is told the document so far, and goes on as the lost one would have."""
        tagger.start(KINDS)
        expected = [tagger.tag(text).kind for text in STATEMENTS]
        tagger.start(KINDS)
        found = []
        for at, text in enumerate(STATEMENTS):
            if at == when:
                kill(tagger.engine.pid)
            found.append(tagger.tag(text).kind)
        assert found == expected

    def test_going_back_and_filing_after_a_loss(self, tagger: HostedTagger) -> None:
        """What was taken back and filed by hand around a crash is as it is without one."""

        def dictate(*, crash: bool) -> list[SectionKind]:
            tagger.start(KINDS)
            kinds = [tagger.tag(text).kind for text in STATEMENTS[:3]]
            tagger.assign(STATEMENTS[3], SectionKind.PLAN)
            tagger.rewind(2)
            if crash:
                kill(tagger.engine.pid)
            tagger.assign(STATEMENTS[2], SectionKind.PLAN)
            return kinds + [tagger.tag(text).kind for text in STATEMENTS[3:]]

        assert dictate(crash=True) == dictate(crash=False)


class TestHostedTranscriber(TranscriberContract):
    """The demo speech model in a child process."""

    @pytest.fixture
    def transcriber(self, hosted_transcriber: HostedTranscriber) -> HostedTranscriber:
        """The one transcriber of this module."""
        return hosted_transcriber

    def test_a_lost_child_loses_no_words(self, transcriber: HostedTranscriber, spoken: Samples) -> None:
        """A sentence is transcribed although the child was killed before it."""
        transcriber.transcribe(spoken)
        kill(transcriber.engine.pid)
        assert transcriber.transcribe(spoken).text == SENTENCE


def test_engines_say_what_they_use_of_the_processor(
    hosted_tagger: HostedTagger, hosted_transcriber: HostedTranscriber
) -> None:
    """On a PC the vector instructions without which they would be several times slower, and fast matrix products."""
    if platform.machine() not in ("x86_64", "AMD64"):
        pytest.skip("names of another processor")
    for engine in (hosted_tagger, hosted_transcriber):
        assert {"AVX2", "FMA", "F16C", "LLAMAFILE"} <= set(engine.processor_features().split())


def test_avx512_is_used_where_it_is(hosted_tagger: HostedTagger) -> None:
    """llama.cpp's faster build runs on a processor that can run it."""
    information = Path("/proc/cpuinfo")
    flags = set(information.read_text().split()) if information.exists() else set()
    if not flags >= {"avx512f", "avx512bw", "avx512vl", "avx512dq", "avx512vbmi", "avx512_vnni"}:
        pytest.skip("a processor without it")
    assert {"AVX512", "AVX512_VNNI"} <= set(hosted_tagger.processor_features().split())


@pytest.mark.parametrize("content", [b"", b"<html>"], ids=["empty", "web page"])
def test_a_bad_model_file_is_told(tmp_path: Path, content: bytes) -> None:
    """A file that is no model raises EngineFailed with a remedy, from either engine."""
    path = tmp_path / "model"
    path.write_bytes(content)
    with (
        open_tagger(path, label_style="letters", threads=1) as tagger,
        pytest.raises(EngineFailed, match="Verify"),
    ):
        tagger.start(KINDS)
    with (
        open_transcriber(path, encoder_context="full", threads=1) as transcriber,
        pytest.raises(EngineFailed, match="Verify"),
    ):
        transcriber.engine.ensure()


def test_a_truncated_model_costs_a_child_at_most(tmp_path: Path, speech_path: Path) -> None:
    """A speech model whose end is missing may crash whisper.cpp, but in the child only."""
    path = tmp_path / "model.bin"
    path.write_bytes(speech_path.read_bytes()[:1_000_000])
    with open_transcriber(path, encoder_context="full", threads=1) as transcriber, pytest.raises(EngineError):
        transcriber.engine.ensure()


def test_a_closed_engine_stays_closed(tagger_path: Path) -> None:
    """After closing, a call raises EngineDied and no process is started."""
    with closing(open_tagger(tagger_path, label_style="kind_tokens", threads=1)) as tagger:
        tagger.start(KINDS)
    with pytest.raises(EngineDied):
        tagger.tag(STATEMENTS[0])
    assert tagger.engine.pid is None
