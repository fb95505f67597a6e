"""Somebody who presses start, stop, toggle, cancel and the hotkey at random intervals, and what is to be seen of it."""

import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from e2e.desktop_services import Screen
from e2e.processes import family, until
from e2e.product import HOTKEY, TrayApp
from plainspoken.adapters.vault import Vault
from plainspoken.ui.instance import send_command
from plainspoken_models.errors import PlainspokenError

WORDS = ("start", "stop", "toggle", "toggle", "cancel", "status")
HOTKEY_SHARE = 0.15
"""Of the presses come from the keyboard; each takes longer than a word."""

REST_S = 2.0
"""Threads of microphones that were closed end in this time, and memory comes to rest."""

ENDS = ("delivered", "cancelled")


@dataclass(frozen=True, slots=True)
class Rest:
    """What a program takes while it does nothing."""

    rss_mib: float
    threads: int
    descriptors: tuple[str, ...]
    """What they lead to, without numbers."""
    children: tuple[int, ...]
    zombies: tuple[int, ...]


@dataclass(slots=True)
class Presses:
    """All presses, and how the app answered."""

    seed: int
    answers: Counter[str] = field(default_factory=Counter)
    hotkeys: int = 0

    def press(self, app: TrayApp, screen: Screen, count: int) -> None:
        """Press so often, in bursts and with pauses; about a quarter of a second each.

        Raises:
            AssertionError: the app has ended, or does not answer.
        """
        chance = random.Random(f"{self.seed} {self.answers.total()}")  # each call goes on differently
        for _ in range(count):
            if chance.random() < HOTKEY_SHARE:
                screen.press(HOTKEY)
                self.hotkeys += 1
            else:
                self.answers[said(app, chance.choice(WORDS))] += 1
            assert not app.program.ended, app.program.complaints()
            longest_s = chance.choice((0.0, 0.02, 0.02, 0.2, 1.2))
            time.sleep(chance.uniform(0, longest_s))


def said(app: TrayApp, word: str) -> str:
    """What the app answers."""
    try:
        return send_command(word, app.home.runtime / "plainspoken")
    except PlainspokenError as error:
        return error.what


def at_rest(app: TrayApp) -> Rest:
    """Once nothing is dictated any more, and what belonged to it has ended."""
    time.sleep(REST_S)  # the last hotkey may still be on its way
    app.settle()
    time.sleep(REST_S)
    state = app.reaches("idle", "problem")
    assert state == "idle", state
    proc = Path(f"/proc/{app.pid}")
    status = dict(line.split(":", 1) for line in (proc / "status").read_text().splitlines())
    members = family(app.pid)[1:]
    return Rest(
        int(status["VmRSS"].split()[0]) / 1024,
        int(status["Threads"]),
        tuple(sorted(re.sub(r"\d+", "", str(link.readlink())) for link in (proc / "fd").iterdir())),
        tuple(members),
        tuple(member for member in members if _state(member) == "Z"),
    )


def quit_app(app: TrayApp) -> None:
    """As she does it: from then on others can look into the vault."""
    until(lambda: said(app, "quit") == "quitting", "the app quits")
    assert app.program.wait() == 0, app.program.complaints()


def ends_in(vault: Vault) -> Counter[str]:
    """How each dictation that reached the vault ended, by its audit trail.

    Raises:
        AssertionError: one has no end, or two.
    """
    vault.check()
    audit = vault.audit()
    begun = [entry.dictation for entry in audit if entry.what == "begun"]
    ends = [(entry.dictation, entry.what) for entry in audit if entry.what in ENDS]
    assert sorted(begun) == sorted(dictation for dictation, _ in ends), "one end for each beginning"
    assert vault.unfinished() == ()
    return Counter(what for _, what in ends)


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
