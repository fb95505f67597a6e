"""What tray and HUD show, as one value: the session's state and what the desktop has to say about it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from plainspoken.dictation.effects import Phase
from plainspoken.dictation.note import Gap, Note
from plainspoken.dictation.session import Session
from plainspoken_models.errors import PlainspokenError

BEHIND_TOLD_MS = 20_000
"""A segment lasts up to 14 s (`Smoothing.longest_ms`), and its words come after its end: only more is a queue."""

UNFILED_TOLD = 8
"""A segment holds up to about five sentences, which are filed one after another: only more is a queue."""

NOTES_KEPT = 20
"""Notes of this run that can be put on the clipboard again."""

ON_CLIPBOARD = "On the clipboard"

NO_LONGER = "No longer on the clipboard"
"""Something else was copied since. It stands in the window: short enough for its one line."""


class DesktopState(StrEnum):
    """What the icon shows. Each has a colour and a shape of its own."""

    IDLE = "idle"
    LISTENING = "listening"
    FINISHING = "finishing"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Shown:
    """One moment of the app."""

    session: Session | None = None
    """The present dictation, or the last one."""
    outcome: str = ""
    """What became of the last note."""
    problem: PlainspokenError | None = None
    """What the desktop could not do; what went wrong in a dictation is in its session."""
    hint: str = ""
    """Answer to a key press that could not be followed."""
    not_kept: str = ""
    """Why dictations are not kept on disk, where that is no problem to be mended."""
    vault_action: str = ""
    """What she can do about that: the words of a button."""
    unfinished: int = 0
    """Dictations that wait to be made a note of."""
    can_undo: bool = False
    """The dictation that she has cancelled is still there."""
    recovering: bool = False
    """The session is of a kept dictation: nothing is listened to."""
    again: bool = False
    """It has a note already."""

    def revised(self, before: Note, after: Note) -> "Shown":
        """The same after she has changed a note; if it is the last one, that is shown as it is now."""
        session = self.session
        if session is None or session.document is not before.document:
            return self
        return replace(self, session=replace(session, document=after.document, findings=after.findings))

    @property
    def notices(self) -> tuple[str, ...]:
        """What she should know, a sentence each; none of it is in the way."""
        waiting = f"{counted(self.unfinished, 'unfinished dictation')}: choose it in the menu of the icon."
        told = {
            self.not_kept: bool(self.not_kept),
            "What you said is destroyed in a few seconds.": self.undo_offered,
            waiting: bool(self.unfinished),
        }
        return tuple(sentence for sentence, holds in told.items() if holds)

    @property
    def undo_offered(self) -> bool:
        """Whether she has just cancelled, and can take that back."""
        return self.can_undo and not self.dictating

    def instead_of_words(self, *, heard: bool) -> str:
        """While there are none. A fluent voice is cut at 14 s (`Smoothing.longest_ms`), so late come the first.

        Args:
            heard: whether there was speech in this dictation.
        """
        if self.state is not DesktopState.LISTENING:
            return ""
        return "Hearing you…" if heard else "Speak. Your sentences appear here, under their headings."

    @property
    def waits_for_her(self) -> bool:
        """Whether something is shown that she has to have time for: Undo, or what the checks say."""
        found = self.session.findings if self.session else ()
        return self.undo_offered or bool(found and not self.dictating)

    @property
    def dictating(self) -> bool:
        """Whether a dictation is going on or being finished."""
        return self.session is not None and not self.session.over

    @property
    def delivered(self) -> bool:
        """Whether there is a note of the last dictation, with something in it."""
        return bool(self.session and self.session.phase is Phase.DELIVERED and self.session.note.statements)

    @property
    def left_unfinished(self) -> bool:
        """Whether the last dictation was recorded, and its note is still to be made."""
        return bool(self.session and self.session.phase is Phase.UNFINISHED)

    @property
    def went_well(self) -> bool:
        """Whether the last note is where she wants it, and nothing is in the way."""
        return self.delivered and bool(self.outcome) and not self.errors

    @property
    def state(self) -> DesktopState:
        """Listening and finishing come from the session alone; a problem is shown when neither holds."""
        if self.session and self.session.phase is Phase.LISTENING and not self.recovering:
            return DesktopState.LISTENING
        if self.session and not self.session.over:
            return DesktopState.FINISHING
        return DesktopState.PROBLEM if self.errors else DesktopState.IDLE

    @property
    def errors(self) -> tuple[PlainspokenError, ...]:
        """What went wrong, newest last."""
        of_session = self.session.errors if self.session else ()
        return (*of_session, self.problem) if self.problem else of_session

    @property
    def headline(self) -> str:
        """The state in words."""
        match self.session:
            case Session(phase=Phase.LISTENING):
                recovering = "Transcribing again" if self.again else "Recovering"
                return recovering if self.recovering else "Listening"
            case Session(phase=Phase.FINISHING):
                return "Finishing the last words"
            case Session(phase=Phase.UNFINISHED) if not self.problem:
                return "Recorded, but no note yet"
            case Session(phase=Phase.CANCELLED) if not self.problem:
                return "Cancelled"
            case Session(phase=Phase.DELIVERED) if self.outcome:
                return self.outcome
        return "Attention needed" if self.problem else "Ready"

    @property
    def left(self) -> str:
        """What is still to do after the stop key, in words; empty where nothing is, or nothing was stopped."""
        if self.session is None or self.session.phase is not Phase.FINISHING:
            return ""
        speech, filing = self.session.behind_ms, self.session.unfiled
        parts = (
            f"{_lasting(speech)} of speech" if speech else "",
            f"{counted(filing, 'sentence')} to file" if filing else "",
        )
        return f"Left: {', '.join(part for part in parts if part)}" if speech or filing else ""

    def behind(self, *, told: bool = False) -> str:
        """What to say of work that does not keep up with her voice; empty where it does.

        Args:
            told: whether she has been told already. Then it is said until half of it is done: it must not flicker.
        """
        if self.session is None or self.session.phase is not Phase.LISTENING:
            return ""
        share = 2 if told else 1
        speech, filing = self.session.behind_ms, self.session.unfiled
        parts = (
            f"transcription is {_lasting(speech)} behind" if speech * share >= BEHIND_TOLD_MS else "",
            f"{counted(filing, 'sentence')} wait to be filed" if filing * share >= UNFILED_TOLD else "",
        )
        told_of = " and ".join(part for part in parts if part)
        return f"{told_of[0].upper()}{told_of[1:]}. Keep speaking: nothing is lost." if told_of else ""


def problem_line(shown: Shown) -> str:
    """The two newest problems, how many came before them, and where sound gave no words.

    Two, because the last one may be a trifle: that a note was not pasted must not hide that the microphone was silent.
    """
    parts = [str(error) for error in shown.errors[-2:]]
    if (earlier := len(shown.errors) - 2) > 0:
        parts[-1] += f" ({counted(earlier, 'earlier problem')})"
    if gaps := _told_gaps(shown.session):
        parts.append(_gap_line(gaps))
    return "\n".join(parts)


def _told_gaps(session: Session | None) -> list[Gap]:
    """Of a cancelled dictation none: there is no note that they could be missing from."""
    if session is None or session.phase is Phase.CANCELLED:
        return []
    return [gap for gap in session.gaps if gap.reason]


def _gap_line(gaps: list[Gap]) -> str:
    last = gaps[-1]
    earlier = f", and {counted(len(gaps) - 1, 'gap')} before it" if len(gaps) > 1 else ""
    start, end = clock(last.start_ms), clock(last.end_ms)
    when = f"at {start}" if start == end else f"{start}–{end}"
    return f"Not in the note, {when}: {last.reason}{earlier}"


def summary(note: Note) -> str:
    """What a note consists of, without a word of it: "SOAP note, 12 statements, 3 headings not dictated"."""
    parts = [note.template.title, counted(len(note.statements), "statement")]
    if note.not_dictated:
        parts.append(f"{counted(len(note.not_dictated), 'heading')} not dictated")
    if note.findings:
        parts.append(f"{counted(len(note.findings), 'thing')} to check")
    if note.gaps:
        parts.append(f"{counted(len(note.gaps), 'gap')} in what was heard")
    return ", ".join(parts)


def counted(number: int, noun: str) -> str:
    """How many, in words: "1 heading", "3 headings"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def clock(milliseconds: int) -> str:
    """Minutes and seconds: "0:42", "61:05"."""
    seconds = milliseconds // 1000
    return f"{seconds // 60}:{seconds % 60:02d}"


def _lasting(milliseconds: int) -> str:
    """A length of sound in words: "35 s", "3 min"."""
    seconds = max(1, round(milliseconds / 1000))
    return f"{seconds} s" if seconds < 100 else f"{round(seconds / 60)} min"


def spelled(hotkey: str) -> str:
    """A hotkey as people write it: `<ctrl>+<alt>+d` → "Ctrl+Alt+D"."""
    keys = [key.strip().strip("<>") for key in hotkey.split("+")]
    return "+".join(key.replace("_", " ").title() for key in keys if key)
