"""A thousand presses of the real app: its memory before and after, and how each dictation ended."""

from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from e2e.desktop_services import Home, Screen, Sound
from e2e.playing import PlayedMicrophone
from e2e.presses import Presses, Rest, at_rest, ends_in, quit_app
from e2e.product import VISIT, tray_app
from plainspoken.bootstrap import open_vault

WARM = 50
"""Presses before the first look at the memory."""


def measure(desk: tuple[Home, Screen, Sound], logs: Path, count: int, seed: int) -> dict[str, Any]:
    """Press, quit, and look into the vault; what is not as it must be is an AssertionError."""
    home, screen, sound = desk
    rests: list[Rest] = []
    presses = Presses(seed)
    with (
        PlayedMicrophone(sound.fifo).playing() as microphone,
        tray_app(home, screen, sound.env, logs, "--demo-speech") as app,
    ):
        microphone.say(VISIT, over_and_over=True)
        Presses(seed + 1).press(app, screen, WARM)
        rests.append(at_rest(app))
        for part in range(2):
            presses.press(app, screen, count // 2 + count % 2 * part)
            rests.append(at_rest(app))
        quit_app(app)
        complaints = app.program.complaints()
    with closing(open_vault()) as vault:
        ends = ends_in(vault)
    return {
        "presses": count,
        "hotkeys": presses.hotkeys,
        "answers": dict(presses.answers),
        "ends": dict(ends),
        "rests": [asdict(rest) for rest in rests],
        "complaints": complaints,
    }


def report(found: dict[str, Any]) -> None:
    """The table."""
    print(f"\n{found['presses']} presses, {found['hotkeys']} of them of the hotkey; the app answered:")
    for answer, times in sorted(found["answers"].items()):
        print(f"{times:6}  {answer}")
    print(f"dictations in the vault, each with one end: {found['ends']}; the vault is whole")
    print(f"{'at rest':<14}{'RSS, MiB':>10}{'threads':>9}{'descriptors':>13}{'children':>10}{'zombies':>9}")
    for name, rest in zip(("warm", "half of them", "all of them"), found["rests"], strict=True):
        print(
            f"{name:<14}{rest['rss_mib']:>10.1f}{rest['threads']:>9}{len(rest['descriptors']):>13}"
            f"{len(rest['children']):>10}{len(rest['zombies']):>9}"
        )
    print(f"on standard error: {found['complaints'] or 'nothing'}")
