"""`plainspoken recover` over a real vault that does not take what it is told, with a keyring of fakes."""

import sys
from contextlib import closing
from pathlib import Path

import pytest

from adapters.rings import FakeKeyring
from plainspoken import recover as command
from plainspoken.adapters import vault_key
from plainspoken.adapters.vault import Vault
from plainspoken.bootstrap import Composition, Models, open_vault
from plainspoken.dictation.deliver import as_text
from plainspoken.dictation.errors import SourceError, VaultDamaged, VaultFull
from plainspoken.dictation.kept import DictationId
from plainspoken.dictation.session import Session
from plainspoken.recover import recover
from plainspoken.workers.keeper import Keeper
from plainspoken_models.errors import ModelMissing, ModelRefused, PlainspokenError
from ui.desktop_fakes import COUGH, delivered, listening
from vault_reading import marked_sound, speak


@pytest.fixture
def unfinished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DictationId:
    """A dictation that a crash has left, in a vault of her own."""
    ring = FakeKeyring()
    monkeypatch.setenv("PLAINSPOKEN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PLAINSPOKEN_CONFIG", str(tmp_path))
    monkeypatch.setenv("PLAINSPOKEN_MODELS", str(tmp_path / "models"))
    monkeypatch.setattr(vault_key, "system_keyring", lambda: ring)
    with closing(open_vault()) as vault:
        dictation = vault.begin("soap", 0)
        speak(vault, dictation, marked_sound(0.64))
    return dictation


def left() -> list[DictationId]:
    """What is unfinished now."""
    with closing(open_vault()) as vault:
        return [kept.id for kept in vault.unfinished()]


def test_what_is_thrown_away_is_gone(unfinished: DictationId, capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing is said."""
    assert left() == [unfinished]
    assert recover(1, throw_away=True) == 0
    assert (capsys.readouterr().err, left()) == ("", [])


@pytest.mark.usefixtures("unfinished")
def test_that_there_is_no_such_one_is_said_before_a_word_about_models(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where there is one, the way out with the demo's model is named, in the list and in the refusal."""
    with pytest.raises(SourceError, match="no unfinished dictation 7"):
        recover(7)
    assert recover() == 0
    assert "plainspoken recover NUMBER --demo-speech (no real" in capsys.readouterr().err
    with pytest.raises(ModelRefused) as caught:
        recover(1)
    assert caught.value.remedy.endswith("; or, for a synthetic voice: --demo-speech")


@pytest.mark.usefixtures("unfinished")
def test_on_a_terminal_the_columns_have_headings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Above what they name; a program that reads the list gets none."""
    assert recover() == 0
    (row,) = capsys.readouterr().out.splitlines()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert recover() == 0
    assert capsys.readouterr().out.splitlines() == ["No.  begun             sound  template", row]
    assert row.endswith("   0:00  soap")


def test_with_a_real_model_the_demos_is_not_spoken_of(
    unfinished: DictationId, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A real one that is not here: what is to be done is to fetch it."""
    (tmp_path / "settings.toml").write_text('speech_model = "whisper-base.en-q5_1"\n')
    assert recover() == 0
    with pytest.raises(ModelMissing) as caught:
        recover(1)
    assert "--demo-speech" not in capsys.readouterr().err + str(caught.value)
    assert left() == [unfinished]


def test_what_cannot_be_thrown_away_is_said(
    unfinished: DictationId, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is still there: she must not think that it is gone."""

    def damaged(_vault: Vault, _dictation: DictationId, _at_ms: int) -> None:
        raise VaultDamaged("The vault is damaged.", "Set it aside.")

    with monkeypatch.context() as broken:
        broken.setattr(Vault, "cancel", damaged)
        assert recover(1, throw_away=True) == VaultDamaged.exit_code
    assert "The vault is damaged." in capsys.readouterr().err
    assert left() == [unfinished]


def test_a_note_that_cannot_be_kept_is_printed_and_that_is_said(
    unfinished: DictationId, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The words are what she came for."""
    session = delivered(listening(COUGH))

    def full(*_arguments: object, **_options: object) -> None:
        raise VaultFull("The disk is full.", "Free some space.")

    def transcribed(
        _: Composition, _models: Models | PlainspokenError, keeper: Keeper, one: DictationId, _template: str
    ) -> Session:
        keeper.resume(one, lambda error: pytest.fail(str(error)))
        keeper.deliver(session.note)
        return session

    with monkeypatch.context() as broken:
        broken.setattr(Vault, "deliver", full)
        broken.setattr(command, "transcribe", transcribed)
        assert recover(1, demo_speech=True) == VaultFull.exit_code
    printed = capsys.readouterr()
    assert (as_text(session.note) in printed.out, "The disk is full." in printed.err) == (True, True)
    assert left() == [unfinished]
