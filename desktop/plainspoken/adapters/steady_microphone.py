"""A microphone that goes on: where one is lost, the next one takes over, and the time between them is told as a gap."""

import threading
from collections.abc import Callable
from typing import Protocol

from plainspoken.adapters.continuity import now
from plainspoken.adapters.microphone import Microphone, microphones
from plainspoken.dictation.capture import NO_MICROPHONE, TOO_BUSY, AudioSource, FrameSink
from plainspoken.dictation.errors import AudioError, DeviceChanged, DeviceFrozen, DeviceLost
from plainspoken_models.contracts import FRAME_MS, Samples
from plainspoken_models.errors import PlainspokenError

LOOK_EVERY_S = 2.0
"""How often it is looked for a microphone, while there is none and a dictation is open."""

LOOK_FOR_S = 300.0
"""Then the dictation ends by itself, with what was said until then: she has gone elsewhere."""


class OneMicrophone(AudioSource, Protocol):
    """One recording from one device; see `Microphone`."""

    @property
    def device_name(self) -> str:
        """Of the device that records."""
        ...

    @property
    def lost(self) -> bool:
        """Whether the device is known to be lost: what is still to come was heard before that."""
        ...


class SteadyMicrophone:
    """A recording that survives its devices. Pulse and PipeWire may move a stream from device to device unseen.

    Args:
        name: the input to begin with, as in `microphones`; None for the system's default one.
        make: makes the recording from one device.
        names: which devices there are.
        look_every_s: between two looks for a device.
        look_for_s: how long to look.
    """

    live = True

    def __init__(
        self,
        name: str | None = None,
        *,
        make: Callable[[str | None], OneMicrophone] = Microphone,
        names: Callable[[], tuple[str, ...]] = microphones,
        look_every_s: float = LOOK_EVERY_S,
        look_for_s: float = LOOK_FOR_S,
    ) -> None:
        self._name = name
        self._make, self._names = make, names
        self._look_every_s, self._look_for_s = look_every_s, look_for_s
        self._closing = threading.Event()
        self._changing = threading.Lock()
        """Guards the next one."""
        self._present: OneMicrophone | None = None
        self._barren = 0
        """Devices in a row that could be opened and gave no sound."""
        self._frozen: set[str | None] = set()
        """Devices that have stopped answering: to be tried last, for that may take half a minute."""

    def open(self, sink: FrameSink) -> None:
        """Start to record.

        Raises:
            MicrophoneMissing: there is no such input.
            AudioError: the input is there, but cannot be opened, or the sound system does not answer.
        """
        self._open_one(self._name, _Relay(sink, self._lost))

    def close(self) -> None:
        """Stop recording; what has been captured still arrives."""
        self._closing.set()
        with self._changing:
            if self._present:
                self._present.close()

    def _open_one(self, name: str | None, relay: "_Relay") -> None:
        microphone = self._make(name)
        relay.name, relay.microphone = name, microphone
        microphone.open(relay)
        with self._changing:
            self._present = microphone
            if self._closing.is_set():
                microphone.close()

    def _lost(self, relay: "_Relay", error: DeviceLost) -> None:
        """A device was lost; runs in the thread that recorded from it, which has nothing else to do any more."""
        self._barren = 0 if relay.heard else self._barren + 1
        if isinstance(error, DeviceFrozen):
            self._frozen.add(relay.name)
        try:
            goes_on = not self._closing.is_set() and self._go_on(relay)
        except Exception:  # noqa: BLE001  edge: without an end the dictation would never be over
            goes_on = False
        if not goes_on:
            relay.tell_gap()
            relay.sink.end(None if self._closing.is_set() else error)

    def _go_on(self, relay: "_Relay") -> bool:
        """Look for a device until one can be opened; whether one was."""
        while relay.silent_s < self._look_for_s and not self._closing.is_set():
            if self._barren:  # it must not be tried again in a hurry, nor does she hear anything until then
                relay.tell_lost()
                self._closing.wait(self._look_every_s)
            if not self._closing.is_set() and self._try_all(relay):
                return True
            relay.tell_lost()
            self._closing.wait(self._look_every_s)
        return False

    def _try_all(self, relay: "_Relay") -> bool:
        """The one that she chose, the system's default one, then any other."""
        try:
            found = self._names()
        except AudioError:
            return False
        first = (self._name, None) if self._name in found else (None,)
        wanted = list(dict.fromkeys((*first, *found))) if found else []
        turn = self._barren % max(1, len(wanted))
        in_turn = sorted(wanted[turn:] + wanted[:turn], key=lambda name: name in self._frozen)
        return any(not self._closing.is_set() and self._works(name, relay) for name in in_turn)

    def _works(self, name: str | None, relay: "_Relay") -> bool:
        try:
            self._open_one(name, relay.next())
        except AudioError:
            return False
        return True


class _Relay:
    """The sink of one device: passes on what comes, and tells the gap before its first sound."""

    def __init__(self, sink: FrameSink, lost: Callable[["_Relay", DeviceLost], None]) -> None:
        self.sink = sink
        self.name: str | None = None
        """As it was asked for."""
        self.microphone: OneMicrophone | None = None
        self.heard = False
        self._lost = lost
        self._follows = self._told = False
        self._last_s = now().elapsed_s
        """So far is told what was heard, and what is missing."""

    @property
    def silent_s(self) -> float:
        """Since the last sound, or the end of a gap that was told after it."""
        return now().elapsed_s - self._last_s

    def next(self) -> "_Relay":
        """The sink of the device that follows."""
        relay = _Relay(self.sink, self._lost)
        relay._follows, relay._told = True, self._told
        relay._last_s = self._last_s
        return relay

    def offer(self, samples: Samples) -> None:
        """Pass it on."""
        if self._follows and not self.heard:
            self.tell_gap()
            self._tell_changed()
            self._told = False
        self.heard = True
        if self.microphone and self.microphone.lost:
            # The rest of what the device gave. It comes when the loss was noticed, which may be seconds later.
            self._goes_on(FRAME_MS)
        else:
            self._last_s = now().elapsed_s
        self.sink.offer(samples)

    def put(self, samples: Samples) -> None:
        """Pass it on."""
        self.sink.put(samples)

    def lost(self, lost_ms: int, reason: str = TOO_BUSY) -> None:
        """Pass it on; no gap that is told later begins before the end of this one."""
        self._goes_on(lost_ms)
        self.sink.lost(lost_ms, reason)

    def warn(self, error: PlainspokenError) -> None:
        """Pass it on."""
        self.sink.warn(error)

    def end(self, error: PlainspokenError | None = None) -> None:
        """Pass it on, unless another device can take over."""
        if isinstance(error, DeviceLost):
            self._lost(self, error)
        else:
            if self._follows and not self.heard:
                self.tell_gap()
            self.sink.end(error)

    def _goes_on(self, ms: int) -> None:
        """So much follows what was told last; later than now it is not."""
        self._last_s = min(now().elapsed_s, self._last_s + ms / 1000)

    def tell_gap(self) -> None:
        """Since the last sound."""
        missing_ms = round(1000 * self.silent_s) // FRAME_MS * FRAME_MS
        if missing_ms:
            self.sink.lost(missing_ms, NO_MICROPHONE)

    def tell_lost(self) -> None:
        """There is no microphone; once for each time that one is lost."""
        if not self._told:
            self._told = True
            remedy = (
                "Connect one: the recording goes on by itself. Or stop: what you said until then is kept."
            )
            self.sink.warn(DeviceLost("The microphone went away, and there is no other.", remedy))

    def _tell_changed(self) -> None:
        name = self.microphone.device_name if self.microphone else ""
        self.sink.warn(
            DeviceChanged(
                f'The microphone went away; now "{name}" records.',
                "Look in the note for the gap, and say again what is missing.",
            )
        )
