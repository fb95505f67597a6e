"""A dictation in a terminal, on fakes."""

import threading
from collections.abc import Callable

import pytest

from fakes import FakeDetector, FakeMicrophone, FakeTagger, FakeTranscriber, opened
from plainspoken.adapters.template_folder import find_template, shipped_templates
from plainspoken.dictation.capture import FrameSink
from plainspoken.dictation.check import findings
from plainspoken.dictation.document import Document
from plainspoken.dictation.effects import Phase
from plainspoken.dictation.errors import (
    KeyringMissing,
    MicrophoneMissing,
    PassphraseWanted,
    VaultDamaged,
    VaultError,
)
from plainspoken.dictation.file import hear
from plainspoken.dictation.note import assemble
from plainspoken.dictation.session import Session
from plainspoken.keeper_told import KeeperTold
from plainspoken.terminal import Terminal, account_for, outcome
from plainspoken.workers.conductor import Conductor
from plainspoken.workers.engines import Engines
from plainspoken.workers.messages import Begin
from plainspoken_models.contracts import SectionKind
from words import utterance

SPOKEN = ("She coughs at night.", "Rest and fluids.")


class SlowMicrophone(FakeMicrophone):
    """Does something else first when it is opened, as one that takes its time."""

    def __init__(self, first: Callable[[], None]) -> None:
        super().__init__(SPOKEN)
        self._first = first

    def open(self, sink: FrameSink) -> None:
        """At last."""
        self._first()
        super().open(sink)


def dictate(
    microphone: FakeMicrophone, hearing: Callable[[], None], spoken: tuple[str, ...] = SPOKEN
) -> Session:
    """The session that comes of it."""
    engines = Engines(
        detector=FakeDetector(),
        open_transcriber=lambda: opened(FakeTranscriber(spoken)),
        open_tagger=lambda: opened(FakeTagger({"coughs": SectionKind.HPI, "rest": SectionKind.PLAN})),
    )
    terminal = Terminal(lambda listener: Conductor(engines, listener), show=False)
    with terminal.running():
        return terminal.dictate(Begin(find_template(shipped_templates(), "soap"), microphone), hearing)


def test_she_is_told_to_speak_once_and_not_before_the_microphone_hears() -> None:
    """What she said until then would be lost."""
    told: list[str] = []
    session = dictate(
        SlowMicrophone(lambda: told.append("the microphone opens")), lambda: told.append("speak")
    )
    assert told == ["the microphone opens", "speak"]
    assert [statement.text for statement in session.note.statements] == list(SPOKEN)


def test_with_a_microphone_that_cannot_be_opened_she_is_not_told_to_speak() -> None:
    """There is nobody who would hear her."""
    told: list[str] = []

    def refuse() -> None:
        raise MicrophoneMissing("No microphone was found.", "Plug one in.")

    session = dictate(SlowMicrophone(refuse), lambda: told.append("speak"))
    assert told == []
    assert [error.what for error in session.errors] == ["No microphone was found."]


def test_a_key_that_was_pressed_too_early_still_ends_the_dictation() -> None:
    """Enter, typed ahead while the models load: the dictation begins and is stopped at once."""
    engines = Engines(
        detector=FakeDetector(),
        open_transcriber=lambda: opened(FakeTranscriber(SPOKEN)),
        open_tagger=lambda: opened(FakeTagger({})),
    )
    terminal = Terminal(lambda listener: Conductor(engines, listener), show=False)
    with terminal.running():
        early = threading.Thread(target=terminal.stop)
        early.start()
        message = Begin(find_template(shipped_templates(), "soap"), FakeMicrophone(SPOKEN, live=True))
        assert terminal.dictate(message).phase is Phase.DELIVERED
        early.join()


@pytest.mark.parametrize("kind", [KeyringMissing, PassphraseWanted])
def test_a_dictation_that_is_not_kept_is_told_and_is_no_complaint(
    kind: type[VaultError], capsys: pytest.CaptureFixture[str]
) -> None:
    """She chose so, or her system is so; what is broken is a complaint."""
    told = KeeperTold()
    told.vault_failed(kind("It is so.", "Do this."))
    told.vault_failed(VaultDamaged("It is damaged.", "Mend it."))
    assert capsys.readouterr().err.splitlines() == [
        "This dictation is not kept on disk: It is so. Do this.",
        "plainspoken: It is damaged. Mend it.",
    ]


def test_nothing_said_is_told_and_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    """A skeleton of headings is not accounted for as a note either."""
    session = dictate(FakeMicrophone(()), lambda: None)
    account_for(session.note, in_words=True)
    assert outcome(session) == 6
    assert capsys.readouterr().err == (
        "plainspoken: Nothing was dictated. No words were found in what was heard or read.\n"
    )


def test_what_was_not_dictated_is_told_beside_the_note(capsys: pytest.CaptureFixture[str]) -> None:
    """What is required as a check of its own, then the other empty headings; nothing of it on standard output."""
    document, _ = hear(
        Document(find_template(shipped_templates(), "sbar")), utterance("Situation: she fell.")
    )
    account_for(assemble(document), in_words=False)
    assert capsys.readouterr().err == "Not dictated: Background, Assessment, Recommendation\n"
    document, _ = hear(Document(find_template(shipped_templates(), "dap")), utterance("Plan: rest."))
    account_for(assemble(document, findings=findings(assemble(document))), in_words=False)
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "Check (required-element): Required, and not dictated: Session time, Risk of suicide, Progress.",
        "Not dictated: Data, Assessment",
    ]


@pytest.mark.parametrize("in_words", [True, False])
def test_what_the_checks_say_is_told_and_her_words_only_to_a_person(
    capsys: pytest.CaptureFixture[str], *, in_words: bool
) -> None:
    """A log has the rule and its sentence."""
    spoken = ("Plan colon", "Take lisinopril 10 daily.")
    session = dictate(FakeMicrophone(spoken), lambda: None, spoken)
    account_for(session.note, in_words=in_words)
    (line,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("Check")]
    quoted = " “lisinopril 10”" if in_words else ""
    assert line == f"Check (dose-without-unit): A dose without its unit.{quoted}"
