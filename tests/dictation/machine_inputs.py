"""What the session machine is fed with."""

from hypothesis import strategies as st

from plainspoken.clinic.macros import Macro, Macros
from plainspoken.dictation.capture import SourceWarned
from plainspoken.dictation.effects import Phase
from plainspoken.dictation.errors import DeviceLost, MicrophoneSilent, VaultFull
from plainspoken.dictation.kept import NotKept
from plainspoken_models.errors import EngineFailed

PHRASES = (
    "He is well.",
    "and then",
    "",
    "Plan.",
    "Assessment: stable.",
    "Next section.",
    "Scratch that.",
    "scratch that, no",
    "New paragraph. It hurts",
    "Insert normal knee exam.",
    "Insert.",
    "Left.",
    "Thank you for watching.",
    "no no no no no no no no",
)
"""Sentences, halves, nothing, headings, orders, and what is rejected."""

FAILED = EngineFailed("The engine could not.", "Try again.")
DEVICE_LOST = DeviceLost("It was disconnected.", "Connect it.")
WARNINGS = (
    SourceWarned(MicrophoneSilent("It is silent.", "Unmute it.")),
    NotKept(VaultFull("The disk is full.", "Free some room.")),
)
FORWARD = {
    Phase.LISTENING: set(Phase),
    Phase.FINISHING: {Phase.FINISHING, Phase.DELIVERED, Phase.CANCELLED},
    Phase.DELIVERED: {Phase.DELIVERED},
    Phase.CANCELLED: {Phase.CANCELLED},
}
LONGEST_S = 6
MACROS = Macros((Macro("normal knee exam", "{Side} knee.\nStable."),))

SELDOM = st.sampled_from([False, False, False, False, True])
"""What ends a dictation comes once in five times that it could, or little else would ever happen."""
