"""A hundred presses in any rhythm: the real app takes them all, and nothing is left of them."""

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from e2e.desktop_services import Home, Screen, Sound
from e2e.playing import PlayedMicrophone
from e2e.presses import Presses, at_rest, ends_in, quit_app
from e2e.product import VISIT, app_env, tray_app
from faults.keyring_session import gnome_keyring
from plainspoken.bootstrap import open_vault

PRESSES = 100
WARM = 20
SEED = 4
MOST_GROWTH_MIB = 24
"""The notes of this run, and the allocator's own; thirty leaked dictations, with their sound, would be more."""


MOST_MORE_DESCRIPTORS = 2
"""A connection is let go of when its other side has gone, which may take a moment; one for each press would be 100."""


@pytest.mark.timeout(600)
def test_presses_at_random_leave_nothing_behind(
    home: Home,
    screen: Screen,
    sound: Sound,
    logs: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No crash, no stuck state, no thread, no file and no process left; each dictation was delivered or cancelled."""
    for name, value in app_env(home, screen.env, sound.env).items():
        monkeypatch.setenv(name, value)  # for the vault, which this process opens at the end
    with gnome_keyring(home, screen, logs), PlayedMicrophone(sound.fifo).playing() as microphone:
        with tray_app(home, screen, sound.env, logs / "presses", "--demo-speech") as app:
            microphone.say(VISIT, over_and_over=True)
            Presses(SEED).press(app, screen, WARM)
            before = at_rest(app)
            presses = Presses(SEED + 1)
            presses.press(app, screen, PRESSES)
            after = at_rest(app)
            quit_app(app)
            complaints = app.program.complaints()
        with closing(open_vault()) as vault:
            ends = ends_in(vault)
    assert complaints == ""
    assert presses.hotkeys > 0
    assert {"listening", "stopped", "cancelled"} <= presses.answers.keys()
    assert (after.children, after.zombies) == (before.children, ()), "the same engines, and no zombie"
    assert after.threads == before.threads
    more = Counter(after.descriptors) - Counter(before.descriptors)
    assert more.total() <= MOST_MORE_DESCRIPTORS, more
    assert after.rss_mib - before.rss_mib < MOST_GROWTH_MIB
    assert ends["delivered"] > 0, "what was cancelled within half a second never came to the vault"
