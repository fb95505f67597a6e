"""Keys that another program has, on a real X server."""

import os
import subprocess
import sys
from contextlib import closing

import pytest
from Xlib import XK, X
from Xlib.display import Display

from e2e.desktop_services import Screen

ASK = "import sys; from plainspoken.adapters.taken_keys import taken; print(*map(taken, sys.argv[1:]))"


def test_keys_that_another_program_has_are_known(screen: Screen) -> None:
    """With these modifiers and no others; a question takes nothing from anybody, so it can be asked twice."""
    asked = [sys.executable, "-c", ASK, "<ctrl>+<alt>+k", "<ctrl>+k", "<f7>", "<ctrl>+<alt>+k", ""]
    env = {**os.environ, **screen.env}
    with closing(Display(screen.env["DISPLAY"])) as other:
        for name, mask in (("k", X.ControlMask | X.Mod1Mask), ("F7", 0)):
            code = other.keysym_to_keycode(XK.string_to_keysym(name))
            other.screen().root.grab_key(code, mask, True, X.GrabModeAsync, X.GrabModeAsync)
        other.sync()
        told = subprocess.run(asked, env=env, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "False", "True", "True", "False"]
    free = subprocess.run(asked, env=env, capture_output=True, text=True, check=True)
    assert free.stdout.split() == ["False"] * 5


@pytest.mark.parametrize("display", ["", ":987"])
def test_where_there_is_no_such_screen_nothing_is_taken(display: str) -> None:
    """The keys are refused, if so, when they are to be listened for."""
    env = {**os.environ, "DISPLAY": display}
    told = subprocess.run(
        [sys.executable, "-c", ASK, "<f7>"], env=env, capture_output=True, text=True, check=True
    )
    assert told.stdout == "False\n"
