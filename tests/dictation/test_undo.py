"""Undo that: what it takes back, and that no word is lost by it."""

from dictation.dictated import HANDOFF, SOAP, kept, run
from plainspoken.dictation.note import assemble
from plainspoken.dictation.tagging import AssignStatement, RewindTagger, TagStatement


def test_undo_that_brings_back_what_was_scratched() -> None:
    """Where it stood, as it was filed; the tagger is told of it again, and the two commands alone are listed."""
    document, log = run(["He has gout. He has asthma.", "Scratch that.", "Undo that.", "He is well."])
    assert kept(document) == ["He has gout.", "He has asthma.", "He is well."]
    assert [gone.text for gone in document.removed] == ["Scratch that.", "Undo that."]
    assert [type(order) for order in log[2:]] == [RewindTagger, AssignStatement, TagStatement]
    assert document.statements[1].filing == document.statements[0].filing


def test_undo_that_takes_back_a_heading_a_paragraph_and_next_section() -> None:
    """Under Plan no more; and the words of the heading stay listed."""
    document, log = run(["Plan.", "Undo that.", "He feels well."])
    assert isinstance(log[0], TagStatement)
    assert [gone.text for gone in document.removed] == ["Plan.", "Undo that."]
    document, _ = run(["He has gout.", "New paragraph.", "Undo that.", "He has asthma."])
    assert [len(section.paragraphs) for section in assemble(document).sections if section.paragraphs] == [1]
    _, log = run(["She feels well.", "Next section.", "Undo that.", "She sleeps well."])
    assert isinstance(log[1], TagStatement)
    assert log[1].among == SOAP.kinds


def test_undo_that_takes_out_what_was_said_last_and_then_what_was_before_that() -> None:
    """As often as it is said; with nothing left it does nothing."""
    document, log = run(["He has gout. He has asthma.", "Undo that.", "Undo that."])
    assert kept(document) == []
    assert [(gone.text, gone.reason) for gone in document.removed] == [
        ("Undo that.", "spoken command"),
        ("He has asthma.", "undo that"),
        ("Undo that.", "spoken command"),
        ("He has gout.", "undo that"),
    ]
    assert log[-1] == RewindTagger(0)
    assert kept(run(["Undo that.", "Undo that.", "He feels well."])[0]) == ["He feels well."]


def test_what_was_scratched_twice_comes_back_twice() -> None:
    """The last first, each where it stood, whatever else was taken out meanwhile."""
    said = ["He has gout. He has asthma.", "Scratch that.", "Scratch that.", "Undo that."]
    assert kept(run(said)[0]) == ["He has gout."]
    document, _ = run([*said, "Undo that."])
    assert kept(document) == ["He has gout.", "He has asthma."]
    assert {gone.reason for gone in document.removed} == {"spoken command"}


def test_a_statement_that_the_tagger_never_had_comes_back_without_it() -> None:
    """Under a heading that takes no kinds."""
    document, log = run(["Severity: stable.", "Full code. Scratch that. Undo that."], template=HANDOFF)
    assert log == []
    assert kept(document) == ["Stable.", "Full code."]
