"""Stage 3, transcribe: what the recogniser made of a segment, and the rules that reject what it made up.

Whisper invents text in about 1 % of segments, most of it in pauses (Koenecke et al., FAccT 2024).
"""

import re
import zlib
from dataclasses import dataclass, replace

from plainspoken_models.contracts import Transcription, Word
from plainspoken_models.segmenter import SpeechSegment

NO_SPEECH_PROBABILITY = 0.6
"""Above this, with words of low probability, a segment is taken for silence (Whisper's own threshold)."""

LOW_PROBABILITY = 0.37
"""Mean word probability of Whisper's own threshold for it: an average log-probability of -1."""

COMPRESSION_RATIO = 2.4
"""Text that gzip shrinks by more than this is a loop (Whisper's own threshold)."""

LOOP_REPEATS = 4
"""A phrase said this many times in a row is a loop: "very very very" is speech, and "no, no, no" too."""

LOOP_SHARE = 0.5
"""A loop of this share of the words condemns the segment; a shorter one may be hers, and is left to her."""

WORDLESS_MS = 2_500
"""Speech this long that gives no words is a gap. Shorter: a cough, with its pre-roll and the pause behind it."""

WORDS_PER_SECOND = 8
"""Nobody dictates faster: an auctioneer reaches 5 to 6 words a second."""

_SUBTITLES = re.compile(
    r"(thanks|thank you) (so much )?for watching|(please )?(like and )?subscribe( to my channel)?|subtitles by .*"
    r"|(see you|i'll see you) (in the )?next (time|video)|\W*(music|applause|blank_audio)\W*"
)
"""What Whisper learned from subtitles and says in silence; no dictation consists of it."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """The words of one segment."""

    words: tuple[Word, ...]
    """With times from the start of the recording."""
    start_ms: int
    end_ms: int

    @property
    def text(self) -> str:
        """All words, joined by blanks."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A segment whose text is not trusted. It is shown as a gap; it is not in the note."""

    text: str
    reason: str
    start_ms: int
    end_ms: int


def judge(segment: SpeechSegment, transcription: Transcription) -> Utterance | Rejected:
    """The utterance of a segment, or why its text is rejected."""
    reason = _reason(transcription, segment.end_ms - segment.start_ms)
    if reason:
        return Rejected(transcription.text, reason, segment.start_ms, segment.end_ms)
    words = tuple(
        replace(word, start_ms=segment.start_ms + word.start_ms, end_ms=segment.start_ms + word.end_ms)
        for word in transcription.words
    )
    return Utterance(words, segment.start_ms, segment.end_ms)


def _reason(transcription: Transcription, length_ms: int) -> str:
    words = [re.sub(r"[^\w']+", "", word.text).casefold() for word in transcription.words]
    if not words:
        return "speech that gave no words" if length_ms >= WORDLESS_MS else ""
    mean = sum(word.probability for word in transcription.words) / len(words)
    if transcription.no_speech_probability > NO_SPEECH_PROBABILITY and mean < LOW_PROBABILITY:
        return "no speech"
    if len(words) * 1000 > WORDS_PER_SECOND * max(length_ms, 1000):
        return "more words than anyone can say in that time"
    if _loops(words):
        return "a phrase in a loop"
    encoded = transcription.text.encode()
    if len(encoded) / len(zlib.compress(encoded)) > COMPRESSION_RATIO:
        return "text that repeats itself"
    return "words of subtitles, not of a dictation" if _SUBTITLES.fullmatch(" ".join(words)) else ""


def _loops(words: list[str]) -> bool:
    """Whether a phrase of one to eight words stands `LOOP_REPEATS` times in a row, and makes up much of it all."""
    for size in range(1, 9):
        run = 0
        for here, there in zip(words, words[size:], strict=False):
            run = run + 1 if here == there else 0
            if run >= size * (LOOP_REPEATS - 1) and run + size >= LOOP_SHARE * len(words):
                return True
    return False
