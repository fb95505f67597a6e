"""The workers of the two engines that run in child processes, as one: they start, rest, change and end together."""

from collections.abc import Callable

from plainspoken.dictation.events import Event
from plainspoken.workers import jobs
from plainspoken.workers.engine_worker import EngineWorker, Work
from plainspoken.workers.engines import Engines
from plainspoken.workers.jobs import StartDocument
from plainspoken_models.contracts import SectionKind

ANY_DOCUMENT = StartDocument(tuple(SectionKind))
"""An instruct model reads its introduction when it loads, before the first word: it is the same for all documents."""


class EnginePair:
    """Each call returns at once, but `close`.

    Args:
        engines: which they open.
        answer: gets each answer, with the number that came with its order, on the thread of the engine.
    """

    def __init__(self, engines: Engines, answer: Callable[[int, Event], None]) -> None:
        speech = Work(engines.open_transcriber, jobs.transcribe, jobs.cannot_transcribe)
        tagger = Work(engines.open_tagger, jobs.tag, jobs.cannot_tag)
        self.speech = EngineWorker("speech", speech, answer)
        self.tagger = EngineWorker("tagger", tagger, answer)

    def start(self, number: int, *, speech: bool) -> None:
        """Start the threads, which load the engines; text needs no `speech`."""
        if speech:
            self.speech.start()
        self.tagger.start()
        self.tagger.submit(number, ANY_DOCUMENT)

    def use(self, engines: Engines, number: int) -> None:
        """Those that are others begin to load."""
        if self.speech.use(engines.open_transcriber):
            self.speech.wake()
        if self.tagger.use(engines.open_tagger):
            self.tagger.submit(number, ANY_DOCUMENT)

    def rest(self) -> None:
        """Give the memory back until they are woken."""
        self.speech.rest()
        self.tagger.rest()

    def drop(self) -> None:
        """Forget what waits to be done."""
        self.speech.drop()
        self.tagger.drop()

    def close(self) -> None:
        """End threads and engines."""
        self.speech.close()
        self.tagger.close()
