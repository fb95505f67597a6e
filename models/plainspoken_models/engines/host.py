"""The ports on top of engines in child processes: each knows how to go on after its child was lost."""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, Self, TypeVar, cast

import numpy as np

from plainspoken_models.contracts import SAMPLE_RATE_HZ, Samples, SectionKind, Tag, Transcription, Word
from plainspoken_models.engines.child import child_command
from plainspoken_models.engines.engine_process import AGAIN, START_LIMIT_S, EngineProcess
from plainspoken_models.engines.framing import Frame
from plainspoken_models.engines.lockdown import Locks
from plainspoken_models.engines.patience import Patience
from plainspoken_models.engines.supervision import Supervision
from plainspoken_models.errors import EngineDied, EngineError, EngineFailed, EngineHung

TRANSCRIBE_LIMIT_S: Final = 60.0
"""For the first answer. Half of it was too little for 3 s of sound in a model of small.en's size on two cores with
eight programs at work."""
TRANSCRIBE_LIMIT_PER_SOUND: Final = 5.0
"""On top of that, so many seconds for a second of sound: a slow machine is not a hung engine."""

TAG_LIMIT_S: Final = {"kind_tokens": 30.0, "letters": 120.0}
"""For the first answer; an instruct model reads its introduction, too."""
TAG_LIMIT_PER_LETTER: Final = 1 / 60
"""On top of that, for each letter of the document: a fresh child, or one whose context is full, reads all of it again.
20 tokens a second, a large instruct model on a slow machine, are about 60 letters."""

ROUNDING: Final = 1e-3

_T = TypeVar("_T")


class _Hosted:
    """What both ports share: they are context managers, and begin loading as they are entered."""

    def __init__(self, engine: EngineProcess, patience: Patience) -> None:
        self.engine = engine
        self._supervision = Supervision(engine, patience)

    def __enter__(self) -> Self:
        self.engine.warm()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def processor_features(self) -> str:
        """What the engine uses of this processor (AVX2, NEON …), in the library's own names.

        Raises:
            EngineError: it cannot be started.
        """
        told = str(self.engine.call("processor", {}, b"", START_LIMIT_S).fields["features"])
        pairs = (part.rpartition(":")[2].split("=") for part in told.split("|") if "=" in part)
        return " ".join(name.strip() for name, value in pairs if value.strip() == "1")

    def locks(self) -> Locks:
        """What the child process cannot do.

        Raises:
            EngineError: it cannot be started.
        """
        return Locks.of(dict(self.engine.call("locks", {}, b"", START_LIMIT_S).fields))

    def close(self) -> None:
        """End the engine; see `EngineProcess.close`."""
        self.engine.close()


class HostedTranscriber(_Hosted):
    """A `Transcriber` in a child process. It keeps nothing, so a lost child is replaced and asked once again."""

    def __init__(self, engine: EngineProcess) -> None:
        super().__init__(engine, Patience(TRANSCRIBE_LIMIT_S, TRANSCRIBE_LIMIT_PER_SOUND))
        self._poison: Samples = np.zeros(0, np.float32)

    def transcribe(self, samples: Samples) -> Transcription:
        """The words in `samples`; see `Transcriber.transcribe`.

        Sound that has cost two children is not asked for a third time, nor longer sound that begins with it: what was
        transcribed ahead in a pause comes back as the beginning of its whole segment.
        """
        if samples.dtype != np.float32 or samples.ndim != 1:
            raise ValueError("A transcriber takes float32 mono sound.")
        if self._poison.size and np.array_equal(samples[: self._poison.size], self._poison):
            raise EngineFailed(
                "This sound has ended the speech engine twice.", "Say it once more, in other words."
            )

        def ask(limit_s: float) -> Transcription:
            return _transcription(self.engine.call("transcribe", {}, samples.tobytes(), limit_s).fields)

        try:
            return self._supervision.answer(ask, samples.size / SAMPLE_RATE_HZ)
        except (EngineDied, EngineHung):
            self._poison = samples
            raise


class HostedTagger(_Hosted):
    """A `SectionTagger` in a child process.

    The document is kept here and told to the child when a tag is wanted, so a fresh child learns all of it.
    """

    def __init__(self, engine: EngineProcess, *, limit_s: float) -> None:
        # Quick answers say nothing: when its context is full, an instruct model reads all of it again.
        super().__init__(engine, Patience(limit_s, TAG_LIMIT_PER_LETTER, slack=math.inf))
        self._kinds = tuple(SectionKind)
        """What statements can be: everything, until `start` says otherwise."""
        self._document: list[tuple[str, SectionKind]] = []
        self._told = 0
        """How many statements the child has."""
        self._agreed = 0
        """How many of those, from the first on, are still in the document."""
        self._generation: int | None = None
        """The child that all this is about; None where it has to be told from the start."""

    def start(self, kinds: Sequence[SectionKind]) -> None:
        """Begin a new document; see `SectionTagger.start`."""
        if not kinds:
            raise ValueError("A document needs at least one kind of section.")
        self._kinds = tuple(kinds)
        self._document = []
        self._generation = None
        self._supervised(self._tell, "")

    def tag(self, text: str, among: Sequence[SectionKind] = ()) -> Tag:
        """Choose a kind for the next statement; see `SectionTagger.tag`."""
        _check_text(text)

        def ask(limit_s: float) -> Tag:
            self._tell(limit_s)
            return _tag(self._call("tag", {"among": list(among)}, text, limit_s).fields)

        chosen = self._supervised(ask, text)
        self._document.append((text, chosen.kind))
        self._told = self._agreed = len(self._document)
        return chosen

    def prepare(self, text: str) -> None:
        """Read a statement ahead; see `SectionTagger.prepare`."""
        _check_text(text)

        def ask(limit_s: float) -> None:
            self._tell(limit_s)
            self._call("prepare", {}, text, limit_s)

        self._supervision.guess(ask, self._letters(text))

    def assign(self, text: str, kind: SectionKind) -> None:
        """Append a statement; see `SectionTagger.assign`. The child is told with the next `tag`."""
        _check_text(text)
        self._document.append((text, kind))

    def rewind(self, length: int) -> None:
        """Keep the first `length` statements; see `SectionTagger.rewind`. The child is told with the next `tag`."""
        if not 0 <= length <= len(self._document):
            raise ValueError("A document can only be rewound to a length it had.")
        del self._document[length:]
        self._agreed = min(self._agreed, length)

    def _tell(self, limit_s: float) -> None:
        """Bring the child's document to ours."""
        generation = self.engine.ensure()
        if generation != self._generation:
            self._call("start", {"kinds": list(self._kinds)}, "", limit_s)
            self._generation, self._told, self._agreed = generation, 0, 0
        if self._told > self._agreed:
            self._call("rewind", {"length": self._agreed}, "", limit_s)
            self._told = self._agreed
        for text, kind in self._document[self._told :]:
            self._call("assign", {"kind": kind}, text, limit_s)
            self._told += 1
            self._agreed += 1

    def _call(self, op: str, fields: Mapping[str, object], text: str, limit_s: float) -> Frame:
        return self.engine.call(op, fields, text.encode("utf-8", "replace"), limit_s)

    def _supervised(self, ask: Callable[[float], _T], text: str) -> _T:
        """Ask about a statement; whatever went wrong, the child is told the document anew."""
        try:
            return self._supervision.answer(ask, self._letters(text))
        except EngineError:
            self._generation = None
            raise

    def _letters(self, text: str) -> int:
        return len(text) + sum(len(said) for said, _ in self._document)


def open_transcriber(
    path: Path, *, encoder_context: Literal["full", "fitted"], threads: int
) -> HostedTranscriber:
    """A transcriber on a model file of whisper.cpp, to be used in `with`; arguments as in `whisper_cpp.WhisperCpp`."""
    options = {"encoder_context": encoder_context, "threads": threads}
    return HostedTranscriber(EngineProcess(child_command("whisper_cpp", path, options), "speech engine"))


def open_tagger(
    path: Path,
    *,
    label_style: Literal["kind_tokens", "letters"],
    threads: int,
    cache: Path | None = None,
) -> HostedTagger:
    """A tagger on a GGUF model, to be used in `with`; arguments as in `llama_cpp.LlamaTagger`."""
    options = {"label_style": label_style, "threads": threads, "cache": str(cache) if cache else None}
    engine = EngineProcess(child_command("llama_cpp", path, options), "tagging engine")
    return HostedTagger(engine, limit_s=TAG_LIMIT_S[label_style])


def _check_text(text: str) -> None:
    if not text.strip():
        raise ValueError("A statement is not empty.")


def _transcription(fields: Mapping[str, object]) -> Transcription:
    try:
        found = tuple(_word(*told) for told in cast("list[tuple[object, ...]]", fields["words"]))
        return Transcription(_text(fields["text"]), found, _share(fields["no_speech_probability"]))
    except (KeyError, TypeError, ValueError):
        raise EngineDied("The speech engine answered nonsense.", AGAIN) from None


def _tag(fields: Mapping[str, object]) -> Tag:
    try:
        return Tag(SectionKind(_text(fields["kind"])), _share(fields["confidence"]))
    except (KeyError, TypeError, ValueError):
        raise EngineDied("The tagging engine answered nonsense.", AGAIN) from None


def _word(text: object, start_ms: object, end_ms: object, probability: object) -> Word:
    if type(start_ms) is not int or type(end_ms) is not int:
        raise TypeError
    return Word(_text(text), start_ms, end_ms, _share(probability))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _share(value: object) -> float:
    """A probability, 0 … 1; what 32-bit numbers add to 1 is taken off."""
    if type(value) not in (int, float) or not 0 <= cast("float", value) <= 1 + ROUNDING:
        raise ValueError
    return min(1.0, float(cast("float", value)))
