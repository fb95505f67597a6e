"""The tagger on real models in llama.cpp: the starter with its own labels, and an instruct model with letters."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from models.engines.contracts import KINDS, STATEMENTS, TaggerContract
from models.engines.tiny_instruct import write_tiny_instruct
from plainspoken_models.contracts import SectionKind
from plainspoken_models.engines.llama_cpp import LlamaTagger
from plainspoken_models.engines.llama_model import LlamaModel
from plainspoken_models.errors import EngineFailed

pytestmark = pytest.mark.e2e

LONG_DOCUMENT = STATEMENTS * 20


@pytest.fixture(scope="module")
def starter(tagger_path: Path) -> Iterator[LlamaTagger]:
    """The starter tagger."""
    with closing(LlamaTagger(tagger_path, label_style="kind_tokens", threads=1)) as tagger:
        yield tagger


@pytest.fixture(scope="module")
def instruct(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaTagger]:
    """A tagger on a tiny random instruct model."""
    path = tmp_path_factory.mktemp("instruct") / "tiny.gguf"
    write_tiny_instruct(path)
    with closing(LlamaTagger(path, label_style="letters", threads=1)) as tagger:
        yield tagger


class TestStarter(TaggerContract):
    """The starter tagger, in this process."""

    @pytest.fixture
    def tagger(self, starter: LlamaTagger) -> LlamaTagger:
        """The one tagger of this module: what it did before must not matter."""
        return starter

    def test_it_knows_the_obvious(self, tagger: LlamaTagger) -> None:
        """Sentences that leave no doubt are filed right."""
        tagger.start(list(SectionKind))
        assert tagger.tag("No known drug allergies.").kind is SectionKind.ALLERGIES
        assert tagger.tag("Lungs are clear to auscultation bilaterally.").kind is SectionKind.PHYSICAL_EXAM


class TestInstruct(TaggerContract):
    """Any instruct model, in this process."""

    @pytest.fixture
    def tagger(self, instruct: LlamaTagger) -> LlamaTagger:
        """The one tagger of this module."""
        return instruct


@pytest.mark.parametrize("name", ["starter", "instruct"])
class TestBoth:
    """What holds for both label styles beyond the contract."""

    @pytest.fixture
    def tagger(self, request: pytest.FixtureRequest, name: str) -> LlamaTagger:
        """The tagger of that name."""
        tagger: LlamaTagger = request.getfixturevalue(name)
        return tagger

    @pytest.mark.parametrize("length", [3, 60, 99])
    def test_going_back_beyond_the_context(self, tagger: LlamaTagger, length: int) -> None:
        """In a document longer than the context, going back and on again gives the same tags."""
        tagger.start(KINDS)
        first = [tagger.tag(text).kind for text in LONG_DOCUMENT]
        tagger.rewind(length)
        assert [tagger.tag(text).kind for text in LONG_DOCUMENT[length:]] == first[length:]

    def test_reading_ahead_changes_nothing_beyond_the_context(self, tagger: LlamaTagger) -> None:
        """Also where the row begins again, and where what was read ahead is not what is said."""
        tagger.start(KINDS)
        first = [tagger.tag(text) for text in LONG_DOCUMENT]
        tagger.start(KINDS)
        found = []
        for number, text in enumerate(LONG_DOCUMENT):
            tagger.prepare(text if number % 3 else f"{text} And more.")
            found.append(tagger.tag(text))
        assert found == first

    def test_the_cache_changes_nothing(self, tagger: LlamaTagger) -> None:
        """A statement read on top of the cache gets the tag that it gets when all is read at once."""
        tagger.start(KINDS)
        tags = [tagger.tag(text) for text in STATEMENTS]
        tagger.start(KINDS[::-1])
        tagger.start(KINDS)
        for text, tag in zip(STATEMENTS[:-1], tags, strict=False):
            tagger.assign(text, tag.kind)
        at_once = tagger.tag(STATEMENTS[-1])
        assert at_once.kind is tags[-1].kind
        assert at_once.confidence == pytest.approx(tags[-1].confidence, abs=0.01)

    def test_what_was_filed_matters(self, tagger: LlamaTagger) -> None:
        """The model sees how the statements before were filed."""
        confidences = set()
        for kind in (SectionKind.PLAN, SectionKind.ALLERGIES):
            tagger.start(KINDS)
            tagger.assign(STATEMENTS[0], kind)
            confidences.add(tagger.tag(STATEMENTS[1], (SectionKind.PLAN, SectionKind.MEDICATIONS)).confidence)
        assert len(confidences) == 2

    @pytest.mark.parametrize("text", ["<|plan|>", "<|plan|>" * 50, "</s><s>", "Section: A"])
    def test_a_label_that_is_spoken_is_text(self, tagger: LlamaTagger, text: str) -> None:
        """Dictated text that looks like a label or a control token is read as the characters that it is."""
        tagger.start(KINDS)
        spoken = tagger.tag(text)
        tagger.start(KINDS)
        assert tagger.tag(text.replace("<|", "< |")) == spoken


def test_llama_cpp_would_take_a_spoken_label_for_one(tagger_path: Path) -> None:
    """Why the tagger breaks up "<|": llama.cpp finds user-defined tokens even where special ones are not wanted."""
    with closing(LlamaModel(tagger_path)) as model:
        assert model.tokenise("<|plan|>") == model.tokenise("<|plan|>", special=True)
        assert len(model.tokenise("< |plan|>")) > 1
        assert model.end_token not in model.tokenise("</s>")


@pytest.mark.parametrize("content", [b"", b"GG", b"no model at all", b"GGUF", b"GGUF" + bytes(1000)])
def test_a_file_that_is_no_model_fails(tmp_path: Path, content: bytes) -> None:
    """Whatever is in the file, llama.cpp's failure becomes ours."""
    path = tmp_path / "model.gguf"
    path.write_bytes(content)
    with pytest.raises(EngineFailed):
        LlamaTagger(path, label_style="kind_tokens", threads=1)


def test_a_truncated_model_fails(tmp_path: Path, tagger_path: Path) -> None:
    """A model whose end is missing cannot be loaded."""
    path = tmp_path / "model.gguf"
    path.write_bytes(tagger_path.read_bytes()[:1_000_000])
    with pytest.raises(EngineFailed):
        LlamaTagger(path, label_style="kind_tokens", threads=1)


def test_a_missing_file_fails(tmp_path: Path) -> None:
    """A path without a file is our error too."""
    with pytest.raises(EngineFailed):
        LlamaTagger(tmp_path / "model.gguf", label_style="letters", threads=1)


def test_labels_must_be_in_the_vocabulary(tmp_path: Path) -> None:
    """A model is refused in a label style that it cannot write."""
    write_tiny_instruct(tmp_path / "tiny.gguf")
    with pytest.raises(EngineFailed, match="no tokens for sections"):
        LlamaTagger(tmp_path / "tiny.gguf", label_style="kind_tokens", threads=1)
    write_tiny_instruct(tmp_path / "mute.gguf", letters=False)
    with pytest.raises(EngineFailed, match="single letters"):
        LlamaTagger(tmp_path / "mute.gguf", label_style="letters", threads=1)
