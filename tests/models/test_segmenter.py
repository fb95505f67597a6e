"""The segmenter: all speech is in a segment, no sound twice, no segment too long, silence in none."""

from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainspoken_models.contracts import FRAME_MS, FRAME_SAMPLES, Samples
from plainspoken_models.segmenter import Segmenter, Smoothing, SpeechSegment

SMOOTHING = Smoothing(longest_ms=1_280)
ONSET, LONGEST = SMOOTHING.onset_ms // FRAME_MS, SMOOTHING.longest_ms // FRAME_MS
STREAM = st.lists(st.tuples(st.booleans(), st.integers(1, 60)), max_size=12)


class Scripted:
    """Reads the probability off the frame's second sample."""

    def probability(self, frame: Samples) -> float:
        """As scripted."""
        return float(frame[1])

    def reset(self) -> None:
        """Nothing is kept."""


def cut(voice: list[float], smoothing: Smoothing = SMOOTHING) -> list[SpeechSegment]:
    """The segments of a stream of frames that are numbered in their first sample."""
    segmenter = Segmenter(Scripted(), smoothing)
    found = []
    for number, probability in enumerate(voice):
        frame = np.zeros(FRAME_SAMPLES, np.float32)
        frame[:2] = number, probability
        found.append(segmenter.feed(frame))
    return [segment for segment in [*found, segmenter.finish()] if segment]


def frames_in(segments: list[SpeechSegment]) -> list[int]:
    """The numbers of the frames in the segments."""
    return [int(frame[0]) for segment in segments for frame in segment.samples.reshape(-1, FRAME_SAMPLES)]


def voice_of(stream: list[tuple[bool, int]]) -> list[float]:
    """Runs of speech and silence as probabilities."""
    return [0.9 if voiced else 0.1 for voiced, count in stream for _ in range(count)]


@given(STREAM)
def test_no_frame_is_in_two_segments_and_they_come_in_order(stream: list[tuple[bool, int]]) -> None:
    """Sound is never transcribed twice."""
    numbers = frames_in(cut(voice_of(stream)))
    assert numbers == sorted(set(numbers))


@given(STREAM)
def test_all_speech_longer_than_the_onset_is_in_a_segment(stream: list[tuple[bool, int]]) -> None:
    """Nothing that was said is left out."""
    voice = voice_of(stream)
    numbers = set(frames_in(cut(voice)))
    position = 0
    for voiced, run in groupby(voice, key=lambda probability: probability > 0.5):
        length = len(list(run))
        if voiced and length >= ONSET:
            assert numbers.issuperset(range(position, position + length))
        position += length


@given(STREAM)
def test_a_draft_is_the_segment_unless_she_goes_on(stream: list[tuple[bool, int]]) -> None:
    """Where the pause that gave the draft ends the segment, or the recording, it has the very same samples.

    (A segment that is cut because it has become too long has not ended.)
    """
    voice = voice_of(stream)
    segmenter = Segmenter(Scripted(), SMOOTHING)
    draft: SpeechSegment | None = None
    for number, probability in enumerate(voice):
        frame = np.zeros(FRAME_SAMPLES, np.float32)
        frame[:2] = number, probability
        segment = segmenter.feed(frame)
        ended = segment or (segmenter.finish() if number == len(voice) - 1 else None)
        if probability > 0.5:
            draft = None  # she went on
        elif ended and draft and not segmenter.speaking:
            assert ended.start_ms == draft.start_ms
            assert np.array_equal(ended.samples, draft.samples)
        draft = None if segment else segmenter.draft or draft


def test_a_draft_comes_once_in_a_pause_and_before_the_segment_ends() -> None:
    """At the frame from which on the segment is known."""
    segmenter = Segmenter(Scripted(), SMOOTHING)
    drafts, segments = [], []
    for number, probability in enumerate(voice_of([(True, 20), (False, 25)])):
        frame = np.zeros(FRAME_SAMPLES, np.float32)
        frame[:2] = number, probability
        segments.append(number) if segmenter.feed(frame) else None
        drafts.append(number) if segmenter.draft else None
    tail, hangover = SMOOTHING.tail_ms // FRAME_MS, SMOOTHING.hangover_ms // FRAME_MS
    assert (drafts, segments) == ([19 + tail], [19 + hangover])


@given(STREAM)
def test_no_segment_is_longer_than_the_longest_and_each_says_when_it_began(
    stream: list[tuple[bool, int]],
) -> None:
    """Whisper has room for 30 s; the start is the first frame's time."""
    for segment in cut(voice_of(stream)):
        assert len(segment.samples) <= LONGEST * FRAME_SAMPLES
        assert segment.start_ms == int(segment.samples[0]) * FRAME_MS
        assert segment.end_ms == segment.start_ms + len(segment.samples) // 16


@given(st.integers(0, 300))
def test_silence_yields_no_segment(count: int) -> None:
    """So that Whisper never sees it."""
    assert cut([0.1] * count) == []


def test_sound_from_before_the_onset_is_in_the_segment() -> None:
    """The first syllable is never clipped."""
    (segment,) = cut([0.1] * 50 + [0.9] * 20 + [0.1] * 40, Smoothing())
    assert segment.start_ms == (50 - SMOOTHING.pre_roll_ms // FRAME_MS) * FRAME_MS


def test_a_segment_without_a_pause_is_cut_where_the_voice_is_weakest() -> None:
    """Between words, not within one."""
    voice = [0.9] * 100
    voice[30] = 0.5
    first = cut(voice)[0]
    assert int(first.samples.reshape(-1, FRAME_SAMPLES)[-1][0]) == 30


def test_a_frame_of_another_length_is_refused() -> None:
    """The detector takes exactly 512 samples."""
    with pytest.raises(ValueError, match="512"):
        Segmenter(Scripted()).feed(np.zeros(100, np.float32))
