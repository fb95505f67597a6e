"""Whether another program has a combination of keys already. On X11 only: the server refuses a key that is grabbed.

pynput watches keys without taking them, so that both programs would act on one press, and neither would say so.
"""

import os
import sys

from plainspoken.settings.keys import keys_of


def taken(combination: str) -> bool:
    """Whether another program reacts to these keys; False where that cannot be told.

    Args:
        combination: of keys, in pynput's notation.
    """
    on_x11 = sys.platform.startswith("linux") and bool(os.environ.get("DISPLAY"))
    return on_x11 and bool(combination) and _grabbed(keys_of(combination))


def _grabbed(keys: frozenset[str]) -> bool:
    from Xlib import XK, X  # noqa: PLC0415  on X11 only
    from Xlib.display import Display  # noqa: PLC0415
    from Xlib.error import BadAccess, CatchError, DisplayError  # noqa: PLC0415

    masks = {"ctrl": X.ControlMask, "alt": X.Mod1Mask, "shift": X.ShiftMask, "cmd": X.Mod4Mask}
    others = sorted(keys - masks.keys())
    if len(others) != 1:  # no other program can have two keys at once
        return False
    try:
        display = Display()
    except (DisplayError, OSError):
        return False
    try:
        code = display.keysym_to_keycode(XK.string_to_keysym(_KEYSYMS.get(others[0], others[0])))
        refused = CatchError(BadAccess)
        if code:
            mask = sum(masks[name] for name in keys & masks.keys())
            root = display.screen().root
            root.grab_key(code, mask, True, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
            root.ungrab_key(code, mask, onerror=CatchError())
            display.sync()
        return bool(refused.get_error())
    finally:
        display.close()


_KEYSYMS = {
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
    "pause": "Pause",
    "scroll_lock": "Scroll_Lock",
    "insert": "Insert",
    "print_screen": "Print",
    "menu": "Menu",
    "space": "space",
    "enter": "Return",
    "tab": "Tab",
    "esc": "Escape",
    "backspace": "BackSpace",
    "delete": "Delete",
    "home": "Home",
    "end": "End",
    "page_up": "Prior",
    "page_down": "Next",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
}
"""pynput's names of keys → X11's, where they differ."""
