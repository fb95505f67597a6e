"""What she is asked about a vault that is not open, and in which words."""

from enum import Enum, auto

from plainspoken.dictation.errors import (
    KeyringLocked,
    KeyringMissing,
    PassphraseWanted,
    PassphraseWrong,
    VaultDamaged,
    VaultLocked,
    VaultNewer,
)
from plainspoken.workers.passphrase import LEAST_CHARACTERS
from plainspoken_models.errors import PlainspokenError


class Page(Enum):
    """A question."""

    CHOOSE = auto()
    """There is no vault yet, and no keyring for its key."""
    UNLOCK = auto()
    """The vault has a passphrase."""
    LOST = auto()
    """Its key is out of reach, or it is damaged: she can begin a new one."""
    FAILED = auto()
    """Something is in the way that a new one would not help against."""
    SET_ASIDE = auto()
    """She said that she wants a new one: is she sure?"""


HEADINGS = {
    Page.CHOOSE: "Keep dictations on this computer?",
    Page.UNLOCK: "Unlock what is kept",
    Page.LOST: "What is kept cannot be opened",
    Page.FAILED: "What is kept cannot be opened",
    Page.SET_ASIDE: "Begin a new vault?",
}

WORDS = {
    Page.CHOOSE: (
        "Choose a passphrase, and what you dictate is kept, encrypted, with the notes so far: a crash costs nothing "
        "then.\n\n"
        f"Take four or five words that have nothing to do with each other, {LEAST_CHARACTERS} characters or more. "
        "Nobody can bring a forgotten passphrase back, nor what it has locked."
    ),
    Page.UNLOCK: (
        "You can dictate at once. What you say is held in memory, and is kept as soon as you unlock. "
        "If you keep nothing, a crash costs what is not on the clipboard."
    ),
    Page.LOST: (
        "Put that right and try again; or begin a new one, and the old one is set aside. Until then what you say is "
        "held in memory. If you keep nothing, a crash costs what is not on the clipboard."
    ),
    Page.FAILED: (
        "Put that right and try again. Until then what you say is held in memory. If you keep nothing, a crash "
        "costs what is not on the clipboard."
    ),
    Page.SET_ASIDE: (
        "Nothing is deleted. The old one stays in its folder, unopened, under a name with today's date; with its "
        "key or its passphrase it can be opened again. What you dictate from now on goes into the new one."
    ),
}

ACTIONS = {
    Page.CHOOSE: "Keep dictations: choose a passphrase…",
    Page.UNLOCK: "Unlock what is kept…",
    Page.LOST: "What is kept cannot be opened…",
    Page.FAILED: "What is kept cannot be opened…",
}
"""In the menu, and on a button in the HUD."""

NOT_KEPT = {
    Page.CHOOSE: "Not kept on disk, a crash would cost it: {error.what}",
    Page.UNLOCK: "In memory only, until you unlock what is kept.",
    Page.LOST: "In memory only: what is kept cannot be opened.",
    Page.FAILED: "In memory only: what is kept cannot be opened.",
}
"""Of what she is dictating. What she can do is on the button below: this stands in the HUD all the time."""

NOTHING_KEPT = "Nothing is kept, as you chose: a crash would cost what is not on the clipboard."


def page_for(error: PlainspokenError, *, there_is_a_vault: bool) -> Page:
    """What to ask about a vault that could not be opened."""
    match error:
        case PassphraseWanted() | PassphraseWrong():
            return Page.UNLOCK
        case KeyringMissing() | KeyringLocked() if not there_is_a_vault:
            return Page.CHOOSE
        case VaultLocked() | VaultDamaged() | VaultNewer() | KeyringLocked() | KeyringMissing():
            return Page.LOST
    return Page.FAILED
