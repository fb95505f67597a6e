"""What every part behind a port must do: inherited by the tests of the real parts and of the fakes alike.

A test class names its part in a fixture (`detector`, `transcriber` or `tagger`) and inherits the rest.
"""

import numpy as np
import pytest

from plainspoken_models.contracts import (
    FRAME_SAMPLES,
    SAMPLE_RATE_HZ,
    Samples,
    SectionKind,
    SectionTagger,
    SpeechDetector,
    Transcriber,
)

KINDS = (
    SectionKind.CHIEF_COMPLAINT,
    SectionKind.MEDICATIONS,
    SectionKind.ALLERGIES,
    SectionKind.PHYSICAL_EXAM,
    SectionKind.PLAN,
)

STATEMENTS = (
    "She is here because of chest pain.",
    "She takes lisinopril 10 milligrams daily.",
    "No known drug allergies.",
    "Lungs are clear to auscultation bilaterally.",
    "Start aspirin and follow up in two weeks.",
)


class DetectorContract:
    """Every `SpeechDetector`."""

    def test_probability_is_one(self, detector: SpeechDetector) -> None:
        """A frame has a probability of speech between 0 and 1."""
        assert 0.0 <= detector.probability(np.zeros(FRAME_SAMPLES, np.float32)) <= 1.0

    @pytest.mark.parametrize("count", [0, 1, FRAME_SAMPLES - 1, FRAME_SAMPLES + 1])
    def test_other_lengths_are_refused(self, detector: SpeechDetector, count: int) -> None:
        """A frame has exactly `FRAME_SAMPLES` samples."""
        with pytest.raises(ValueError, match="frame"):
            detector.probability(np.zeros(count, np.float32))

    def test_reset_forgets(self, detector: SpeechDetector) -> None:
        """After a reset the same frames give the same probabilities."""
        noise = np.random.default_rng(1).normal(0, 0.1, (8, FRAME_SAMPLES)).astype(np.float32)
        detector.reset()
        first = [detector.probability(frame) for frame in noise]
        detector.reset()
        assert [detector.probability(frame) for frame in noise] == first


class TranscriberContract:
    """Every `Transcriber`. The class adds a fixture `spoken`: sound in which it recognises words."""

    def test_words_make_the_text(self, transcriber: Transcriber, spoken: Samples) -> None:
        """The text is its words, and there are some."""
        found = transcriber.transcribe(spoken)
        assert found.words
        assert found.text == " ".join(word.text for word in found.words)

    def test_words_lie_in_order_inside_the_sound(self, transcriber: Transcriber, spoken: Samples) -> None:
        """No word begins before the one before it ends, and none ends after the sound."""
        words = transcriber.transcribe(spoken).words
        times = [at_ms for word in words for at_ms in (word.start_ms, word.end_ms)]
        assert times == sorted(times)
        assert times[0] >= 0
        assert times[-1] <= spoken.size * 1000 / SAMPLE_RATE_HZ

    def test_probabilities_are_ones(self, transcriber: Transcriber, spoken: Samples) -> None:
        """Every probability is between 0 and 1."""
        found = transcriber.transcribe(spoken)
        assert all(0.0 <= word.probability <= 1.0 for word in found.words)
        assert 0.0 <= found.no_speech_probability <= 1.0

    def test_same_sound_same_words(self, transcriber: Transcriber, spoken: Samples) -> None:
        """A transcriber is deterministic, whatever it heard before."""
        first = transcriber.transcribe(spoken)
        transcriber.transcribe(spoken[: spoken.size // 2])
        assert transcriber.transcribe(spoken) == first

    def test_nothing_in_nothing_out(self, transcriber: Transcriber) -> None:
        """No sound has no words."""
        found = transcriber.transcribe(np.zeros(0, np.float32))
        assert (found.text, found.words) == ("", ())

    @pytest.mark.parametrize(
        "samples",
        [
            np.zeros(31 * SAMPLE_RATE_HZ, np.float32),
            np.zeros((100, 2), np.float32),
            np.zeros(100, np.int16),
        ],
        ids=["31 s", "stereo", "int16"],
    )
    def test_other_sound_is_refused(self, transcriber: Transcriber, samples: Samples) -> None:
        """Sound is float32, mono, and at most 30 s."""
        with pytest.raises(ValueError, match=r"."):
            transcriber.transcribe(samples)


class TaggerContract:
    """Every `SectionTagger`."""

    def test_tag_is_one_of_those_offered(self, tagger: SectionTagger) -> None:
        """The kind is one of those offered at the start, and the confidence is a probability."""
        tagger.start(KINDS)
        for text in STATEMENTS:
            tag = tagger.tag(text)
            assert tag.kind in KINDS
            assert 0.0 <= tag.confidence <= 1.0

    def test_among_narrows(self, tagger: SectionTagger) -> None:
        """A statement under a heading is one of the heading's kinds; where that is one, it is certain."""
        tagger.start(KINDS)
        assert tagger.tag(STATEMENTS[0], (SectionKind.PLAN, SectionKind.ALLERGIES)).kind in (
            SectionKind.PLAN,
            SectionKind.ALLERGIES,
        )
        assert tagger.tag(STATEMENTS[1], (SectionKind.PLAN,)).kind is SectionKind.PLAN

    def test_same_document_same_tags(self, tagger: SectionTagger) -> None:
        """A tagger is deterministic, and a new document knows nothing of the one before."""
        tagger.start(KINDS)
        first = [tagger.tag(text) for text in STATEMENTS]
        tagger.start(KINDS)
        assert [tagger.tag(text) for text in STATEMENTS] == first

    @pytest.mark.parametrize("length", range(len(STATEMENTS) + 1))
    def test_rewind_goes_back(self, tagger: SectionTagger, length: int) -> None:
        """After a rewind the same statements are filed as before, as if those taken back had never been said."""
        tagger.start(KINDS)
        first = [tagger.tag(text) for text in STATEMENTS]
        tagger.rewind(length)
        assert [tagger.tag(text) for text in STATEMENTS[length:]] == first[length:]

    @pytest.mark.parametrize("ahead", ["all", "a part", "something else"])
    def test_reading_ahead_changes_no_answer(self, tagger: SectionTagger, ahead: str) -> None:
        """Whether it comes true or not, to the last digit; also after going back, and before an assigned statement."""
        tagger.start(KINDS)
        first = [tagger.tag(text) for text in STATEMENTS]
        tagger.start(KINDS)
        for text, expected in zip(STATEMENTS, first, strict=True):
            tagger.prepare("Something that is never said.")
            tagger.prepare({"all": text, "a part": text.split(" is ")[0], "something else": "Cough."}[ahead])
            assert tagger.tag(text) == expected
        tagger.prepare(STATEMENTS[0])
        tagger.rewind(3)
        tagger.prepare(STATEMENTS[3])
        assert [tagger.tag(text) for text in STATEMENTS[3:]] == first[3:]

    def test_nothing_cannot_be_read_ahead(self, tagger: SectionTagger) -> None:
        """An empty statement is refused."""
        tagger.start(KINDS)
        with pytest.raises(ValueError, match="empty"):
            tagger.prepare(" ")

    def test_assigned_statements_count(self, tagger: SectionTagger) -> None:
        """Statements filed by somebody else are part of the document, and can be taken back like others."""
        tagger.start(KINDS)
        tagger.assign(STATEMENTS[0], SectionKind.PLAN)
        tagger.assign(STATEMENTS[1], SectionKind.HOSPITAL_COURSE)
        tagger.tag(STATEMENTS[2])
        tagger.rewind(3)
        tagger.rewind(0)
        with pytest.raises(ValueError, match="rewound"):
            tagger.rewind(1)

    @pytest.mark.parametrize("length", [-1, 3])
    def test_rewind_ends_at_what_was_said(self, tagger: SectionTagger, length: int) -> None:
        """A document cannot be rewound to a length that it never had."""
        tagger.start(KINDS)
        tagger.tag(STATEMENTS[0])
        tagger.assign(STATEMENTS[1], SectionKind.PLAN)
        with pytest.raises(ValueError, match="rewound"):
            tagger.rewind(length)

    @pytest.mark.parametrize("text", ["", "  \n"])
    def test_nothing_is_no_statement(self, tagger: SectionTagger, text: str) -> None:
        """An empty statement is refused, and the document stays as it was."""
        tagger.start(KINDS)
        with pytest.raises(ValueError, match="empty"):
            tagger.tag(text)
        with pytest.raises(ValueError, match="empty"):
            tagger.assign(text, SectionKind.PLAN)
        tagger.rewind(0)

    def test_no_kinds_no_document(self, tagger: SectionTagger) -> None:
        """A document needs at least one kind."""
        with pytest.raises(ValueError, match="kind"):
            tagger.start(())

    def test_choice_lies_within_the_offer(self, tagger: SectionTagger) -> None:
        """Narrowing to kinds that were not offered leaves nothing to choose from, and is refused."""
        tagger.start(KINDS)
        with pytest.raises(ValueError, match=r"."):
            tagger.tag(STATEMENTS[0], (SectionKind.FAMILY_HISTORY,))

    def test_any_text_is_a_statement(self, tagger: SectionTagger) -> None:
        """Letters of any script, control characters and very long text are read like other text."""
        tagger.start(KINDS)
        for text in ("Größe 1,80 m — naïve", "痛み 🙂", "a\x00b\x1b[0m\r\n", "fever and " * 2000, "\ud800"):
            assert tagger.tag(text).kind in KINDS
