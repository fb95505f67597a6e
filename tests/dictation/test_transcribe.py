"""What a recogniser makes up is rejected, and says why; what she said is not."""

import numpy as np
import pytest

from plainspoken.dictation.transcribe import Rejected, Utterance, judge
from plainspoken_models.contracts import Transcription, Word
from plainspoken_models.segmenter import SpeechSegment
from words import words

SEGMENT = SpeechSegment(np.zeros(16_000 * 8, np.float32), 5_000)


def made(text: str, no_speech: float = 0.0, probability: float = 0.9) -> Transcription:
    """A transcription of that text."""
    timed = tuple(Word(word.text, word.start_ms, word.end_ms, probability) for word in words(text))
    return Transcription(text, timed, no_speech)


@pytest.mark.parametrize(
    ("transcription", "reason"),
    [
        (made("Thank you for watching."), "subtitles"),
        (made("Thanks for watching!"), "subtitles"),
        (made("[BLANK_AUDIO]"), "subtitles"),
        (made("and the the the the the pain"), "loop"),
        (made("the pain is there. " * 5), "loop"),
        (made("hm yes", no_speech=0.9, probability=0.2), "no speech"),
        (made(" ".join(f"word{n}" for n in range(80))), "more words"),
    ],
)
def test_what_was_made_up_is_rejected_with_its_reason(transcription: Transcription, reason: str) -> None:
    """The gap keeps the place and the text."""
    verdict = judge(SEGMENT, transcription)
    assert isinstance(verdict, Rejected)
    assert reason in verdict.reason
    assert (verdict.start_ms, verdict.end_ms) == (5_000, 13_000)


@pytest.mark.parametrize(
    "text",
    [
        "No, no, no edema.",
        "Thank you for this referral.",
        "Very very very tender.",
        "Blood pressure 120 over 80, pulse 80, saturation 98 percent.",
        "Watching for bleeding.",
    ],
)
def test_speech_is_kept_and_timed_from_the_start_of_the_recording(text: str) -> None:
    """Repeating a word thrice is speech."""
    verdict = judge(SEGMENT, made(text))
    assert isinstance(verdict, Utterance)
    assert verdict.text == text
    assert verdict.words[0].start_ms == 5_000


def test_speech_that_gives_no_words_is_a_gap_and_a_cough_is_none() -> None:
    """Eight seconds of speech do not vanish without a word."""
    verdict = judge(SEGMENT, Transcription("", (), 0.9))
    assert isinstance(verdict, Rejected)
    cough = SpeechSegment(np.zeros(16_000, np.float32), 5_000)
    assert judge(cough, Transcription("", (), 0.9)) == Utterance((), 5_000, 6_000)


def test_a_short_loop_does_not_take_the_rest_of_the_segment_with_it() -> None:
    """What else was said counts for more."""
    verdict = judge(SEGMENT, made("No edema. No rash. No fever. No chills. no no no no headache."))
    assert isinstance(verdict, Utterance)
