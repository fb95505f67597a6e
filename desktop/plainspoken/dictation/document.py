"""What `file` works on: all that was said, in order, and what has become of it."""

from dataclasses import dataclass

from plainspoken.clinic.macros import NO_MACROS, Insertion, Macros
from plainspoken.clinic.templates import Template
from plainspoken.clinic.vocabulary import NO_VOCABULARY, Vocabulary
from plainspoken.clinic.written import Replaced, Written, text_of
from plainspoken.dictation.filing import Filing, HeadingHeld
from plainspoken.dictation.understand import Spoken, Understood
from plainspoken_models.contracts import Word


@dataclass(frozen=True, slots=True)
class Edited:
    """What she has typed in the place of what was written for her words."""

    text: str
    accepted: bool = False
    """Whether she stands by it, where its facts are not those that she spoke."""


@dataclass(frozen=True, slots=True)
class FiledStatement:
    """A statement of the document; `filing` is None until it is filed, and stays so if the tagger failed."""

    id: int
    """Counts the statements of a document from 0; never used twice."""
    spoken: Spoken
    filing: Filing | None
    pieces: tuple[Written, ...]
    """What is written for her words."""
    label: str = ""
    """The heading that she spoke before it, where the template has none so fine: without it "Allergies: penicillin"
    would be a word among others."""
    insertion: Insertion | None = None
    """The macro that it is: `pieces` is then empty, for what stands there was written beforehand."""
    edited: Edited | None = None

    @property
    def tagged(self) -> bool:
        """Whether the tagger has it in its document."""
        return self.filing is not None and self.filing.kind is not None

    @property
    def text(self) -> str:
        """What stands in the note."""
        return self.edited.text if self.edited else self.written

    @property
    def written(self) -> str:
        """What was written for her words; it stands in the note unless she has typed something else."""
        return f"{self.label}: {self.sentence}" if self.label else self.sentence

    @property
    def said(self) -> str:
        """What the fact gate takes for said: not what she typed, unless she stands by it."""
        return self.text if self.edited and self.edited.accepted else self.written

    @property
    def replaced(self) -> tuple[Replaced, ...]:
        """What in it her vocabulary has other words for."""
        in_values = self.insertion.replaced if self.insertion else ()
        return in_values + tuple(one for piece in self.pieces for one in piece.replaced)

    @property
    def sentence(self) -> str:
        """What is written, with a capital letter first, unless the first word has one inside ("eGFR", "pH").

        The text of a macro stays as it is.
        """
        if self.insertion:
            return self.insertion.text
        text, first = text_of(self.pieces), self.pieces[0].text
        return text[:1].upper() + text[1:] if first.islower() else text


@dataclass(frozen=True, slots=True)
class ParagraphBreak:
    """The next statement starts a paragraph."""


Item = FiledStatement | HeadingHeld | ParagraphBreak


@dataclass(frozen=True, slots=True)
class Removed:
    """Spoken words that are not in the note, and why. Nothing else is missing from it."""

    text: str
    reason: str
    """`scratch that`, `undo that`, `spoken command`, `spoken heading`, or `taken out by you` of the finished note."""
    start_ms: int
    end_ms: int
    macro: str = ""
    """Name of the macro that was taken out with them."""


def gone(spoken: Spoken, reason: str, insertion: Insertion | None = None) -> Removed:
    """These words are taken out, and the macro that they have named."""
    macro = insertion.macro.name if insertion else ""
    return Removed(spoken.text, reason, spoken.start_ms, spoken.end_ms, macro)


@dataclass(frozen=True, slots=True)
class Document:
    """All that was said, in order, and what has become of it."""

    template: Template
    macros: Macros = NO_MACROS
    """Those that she can name."""
    items: tuple[Item, ...] = ()
    removed: tuple[Removed, ...] = ()
    unfinished: tuple[Word, ...] = ()
    """Words of a sentence that has not ended."""
    queue: tuple[Understood, ...] = ()
    """Understood, but not taken up yet: an earlier statement is being filed."""
    asked: int | None = None
    """The statement that the tagger is asked about, if it is."""
    next_id: int = 0
    vocabulary: Vocabulary = NO_VOCABULARY
    """Hers, as it was when the dictation began."""
    done: tuple[tuple[Item, int] | None, ...] = ()
    """For "undo that": None for an item that was added; one that was scratched, with its place in `removed`."""

    @property
    def statements(self) -> tuple[FiledStatement, ...]:
        """The statements, in the order they were said."""
        return tuple(item for item in self.items if isinstance(item, FiledStatement))

    @property
    def unfiled(self) -> int:
        """Statements, headings and orders that wait for the tagger."""
        return len(self.queue) + (self.asked is not None)

    @property
    def settled(self) -> bool:
        """Whether everything finished is filed."""
        return self.asked is None and not self.queue
