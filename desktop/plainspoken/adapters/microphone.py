"""The microphone, through PortAudio. Its callback copies and enqueues; a thread of its own does the rest."""

import queue
import threading
from contextlib import ExitStack
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plainspoken.adapters.continuity import Continuity, now
from plainspoken.adapters.framer import Framer
from plainspoken.adapters.portaudio import ask, in_use
from plainspoken.dictation.capture import ASLEEP, FrameSink
from plainspoken.dictation.errors import AudioError, DeviceFrozen, DeviceLost, MicrophoneMissing
from plainspoken_models.contracts import Samples

BLOCK_MS = 32
LATENCY_S = 0.1
"""PulseAudio hands over whole seconds at once unless asked for less (measured with PulseAudio 16)."""

QUEUE_BLOCKS = 1_024
"""Blocks that may wait for the thread: 32 s. It only resamples, at 300 times real time."""

TURN_S = 0.05

STALLED_S = 3.0
"""No callback for this long: the device or the sound server hangs, though the stream still says it is active."""

REMEDY_LOST = "What you said until then is kept. Unplug it and plug it in again."

REMEDY_NO_MICROPHONE = (
    "Plug one in, or allow Plainspoken to use it "
    "in the system's privacy settings; `plainspoken doctor` lists what it sees."
)


def microphones() -> tuple[str, ...]:
    """Names of all inputs, read afresh as long as none records: a rescan would end the recording.

    Raises:
        AudioError: the sound system does not answer, or is not there.
    """
    return ask(_names)


class Microphone:
    """One recording from an input device, at the device's own rate, turned into 16 kHz mono frames."""

    live = True

    def __init__(self, name: str | None = None) -> None:
        """Choose an input.

        Args:
            name: as in `microphones`; None for the system's default one.
        """
        self._name = name
        self.device_name = ""
        """Of the device that records, once it does. Where a sound server chooses, that is the server's name."""
        self.lost = False
        """Whether the device is known to be lost: what is still to come was heard before that."""
        self._blocks: queue.Queue[Samples | None] = queue.Queue(QUEUE_BLOCKS)
        self._lost_blocks = 0
        self._closing = threading.Event()

    def open(self, sink: FrameSink) -> None:
        """Start to record.

        Raises:
            MicrophoneMissing: there is no such input.
            AudioError: the input is there, but cannot be opened, or the sound system does not answer.
        """
        stream, rate_hz = ask(self._start, lambda late: self._close(late[0]))
        threading.Thread(
            target=self._run, args=(sink, stream, rate_hz), name="microphone", daemon=True
        ).start()

    def close(self) -> None:
        """Stop recording; what has been captured still arrives."""
        self._closing.set()

    def _start(self, sounddevice: Any) -> tuple[Any, int]:
        """The stream, running, and its rate in Hz."""
        device = _device(sounddevice, self._name)
        rate_hz = int(device["default_samplerate"])
        self.device_name = str(device["name"])
        with ExitStack() as undo:
            in_use.add(self)
            undo.callback(in_use.discard, self)
            try:
                stream = sounddevice.InputStream(
                    samplerate=rate_hz,
                    device=device["index"],
                    channels=1,
                    dtype="float32",
                    blocksize=rate_hz * BLOCK_MS // 1000,
                    latency=LATENCY_S,
                    callback=self._heard,
                    finished_callback=self._finished,
                )
                undo.callback(stream.close)
                stream.start()
            except sounddevice.PortAudioError as error:
                raise AudioError(
                    f'The microphone "{device["name"]}" cannot be opened: {error}.',
                    "Close other programs that use it, or choose another one in the menu.",
                ) from error
            undo.pop_all()
        return stream, rate_hz

    def _heard(self, block: NDArray[np.float32], _count: int, _time: Any, status: Any) -> None:
        """PortAudio's callback: copy, enqueue, nothing else."""
        if status.input_overflow:
            self._lost_blocks += 1
        try:
            self._blocks.put_nowait(block[:, 0].copy())
        except queue.Full:
            self._lost_blocks += 1

    def _finished(self) -> None:
        """PortAudio's word that no callback will follow: we closed it, or the device is gone."""
        try:
            self._blocks.put_nowait(None)
        except queue.Full:
            self._closing.set()

    def _run(self, sink: FrameSink, stream: Any, rate_hz: int) -> None:
        error: AudioError | None = None
        try:
            error = self._record(sink, stream, rate_hz)
        except Exception as surprise:  # noqa: BLE001  edge: without an end the dictation would never be over
            error = AudioError(
                f"The recording broke off ({type(surprise).__name__}): a fault of Plainspoken's own.",
                "What you said until then is kept. Start again, and please report this.",
            )
        finally:
            sink.end(error)

    def _record(self, sink: FrameSink, stream: Any, rate_hz: int) -> AudioError | None:
        """Pass on sound until it ends; returns why, where nobody asked for that."""
        try:
            framer = Framer(sink, rate_hz)
            error = self._listen(sink, framer)
            self.lost = error is not None
        finally:
            self._stop(stream)
        self._drain(framer)
        self._report_lost(sink)
        framer.finish()
        return error

    def _listen(self, sink: FrameSink, framer: Framer) -> AudioError | None:
        continuity, quiet_turns = Continuity(now()), 0
        while not self._closing.is_set():
            heard_ms = 0
            try:
                block = self._blocks.get(timeout=TURN_S)
            except queue.Empty:
                # In turns, not in seconds: after a standstill of ours the device has not been asked yet.
                quiet_turns += 1
                if quiet_turns * TURN_S > STALLED_S:
                    return DeviceFrozen("The microphone has stopped answering.", REMEDY_LOST)
            else:
                if block is None:
                    return DeviceLost("The microphone was disconnected.", REMEDY_LOST)
                quiet_turns, heard_ms = 0, BLOCK_MS
                self._report_lost(sink)
                framer.take(block)
            if missing_ms := continuity.turn(now(), heard_ms):
                sink.lost(missing_ms, ASLEEP)
        return None

    def _report_lost(self, sink: FrameSink) -> None:
        lost, self._lost_blocks = self._lost_blocks, 0
        if lost:
            sink.lost(lost * BLOCK_MS)

    def _drain(self, framer: Framer) -> None:
        """Pass on what is still queued."""
        while not self._blocks.empty():
            block = self._blocks.get_nowait()
            if block is not None:
                framer.take(block)

    def _stop(self, stream: Any) -> None:
        """Close the stream. A hung sound server hangs in close: nobody waits for that."""
        closer = threading.Thread(target=self._close, args=(stream,), name="microphone closer", daemon=True)
        closer.start()
        closer.join(STALLED_S)

    def _close(self, stream: Any) -> None:
        """Close the stream, however long that takes; until then PortAudio must not be shut down for a rescan."""
        try:
            stream.close()
        finally:
            in_use.discard(self)


def _scan(sounddevice: Any) -> None:
    """Let PortAudio look for devices anew, unless that would end what is recorded or played."""
    if in_use:
        return
    if sounddevice._initialized:  # not so where the last start of PortAudio has failed
        sounddevice._terminate()
    sounddevice._initialize()


def _names(sounddevice: Any) -> tuple[str, ...]:
    _scan(sounddevice)
    inputs = (device for device in sounddevice.query_devices() if device["max_input_channels"] > 0)
    return tuple(dict.fromkeys(str(device["name"]) for device in inputs))


def _device(sounddevice: Any, name: str | None) -> dict[str, Any]:
    """The input with this name, or the default one."""
    _scan(sounddevice)
    if name is None:
        try:
            return dict(sounddevice.query_devices(kind="input"))
        except (sounddevice.PortAudioError, ValueError) as error:
            raise MicrophoneMissing("No microphone was found.", REMEDY_NO_MICROPHONE) from error
    for device in sounddevice.query_devices():
        if device["name"] == name and device["max_input_channels"] > 0:
            return dict(device)
    raise MicrophoneMissing(
        f'The microphone "{name}" is not connected.', "Connect it, or choose another one in the menu."
    )
