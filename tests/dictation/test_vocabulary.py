"""A vocabulary in a dictation: nothing lost, nothing added, and the audit has the words that were heard."""

from hypothesis import given
from hypothesis import strategies as st

from plainspoken.adapters.template_folder import find_template, shipped_templates
from plainspoken.clinic.facts import differences
from plainspoken.clinic.macros import NO_MACROS, Macro, Macros
from plainspoken.clinic.vocabulary import LetIn, Replacement, let_in
from plainspoken.dictation import session as core
from plainspoken.dictation.capture import SourceEnded
from plainspoken.dictation.check import described
from plainspoken.dictation.deliver import as_data, as_html, as_text
from plainspoken.dictation.events import Event, Tagged, TextHeard
from plainspoken.dictation.gate import prove
from plainspoken.dictation.note import Note
from plainspoken.dictation.tagging import AssignStatement, TagStatement
from plainspoken.workers.engines import Engines
from plainspoken_models.contracts import Tag
from words import utterance

SOAP = find_template(shipped_templates(), "soap")
THERE = LetIn()
for one in (Replacement("metro prolol", "metoprolol"), Replacement("jay vick", "GVHD"), "Kjeldgaard"):
    assert not let_in(THERE, one)


def dictated(*texts: str, macros: Macros = NO_MACROS) -> tuple[Note, list[str]]:
    """The note of these utterances with that vocabulary; and what the tagger was told."""
    session = _engines().session(SOAP, macros, live=False)
    told: list[str] = []
    events: list[Event] = [*(TextHeard(utterance(text)) for text in texts), SourceEnded()]
    for event in events:
        session, orders = core.step(session, event)
        while orders:
            told += [order.text for order in orders if isinstance(order, TagStatement | AssignStatement)]
            asked = [order for order in orders if isinstance(order, TagStatement)]
            orders = ()
            for order in asked:
                session, orders = core.step(session, Tagged(order.statement_id, Tag(order.among[0], 0.9)))
    return session.note, told


def _engines() -> Engines:
    def none() -> None:
        raise AssertionError

    return Engines(none, none, none, vocabulary=lambda: THERE.vocabulary)  # type: ignore[arg-type]


def test_the_value_of_a_macros_field_has_what_she_wants_written() -> None:
    """As any other words of hers; the data has what was heard."""
    wound = Macros((Macro("wound check", "Dressed with {dressing}, {size}."),))
    said = "Insert wound check, size five centimeters, dressing Jay Vick foam. He is well."
    note, _ = dictated(said, macros=wound)
    assert "Dressed with GVHD foam, 5 cm." in as_text(note)
    data = as_data(note, {})
    assert data["statements"][0]["fields"] == {"dressing": "GVHD foam", "size": "5 cm"}
    assert data["replaced"] == [{"heard": "Jay Vick", "written": "GVHD", "statement": 0}]


def test_the_note_has_what_she_wants_written_and_the_data_what_was_heard() -> None:
    """The tagger is told what stands in the note."""
    note, told = dictated("Stop Metro Prolol, start jay vick therapy.", "He is well.")
    assert "Stop metoprolol, start GVHD therapy. He is well." in as_text(note)
    assert told == ["Stop metoprolol, start GVHD therapy.", "He is well."]
    data = as_data(note, {})
    assert data["replaced"] == [
        {"heard": "Metro Prolol", "written": "metoprolol", "statement": 0},
        {"heard": "jay vick", "written": "GVHD", "statement": 0},
    ]
    assert data["statements"][0]["spoken"] == "Stop Metro Prolol, start jay vick therapy."
    assert "spoken" not in data["statements"][1]


def test_what_is_taken_back_is_listed_as_it_was_heard() -> None:
    """A command is found before anything is replaced."""
    note, _ = dictated("Metro prolol daily.", "Scratch that.")
    assert [gone.text for gone in note.removed] == ["Scratch that.", "Metro prolol daily."]
    assert as_data(note, {})["replaced"] == []


def test_a_first_word_that_is_replaced_has_a_capital_letter() -> None:
    """As any first word."""
    note, _ = dictated("Plan: metro prolol daily.")
    assert "Plan:\nMetoprolol daily." in as_text(note)


def test_a_suggestion_stands_beside_the_note_and_never_in_it() -> None:
    """With place and candidates; a line for a person has the words, one for a log has none."""
    note, _ = dictated("Plan: start lisinipril, see Kjeldgard.")
    data = as_data(note, {})
    assert data["suggestions"] == [
        {
            "text": "lisinipril",
            "span": {"statement": 0, "start": 6, "end": 16},
            "candidates": ["lisinopril"],
        },
        {"text": "Kjeldgard", "span": {"statement": 0, "start": 22, "end": 31}, "candidates": ["kjeldgaard"]},
    ]
    assert data["checks"][0]["rule"] == "unknown-word"
    assert data["checks"][0]["spans"] == [found["span"] for found in data["suggestions"]]
    assert "lisinopril" not in as_text(note) + as_html(note)
    message = note.findings[0].message
    assert described(note, in_words=False) == (message,)
    assert described(note, in_words=True) == (
        f"{message} “lisinipril” (lisinopril?), “Kjeldgard” (kjeldgaard?)",
    )


WORDS = [
    *(
        "metro",
        "Metro",
        "prolol",
        "prolol,",
        "jay",
        "vick",
        "vick.",
        "metro-prolol",
        "plan:",
        "Plan.",
        "scratch",
    ),
    *(
        "that",
        "that.",
        "no",
        "left",
        "ten",
        "milligrams",
        "daily.",
        "5",
        "over",
        "comma",
        "period",
        "allergies",
    ),
]
SPEECH = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=10).map(" ".join), max_size=6)


@given(SPEECH)
def test_with_a_vocabulary_too_no_word_is_lost_and_no_fact_differs(texts: list[str]) -> None:
    """The words that were heard are all there, and the gate finds nothing."""
    note, _ = dictated(*texts)
    heard = " ".join((*(s.spoken.text for s in note.statements), *(gone.text for gone in note.removed)))
    assert sorted(heard.split()) == sorted(" ".join(texts).split())
    prove(note)
    assert differences(note.said, as_text(note)) == ()
    for found in as_data(note, {})["replaced"]:
        statement = note.statements[found["statement"]]
        assert found["heard"] in statement.spoken.text
        assert found["written"].casefold() in statement.text.casefold()
