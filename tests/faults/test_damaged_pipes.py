"""What a broken engine may send: every answer is a value of the right type, or an error of ours; and nobody waits."""

import io
import json
from collections.abc import Callable, Mapping
from contextlib import suppress

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from damage import damaged_bytes
from plainspoken.dictation.transcribe import judge
from plainspoken_models.contracts import SectionKind, Tag, Transcription
from plainspoken_models.engines.engine_process import EngineProcess
from plainspoken_models.engines.framing import Frame, FramingError, read_frame, write_frame
from plainspoken_models.engines.host import HostedTagger, HostedTranscriber
from plainspoken_models.errors import EngineError
from plainspoken_models.segmenter import SpeechSegment

FEW = settings(max_examples=300, deadline=None)
SECOND = np.zeros(16_000, np.float32)
ANSWER: dict[str, object] = {
    "text": "He is well.",
    "words": [["He", 0, 200, 0.9], ["is", 200, 400, 0.9], ["well.", 400, 900, 0.8]],
    "no_speech_probability": 0.1,
}
TAGGED: dict[str, object] = {"kind": "hpi", "confidence": 0.9}

ODD: st.SearchStrategy[object] = st.sampled_from(
    [
        None,
        True,
        -1,
        0,
        1e308,
        10**400,
        float("nan"),
        float("inf"),
        "",
        "x",
        [],
        {},
        [[]],
        [["a", 1]],
        ["abcd"],
    ]
) | st.text(max_size=5)


def message(fields: Mapping[str, object], payload: bytes) -> bytes:
    """A whole message."""
    stream = io.BytesIO()
    write_frame(stream, Frame(fields, payload))
    return stream.getvalue()


class Answering(EngineProcess):
    """An engine that gives one answer, whatever it is asked."""

    def __init__(self, fields: Mapping[str, object]) -> None:
        super().__init__(["no-such-program"], "engine")
        self._fields = fields

    def ensure(self) -> int:
        """Always the same one."""
        return 1

    def call(self, op: str, fields: Mapping[str, object], payload: bytes, timeout_s: float) -> Frame:  # noqa: ARG002
        """The answer."""
        return Frame(self._fields)


def with_odd(answer: dict[str, object]) -> st.SearchStrategy[dict[str, object]]:
    """The answer with odd values in some fields, or without them, or in the words."""
    changes = st.dictionaries(st.sampled_from([*answer, "more"]), ODD, max_size=3)
    return st.builds(
        lambda changed, gone: {k: v for k, v in {**answer, **changed}.items() if k not in gone},
        changes,
        st.sets(st.sampled_from([*answer, ""]), max_size=1),
    )


WORDS = st.lists(st.lists(ODD, min_size=3, max_size=5), min_size=1, max_size=3)


@FEW
@given(content=damaged_bytes(message(ANSWER, bytes(100)), message(TAGGED, b""), message({}, b"") * 2))
def test_a_damaged_stream_gives_messages_then_its_end_or_an_error(content: bytes) -> None:
    """Reading comes to an end, and what was read can be sent again."""
    stream = io.BytesIO(content)
    with suppress(FramingError):
        for _ in range(len(content) + 1):
            found = read_frame(stream)
            if found is None:
                break
            assert message(found.fields, found.payload)
        else:
            raise AssertionError("there were more messages than bytes")


@FEW
@example(answer={**ANSWER, "words": [["He", "0", "200", "0.9"]]})
@example(answer={**ANSWER, "words": [["He", 0, 200, 10**400]]})
@example(answer={**ANSWER, "no_speech_probability": 10**400})
@given(answer=with_odd(ANSWER) | st.builds(lambda words: {**ANSWER, "words": words}, WORDS))
def test_an_odd_transcription_is_one_or_an_error_of_ours(answer: dict[str, object]) -> None:
    """What comes through can be judged and shown: words with times and probabilities that are numbers."""
    found = given_or_refused(lambda: HostedTranscriber(Answering(answer)).transcribe(SECOND))
    if found is not None:
        assert isinstance(found, Transcription)
        judge(SpeechSegment(SECOND, 0), found)
        for word in found.words:
            assert isinstance(word.text, str)
            assert (type(word.start_ms), type(word.end_ms)) == (int, int)
            assert 0 <= word.probability <= 1


@FEW
@given(answer=with_odd(TAGGED))
def test_an_odd_tag_is_one_or_an_error_of_ours(answer: dict[str, object]) -> None:
    """Its confidence is a share."""
    tagger = HostedTagger(Answering(answer), limit_s=1.0)
    found = given_or_refused(lambda: tagger.tag("He is well."))
    if found is not None:
        assert isinstance(found, Tag)
        assert found.kind in SectionKind
        assert 0 <= found.confidence <= 1


def given_or_refused(ask: Callable[[], object]) -> object:
    """What is answered, or nothing where it was an error of ours."""
    with suppress(EngineError):
        return ask()
    return None


def test_the_examples_are_whole() -> None:
    """Undamaged, both answers are taken: the tests above damage something that works."""
    said = HostedTranscriber(Answering(json.loads(json.dumps(ANSWER)))).transcribe(SECOND)
    assert [word.text for word in said.words] == ["He", "is", "well."]
    assert HostedTagger(Answering(TAGGED), limit_s=1.0).tag("x").kind is SectionKind.HPI
