"""A macro that was chosen in the menu, as it is kept beside the sound: the words that a crash would otherwise cost."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from plainspoken.clinic.macros import Insertion, Macro
from plainspoken.dictation.capture import AudioFrame, FramesLost
from plainspoken_models.contracts import SectionKind


@dataclass(frozen=True, slots=True)
class KeptMacro:
    """One that was chosen, and when."""

    at_ms: int
    """From the start of the recording: it stands before the sound that begins then."""
    insertion: Insertion = field(repr=False)


Piece = AudioFrame | FramesLost | KeptMacro
"""What a kept dictation is made of."""


def as_text(insertion: Insertion) -> str:
    """All of it, for her macro may be another one when the dictation is recovered."""
    macro = insertion.macro
    section = macro.section.value if macro.section else None
    kept = {"name": macro.name, "text": macro.text, "section": section, "example": macro.example}
    return json.dumps(kept | {"values": insertion.values}, ensure_ascii=False)


def of_text(text: str) -> Insertion:
    """The same again, but for other names of the macro, which have done their work.

    Raises:
        ValueError: it is not what `as_text` writes.
    """
    try:
        kept: dict[str, Any] = json.loads(text)
        section = SectionKind(kept["section"]) if kept["section"] else None
        macro = Macro(kept["name"], kept["text"], (), section, kept["example"])
        insertion = Insertion(macro, tuple((name, value) for name, value in kept["values"]))
        texts = [macro.name, macro.text, *(part for pair in insertion.values for part in pair)]
    except (KeyError, TypeError) as error:
        raise ValueError("A kept macro is not in the form that it was kept in.") from error
    if not all(isinstance(one, str) for one in texts):
        raise ValueError("A kept macro has parts that are no text.")
    return insertion


def with_macros(sound: Iterable[AudioFrame | FramesLost], macros: Iterable[KeptMacro]) -> Iterator[Piece]:
    """Sound, with each macro before what was heard after it was chosen; both in the order of their times."""
    waiting = sorted(macros, key=lambda one: one.at_ms)
    for piece in sound:
        start_ms = piece.start_ms if isinstance(piece, AudioFrame) else piece.at_ms
        while waiting and waiting[0].at_ms <= start_ms:
            yield waiting.pop(0)
        yield piece
    yield from waiting
