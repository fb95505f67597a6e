"""The note on the clipboard."""

import sys

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from plainspoken.dictation.deliver import as_html, as_text
from plainspoken.dictation.errors import DesktopError, FactsDiffer
from plainspoken.dictation.note import Note
from plainspoken.ui.clipboard import ClipboardSession, NoteClipboard, as_mime
from plainspoken_models.contracts import SectionKind
from ui.desktop_fakes import COUGH, CRACKLES, listening

NOTE = listening(COUGH, CRACKLES, ("Température 38,5 °C, “stable”.", SectionKind.PLAN)).note


def test_note_is_offered_as_text_and_html(qtbot: QtBot) -> None:  # noqa: ARG001
    """Whoever pastes gets plain text or HTML, whichever the program takes."""
    mime = as_mime(NOTE)
    assert mime.text() == as_text(NOTE)
    assert mime.html() == as_html(NOTE)


def test_note_is_kept_out_of_clipboard_histories(qtbot: QtBot) -> None:  # noqa: ARG001
    """The mark that KDE's history and its followers respect is on every note."""
    assert as_mime(NOTE).data("x-kde-passwordManagerHint").data() == b"secret"


@pytest.mark.parametrize(
    "name", ["ExcludeClipboardContentFromMonitorProcessing", "CanUploadToCloudClipboard"]
)
def test_windows_marks_are_for_windows(qtbot: QtBot, name: str) -> None:  # noqa: ARG001
    """Windows' own marks are set there, and nowhere else."""
    assert as_mime(NOTE).hasFormat(name) is (sys.platform == "win32")


def test_what_is_put_can_be_read_back(qtbot: QtBot) -> None:  # noqa: ARG001
    """What is on the clipboard afterwards is the note, letter for letter."""
    clipboard = NoteClipboard()
    clipboard.put(NOTE)
    assert clipboard.text() == as_text(NOTE)


class Owned(NoteClipboard):
    """Qt's screen in memory has a clipboard that nobody owns; the real ones are in `e2e/test_clipboard.py`."""

    ours = True


class Taken(NoteClipboard):
    """Somebody else has copied something since."""

    ours = False


def test_a_note_is_taken_off_when_its_time_is_over(qtbot: QtBot) -> None:
    """By itself, as long as the app runs."""
    clipboard = Owned(clear_after_s=0.05)
    clipboard.put(NOTE)
    qtbot.waitUntil(lambda: clipboard.text() == "")


def test_the_timer_fires_once_and_touches_nothing_of_others(qtbot: QtBot) -> None:
    """What is there afterwards is theirs."""
    clipboard = Taken(clear_after_s=0.01)
    clipboard.put(NOTE)
    QGuiApplication.clipboard().setText("a phone number")
    qtbot.waitUntil(lambda: clipboard.left_ms == 0)
    clipboard.clear()
    assert clipboard.text() == "a phone number"


def test_without_a_limit_a_note_stays(qtbot: QtBot) -> None:  # noqa: ARG001
    """Nothing is started that could take it off; at the app's end it is."""
    clipboard = Owned()
    clipboard.put(NOTE)
    assert clipboard.left_ms == 0
    assert clipboard.text() == as_text(NOTE)
    clipboard.clear()
    assert clipboard.text() == ""


def test_clipboard_that_is_not_ours_afterwards_is_an_error(qtbot: QtBot) -> None:  # noqa: ARG001
    """If something else is there after putting, she is told: an old text must not be pasted as the note."""

    class Stolen(NoteClipboard):
        """Somebody else was faster."""

        def text(self) -> str:
            """Something old."""
            return "something old"

    with pytest.raises(DesktopError) as caught:
        Stolen().put(NOTE)
    assert "Last notes" in caught.value.remedy
    assert "coughs" not in str(caught.value)


def test_terminal_clipboard_serves_and_ends(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    """A command in a terminal puts a note, reads it back, and serves it for a while."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    with ClipboardSession() as session:
        session.put(NOTE)
        session.serve(seconds=0.01)
        assert session.text() == as_text(NOTE)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the other systems have one display")
@pytest.mark.parametrize("display", ["localhost:10.0", "192.0.2.1:0"])
def test_a_display_beyond_the_network_is_refused(monkeypatch: pytest.MonkeyPatch, display: str) -> None:
    """As by `ssh -X`: the note would leave the machine, and the kernel refuses the socket. Qt would end the process."""
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", display)
    with pytest.raises(DesktopError, match="over a network, which this program refuses"), ClipboardSession():
        pass


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the other systems always have a clipboard")
@pytest.mark.parametrize("display", ["", ":4099", "unix:4099", "host/unix:4099.0"])
def test_terminal_clipboard_needs_a_display(monkeypatch: pytest.MonkeyPatch, display: str) -> None:
    """Without a display, or with one that does not answer, there is a sentence instead of an aborted process."""
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", display)
    with pytest.raises(DesktopError) as caught, ClipboardSession():
        pass
    assert caught.value.exit_code == 8
    assert "put a note on the clipboard" in caught.value.what


class Altered(Note):
    """A note that does not say what was said."""

    @property
    def said(self) -> str:
        """Something else."""
        return "No cough for 3 days."


ALTERED = Altered(NOTE.document, NOTE.sections, NOTE.gaps)


def test_a_note_with_other_facts_than_were_said_is_put_at_the_second_asking(qtbot: QtBot) -> None:  # noqa: ARG001
    """She is told first, and the clipboard is left alone; asked for again, the note is hers as it is."""
    clipboard = NoteClipboard()
    clipboard.put(NOTE)
    QGuiApplication.clipboard().setText("something else")
    with pytest.raises(FactsDiffer):
        clipboard.put(ALTERED)
    assert clipboard.text() == "something else"
    clipboard.put(ALTERED)
    assert clipboard.text() == as_text(NOTE)


def test_another_note_is_no_second_asking(qtbot: QtBot) -> None:  # noqa: ARG001
    """Each note with other facts is refused once."""
    clipboard = NoteClipboard()
    with pytest.raises(FactsDiffer):
        clipboard.put(ALTERED)
    clipboard.put(NOTE)
    with pytest.raises(FactsDiffer):
        clipboard.put(ALTERED)
