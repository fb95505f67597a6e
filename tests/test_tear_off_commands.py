"""`--tear-off` in a terminal."""

import json

import pytest

from plainspoken import tear_off_commands as command
from plainspoken.clinic.tearoffs import Candidate, Coded
from plainspoken.dictation.errors import DesktopError
from plainspoken.dictation.tear_offs import Which
from plainspoken_models.contracts import SectionKind
from ui.desktop_fakes import COUGH, listening

NOTE = listening(COUGH, ("Asthma.", SectionKind.ASSESSMENT), ("Start albuterol.", SectionKind.PLAN)).note


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that finds one code, in place of the child process."""
    found = Coded((Candidate("J45.909", "Unspecified asthma, uncomplicated", False),), False)
    monkeypatch.setattr(command, "find_codes", lambda statements: tuple(found for _ in statements))


@pytest.mark.usefixtures("finds")
def test_a_tear_off_is_printed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """As text, as HTML and as data."""
    assert command.hand_over_tear_off(NOTE, Which.ORDERS, "text", 0, copy=False) == 0
    assert capsys.readouterr().out == "Medicines started:\nStart albuterol.\n"
    command.hand_over_tear_off(NOTE, Which.CODES, "html", 0, copy=False)
    assert "<p>J45.909  Unspecified asthma, uncomplicated</p>" in capsys.readouterr().out
    command.hand_over_tear_off(NOTE, Which.ORDERS, "json", 0, copy=False)
    assert json.loads(capsys.readouterr().out) == [{"title": "Medicines started", "text": "Start albuterol."}]


def test_a_note_without_orders_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """On standard error: a program that reads the list gets an empty one."""
    assert command.hand_over_tear_off(listening(COUGH).note, Which.ORDERS, "text", 0, copy=False) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "Orders and follow-up: there is nothing of that in this note.\n"


@pytest.mark.usefixtures("finds")
def test_the_json_of_a_note_has_both() -> None:
    """By the places of the statements."""
    data = command.tear_offs_as_data(NOTE)
    assert data["orders"] == [{"title": "Medicines started", "statements": [2]}]
    assert data["codes"][0]["statement"] == 1


def test_a_search_that_fails_costs_the_codes_and_no_more(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The note's JSON is whole but for them, and why is told."""

    def fails(_statements: object) -> tuple[Coded, ...]:
        raise DesktopError("No code candidates could be looked for.", "Try again.")

    monkeypatch.setattr(command, "find_codes", fails)
    data = command.tear_offs_as_data(NOTE)
    assert data["codes"] is None
    assert data["orders"]
    assert "No code candidates" in capsys.readouterr().err
