"""The whole pipeline on one page, with fakes for everything that needs a machine. Read this one first.

microphone → segments → utterances → statements → filed statements → note → clipboard
"""

import threading

from fakes import FakeDetector, FakeMicrophone, FakeScreen, FakeTagger, FakeTranscriber, opened
from plainspoken.adapters.template_folder import find_template, shipped_templates
from plainspoken.dictation.deliver import as_text
from plainspoken.dictation.effects import Phase
from plainspoken.dictation.filing import DecidedBy
from plainspoken.dictation.session import Session
from plainspoken.workers.conductor import Conductor
from plainspoken.workers.engines import Engines
from plainspoken.workers.messages import Begin, Listener
from plainspoken_models.contracts import SectionKind

SPOKEN = (
    "Chest pain for two days.",
    "She takes lisinopril 10 milligrams daily.",
    "She takes aspirin.",
    "Scratch that.",
    "Lungs are clear. Blood pressure is 132 over 84.",
    "Stable angina is likely.",
    "Plan colon",
    "Start aspirin 81 milligrams daily.",
    "New paragraph.",
    "Follow up in 2 weeks.",
)

KEYWORDS = {
    "chest pain": SectionKind.CHIEF_COMPLAINT,
    "takes": SectionKind.MEDICATIONS,
    "lungs": SectionKind.PHYSICAL_EXAM,
    "blood pressure": SectionKind.VITAL_SIGNS,
    "likely": SectionKind.ASSESSMENT,
    "start": SectionKind.MEDICATIONS,
}

NOTE = """\
Subjective:
Chest pain for 2 days. She takes lisinopril 10 mg daily.

Objective:
Lungs are clear. Blood pressure is 132/84.

Assessment:
Stable angina is likely.

Plan:
Start aspirin 81 mg daily.
Follow up in 2 weeks."""


class Screen(FakeScreen):
    """A screen that can be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.over = threading.Event()

    def session_changed(self, session: Session) -> None:
        """Keep it; the last one opens the wait."""
        super().session_changed(session)
        if session.over:
            self.over.set()


def dictate(screen: Listener, over: threading.Event) -> None:
    """Speak the phrases into the pipeline, and wait for the note."""
    engines = Engines(
        detector=FakeDetector(),
        open_transcriber=lambda: opened(FakeTranscriber(SPOKEN)),
        open_tagger=lambda: opened(FakeTagger(KEYWORDS)),
    )
    soap = find_template(shipped_templates(), "soap")
    conductor = Conductor(engines, screen)
    conductor.start()
    conductor.begin(Begin(soap, FakeMicrophone(SPOKEN)))
    assert over.wait(20)
    conductor.close()


def test_a_dictation_becomes_her_own_sentences_under_the_templates_headings() -> None:
    """What was spoken is in the note, in order, under the right headings, and what she took out is listed."""
    screen = Screen()
    dictate(screen, screen.over)

    (note,) = screen.notes
    assert screen.sessions[-1].phase is Phase.DELIVERED
    assert as_text(note) == NOTE
    assert [gone.text for gone in note.removed] == [
        "Scratch that.",
        "She takes aspirin.",
        "Plan colon",
        "New paragraph.",
    ]
    decided = {
        statement.text: statement.filing.decided_by for statement in note.statements if statement.filing
    }
    assert decided["Start aspirin 81 mg daily."] is DecidedBy.SPOKEN_HEADING
    assert decided["Stable angina is likely."] is DecidedBy.TAGGER
