"""`plainspoken history` over a real vault, with a keyring of fakes."""

import io
import json
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from adapters.rings import FakeKeyring
from plainspoken import history as command
from plainspoken.adapters import vault_key
from plainspoken.adapters.vault import Vault
from plainspoken.bootstrap import open_vault
from plainspoken.dictation.deliver import as_data, as_html, as_text
from plainspoken.dictation.errors import SourceError, VaultFull, VaultInUse
from plainspoken.history import history
from plainspoken_models.contracts import SectionKind
from plainspoken_models.errors import ModelRefused, ModelUnknown
from ui.desktop_fakes import COUGH, listening
from vault_reading import marked_sound, speak

FEVER = ("Fever since Monday.", SectionKind.HPI)
FIRST, SECOND = listening(COUGH).note, listening(FEVER).note
DAY_MS = 24 * 3_600_000

Printed = Callable[..., list[str]]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders of her own, and a keyring."""
    ring = FakeKeyring()
    monkeypatch.setenv("PLAINSPOKEN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PLAINSPOKEN_CONFIG", str(tmp_path))
    monkeypatch.setattr(vault_key, "system_keyring", lambda: ring)


@pytest.fixture
def notes(_home: None) -> int:
    """Two notes of two dictations, the second one without sound; when they were delivered."""
    now_ms = time.time_ns() // 1_000_000
    deliver(now_ms)
    return now_ms


def deliver(at_ms: int) -> None:
    """The two notes, at that time of day."""
    with closing(open_vault()) as vault:
        vault.time_passes(at_ms, 0)
        for note, sound in ((FIRST, marked_sound(0.64)), (SECOND, None)):
            dictation = vault.begin("soap", at_ms)
            if sound is not None:
                speak(vault, dictation, sound)
            data = json.dumps(as_data(note, {"speech": "whisper"}))
            vault.deliver(dictation, as_text(note), data, at_ms)


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Printed:
    """Run the command, which ends well; the lines that it prints."""

    def run(number: int = 0, **options: object) -> list[str]:
        assert history(number, **options) == 0  # type: ignore[arg-type]
        return capsys.readouterr().out.splitlines()

    return run


def test_without_a_vault_there_is_nothing_to_list(printed: Printed, tmp_path: Path) -> None:
    """And none is made."""
    assert printed() == []
    assert not (tmp_path / "data").exists()


@pytest.mark.usefixtures("notes")
def test_the_list_shows_no_word_unless_it_is_told_to(printed: Printed) -> None:
    """Number, time, template, whether there is sound, and the model: whoever looks on reads nothing of a patient."""
    second, first = printed()
    assert second.split()[0::3] == ["2", "soap"]
    assert first.split()[-2:] == ["sound", "whisper"]
    assert second.split()[-2:] == ["-", "whisper"]
    assert printed(words=True)[0].endswith(f"whisper                   {FEVER[0]}")


def test_a_note_without_a_word_is_shown_as_one(printed: Printed, capsys: pytest.CaptureFixture[str]) -> None:
    """Not as a blank, which could be a fault; it tells nothing of a patient."""
    with closing(open_vault()) as vault:
        now_ms = time.time_ns() // 1_000_000
        vault.time_passes(now_ms, 0)
        dictation, silent = vault.begin("soap", now_ms), listening().note
        data = json.dumps(as_data(silent, {"speech": "whisper"}))
        vault.deliver(dictation, as_text(silent), data, now_ms)
    for words in (False, True):
        (line,) = printed(words=words)
        assert line.endswith("  Nothing was dictated")
    assert history(1) == 0
    assert capsys.readouterr().err == "Nothing was dictated.\n"


@pytest.mark.usefixtures("notes")
def test_on_a_terminal_the_columns_have_headings(printed: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above what they name; a search that finds nothing has none."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    head, _, row = printed(words=True)
    for name, value in (("template", "soap"), ("sound", "sound"), ("speech model", "whisper")):
        assert head.index(name) == row.index(value)
    assert head.index("first words") == row.index(COUGH[0])
    assert printed()[0].endswith("speech model")
    assert printed(search="nobody said this") == []


@pytest.mark.usefixtures("notes")
def test_found_by_words(printed: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the command line, or from standard input, which nobody else can read."""
    assert [line.split()[0] for line in printed(search="COUGHS")] == ["1"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("fever monday\n"))
    assert [line.split()[0] for line in printed(search="-")] == ["2"]
    assert printed(search="cough fever") == []


def test_the_list_as_data(printed: Printed, notes: int) -> None:
    """For programs; words only where they are asked for."""
    _, first = json.loads("\n".join(printed(format="json")))
    assert (first["number"], first["template"], first["has_sound"]) == (1, "soap", True)
    assert first["delivered"].startswith(time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(notes // 1000)))
    assert "first_words" not in first
    _, first = json.loads("\n".join(printed(format="json", words=True)))
    assert first["first_words"] == COUGH[0]


@pytest.mark.usefixtures("notes")
def test_one_is_printed_as_it_was_delivered(printed: Printed) -> None:
    """As text, as HTML, and with everything that is known of it."""
    assert "\n".join(printed(1)) == as_text(FIRST)
    assert "\n".join(printed(1, format="html")) == as_html(FIRST)
    assert json.loads("\n".join(printed(1, format="json"))) == as_data(FIRST, {"speech": "whisper"})


@pytest.mark.usefixtures("notes")
def test_one_is_thrown_away_and_the_trail_tells_it_without_a_word(printed: Printed) -> None:
    """Its number is not used again."""
    assert printed(2, throw_away=True) == []
    assert [line.split()[0] for line in printed()] == ["1"]
    trail = printed(audit=True)
    assert [line.split("  ")[2].strip() for line in trail] == [
        "begun",
        "delivered",
        "begun",
        "delivered",
        "note destroyed",
    ]
    assert not any(word in "".join(trail) for word in ("ever", "ough"))
    assert json.loads("\n".join(printed(audit=True, format="json")))[-1]["amount"] == len(as_text(SECOND))


@pytest.mark.usefixtures("notes")
def test_what_cannot_be_destroyed_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """She must not think that it is gone."""

    def full(_vault: Vault, _note: int, _at_ms: int) -> None:
        raise VaultFull("The disk is full.", "Free some space.")

    monkeypatch.setattr(Vault, "destroy_note", full)
    assert history(1, throw_away=True) == VaultFull.exit_code
    assert "The disk is full." in capsys.readouterr().err


@pytest.mark.usefixtures("notes")
def test_a_copy_that_cannot_be_put_on_the_trail_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """She has the note all the same."""

    def full(_vault: Vault, _note: int, _at_ms: int) -> None:
        raise VaultFull("The disk is full.", "Free some space.")

    monkeypatch.setattr(Vault, "copied", full)
    monkeypatch.setattr(command, "copy_note", lambda _note, _minutes: 0)
    assert history(1, copy=True) == VaultFull.exit_code
    printed = capsys.readouterr()
    assert (as_text(FIRST) in printed.out, "The disk is full." in printed.err) == (True, True)


def test_what_is_old_is_gone_before_it_is_listed(printed: Printed) -> None:
    """A note of eight days ago, with the settings as they are."""
    deliver(time.time_ns() // 1_000_000 - 8 * DAY_MS)
    assert printed() == []
    assert [line.split("  ")[2].strip() for line in printed(audit=True)][-3:] == [
        "note purged",
        "sound purged",
        "note purged",
    ]


@pytest.mark.usefixtures("notes")
def test_orders_that_cannot_be_followed_are_refused() -> None:
    """Each with what to do."""
    with pytest.raises(SourceError, match="no kept note 3"):
        history(3)
    for order in ("copy", "throw_away", "transcribe_again"):
        with pytest.raises(SourceError, match="not said which note"):
            history(**{order: True})  # type: ignore[arg-type]
    with pytest.raises(SourceError, match="sound of note 2 is no longer kept"):
        history(2, transcribe_again=True)
    with pytest.raises(SourceError, match="no kept note 3"):
        history(3, transcribe_again=True, speech_model="nobody-knows-it")
    with pytest.raises(ModelUnknown):
        history(1, transcribe_again=True, speech_model="nobody-knows-it")
    with pytest.raises(ModelRefused):
        history(1, transcribe_again=True, speech_model="demo-speech")


@pytest.mark.usefixtures("notes")
def test_while_the_app_runs_it_is_named() -> None:
    """The vault has one owner."""
    with closing(open_vault()), pytest.raises(VaultInUse, match="The app runs") as caught:
        history()
    assert "plainspoken history --in-app" in caught.value.remedy
