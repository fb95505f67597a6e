"""A note as text, HTML and data."""

import html

from plainspoken.adapters.template_folder import find_template, shipped_templates
from plainspoken.dictation.deliver import OneSection, as_data, as_html, as_text
from plainspoken.dictation.document import Document
from plainspoken.dictation.file import filed, finish, hear
from plainspoken.dictation.note import Gap, Note, assemble
from plainspoken.dictation.tagging import TagStatement
from plainspoken.dictation.transcript import utterances_of
from plainspoken_models.contracts import SectionKind, Tag
from words import utterance


def note_of(text: str, template: str = "consult", kind: SectionKind = SectionKind.HPI) -> Note:
    """A note of an utterance, all filed under one kind."""
    document, orders = hear(Document(find_template(shipped_templates(), template)), utterance(text, 1_000))
    while asked := [order for order in orders if isinstance(order, TagStatement)]:
        document, orders = filed(document, asked[0].statement_id, Tag(kind, 0.8767))
    return assemble(finish(document)[0], (Gap(9_000, 9_500, "no speech"),))


def test_an_empty_heading_is_treated_as_the_template_says() -> None:
    """Left out, wildcard, or "Not dictated"; listed in every case."""
    text = as_text(note_of("He is well."))
    assert "History of Present Illness:\nHe is well." in text
    assert "Impression:\n***" in text
    assert "Allergies:\nNot dictated" in text
    assert "Family History" not in text
    assert "Family History" in note_of("He is well.").not_dictated


def test_html_has_bold_headings_and_her_words_cannot_become_markup() -> None:
    """Text is escaped."""
    html = as_html(note_of("Sodium <130 & falling."))
    assert "<p><b>History of Present Illness:</b></p>" in html
    assert "Sodium &lt;130 &amp; falling." in html


def test_data_has_every_statement_with_its_kind_code_confidence_and_time() -> None:
    """What the JSON of `plainspoken note` promises."""
    data = as_data(note_of("He is well. Scratch that."), {"speech": "s", "tagger": "t"})
    assert data["removed"][0]["text"] == "Scratch that."
    data = as_data(note_of("He is well."), {"speech": "s", "tagger": "t"})
    assert data["statements"] == [
        {
            "text": "He is well.",
            "section": "History of Present Illness",
            "kind": "hpi",
            "loinc": "10164-2",
            "confidence": 0.877,
            "decided_by": "tagger",
            "start_ms": 1_000,
            "end_ms": 1_999,
        }
    ]
    assert set(data) == {
        *(
            "template",
            "sections",
            "statements",
            "removed",
            "gaps",
            "models",
            "checks",
            "suggestions",
            "replaced",
        ),
        *("not_dictated", "elements_not_dictated"),
    }
    assert data["gaps"][0]["reason"] == "no speech"


def test_data_has_what_was_said_where_that_is_not_what_is_written() -> None:
    """Whoever doubts a number in the JSON finds the words for it; a capital letter alone is no other writing."""
    data = as_data(note_of("blood pressure one forty over ninety. he is well."), {})
    first, second = data["statements"]
    assert (first["text"], first["spoken"]) == (
        "Blood pressure 140/90.",
        "blood pressure one forty over ninety.",
    )
    assert (second["text"], second.get("spoken")) == ("He is well.", None)


def test_lines_of_a_transcript_are_utterances_and_wrapped_lines_are_one() -> None:
    """Hard-wrapped paragraphs do not fall apart; lists do."""
    wrapped = "The patient is a 45-year-old man who came in with chest pain that\nbegan two days ago.\n"
    assert len(utterances_of(wrapped)) == 1
    assert [u.text for u in utterances_of("no fever\nno cough\n\nlungs clear\n")] == [
        "no fever",
        "no cough",
        "lungs clear",
    ]
    assert utterances_of(" \n\n") == ()


def test_a_statement_that_only_her_voice_has_filed_has_a_heading_and_no_kind() -> None:
    """Nobody can say which of the sixteen it is."""
    (statement,) = as_data(note_of("Surgeon: Dr. Lee.", "operative"), {})["statements"]
    assert (statement["section"], statement["text"]) == ("Surgeon", "Dr. Lee.")
    assert (statement["kind"], statement["loinc"], statement["decided_by"]) == (None, None, "spoken_heading")


def test_data_has_the_required_elements_that_were_not_dictated() -> None:
    """With the heading that they belong to."""
    data = as_data(note_of("Seen at the request of Dr. Lee, I recommend rest."), {})
    assert data["elements_not_dictated"] == [{"section": "Impression", "name": "Impression"}]


def test_guidance_is_no_part_of_a_note() -> None:
    """Not of its text, not of its HTML, not of its data: not even under a heading with nothing in it."""
    for template in shipped_templates():
        note = assemble(Document(template))
        out = as_text(note) + as_html(note) + repr(as_data(note, {}))
        guidance = [section.guidance for section in template.sections]
        assert all(guidance)
        assert not [one for one in guidance if one in out or html.escape(one) in out]


def test_one_section_has_no_heading() -> None:
    """It goes into a field of the EHR that has one."""
    section = OneSection(note_of("He is well. New paragraph. He has a cough.").sections[1])
    assert as_text(section) == section.said == "He is well.\nHe has a cough."
    assert as_html(section) == "<p>He is well.</p>\n<p>He has a cough.</p>"
