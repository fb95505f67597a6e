"""What a recording does when its devices come and go. They are played here; real ones: e2e/test_microphones.py."""

from collections.abc import Callable

import pytest

from adapters.desk import GONE, Desk
from e2e.processes import until
from plainspoken.adapters.steady_microphone import LOOK_EVERY_S
from plainspoken.dictation.capture import ASLEEP, NO_MICROPHONE
from plainspoken.dictation.errors import (
    AudioError,
    DeviceChanged,
    DeviceFrozen,
    DeviceLost,
    MicrophoneMissing,
)
from plainspoken_models.contracts import FRAME_MS


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Desk]:
    """Makes one."""
    return lambda *plugged: Desk(monkeypatch, *plugged)


def warned(desk: Desk) -> list[type]:
    """Kinds of warnings so far."""
    return [type(error) for error in desk.listener.warnings]


def test_the_default_device_takes_over_from_the_one_that_she_chose(desk: Callable[..., Desk]) -> None:
    """The gap has its length, the warning the name of the device that records now; then all goes on."""
    at = desk("headset", "array")
    microphone = at.record("headset")
    at.elapsed_s = 1.5
    at.plugged = ("array",)
    assert at.recording
    at.recording.breaks()
    now_recording = at.recorded("default")
    now_recording.says()
    assert (at.listener.lost_ms, at.listener.reasons) == (1472, [NO_MICROPHONE])
    assert warned(at) == [DeviceChanged]
    assert '"default"' in str(at.listener.warnings[0])
    assert len(at.listener.frames) == 3
    microphone.close()
    assert at.listener.errors == [None]


def test_the_chosen_one_is_taken_again_if_it_is_there(desk: Callable[..., Desk]) -> None:
    """A loose plug."""
    at = desk("headset", "array")
    microphone = at.record("headset")
    assert at.recording
    at.recording.breaks()
    at.recorded("headset")
    microphone.close()


def test_without_any_other_it_waits_until_one_comes_back(desk: Callable[..., Desk]) -> None:
    """She is told once, however often it is looked; the dictation stays open."""
    at = desk("headset")
    microphone = at.record("headset")
    at.plugged = ()
    assert at.recording
    at.recording.breaks()
    until(lambda: at.looks > 5, "it is looked for one again and again")
    assert warned(at) == [DeviceLost]
    assert at.listener.errors == []
    at.elapsed_s = 60.0
    at.plugged = ("headset",)
    at.recorded("headset")
    assert warned(at) == [DeviceLost, DeviceChanged]
    assert at.listener.lost_ms == 60_000
    microphone.close()


def test_she_can_stop_while_there_is_none(desk: Callable[..., Desk]) -> None:
    """The end carries no further error; the gap reaches to the end."""
    at = desk("headset")
    microphone = at.record()
    at.plugged = ()
    assert at.recording
    at.recording.breaks()
    until(lambda: at.listener.warnings, "she is told")
    at.elapsed_s = 3.2
    microphone.close()
    until(at.listener.ended.is_set, "it ends")
    assert at.listener.errors == [None]
    assert at.listener.lost_ms == 3200


def test_after_stop_no_further_device_is_tried(desk: Callable[..., Desk]) -> None:
    """A sound server that hangs takes its time with each of them; she waits for the note."""
    at = desk("headset", "array", "monitor")
    microphone = at.record("headset")
    at.broken = True
    at.during = microphone.close
    assert at.recording
    at.recording.breaks()
    until(at.listener.ended.is_set, "it ends")
    assert at.listener.errors == [None]
    assert at.opened == ["headset", "headset"], (
        "the one that was being tried when she pressed the key, and no other"
    )


def test_after_a_while_it_ends_by_itself(desk: Callable[..., Desk]) -> None:
    """With the reason."""
    at = desk("headset")
    at.record(look_for_s=10.0)
    at.plugged = ()
    at.elapsed_s = 9.0
    assert at.recording
    at.recording.breaks()
    until(lambda: at.looks > 2, "it is looked for one")
    at.elapsed_s = 11.0
    until(at.listener.ended.is_set, "it ends")
    assert at.listener.errors == [GONE]


def test_one_that_opens_but_gives_no_sound_does_not_keep_others_from_being_tried(
    desk: Callable[..., Desk],
) -> None:
    """A sound server without a source may open all the same."""
    at = desk("headset", "array")
    microphone = at.record("headset")
    at.plugged, at.dead = ("monitor", "array"), ("default", "monitor")
    assert at.recording
    at.recording.breaks()
    for dead in at.dead:
        at.recorded(dead).breaks()
    at.recorded("array")
    assert warned(at) == [DeviceLost, DeviceChanged]
    microphone.close()
    assert at.listener.errors == [None]


@pytest.mark.parametrize("rest_frames", [0, 1, 2])
def test_the_gap_begins_with_the_last_sound_and_not_when_the_loss_was_noticed(
    desk: Callable[..., Desk], rest_frames: int
) -> None:
    """What a lost device leaves behind, up to two frames where its rate is another, is no sound of then."""
    at = desk("headset")
    microphone = at.record()
    at.elapsed_s = 3.2
    assert at.recording
    at.recording.breaks(rest_frames=rest_frames)
    at.recorded("default")
    assert at.listener.lost_ms == 3200 - rest_frames * FRAME_MS
    microphone.close()


def test_a_sleep_that_was_told_is_not_told_again_as_a_gap(desk: Callable[..., Desk]) -> None:
    """A device that the computer lost in its sleep: an hour of sleep, and the 3.2 s until it was noticed."""
    at = desk("headset")
    microphone = at.record()
    at.elapsed_s = 3600.0
    assert at.recording
    at.recording.sleeps(3600)
    at.elapsed_s = 3603.2
    at.recording.breaks()
    at.recorded("default")
    assert (at.listener.lost_ms, at.listener.reasons) == (3_603_200, [ASLEEP, NO_MICROPHONE])
    microphone.close()


def test_each_loss_is_told_once(desk: Callable[..., Desk]) -> None:
    """However many devices are tried in vain; and again when the next one is lost."""
    at = desk("headset")
    microphone = at.record("headset")
    for _ in range(2):
        before = at.looks
        at.plugged, present = (), at.recording
        assert present
        present.breaks()
        until(lambda before=before: at.looks > before + 2, "it is looked for one")  # type: ignore[misc]
        at.plugged, at.dead = ("headset",), ("headset", "default")
        at.recorded("headset").breaks()
        at.dead = ()
        until(lambda: warned(at)[-1] is DeviceChanged, "it goes on")
    assert warned(at) == [DeviceLost, DeviceChanged] * 2
    microphone.close()


def test_a_fault_while_looking_ends_the_recording_with_the_reason(
    desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an end the dictation would never be over."""
    at = desk("headset")

    def broken() -> tuple[str, ...]:
        raise IndexError

    monkeypatch.setattr(at, "_names", broken)
    at.record("headset")
    assert at.recording
    at.recording.breaks()
    until(at.listener.ended.is_set, "it ends")
    assert at.listener.errors == [GONE]


def test_one_that_froze_is_asked_last(desk: Callable[..., Desk]) -> None:
    """To open it may take half a minute, in which no other one can be opened."""
    at = desk("headset", "array")
    microphone = at.record("headset")
    assert at.recording
    at.recording.breaks(DeviceFrozen("It has stopped answering.", "Plug it in again."))
    at.recorded("default")
    assert at.opened == ["headset", "default"]
    microphone.close()


def test_a_fault_of_another_kind_ends_the_recording(desk: Callable[..., Desk]) -> None:
    """To go on after a fault of our own would make it again."""
    at = desk("headset")
    at.record()
    assert at.recording
    at.recording.breaks(AudioError("It broke off.", "Report it."))
    until(at.listener.ended.is_set, "it ends")
    assert [type(error) for error in at.listener.errors] == [AudioError]


def test_one_that_is_not_there_at_the_start_is_refused(desk: Callable[..., Desk]) -> None:
    """By name: another one is not recorded in its place without her knowing."""
    at = desk("array")
    with pytest.raises(MicrophoneMissing):
        at.record("headset")
    assert at.opened == ["headset"]


def test_it_is_not_looked_too_often() -> None:
    """A rescan starts the sound library anew."""
    assert LOOK_EVERY_S >= 1
