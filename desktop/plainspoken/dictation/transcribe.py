"""Stage 3, transcribe: what the recogniser is asked, what it made of it, and the rules that reject what it made up.

Whisper invents text in about 1 % of segments, most of it in pauses (Koenecke et al., FAccT 2024).
"""

import re
import zlib
from dataclasses import dataclass, replace

from plainspoken_models.contracts import Transcription, Word
from plainspoken_models.errors import EngineGivenUp, ModelError, PlainspokenError
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

KEPT_FOR_LATER = (
    "Go on, and stop as always: your voice is recorded. It becomes a note when you choose it under Unfinished "
    "dictations in the menu, or with: plainspoken recover"
)
"""What she can do where nothing is transcribed any more."""

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


Answer = Transcription | PlainspokenError
"""What the transcriber said to a segment, or why it could not."""


@dataclass(frozen=True, slots=True)
class Transcribe:
    """Order to the transcriber: the words of a segment."""

    job: int
    """Comes back with the answer."""
    segment: SpeechSegment


@dataclass(frozen=True, slots=True)
class Transcribed:
    """The transcriber's answer."""

    job: int
    transcription: Transcription


@dataclass(frozen=True, slots=True)
class TranscriptionFailed:
    """The transcriber could not."""

    job: int
    error: PlainspokenError


@dataclass(frozen=True, slots=True)
class Asked:
    """A segment that the transcriber was asked about."""

    order: Transcribe
    answer: Answer | None = None

    def is_of(self, segment: SpeechSegment) -> bool:
        """Whether this is the same stretch of the recording."""
        asked = self.order.segment
        return (asked.start_ms, asked.end_ms) == (segment.start_ms, segment.end_ms)


@dataclass(frozen=True, slots=True)
class Transcribing:
    """What the transcriber has been asked, and has answered."""

    waiting: tuple[Asked, ...] = ()
    """Segments whose words are not taken up yet, oldest first."""
    draft: Asked | None = None
    """What the open segment is if she is done. Thrown away if she goes on."""
    jobs: int = 0

    @property
    def behind_ms(self) -> int:
        """Sound that waits for its words."""
        segments = [asked.order.segment for asked in self.waiting]
        return sum(segment.end_ms - segment.start_ms for segment in segments)

    def paused(self, segment: SpeechSegment) -> "tuple[Transcribing, Transcribe]":
        """She pauses: transcribe ahead what the segment is if she is done."""
        order = Transcribe(self.jobs, segment)
        return replace(self, draft=Asked(order), jobs=self.jobs + 1), order

    def heard(self, segment: SpeechSegment) -> "tuple[Transcribing, Transcribe | None]":
        """A segment is over; there is nothing to order where the draft was just that."""
        if self.draft and self.draft.is_of(segment):
            return replace(self, waiting=(*self.waiting, self.draft), draft=None), None
        order = Transcribe(self.jobs, segment)
        return Transcribing((*self.waiting, Asked(order)), None, self.jobs + 1), order

    def answered(self, job: int, answer: Answer) -> "Transcribing":
        """The transcriber has answered. An answer to a draft that was thrown away changes nothing."""
        if self.draft and self.draft.order.job == job:
            # A draft that failed is forgotten: the segment will be asked for when it is over.
            failed = isinstance(answer, PlainspokenError)
            return replace(self, draft=None if failed else replace(self.draft, answer=answer))
        waiting = (replace(a, answer=answer) if a.order.job == job else a for a in self.waiting)
        return replace(self, waiting=tuple(waiting))

    def take(self) -> "tuple[Transcribing, SpeechSegment, Answer] | None":
        """Without the oldest segment, that segment, and its answer; None while it has none."""
        if not self.waiting or (answer := self.waiting[0].answer) is None:
            return None
        return replace(self, waiting=self.waiting[1:]), self.waiting[0].order.segment, answer


def is_lasting(error: PlainspokenError) -> bool:
    """Whether no further segment can be transcribed either: then there is no point in gaps."""
    return isinstance(error, EngineGivenUp | ModelError)


def untranscribed(error: PlainspokenError, *, live: bool) -> PlainspokenError:
    """The same error, with what it means to one who is dictating (`live`); a file is on disk already."""
    return type(error)(error.what, KEPT_FOR_LATER) if live else error


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
