"""The words in a sound file, segment by segment, as `plainspoken-models transcribe` prints them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plainspoken_models.contracts import Samples, Transcription
from plainspoken_models.engines.host import open_transcriber
from plainspoken_models.engines.silero import Silero
from plainspoken_models.errors import SoundBreaksOff
from plainspoken_models.registry import Model
from plainspoken_models.segmenter import Segmenter
from plainspoken_models.sound import frames_of


@dataclass(frozen=True, slots=True)
class HeardSegment:
    """What was said between two pauses."""

    start_ms: int
    end_ms: int
    words: Transcription

    def as_data(self) -> dict[str, object]:
        """As JSON values; the times of words are from the start of the file, too."""
        return {
            "text": self.words.text,
            "start_ms": self.start_ms,
            "end_ms": self.end_ms,
            "no_speech_probability": self.words.no_speech_probability,
            "words": [
                {
                    "text": word.text,
                    "start_ms": self.start_ms + word.start_ms,
                    "end_ms": self.start_ms + word.end_ms,
                    "probability": word.probability,
                }
                for word in self.words.words
            ],
        }


class Heard:
    """The segments of a file, each transcribed when it is asked for.

    Args:
        file: of sound.
        model: a speech model.
        weights: its verified file.
        threads: of the engine.

    Raises:
        SoundFileError, EngineError: while it is gone through.
    """

    def __init__(self, file: Path, model: Model, weights: Path, threads: int) -> None:
        self._file, self._model, self._weights, self._threads = file, model, weights, threads
        self.broken: SoundBreaksOff | None = None
        """Known after the last segment: that the file ends too early."""

    def __iter__(self) -> Iterator[HeardSegment]:
        segmenter = Segmenter(Silero())
        context, threads = self._model.encoder_context, self._threads
        with open_transcriber(self._weights, encoder_context=context, threads=threads) as transcriber:
            for frame in self._frames():
                if segment := segmenter.feed(frame):
                    words = transcriber.transcribe(segment.samples)
                    yield HeardSegment(segment.start_ms, segment.end_ms, words)
            if last := segmenter.finish():
                yield HeardSegment(last.start_ms, last.end_ms, transcriber.transcribe(last.samples))

    def _frames(self) -> Iterator[Samples]:
        """All frames that there are: what a broken file has left is transcribed, too."""
        try:
            yield from frames_of(self._file)
        except SoundBreaksOff as error:
            self.broken = error
