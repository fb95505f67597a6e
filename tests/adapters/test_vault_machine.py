"""The vault against a model of plain dictionaries, in any order of calls that chance finds."""

import shutil
import tempfile
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
    draft: str | None = None
    text: str | None = None
    delivered_ms: int | None = None


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
        self.clock_ms = 0

    def teardown(self) -> None:
        """The file is whole at the end."""
        self.vault.check()
        self.vault.close()
        shutil.rmtree(self.folder)

    @rule(by_h=st.integers(-30, 60))
    def clock_jumps(self, by_h: int) -> None:
        """Back and forth."""
        self.clock_ms += by_h * HOUR_MS

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

    @rule(dictation=open_, text=st.text(max_size=20))
    def keep_note(self, dictation: DictationId, text: str) -> None:
        """A draft."""
        self.vault.keep_note(dictation, text)
        self.model[dictation].draft = text

    @rule(
        target=delivered, dictation=st.one_of(consumes(recording), consumes(open_)), text=st.text(max_size=20)
    )
    def deliver(self, dictation: DictationId, text: str) -> DictationId:
        """It is done."""
        self.vault.deliver(dictation, text, "{}", self.clock_ms)
        self.model[dictation].text = text
        self.model[dictation].delivered_ms = self.clock_ms
        return dictation

    @rule(dictation=delivered, text=st.text(max_size=20))
    def deliver_again(self, dictation: DictationId, text: str) -> None:
        """Filed anew."""
        if dictation in self.model:
            self.deliver(dictation, text)

    @rule(dictation=st.one_of(consumes(recording), consumes(open_)))
    def cancel(self, dictation: DictationId) -> None:
        """Thrown away."""
        self.vault.cancel(dictation, self.clock_ms)
        del self.model[dictation]

    @rule(audio_h=st.sampled_from([0, 1, 24]), notes_h=st.sampled_from([0, 24, 168]))
    def purge(self, audio_h: int, notes_h: int) -> None:
        """What is old goes."""
        self.vault.purge(self.clock_ms, audio_h * HOUR_MS, notes_h * HOUR_MS)
        for dictation, model in tuple(self.model.items()):
            if model.delivered_ms is None:
                continue
            model.delivered_ms = min(model.delivered_ms, self.clock_ms)
            age_ms = self.clock_ms - model.delivered_ms
            if age_ms >= audio_h * HOUR_MS:
                model.frames = {}
            if age_ms >= notes_h * HOUR_MS:
                del self.model[dictation]

    @rule()
    def restart(self) -> None:
        """The program ends and starts again; what was being recorded is recording no more."""
        self.vault.close()
        self.vault = Vault.open(self.path, KEY)
        for model in self.model.values():
            model.recording = False

    @rule()
    def look(self) -> None:
        """All that can be asked."""
        self.vault.flush()
        unfinished = {
            (one.id, one.template_id, one.begun_ms, one.stopped, one.note_json)
            for one in self.vault.unfinished()
        }
        assert unfinished == {
            (id_, one.template, one.begun_ms, one.stopped, one.draft)
            for id_, one in self.model.items()
            if one.text is None
        }
        notes = {(note.id, note.text, note.delivered_ms, note.has_sound) for note in self.vault.notes()}
        assert notes == {
            (id_, one.text, one.delivered_ms, bool(one.frames))
            for id_, one in self.model.items()
            if one.text is not None
        }

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
