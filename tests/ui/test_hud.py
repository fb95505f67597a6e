"""The small window over everything else."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPalette, QScreen
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from plainspoken.dictation import session as core
from plainspoken.dictation.capture import FramesLost
from plainspoken.dictation.errors import DesktopError
from plainspoken.dictation.events import CancelPressed, TextHeard
from plainspoken.dictation.note import Gap
from plainspoken.ui.colours import LEAST_CONTRAST, STATE_FILL, colours, contrast
from plainspoken.ui.hud import Hud
from plainspoken.ui.icons import state_pixmap
from plainspoken.ui.level_meter import LevelMeter, LevelWord, level_word
from plainspoken.ui.shown import DesktopState, Shown
from plainspoken.workers.messages import Level
from plainspoken_models.contracts import SectionKind
from ui.desktop_fakes import COUGH, CRACKLES, delivered, listening, stopped
from words import utterance

PROBLEM = DesktopError("No hotkey.", "Bind a command.")


def test_hud_never_takes_the_focus(hud: Hud) -> None:
    """She goes on typing where she typed: the window takes focus neither when it appears nor when it is clicked."""
    assert hud.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert hud.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert hud.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert hud.note.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_hud_appears_with_the_dictation_and_leaves_after_it(qtbot: QtBot, hud: Hud) -> None:
    """It is there from the first press until the note has been on the clipboard for a while."""
    assert not hud.isVisible()
    hud.show_state(Shown(listening()))
    assert hud.isVisible()
    hud.show_state(Shown(delivered(listening(COUGH)), outcome="On the clipboard"))
    assert hud.state.text() == "On the clipboard"
    qtbot.waitUntil(lambda: not hud.isVisible())


def test_hud_stays_while_there_is_something_to_check(qtbot: QtBot, hud: Hud) -> None:
    """What the checks say is not taken away before she has read it, and the next dictation begins without it."""
    dose = ("Lasix 40 daily.", SectionKind.PLAN)
    hud.show_state(Shown(listening(dose)))
    hud.show_state(Shown(delivered(stopped(listening(dose))), outcome="On the clipboard"))
    qtbot.wait(20)
    assert hud.isVisible()
    assert "Check: A dose without its unit." in hud.note.toPlainText()
    hud.show_state(Shown(listening(COUGH)))
    assert "Check:" not in hud.note.toPlainText()


def test_hud_stays_while_there_is_a_problem(qtbot: QtBot, hud: Hud) -> None:
    """A problem is not taken away before she has read it: she closes it herself."""
    hud.show_state(Shown(problem=PROBLEM))
    qtbot.wait(20)
    assert hud.isVisible()
    assert hud.problem.text() == "No hotkey. Bind a command."
    hud.close_button.click()
    assert not hud.isVisible()


def test_lost_sound_is_shown_and_stays(qtbot: QtBot, hud: Hud) -> None:
    """A stretch that is not in the note is named with its time, and the window does not hide over it."""
    session, _ = core.step(listening(COUGH), FramesLost(61_000, 2_000))
    hud.show_state(Shown(session))
    hud.show_state(Shown(delivered(session), outcome="On the clipboard"))
    qtbot.wait(20)
    assert hud.isVisible()
    assert hud.problem.text().startswith("Not in the note, 1:01–1:03: sound was lost")


def test_icon_is_drawn_once_for_a_state(hud: Hud) -> None:
    """Each sentence shows the same picture, not another one like it: Qt would keep them all."""
    hud.show_state(Shown(listening()))
    drawn = hud.icon.pixmap().cacheKey()
    hud.show_state(Shown(listening(COUGH)))
    assert hud.icon.pixmap().cacheKey() == drawn
    hud.show_state(Shown(stopped(listening(COUGH))))
    assert hud.icon.pixmap().cacheKey() != drawn


def test_buttons_offer_what_can_be_done(hud: Hud) -> None:
    """Stop and cancel while listening, cancel while finishing, close afterwards."""
    hud.show_state(Shown(listening()))
    assert (hud.stop.isVisible(), hud.cancel.isVisible(), hud.close_button.isVisible()) == (True, True, False)
    hud.show_state(Shown(stopped(listening(COUGH))))
    assert (hud.stop.isVisible(), hud.cancel.isVisible(), hud.close_button.isVisible()) == (
        False,
        True,
        False,
    )


def test_hud_without_a_tray_is_enough(qtbot: QtBot) -> None:
    """Where there is no tray the window is always there, with buttons to start, stop and quit."""
    hud = Hud(resident=True, hide_after_ms=1)
    qtbot.addWidget(hud)
    assert hud.start.isVisible()
    assert hud.quit.isVisible()
    with qtbot.waitSignal(hud.start_pressed):
        hud.start.click()
    hud.show_state(Shown(listening()))
    with qtbot.waitSignal(hud.stop_pressed):
        hud.stop.click()
    hud.show_state(Shown(delivered(listening(COUGH)), outcome="On the clipboard"))
    qtbot.wait(20)
    assert hud.isVisible()


def test_hint_takes_the_place_of_the_notice(hud: Hud) -> None:
    """The notice stands there all the time, except while there is an answer to a key press."""
    assert hud.notice.text() == "Demo speech model."
    hud.show_state(Shown(stopped(listening(COUGH)), hint="One moment."))
    assert hud.notice.text() == "One moment."


def test_level_and_time_are_shown(hud: Hud) -> None:
    """The time is that of the sound that came in: a dead microphone stands still."""
    hud.show_state(Shown(listening()))
    hud.show_level(Level(-20.0, 42_000, speaking=True))
    assert hud.elapsed.text() == "0:42"
    assert hud.meter.word is LevelWord.GOOD
    hud.show_state(Shown(delivered(listening())))
    hud.show_state(Shown(listening()))
    assert hud.elapsed.text() == "0:00"


@pytest.mark.parametrize(
    ("dbfs", "speaking", "word"),
    [
        (-96.0, False, LevelWord.NOTHING),
        (-50.0, True, LevelWord.QUIET),
        (-20.0, True, LevelWord.GOOD),
        (-20.0, False, LevelWord.NOTHING),
        (-3.0, True, LevelWord.CLIPPING),
        (-3.0, False, LevelWord.CLIPPING),
    ],
)
def test_level_in_words(dbfs: float, speaking: bool, word: LevelWord) -> None:
    """Noise without speech is not called good, and clipping is told whatever it is."""
    assert level_word(dbfs, speaking=speaking) is word


def test_level_word_holds_over_a_pause_between_syllables(qtbot: QtBot) -> None:
    """A frame of silence between two words does not make her "too quiet"."""
    meter = LevelMeter()
    qtbot.addWidget(meter)
    meter.show_level(Level(-20.0, 96, speaking=True))
    meter.show_level(Level(-70.0, 192, speaking=True))
    assert meter.word is LevelWord.GOOD
    assert meter.accessibleDescription() == "good"


@pytest.mark.parametrize(
    ("base", "text"), [("#ffffff", "#000000"), ("#1e1e1e", "#f0f0f0"), ("#2b2f36", "#dddddd")]
)
def test_colours_can_be_read(base: str, text: str) -> None:
    """Every colour that carries words has 4.5 : 1 against the window, on light and dark desktops."""
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor(base))
    palette.setColor(QPalette.ColorRole.Text, QColor(text))
    shades = colours(palette)
    for colour in (
        shades.text,
        shades.muted,
        shades.red,
        shades.blue,
        shades.amber,
        shades.green,
        shades.grey,
    ):
        assert contrast(colour, shades.window) >= LEAST_CONTRAST


def test_icons_differ_without_colour(qtbot: QtBot) -> None:  # noqa: ARG001
    """The four icons have four outlines: their shapes alone tell them apart."""
    outlines = {
        bytes(state_pixmap(state, 32).toImage().createAlphaMask().constBits()) for state in DesktopState
    }
    assert len(outlines) == len(DesktopState)
    assert all(contrast(fill, QColor("white")) >= LEAST_CONTRAST for fill in STATE_FILL.values())


def test_errors_before_the_two_newest_are_counted(hud: Hud) -> None:
    """The two newest problems are told in full, those before them by number."""
    errors = tuple(DesktopError(f"{number}.", "Do.") for number in ("One", "Two", "Three"))
    for count, told in (
        (1, "One. Do."),
        (2, "One. Do.\nTwo. Do."),
        (3, "Two. Do.\nThree. Do. (1 earlier problem)"),
    ):
        hud.show_state(Shown(replace(listening(COUGH), errors=errors[:count])))
        assert hud.problem.text() == told


def test_hud_stays_while_the_pointer_is_over_it(qtbot: QtBot, hud: Hud) -> None:
    """She reads what she took out; it goes when she has turned away."""
    hud.show_state(Shown(listening()))
    here = QPointF(5, 5)
    QApplication.sendEvent(hud, QEnterEvent(here, here, here))
    hud.show_state(Shown(delivered(listening(COUGH)), outcome="On the clipboard"))
    qtbot.wait(20)
    assert hud.isVisible()
    QApplication.sendEvent(hud, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not hud.isVisible())


def test_hud_stays_while_a_cancelled_dictation_can_be_taken_back(qtbot: QtBot, hud: Hud) -> None:
    """And leaves when there is nothing to take back any more, even where some of its sound gave no words."""
    session = replace(listening(COUGH), gaps=(Gap(41_000, 43_000, "it sounded like noise"),))
    cancelled = core.step(session, CancelPressed())[0]
    hud.show_state(Shown(session))
    hud.show_state(Shown(cancelled, can_undo=True))
    qtbot.wait(20)
    assert hud.undo.isVisible()
    hud.show_state(Shown(cancelled))
    assert not hud.undo.isVisible()
    qtbot.waitUntil(lambda: not hud.isVisible())


def test_the_last_note_can_be_seen_again(qtbot: QtBot, hud: Hud) -> None:
    """With what was taken out of it, even after a dictation that was cancelled; until she closes it."""
    session, _ = core.step(listening(COUGH, CRACKLES), TextHeard(utterance("Scratch that.")))
    hud.show_state(Shown(delivered(session), outcome="On the clipboard"))
    hud.show_state(Shown(listening()))
    hud.show_again()
    assert hud.state.text() == "Listening"
    hud.show_state(Shown(core.step(listening(), CancelPressed())[0]))
    qtbot.waitUntil(lambda: not hud.isVisible())
    hud.show_again()
    hud.show_state(Shown(core.step(listening(), CancelPressed())[0], unfinished=1, problem=PROBLEM))
    hud.show_state(Shown(core.step(listening(), CancelPressed())[0]))
    qtbot.wait(20)
    assert hud.isVisible()
    assert hud.state.text() == "The last note"
    assert 'Taken out: "Crackles at the right base."' in hud.note.toPlainText()
    hud.close_button.click()
    assert not hud.isVisible()


@pytest.mark.parametrize("height", [300, 400])
def test_hud_fits_a_small_screen(hud: Hud, monkeypatch: pytest.MonkeyPatch, height: int) -> None:
    """640 by 400 is what a small laptop has at twice the size: the head is in sight, and the buttons are."""
    free = QRect(0, 0, 640, height)
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _screen: free)
    hud.show_state(Shown(listening(COUGH), problem=PROBLEM))
    assert free.contains(hud.frameGeometry())
    assert hud.note.height() < 290


def test_she_is_asked_to_speak_only_until_she_does(hud: Hud) -> None:
    """And never where nobody listens."""
    hud.show_state(Shown(listening()))
    hud.show_level(Level(-50.0, 96, speaking=False))
    assert hud.note.placeholderText() == "Speak. Your sentences appear here, under their headings."
    hud.show_level(Level(-20.0, 192, speaking=True))
    hud.show_level(Level(-50.0, 288, speaking=False))
    hud.show_state(Shown(listening()))
    assert hud.note.placeholderText() == "Hearing you…"
    hud.show_state(Shown(stopped(listening())))
    assert hud.note.placeholderText() == ""
    hud.show_state(Shown(delivered(listening())))
    hud.show_state(Shown(listening()))
    assert hud.note.placeholderText().startswith("Speak.")
    hud.show_state(Shown(listening(), recovering=True))
    assert hud.note.placeholderText() == ""
