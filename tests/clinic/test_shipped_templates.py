"""The templates that ship: each can be filed into, spoken to, and says what belongs where."""

import pytest

from plainspoken.adapters.template_folder import find_template, shipped_templates
from plainspoken.clinic.spoken_commands import spoken_order
from plainspoken.clinic.template_reader import parse_template
from plainspoken.clinic.templates import Template
from plainspoken.dictation.document import Document
from plainspoken.dictation.file import filed, finish, hear
from plainspoken.dictation.note import Note, assemble
from plainspoken.dictation.tagging import TaggerOrder, TagStatement
from plainspoken_models.contracts import SectionKind, Tag
from words import utterance

IDS = (
    *("soap", "progress", "history_and_physical", "consult", "ed", "discharge", "operative", "procedure"),
    *("radiology", "well_child", "ob", "dap", "birp", "sbar", "ipass", "referral", "telephone"),
)
HAVE_NO_SOURCE = {"soap", "progress"}
"""Nobody prescribes what these have to hold."""

NAMED = [
    pytest.param(template, section.title, said, id=f"{template.id}: {said}")
    for template in shipped_templates()
    for section in template.sections
    for said in (section.title, *section.said_as)
]


def dictate(template: Template, *said: str) -> Note:
    """The note of these utterances; the tagger takes the last of what it may choose from."""
    document = Document(template)
    for number, text in enumerate(said):
        document, orders = hear(document, utterance(text, number * 10_000))
        document = _answered(document, orders)
    document, orders = finish(document)
    return assemble(_answered(document, orders))


def _answered(document: Document, orders: tuple[TaggerOrder, ...]) -> Document:
    while asked := [order for order in orders if isinstance(order, TagStatement)]:
        document, orders = filed(document, asked[0].statement_id, Tag(asked[0].among[-1], 0.9))
    return document


def under(note: Note) -> dict[str, str]:
    """Heading → what stands under it, where something does."""
    return {section.title: section.text for section in note.sections if section.paragraphs}


def test_seventeen_templates_ship_group_by_group() -> None:
    """Each has an id and a title of its own; those of one group stand together."""
    shipped = shipped_templates()
    assert tuple(template.id for template in shipped) == IDS
    assert len({template.title for template in shipped}) == len(IDS)
    groups = [template.group for template in shipped]
    assert all(groups)
    assert groups == sorted(groups, key=groups.index)


def test_history_and_physical_has_a_short_name() -> None:
    """Nobody types its id."""
    assert find_template(shipped_templates(), "hp").id == "history_and_physical"


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.id)
def test_a_shipped_template_has_one_place_for_every_kind(template: Template) -> None:
    """A tagger is never narrowed by oversight."""
    assert set(template.kinds) == set(SectionKind)
    assert sum(len(section.kinds) for section in template.sections) == len(template.kinds)


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.id)
def test_each_heading_says_in_a_line_what_belongs_there(template: Template) -> None:
    """And where somebody prescribes what a note has to hold, it is required."""
    for section in template.sections:
        assert section.guidance.endswith("."), section.title
        assert len(section.guidance) <= 95, section.title
    assert template.id in HAVE_NO_SOURCE or any(section.required for section in template.sections)


@pytest.mark.parametrize(("template", "title", "said"), NAMED)
def test_a_heading_that_is_spoken_has_what_follows_it(template: Template, title: str, said: str) -> None:
    """Whole, with a colon, or without a capital and a full stop; and it is no command."""
    assert spoken_order(tuple(said.split())) is None
    for spoken in ((f"{said}.", "The cat sat."), (f"{said}: the cat sat.",), (said.lower(), "the cat sat.")):
        assert under(dictate(template, *spoken)) == {title: "The cat sat."}, spoken


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.id)
def test_next_section_leads_through_all_headings(template: Template) -> None:
    """In their order, those that are reached by voice alone as well."""
    said = [f"Cat {number} sat." for number, _ in enumerate(template.sections)]
    note = dictate(template, *(part for sentence in said for part in ("Next section.", sentence)))
    assert list(under(note).items()) == [
        (section.title, sentence) for section, sentence in zip(template.sections, said, strict=True)
    ]


def test_a_handoff() -> None:
    """Five headings, two of which a tagger could not tell from a plan."""
    note = dictate(
        find_template(shipped_templates(), "ipass"),
        "Illness severity: watcher.",
        "Patient summary. Six year old with asthma, on oxygen.",
        "Action list. Check a gas at ten.",
        "Situation awareness. If she tires, call intensive care.",
        "Synthesis by receiver. Dr. Roy read it back.",
    )
    assert list(under(note).values()) == [
        "Watcher.",
        "6-year-old with asthma, on oxygen.",
        "Check a gas at 10.",
        "If she tires, call intensive care.",
        "Dr. Roy read it back.",
    ]
    assert note.elements_not_dictated == ()


OPERATION = (
    "Preoperative diagnosis: acute appendicitis. Postoperative diagnosis: same.",
    "Procedure: laparoscopic appendectomy. Surgeon: Dr. Lee. Assistant: none.",
    "Anesthesia: general. Findings: an inflamed appendix.",
    "Procedure in detail. After a time-out the abdomen was entered. The appendix was divided.",
    "Specimens: appendix. Complications: none. Drains: none. Disposition: to recovery.",
)


def test_an_operation_lacks_what_was_not_said() -> None:
    """Here the blood loss; and it has the surgeon under "Surgeon", not among the steps."""
    operative = find_template(shipped_templates(), "operative")
    note = dictate(operative, *OPERATION)
    assert [missing.name for missing in note.elements_not_dictated] == ["Estimated blood loss"]
    assert under(note)["Surgeon"] == "Dr. Lee."
    assert under(note)["Description of Procedure"].startswith("After a time-out")
    whole = dictate(operative, *OPERATION, "EBL: 5 milliliters.")
    assert whole.elements_not_dictated == ()


def test_a_heading_with_nothing_under_it_says_nothing() -> None:
    """She has named it, and has not spoken of it."""
    operative = find_template(shipped_templates(), "operative")
    bare, full = (dictate(operative, "Complication.", *more) for more in ((), ("None.",)))
    names = [[missing.name for missing in note.elements_not_dictated] for note in (bare, full)]
    assert [name for name in names[0] if name not in names[1]] == ["Complications"]


@pytest.mark.parametrize("spoken", ["Follow-up and course", "Follow up and course", "followup and course"])
def test_a_title_is_spoken_as_it_is_read(spoken: str) -> None:
    """Nobody speaks a hyphen, and "&" is "and"."""
    written = 'id = "x"\ntitle = "X"\n[[section]]\ntitle = "Plan"\nkinds = ["plan"]\n[[section]]\n'
    own = parse_template(f'{written}title = "Follow-up & course (short)"\nkinds = []\n', "x.toml")
    assert under(dictate(own, f"{spoken} short: well.")) == {"Follow-up & course (short)": "Well."}
