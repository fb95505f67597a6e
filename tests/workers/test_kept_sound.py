"""Kept sound: the note that becomes of it, the macros that were chosen meanwhile, and a vault that fails."""

from contextlib import closing
from pathlib import Path

import pytest

from fakes import FakeTranscriber
from plainspoken.adapters.vault import Vault
from plainspoken.clinic.macros import Insertion, Macro
from plainspoken.dictation.errors import VaultFull
from plainspoken.dictation.kept import DictationId
from plainspoken.dictation.kept_macros import KeptMacro
from plainspoken.workers.keeper import Keeper
from plainspoken.workers.keeping import Retention
from plainspoken.workers.messages import Begin
from plainspoken_models.contracts import SectionKind
from workers.kept import WAIT_S, FakeStorage, Watcher, frame, ignore, keeping
from workers.sink import Sink
from workers.stage import SOAP, SPOKEN, Stage


@pytest.mark.parametrize("lost_ms", [0, 640])
def test_kept_sound_becomes_the_note_that_it_would_have_become(tmp_path: Path, lost_ms: int) -> None:
    """Through the real vault and the whole pipeline; what was lost of it is a gap at its place."""
    path, key = tmp_path / "vault.db", bytes(32)
    watcher = Watcher()
    keeper = Keeper(lambda: Vault.open(path, key), Retention(10**9, 10**9))
    keeper.start(watcher)
    keeper.begin("soap", ignore)
    for number, value in enumerate([1] * 40 + [0] * 30 + [2] * 40 + [0] * 30):
        keeper.keep(frame(32 * number + (lost_ms if number >= 60 else 0), value / 1000))
    keeper.stop()
    keeper.let_go()
    watcher.wait_for(lambda: any(watcher.kept))
    (kept,) = watcher.kept[-1]
    stage = Stage(FakeTranscriber(SPOKEN), keeper=keeper)
    stage.conductor.begin(Begin(SOAP, keeper.sound(kept.id), kept.id))
    session = stage.screen.over()
    assert [statement.text for statement in session.note.statements] == list(SPOKEN)
    assert [(gap.start_ms, gap.end_ms) for gap in session.gaps] == [(1920, 2560)][: lost_ms // 640]
    watcher.wait_for(lambda: watcher.kept[-1] == ())
    stage.conductor.close()
    keeper.close()
    vault = Vault.open(path, key)
    assert "aspirin" in vault.notes()[0].text
    vault.close()


def test_a_macro_from_the_menu_is_in_the_note_of_a_dictation_that_a_crash_ended(tmp_path: Path) -> None:
    """Where it stood, and as it was then; what was written when the program died is all that there is."""
    path, copy, key = tmp_path / "vault.db", tmp_path / "copy" / "vault.db", bytes(32)
    exam = Macro("my exam", "{Side} lung clear.\nHeart: 5 zebras.", ("my",), SectionKind.PHYSICAL_EXAM)
    vault = Vault.open(path, key)
    dictation = vault.begin("soap", 0)
    for number, value in enumerate([1] * 40 + [0] * 30 + [2] * 40 + [0] * 30):
        if number == 50:
            vault.insert(dictation, KeptMacro(32 * number, Insertion(exam, (("side", "left"),))))
        vault.keep(dictation, 32 * number, frame(0, value / 1000).samples)
    copy.parent.mkdir()
    for file in tmp_path.glob("vault.db*"):
        (copy.parent / file.name).write_bytes(file.read_bytes())
    vault.close()
    keeper, watcher = Keeper(lambda: Vault.open(copy, key), Retention(10**9, 10**9)), Watcher()
    keeper.start(watcher)
    watcher.wait_for(lambda: any(watcher.kept))
    (kept,) = watcher.kept[-1]
    stage = Stage(FakeTranscriber(SPOKEN), keeper=keeper)
    stage.conductor.begin(Begin(SOAP, keeper.sound(kept.id), kept.id))
    session = stage.screen.over()
    texts = [statement.text for statement in session.note.statements]
    assert texts == [SPOKEN[0], "Left lung clear.\nHeart: 5 zebras.", SPOKEN[1]]
    macro = session.note.statements[1]
    assert macro.insertion and macro.insertion.macro.name == "my exam"  # noqa: PT018  one thing
    assert macro.filing and macro.filing.kind is SectionKind.PHYSICAL_EXAM  # noqa: PT018  one thing
    stage.conductor.close()
    keeper.close()


def test_a_macro_that_was_chosen_last_of_all_is_not_lost(tmp_path: Path) -> None:
    """After the last sound, and where the recording was stopped meanwhile."""
    chosen = KeptMacro(10_000, Insertion(Macro("my exam", "Heart regular.")))
    with closing(Vault.open(tmp_path / "vault.db", bytes(32))) as vault:
        dictation = vault.begin("soap", 0)
        vault.keep(dictation, 0, frame(0).samples)
        vault.stop(dictation, 1)
        vault.insert(dictation, chosen)
        assert list(vault.audio(dictation))[-1] == chosen


def test_a_reader_is_told_when_the_vault_fails() -> None:
    """With the error, so that the dictation ends and stays unfinished."""
    storage, sink = FakeStorage(), Sink()

    def broken(dictation: DictationId) -> object:  # noqa: ARG001
        raise VaultFull("It is full.", "Free some space.")

    storage.audio = broken  # type: ignore[method-assign, assignment]
    with keeping(storage, Watcher()) as keeper:
        keeper.sound(DictationId("1")).open(sink)
        assert sink.ended.wait(WAIT_S)
    assert isinstance(sink.error, VaultFull)
