"""Tear-offs of a note: her own sentences, each as it stands in the note."""

import json

from hypothesis import given
from hypothesis import strategies as st

from plainspoken.clinic.tearoffs import Candidate, Coded
from plainspoken.dictation.deliver import as_data as note_as_data
from plainspoken.dictation.deliver import as_text
from plainspoken.dictation.gate import prove
from plainspoken.dictation.kept import DictationId, KeptNote
from plainspoken.dictation.tear_offs import (
    Stated,
    Which,
    as_data,
    assessments_of,
    codes,
    orders,
    statements_of,
)
from plainspoken_models.contracts import SectionKind
from ui.desktop_fakes import listening

PLAN, ASSESSMENT = SectionKind.PLAN, SectionKind.ASSESSMENT
NOTE = listening(
    ("She coughs.", SectionKind.HPI),
    ("Pneumonia.", ASSESSMENT),
    ("No pneumothorax.", ASSESSMENT),
    ("Start amoxicillin five hundred milligrams.", PLAN),
    ("Stop aspirin and check a CBC.", PLAN),
    ("If she is worse, order a CT.", PLAN),
).note
CODED = (Coded((Candidate("J18.9", "Pneumonia, unspecified organism", False),), True), Coded((), False))

ORDERS = """\
Medicines started:
Start amoxicillin 500 mg.

Medicines stopped or held:
Stop aspirin and check a CBC.

Tests ordered:
Stop aspirin and check a CBC.

To be sorted by you:
If she is worse, order a CT."""


def test_the_list_of_orders_is_made_of_her_sentences() -> None:
    """Each as the note has it, under what it orders; the gate lets it pass."""
    torn = orders(statements_of(NOTE))
    assert torn.which is Which.ORDERS
    assert as_text(torn) == ORDERS
    prove(torn)


def test_candidates_stand_under_the_statement_and_say_that_none_is_chosen() -> None:
    """A statement without any is left out."""
    torn = codes(statements_of(NOTE), CODED)
    assert as_text(torn) == (
        "Pneumonia (ICD-10-CM candidates, none chosen, said as uncertain):\nJ18.9  Pneumonia, unspecified organism"
    )
    prove(torn)


def test_candidates_are_looked_for_in_the_assessment_alone() -> None:
    """The second and the third statement."""
    assert assessments_of(statements_of(NOTE)) == (1, 2)


def test_data_names_statements_by_their_place_in_the_note() -> None:
    """Where candidates could not be looked for, that is no empty list."""
    data = as_data(statements_of(NOTE), CODED)
    assert data["orders"][0] == {"title": "Medicines started", "statements": [3]}
    assert data["codes"][0] == {
        "statement": 1,
        "uncertain": True,
        "candidates": [
            {
                "code": "J18.9",
                "title": "Pneumonia, unspecified organism",
                "seventh_character_needed": False,
            }
        ],
    }
    assert as_data(statements_of(NOTE), None)["codes"] is None


def test_a_kept_note_has_the_same_tear_offs() -> None:
    """They are made of its JSON."""
    kept = KeptNote(1, DictationId("d"), "soap", 0, as_text(NOTE), json.dumps(note_as_data(NOTE, {})), False)
    assert statements_of(kept) == statements_of(NOTE)


WORDS = "start stop aspirin mri check follow up in 2 weeks not if refer to cardiology"
SAID = st.lists(
    st.tuples(
        st.lists(
            st.sampled_from(WORDS.split()),
            min_size=1,
            max_size=8,
        ),
        st.sampled_from([*SectionKind, None]),
    ),
    max_size=8,
)  # fmt: skip


@given(SAID)
def test_every_line_of_the_list_is_a_statement_of_the_note(
    said: list[tuple[list[str], SectionKind | None]],
) -> None:
    """Word for word, whatever is said."""
    statements = [Stated(" ".join(words), kind, " ".join(words)) for words, kind in said]
    lines = [line for section in orders(statements).shown for line in section.text.split("\n")]
    assert set(lines) <= {statement.text for statement in statements}
