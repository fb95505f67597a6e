"""Her templates change while the app runs: the next dictation has them as they are then, the present one does not."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from plainspoken.adapters.template_folder import TemplateFolder
from plainspoken.clinic.templates import Template, TemplateError
from plainspoken.clinic.vocabulary import VocabularyError
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.parts import DesktopParts
from plainspoken.ui.relay import DictationRelay
from plainspoken.ui.template_choice import TemplateChoice
from plainspoken.workers.messages import Begin
from plainspoken_models.errors import PlainspokenError
from ui.desktop_fakes import LETTER, SOAP, FakeConductor, FakeSettings, FakeTemplates, listening

BROKEN = TemplateError("letter.toml", (4, 7), "unknown kind", "Known are: plan.")
OTHER = TemplateError("other.toml", (1, 1), "unknown key", "Known are: id.")


@pytest.fixture
def known() -> FakeTemplates:
    """SOAP and a letter."""
    return FakeTemplates()


@pytest.fixture
def control(qtbot: QtBot, parts: DesktopParts, known: FakeTemplates) -> DictationControl:  # noqa: ARG001
    """The control of an app of fakes; she has chosen the letter."""
    parts.settings.choose_template("letter")
    return DictationControl(replace(parts, templates=known), DictationRelay(), NoteClipboard())


def begun(conductor: FakeConductor) -> list[Template]:
    """The templates of the dictations so far."""
    return [order.template for order in conductor.orders if isinstance(order, Begin)]


def change(known: FakeTemplates, *usable: Template, **broken: PlainspokenError) -> None:
    """What is found at the next look."""
    known.usable, known.broken, known.changed = usable, broken, True


def test_a_template_that_has_changed_is_taken_by_the_next_dictation(
    control: DictationControl, conductor: FakeConductor, known: FakeTemplates
) -> None:
    """The one that goes on keeps what it began with."""
    control.start()
    session = listening(template=begun(conductor)[0])
    control.take_session(session)
    other = replace(LETTER, title="Another letter")
    change(known, SOAP, other)
    control.look_at_files()
    assert control.shown.session is session
    assert session.document.template == LETTER
    control.cancel()
    control.take_session(replace(session, phase=session.phase.CANCELLED))
    control.start()
    assert begun(conductor) == [LETTER, other]


def test_one_that_has_become_broken_is_refused_until_it_is_mended(
    control: DictationControl, conductor: FakeConductor, known: FakeTemplates
) -> None:
    """With its place; not used as it was, and no other one in its place. Mended, it is there without a restart."""
    reported: list[PlainspokenError] = []
    control.reported.connect(reported.append)
    change(known, SOAP, letter=BROKEN)
    assert control.start() == "refused"
    assert begun(conductor) == []
    assert {error.what for error in reported} == {"Template letter.toml, line 4, column 7: unknown kind."}
    assert control.shown.problem
    assert control.shown.problem.remedy.endswith("Mend the file, or choose another template in the menu.")
    change(known, SOAP, LETTER)
    control.look_at_files()
    assert control.shown.problem is None
    assert control.start() == "listening"
    assert begun(conductor) == [LETTER]


def test_a_new_mistake_in_another_template_is_told_once_and_stops_nothing(
    control: DictationControl, conductor: FakeConductor, known: FakeTemplates
) -> None:
    """However often it is looked for."""
    reported: list[PlainspokenError] = []
    control.reported.connect(reported.append)
    change(known, SOAP, LETTER, other=OTHER)
    control.look_at_files()
    known.changed = True
    assert control.start() == "listening"
    assert [error.what for error in reported] == [OTHER.what]
    assert begun(conductor) == [LETTER]


@dataclass
class FakeFile:
    """A file of hers that is written all the time."""

    broken: dict[str, PlainspokenError]

    def look(self) -> bool:
        """It has changed."""
        return True


def test_a_mistake_in_her_vocabulary_is_told_once_and_is_gone_when_it_is_mended(
    qtbot: QtBot,  # noqa: ARG001
    parts: DesktopParts,
    conductor: FakeConductor,
) -> None:
    """It stops nothing, and is no template in the menu."""
    two, three = (VocabularyError(f"Vocabulary v.toml, line {line}: refused.", "Mend it.") for line in (2, 3))
    file = FakeFile({"two": two})
    control = DictationControl(replace(parts, vocabulary=file), DictationRelay(), NoteClipboard())
    reported: list[PlainspokenError] = []
    control.reported.connect(reported.append)
    assert not control.templates.broken
    file.broken = {"two": two, "three": three}
    control.look_at_files()
    control.look_at_files()
    assert reported == [three]
    assert control.shown.problem is three
    file.broken = {}
    control.look_at_files()
    assert control.shown.problem is None
    assert control.start() == "listening"
    assert len(begun(conductor)) == 1


def test_a_short_name_in_the_settings_is_the_template_it_stands_for(tmp_path: Path) -> None:
    """And is no name that is not there."""
    choice = TemplateChoice(TemplateFolder(tmp_path), FakeSettings("hp"))
    assert choice.chosen.id == "history_and_physical"
    assert choice.title("ed") == "Emergency department note"
    assert choice.title("gone") == "gone"
