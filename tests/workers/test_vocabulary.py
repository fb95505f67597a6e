"""The conductor asks for her vocabulary when a dictation begins, and a dictation keeps the one that it began with."""

from pathlib import Path

import pytest

from fakes import FakeDetector, FakeTagger, FakeTranscriber, opened
from plainspoken.adapters.vocabulary_file import VocabularyFile
from plainspoken.clinic.vocabulary import Replacement
from plainspoken.dictation.transcript import utterances_of
from plainspoken.terminal import account_for
from plainspoken.workers.conductor import Conductor
from plainspoken.workers.engines import Engines
from plainspoken.workers.messages import BeginText
from workers.stage import SOAP, Screen


def test_what_is_added_between_two_dictations_is_used_in_the_second(tmp_path: Path) -> None:
    """Nothing has to be started again."""
    file, screen = VocabularyFile(tmp_path / "vocabulary.toml"), Screen()
    engines = Engines(
        FakeDetector(),
        lambda: opened(FakeTranscriber(())),
        lambda: opened(FakeTagger({})),
        vocabulary=file.vocabulary,
    )
    conductor = Conductor(engines, screen)
    conductor.start()
    texts: list[str] = []
    for entry in ((), (Replacement("zarelto", "Xarelto"),)):
        file.add(entry)
        conductor.begin(BeginText(SOAP, utterances_of("On zarelto.")))
        texts += [statement.text for statement in screen.over(len(texts) + 1).note.statements]
    conductor.close()
    assert texts == ["On zarelto.", "On Xarelto."]


@pytest.mark.parametrize("in_words", [True, False])
def test_what_was_replaced_is_told_and_in_words_only_to_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, in_words: bool
) -> None:
    """A log has how many words it was."""
    file, screen = VocabularyFile(tmp_path / "vocabulary.toml"), Screen()
    file.add([Replacement("metro prolol", "metoprolol")])
    engines = Engines(
        FakeDetector(),
        lambda: opened(FakeTranscriber(())),
        lambda: opened(FakeTagger({})),
        vocabulary=file.vocabulary,
    )
    conductor = Conductor(engines, screen)
    conductor.start()
    conductor.begin(BeginText(SOAP, utterances_of("On metro prolol.")))
    account_for(screen.over().note, in_words=in_words)
    conductor.close()
    (line,) = [one for one in capsys.readouterr().err.splitlines() if one.startswith("From")]
    told = '"metro prolol" → "metoprolol"' if in_words else "2 words → 1 words"
    assert line == f"From your vocabulary: {told}"
