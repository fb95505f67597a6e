"""The thread that owns the session: it takes messages, asks `dictation.session` what to do, and does it."""

import queue
import threading
import time
from contextlib import suppress
from dataclasses import replace

from plainspoken.dictation import events
from plainspoken.dictation import session as core
from plainspoken.dictation.capture import AudioFrame, AudioSource, FramesLost, SourceEnded
from plainspoken.dictation.effects import CloseSource, Deliver, Effect, Phase
from plainspoken.dictation.kept import NotKept
from plainspoken.dictation.kept_macros import KeptMacro
from plainspoken.dictation.tagging import AssignStatement, PrepareStatement, RewindTagger, TagStatement
from plainspoken.dictation.transcribe import Transcribe
from plainspoken.workers.engine_pair import EnginePair
from plainspoken.workers.engine_worker import as_ours
from plainspoken.workers.engines import Engines
from plainspoken.workers.faults import event_of, step_or_break_off
from plainspoken.workers.frame_door import FrameDoor
from plainspoken.workers.jobs import StartDocument
from plainspoken.workers.keeping import Keeping
from plainspoken.workers.messages import (
    Begin,
    BeginText,
    FrameArrived,
    Happened,
    Level,
    Listener,
    Message,
    Press,
    ShutDown,
    UseEngines,
)
from plainspoken.workers.record import Record
from plainspoken_models.contracts import FRAME_MS
from plainspoken_models.errors import PlainspokenError
from plainspoken_models.segmenter import Segmenter, SpeechSegment

LEVEL_EVERY_FRAMES = 3
"""A level for the meter every 96 ms."""

FILE_AHEAD_SEGMENTS = 8
"""Segments that may wait for the transcriber before a file has to wait too: at most 2 minutes of sound in memory."""


class Conductor:
    """One dictation at a time. `begin`, `press`, `use` and `close` are safe from any thread.

    Args:
        engines: of all dictations.
        listener: whoever shows them.
        keeper: keeps what a microphone hears; started and closed by the caller. None: nothing is kept.
    """

    def __init__(self, engines: Engines, listener: Listener, keeper: Keeping | None = None) -> None:
        self._engines = engines
        self._next_engines: Engines | None = None
        self._keeper, self._record = keeper, Record()
        self._listener = listener
        self._mailbox: queue.Queue[Message] = queue.Queue()
        self._pair = EnginePair(engines, self._answer)
        self._speech, self._tagger = self._pair.speech, self._pair.tagger
        self._thread = threading.Thread(target=self._run, name="conductor", daemon=True)
        self._number = self._elapsed_ms = 0
        self._session: core.Session | None = None
        self._source: AudioSource | None = None
        self._door = FrameDoor(0, self._mailbox)
        self._segmenter: Segmenter | None = None
        self._detecting_s, self._resting = 0.0, False

    def start(self, *, speech: bool = True) -> None:
        """Start all threads; the engines load in the background.

        Args:
            speech: whether there will be sound; text needs no speech engine.
        """
        self._pair.start(self._number, speech=speech)
        self._thread.start()

    def use(self, engines: Engines) -> None:
        """Use these engines from the next dictation on; the present one keeps its own."""
        self._mailbox.put(UseEngines(engines))

    def begin(self, message: Begin | BeginText) -> None:
        """Begin a dictation; while one goes on or is being finished, nothing happens."""
        self._mailbox.put(message)

    def press(self, event: events.StopPressed | events.CancelPressed | events.MacroChosen) -> None:
        """Stop or cancel the present dictation, or insert a macro into it; without one, nothing happens."""
        self._mailbox.put(Press(event))

    def close(self) -> None:
        """End the threads and the engines."""
        self._mailbox.put(ShutDown())
        if self._thread.is_alive():
            self._thread.join()
        self._pair.close()

    def seconds_by_stage(self) -> dict[str, float]:
        """Seconds that each stage has worked since the start."""
        return {"segment": self._detecting_s, "transcribe": self._speech.busy_s, "file": self._tagger.busy_s}

    def _run(self) -> None:
        with suppress(Exception):  # edge: a fault in it is told when a dictation begins
            self._engines.vocabulary()  # before she speaks: thousands of words of hers take seconds to read
        while not isinstance(message := self._next_message(), ShutDown):
            try:
                self._handle(message)
            except Exception as error:  # noqa: BLE001  edge: a fault of ours must not end the dictation
                self._tell(message, as_ours(error))
        self._abandon()

    def _tell(self, message: Message, fault: PlainspokenError) -> None:
        """Of a fault; whoever began a dictation that cannot even begin would wait for ever."""
        if self._session is None and isinstance(message, Begin | BeginText):
            self._session = core.begin(message.template, live=False)
        if self._session and (event := event_of(message, fault, self._session)):
            self._step(event)

    def _next_message(self) -> Message:
        """The next message; the engines rest when none has come for a while."""
        if self._session is None and not self._resting:
            try:
                return self._mailbox.get(timeout=self._engines.idle_s)
            except queue.Empty:
                self._resting = True
                self._pair.rest()
        return self._mailbox.get()

    def _handle(self, message: Message) -> None:
        match message:
            case Begin() | BeginText():
                if self._session is None:
                    self._begin(message)
            case UseEngines(engines):
                self._next_engines = engines
                self._change_engines()
            case FrameArrived(number, samples):
                if number == self._number:
                    self._hear(AudioFrame(samples, self._elapsed_ms))
            case Happened(number, event):
                if number == self._number:
                    self._happen(event)
            case Press(events.MacroChosen() as chosen):
                self._insert(chosen)
            case Press(event):
                self._step(event)

    def _insert(self, chosen: events.MacroChosen) -> None:
        """A macro was chosen in the menu: now, or, of a kept dictation, when so much of it had been heard."""
        speaking = self._segmenter is not None and self._segmenter.speaking
        self._record.insert(KeptMacro(self._elapsed_ms, chosen.insertion))
        self._step(replace(chosen, at_ms=self._elapsed_ms, speaking=speaking))

    def _change_engines(self) -> None:
        """Take those that were to be used next, if any; those that are others begin to load."""
        if self._next_engines and self._session is None:
            self._engines, self._next_engines, self._resting = self._next_engines, None, False
            if self._keeper:
                self._keeper.name_models(self._engines.models)
            self._pair.use(self._engines, self._number)

    def _begin(self, message: Begin | BeginText) -> None:
        self._abandon()
        self._number += 1
        self._elapsed_ms = 0
        self._resting = False
        live = isinstance(message, Begin) and message.source.live
        self._session = self._engines.session(message.template, message.macros, live=live)
        # The microphone first: she speaks already, and two engines that start beside it would keep it waiting.
        failed = self._open(message) if isinstance(message, Begin) else None
        self._tagger.wake()
        self._tagger.submit(self._number, StartDocument(message.template.kinds))
        self._listener.session_changed(self._session)
        if isinstance(message, BeginText):
            for utterance in message.utterances:
                self._step(events.TextHeard(utterance))
            self._step(SourceEnded())
        elif failed:
            self._happen(SourceEnded(failed))
        else:
            self._speech.wake()
        self._engines.get_ready()  # while she speaks: the sound of it waits in the mailbox

    def _open(self, message: Begin) -> PlainspokenError | None:
        """Open the source; why it cannot be opened, if so."""
        number = self._number
        self._record = Record(self._keeper, message, lambda error: self._answer(number, NotKept(error)))
        self._source, self._door = message.source, FrameDoor(number, self._mailbox)
        self._segmenter = Segmenter(self._engines.detector, self._engines.smoothing)
        try:
            self._source.open(self._door)
        except Exception as error:  # noqa: BLE001  edge: without an end the dictation would never be over
            return as_ours(error)
        return None

    def _abandon(self) -> None:
        """Whatever still belongs to the last dictation is let go."""
        self._door.shut()
        if self._source:
            self._source.close()
        self._source = self._segmenter = self._session = None
        self._record = Record()
        self._number += 1  # what is still on its way belongs to nobody
        self._pair.drop()
        self._change_engines()  # which a dictation has put off

    def _hear(self, frame: AudioFrame) -> None:
        if self._segmenter is None:
            return
        self._record.hear(frame)
        self._elapsed_ms += FRAME_MS
        try:
            self._segment(self._segmenter, frame)
        finally:  # or, with a fault that lasts, there would soon be no room for frames that are to be kept
            self._make_room(1)

    def _segment(self, segmenter: Segmenter, frame: AudioFrame) -> None:
        began = time.perf_counter()
        segment = segmenter.feed(frame.samples)
        self._detecting_s += time.perf_counter() - began
        if segment:
            self._step(events.SegmentHeard(segment))
        elif (draft := segmenter.draft) and self._can_draft:
            self._step(events.SegmentPaused(draft))
        if self._elapsed_ms % (FRAME_MS * LEVEL_EVERY_FRAMES) == 0:
            self._listener.level_changed(Level(frame.level_dbfs, self._elapsed_ms, segmenter.speaking))

    @property
    def _can_draft(self) -> bool:
        """Whether transcribing ahead keeps nobody waiting. A file is not spoken: it does not stop to think."""
        live = self._source is not None and self._source.live
        return live and self._speech.idle and self._speech.last_s <= self._engines.draft_limit_s

    def _make_room(self, frames: int) -> None:
        """Let further frames in. A file has to wait while the transcriber is behind; a microphone cannot."""
        live = self._source is None or self._source.live
        behind = self._session is not None and len(self._session.transcribing.waiting) > FILE_AHEAD_SEGMENTS
        self._door.make_room(frames, later=behind and not live)

    def _happen(self, event: events.Event) -> None:
        if isinstance(event, events.MacroChosen):
            self._insert(event)
            return
        last: SpeechSegment | None = None
        if isinstance(event, SourceEnded):
            self._record.source_ended(event)
        if isinstance(event, SourceEnded) and self._segmenter:
            last, self._segmenter = self._segmenter.finish(), None
        if isinstance(event, FramesLost) and self._segmenter:
            last = self._segmenter.skip(event.lost_ms)
            self._elapsed_ms += event.lost_ms
        if last:
            self._step(events.SegmentHeard(last))
        self._step(event)
        self._make_room(0)

    def _step(self, event: events.Event) -> None:
        if self._session is None:
            return
        before, (self._session, effects) = self._session, step_or_break_off(self._session, event)
        try:
            for effect in effects:
                self._do(effect)
        finally:  # or whoever waits for its end would wait for ever
            if self._session is not before or effects:
                self._listener.session_changed(self._session)
            self._let_go(self._session)

    def _let_go(self, session: core.Session) -> None:
        if session.over:
            if session.phase is Phase.CANCELLED:
                self._record.cancel()
            elif session.phase is Phase.UNFINISHED:
                self._record.leave()
            self._abandon()

    def _do(self, effect: Effect) -> None:
        match effect:
            case Transcribe():
                self._speech.submit(self._number, effect)
            case TagStatement() | AssignStatement() | RewindTagger():
                self._tagger.submit(self._number, effect)
            case PrepareStatement():
                if self._tagger.idle:  # guesses must not queue up before a question
                    self._tagger.submit(self._number, effect)
            case CloseSource():
                self._record.source_closed()
                if self._source:
                    self._source.close()
            case Deliver(note):
                self._listener.note_ready(note)
                if self._session:
                    self._record.deliver(self._session, note)

    def _answer(self, number: int, event: events.Event) -> None:
        self._mailbox.put(Happened(number, event))
