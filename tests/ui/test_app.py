"""All windows of the app together, on fakes."""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from plainspoken.clinic.templates import TemplateError
from plainspoken.dictation.deliver import as_text
from plainspoken.dictation.errors import DesktopError, NotNow
from plainspoken.dictation.events import StopPressed
from plainspoken.dictation.kept import DictationId, KeptNote
from plainspoken.ui.app import DesktopApp, run_desktop
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.interrupts import call_on_interrupt
from plainspoken.ui.parts import DesktopParts
from plainspoken.workers.messages import Begin, Level
from plainspoken_models.errors import ModelMissing, PlainspokenError
from ui.desktop_fakes import (
    COUGH,
    LETTER,
    SOAP,
    FakeConductor,
    FakeHotkeys,
    FakeMicrophone,
    FakeSettings,
    FakeTemplates,
    listening,
)


@pytest.fixture
def app(qtbot: QtBot, parts: DesktopParts, capsys: pytest.CaptureFixture[str]) -> Iterator[DesktopApp]:  # noqa: ARG001
    """A running app, without a tray."""
    app = DesktopApp(parts)
    with app:
        yield app


def in_thread(work: Thread) -> None:
    """Run to the end, elsewhere."""
    work.start()
    work.join()


def test_dictation_from_hotkey_to_clipboard(
    qtbot: QtBot, app: DesktopApp, conductor: FakeConductor, hotkeys: FakeHotkeys
) -> None:
    """Keys come from one thread, the session from another; both arrive on Qt's, in order."""
    in_thread(Thread(target=hotkeys.toggle))
    qtbot.waitUntil(lambda: conductor.orders == ["start", Begin(SOAP, FakeMicrophone(None))])
    in_thread(Thread(target=conductor.show, args=(listening(COUGH),)))
    qtbot.waitUntil(lambda: app.obey("status") == "listening")
    assert app.hud.note.toPlainText().startswith("Subjective\nShe coughs.")
    in_thread(Thread(target=hotkeys.toggle))
    qtbot.waitUntil(lambda: conductor.orders[-1] == StopPressed())
    in_thread(Thread(target=conductor.deliver, args=(listening(COUGH),)))
    qtbot.waitUntil(lambda: app.obey("status") == "idle")
    assert NoteClipboard().text().startswith("Subjective:\nShe coughs.")


def test_level_arrives_from_the_conductors_thread(
    qtbot: QtBot, app: DesktopApp, conductor: FakeConductor
) -> None:
    """The meter moves with what the conductor hears."""
    assert conductor.listener
    in_thread(Thread(target=conductor.listener.level_changed, args=(Level(-20.0, 5_000, True),)))
    qtbot.waitUntil(lambda: app.hud.elapsed.text() == "0:05")


def test_sound_system_is_awake_before_the_first_dictation(qtbot: QtBot, parts: DesktopParts) -> None:
    """Microphones are looked for when the app starts: the first key press need not wait for the sound library."""
    asked = Event()

    def microphones() -> tuple[str, ...]:
        asked.set()
        return ()

    app = DesktopApp(replace(parts, microphones=microphones))
    qtbot.addWidget(app.hud)
    with app:
        qtbot.waitUntil(asked.is_set)


def test_missing_hotkey_does_not_end_the_app(qtbot: QtBot, parts: DesktopParts, hotkeys: FakeHotkeys) -> None:
    """Where there are no hotkeys the app says which command to bind, and everything else works."""
    hotkeys.error = DesktopError("No keys on Wayland.", "Bind a key to the command `plainspoken toggle`.")
    app = DesktopApp(parts)
    qtbot.addWidget(app.hud)
    with app:
        assert "plainspoken toggle" in app.hud.problem.text()
        assert app.obey("start") == "listening"


def test_refusal_is_shown_at_once_and_on_every_start(
    qtbot: QtBot, parts: DesktopParts, conductor: FakeConductor
) -> None:
    """Without a model the HUD says so before she speaks a sentence for nothing."""
    missing = ModelMissing("No speech model for dictation.", "Install one.")
    app = DesktopApp(replace(parts, refusal=missing))
    qtbot.addWidget(app.hud)
    with app:
        assert (
            app.hud.problem.text()
            == "No speech model for dictation. Install one, then start Plainspoken again."
        )
        with pytest.raises(ModelMissing):
            app.obey("toggle")
    assert conductor.orders == ["start", "close"]


def test_broken_templates_are_told_at_the_start_and_stop_nothing_else(
    qtbot: QtBot, parts: DesktopParts, settings: FakeSettings, conductor: FakeConductor
) -> None:
    """Only the one that she has chosen stops a dictation, until she chooses another one."""
    broken = TemplateError("mine.toml", (4, 1), "[section] has single brackets", "Write [[section]].")
    app = DesktopApp(replace(parts, templates=FakeTemplates(broken={"mine": broken})))
    qtbot.addWidget(app.hud)
    reported: list[PlainspokenError] = []
    app.control.reported.connect(reported.append)
    settings.template = "mine"
    with app:
        assert [error.what for error in reported] == [broken.what]
        assert app.hud.problem.text().startswith(f"{broken} Mend the file, or choose another")
        with pytest.raises(PlainspokenError, match=r"mine\.toml, line 4") as caught:
            app.obey("start")
        assert caught.value.exit_code == broken.exit_code
        app.control.choose_template("letter")
        assert app.obey("start") == "listening"
    assert conductor.orders == ["start", Begin(LETTER, FakeMicrophone(None)), "close"]


def test_no_tray_is_said_once(qtbot: QtBot, parts: DesktopParts, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a tray there is a window that stays, and one line on stderr."""
    app = DesktopApp(parts)
    qtbot.addWidget(app.hud)
    with app:
        assert app.hud.isVisible()
    assert capsys.readouterr().err.count("no tray") == 1


def test_quit_does_not_cost_a_dictation(qtbot: QtBot, app: DesktopApp, conductor: FakeConductor) -> None:
    """A word to quit is refused while she dictates."""
    conductor.show(listening(COUGH))
    qtbot.waitUntil(lambda: app.obey("status") == "listening")
    with pytest.raises(NotNow, match="going on"):
        app.obey("quit")


def test_everything_is_ended(
    qtbot: QtBot, parts: DesktopParts, conductor: FakeConductor, hotkeys: FakeHotkeys
) -> None:
    """Hotkeys are let go before the conductor ends, and no window is left."""
    app = DesktopApp(parts)
    qtbot.addWidget(app.hud)
    with app:
        assert hotkeys.watched
    assert not hotkeys.watched
    assert conductor.orders == ["start", "close"]
    assert not app.hud.isVisible()


def test_words_without_a_dictation_do_nothing(app: DesktopApp, conductor: FakeConductor) -> None:
    """Stop and cancel are refused, with an exit code of their own, and order nothing."""
    for word, answer in (("stop", r"Not listening\."), ("cancel", r"Nothing to cancel\.")):
        with pytest.raises(NotNow, match=answer) as caught:
            app.obey(word)
        assert caught.value.exit_code == 13
    assert conductor.orders == ["start"]


def test_the_problem_can_be_asked_for(app: DesktopApp) -> None:
    """As the window has it; nothing where there is none."""
    assert app.obey("problem") == ""
    app.control.report(DesktopError("No hotkey.", "Bind a command."))
    assert app.obey("status") == "problem"
    assert app.obey("problem") == "No hotkey. Bind a command."


def test_app_runs_until_it_is_told_to_quit(
    qtbot: QtBot,  # noqa: ARG001
    parts: DesktopParts,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    conductor: FakeConductor,
) -> None:
    """The whole app runs, takes a signal to end for what it is, and ends with exit code 0."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    QTimer.singleShot(0, lambda: os.kill(os.getpid(), signal.SIGTERM))
    assert run_desktop(parts, tmp_path) == 0
    assert conductor.orders == ["start", "close"]


def test_interrupt_wakes_an_idle_event_loop(qtbot: QtBot) -> None:  # noqa: ARG001
    """Ctrl+C takes effect at once, although nothing else happens in the event loop."""
    before = signal.getsignal(signal.SIGINT)
    with call_on_interrupt(QApplication.quit):
        Thread(target=lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        QApplication.exec()
    assert signal.getsignal(signal.SIGINT) is before


def test_the_app_takes_its_note_off_the_clipboard_in_time_and_at_the_end(
    qtbot: QtBot, parts: DesktopParts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the time that the settings say; without one, when it ends. Windows and macOS would keep it otherwise."""
    monkeypatch.setattr(NoteClipboard, "ours", True)  # nobody owns the clipboard of Qt's screen in memory
    for clear_after_s in (0.05, 0.0):
        app = DesktopApp(replace(parts, clear_clipboard_s=clear_after_s))
        with app:
            app.control.copy(listening(COUGH).note)
            assert "She coughs." in NoteClipboard().text()
            if clear_after_s:
                qtbot.waitUntil(lambda: NoteClipboard().text() == "")
        assert NoteClipboard().text() == ""


def test_the_app_notices_that_something_else_was_copied(
    qtbot: QtBot, app: DesktopApp, conductor: FakeConductor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By any program, at any time."""
    conductor.deliver(listening(COUGH))
    qtbot.waitUntil(lambda: app.tray.icon.toolTip() == "Plainspoken: On the clipboard")
    monkeypatch.setattr(NoteClipboard, "ours", False)
    QApplication.clipboard().setText("a telephone number")
    qtbot.waitUntil(lambda: "No longer on the clipboard" in app.tray.icon.toolTip())


def test_the_last_note_opens_by_button_and_by_command(
    qtbot: QtBot, app: DesktopApp, conductor: FakeConductor
) -> None:
    """Before there is one, the command says so; what she files elsewhere is what the small window shows again."""
    with pytest.raises(NotNow):
        app.obey("note")
    conductor.deliver(listening(COUGH))
    qtbot.waitUntil(app.hud.open_note.isVisible)
    app.hud.resident = False  # as with a tray
    app.hud.open_note.click()
    assert app.desk.window.isVisible()
    assert not app.hud.isVisible(), "it would lie on the buttons of the large one"
    app.desk.window.refiled.emit(0, 2)
    assert app.hud.note.toPlainText().startswith("Plan\nShe coughs.")
    app.desk.window.close()
    assert app.obey("note") == "shown"
    assert app.desk.window.undo.isEnabled()


def test_a_note_of_this_run_opens_from_the_history(app: DesktopApp) -> None:
    """One of an earlier run is text only, and the button says so."""
    today, later = listening(COUGH).note, listening(COUGH, COUGH).note
    app.control.take_note(today)
    app.control.take_note(later)
    window = app.history.window
    text = as_text(today)
    window.show_found(
        tuple(
            KeptNote(number, DictationId("d"), "soap", 0, text, "{}", has_sound=True, delivered=note)
            for number, note in ((2, None), (1, today))
        )
    )
    assert not window.open_note.isEnabled()
    assert "before Plainspoken was started" in window.open_note.toolTip()
    window.list.setCurrentIndex(window.list.model().index(1, 0))
    window.open_note.click()
    assert app.desk.note is today
