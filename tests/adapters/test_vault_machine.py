"""The vault against a model of plain dictionaries, in any order of calls that chance finds."""

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from plainspoken.adapters.vault import Vault
from plainspoken.dictation.capture import AudioFrame, FramesLost
from plainspoken.dictation.kept import DictationId
from plainspoken_models.contracts import FRAME_MS, FRAME_SAMPLES

KEY = bytes(range(32))
HOUR_MS = 3_600_000


@dataclass
class Model:
    """What a dictation should be."""

    template: str
    begun_ms: int
    frames: dict[int, int] = field(default_factory=dict)
    """Start in ms → the value of all samples of the frame."""
    now_ms: int = 0
    """Where the recording is."""
    recording: bool = True
    """Whether it may still get sound."""
    stopped: bool = False
    kept_from_ms: int | None = None
    """By the vault's time, when its first note was delivered."""
    notes: list[tuple[str, int]] = field(default_factory=list)
    """Text, and from when on it is kept by the vault's time."""


class VaultMachine(RuleBasedStateMachine):
    """Dictations go their ways; the clock jumps, back too."""

    recording = Bundle("recording")
    open_ = Bundle("open_")
    delivered = Bundle("delivered")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp()
        self.path = Path(self.folder) / "vault.db"
        self.vault = Vault.open(self.path, KEY)
        self.model: dict[DictationId, Model] = {}
        self.clock_ms = self.up_ms = 0
        self.kept_ms = self.furthest_ms = 0
        """The vault's time as it should be, and the latest time of day."""
        self.vault.time_passes(0, 0)

    def teardown(self) -> None:
        """The file is whole at the end."""
        self.vault.check()
        self.vault.close()
        shutil.rmtree(self.folder)

    @rule(by_h=st.integers(-300, 300), passed_h=st.integers(0, 60))
    def time_goes_by(self, by_h: int, passed_h: int) -> None:
        """The clock jumps back and forth; while the program runs, the vault takes no notice."""
        self.clock_ms += (by_h + passed_h) * HOUR_MS
        self.up_ms += passed_h * HOUR_MS
        self.vault.time_passes(self.clock_ms, self.up_ms)
        self.kept_ms += passed_h * HOUR_MS
        self.furthest_ms = max(self.furthest_ms + passed_h * HOUR_MS, self.clock_ms)

    @rule(target=recording, template=st.sampled_from(["soap", "consult"]))
    def begin(self, template: str) -> DictationId:
        """Another dictation."""
        dictation = self.vault.begin(template, self.clock_ms)
        self.model[dictation] = Model(template, self.clock_ms)
        return dictation

    @rule(dictation=recording, count=st.integers(1, 40), gap=st.sampled_from([0, 0, 0, 10, 100]))
    def keep(self, dictation: DictationId, count: int, gap: int) -> None:
        """Frames, perhaps after a gap."""
        model = self.model[dictation]
        if not model.recording:
            with pytest.raises(ValueError, match="No such dictation is open"):
                self.vault.keep(dictation, model.now_ms, np.zeros(FRAME_SAMPLES, np.float32))
            return
        model.now_ms += gap * FRAME_MS
        for _ in range(count):
            value = model.now_ms // FRAME_MS % 1000
            self.vault.keep(dictation, model.now_ms, np.full(FRAME_SAMPLES, value / 1024, np.float32))
            model.frames[model.now_ms] = value
            model.now_ms += FRAME_MS

    @rule(target=open_, dictation=consumes(recording))
    def stop(self, dictation: DictationId) -> DictationId:
        """No more sound."""
        self.vault.stop(dictation, self.clock_ms)
        self.model[dictation].stopped = True
        return dictation

    @rule(
        target=delivered, dictation=st.one_of(consumes(recording), consumes(open_)), text=st.text(max_size=20)
    )
    def deliver(self, dictation: DictationId, text: str) -> DictationId:
        """It is done."""
        self.vault.deliver(dictation, text, "{}", self.clock_ms)
        model = self.model[dictation]
        model.notes.append((text, self.kept_ms))
        model.kept_from_ms = self.kept_ms if model.kept_from_ms is None else model.kept_from_ms
        return dictation

    @rule(dictation=delivered, text=st.text(max_size=20), destroy=st.booleans())
    def change_notes(self, dictation: DictationId, text: str, *, destroy: bool) -> None:
        """A further note, transcribed anew; or she destroys the newest one."""
        if dictation not in self.model:
            return
        if not destroy:
            self.deliver(dictation, text)
            return
        newest = max(note.number for note in self.vault.notes() if note.dictation == dictation)
        self.vault.destroy_note(newest, self.clock_ms)
        self.model[dictation].notes.pop()
        if not self.model[dictation].notes:
            del self.model[dictation]

    @rule(dictation=st.one_of(consumes(recording), consumes(open_)), cancel=st.booleans())
    def leave_nothing(self, dictation: DictationId, *, cancel: bool) -> None:
        """Thrown away, or delivered and not to be kept."""
        if cancel:
            self.vault.cancel(dictation, self.clock_ms)
        else:
            self.vault.deliver_unkept(dictation, 3, self.clock_ms)
        del self.model[dictation]

    @rule(audio_h=st.sampled_from([0, 1, 24]), notes_h=st.sampled_from([0, 24, 168]))
    def purge(self, audio_h: int, notes_h: int) -> None:
        """What is old goes."""
        self.vault.purge(self.clock_ms, audio_h * HOUR_MS, notes_h * HOUR_MS)
        for dictation, model in tuple(self.model.items()):
            if model.kept_from_ms is None:
                continue
            if self.kept_ms - model.kept_from_ms >= audio_h * HOUR_MS:
                model.frames = {}
            model.notes = [note for note in model.notes if self.kept_ms - note[1] < notes_h * HOUR_MS]
            if not model.notes:
                del self.model[dictation]

    @rule(away_h=st.integers(-300, 300))
    def restart(self, away_h: int) -> None:
        """The program ends, and starts again as the clock says so much later; no recording goes on."""
        self.vault.close()
        self.vault = Vault.open(self.path, KEY)
        for model in self.model.values():
            model.recording = False
        self.clock_ms += away_h * HOUR_MS
        self.up_ms = 7
        self.vault.time_passes(self.clock_ms, self.up_ms)
        self.kept_ms += max(0, self.clock_ms - self.furthest_ms)
        self.furthest_ms = max(self.furthest_ms, self.clock_ms)

    @rule()
    def look(self) -> None:
        """All that can be asked."""
        self.vault.flush()
        unfinished = {(one.id, one.template_id, one.begun_ms, one.stopped) for one in self.vault.unfinished()}
        assert unfinished == {
            (id_, one.template, one.begun_ms, one.stopped)
            for id_, one in self.model.items()
            if one.kept_from_ms is None
        }
        notes = Counter((note.dictation, note.text, note.has_sound) for note in self.vault.notes())
        assert notes == Counter(
            (id_, text, bool(one.frames)) for id_, one in self.model.items() for text, _ in one.notes
        )

    @invariant()
    def plays_what_it_heard(self) -> None:
        """Each frame in its place, and a gap for each that is missing."""
        for dictation, model in self.model.items():
            expected_ms = 0
            frames: dict[int, int] = {}
            for piece in self.vault.audio(dictation):
                if isinstance(piece, FramesLost):
                    assert piece.at_ms == expected_ms
                    expected_ms += piece.lost_ms
                    continue
                assert isinstance(piece, AudioFrame)
                assert piece.start_ms == expected_ms
                frames[piece.start_ms] = round(float(piece.samples[0]) * 1024)
                expected_ms = piece.end_ms
            assert frames == model.frames


TestVaultMachine = VaultMachine.TestCase
TestVaultMachine.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
