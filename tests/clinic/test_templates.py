"""Templates: what is written is read, and a mistake is named with its line and column."""

from pathlib import Path

import pytest

from plainspoken.adapters.template_folder import all_templates, find_template, shipped_templates
from plainspoken.clinic.template_reader import likely_id, parse_template
from plainspoken.clinic.templates import Element, TemplateError, WhenEmpty, left_out
from plainspoken.dictation.errors import SettingsError
from plainspoken_models.contracts import SectionKind

GOOD = """\
id = "mine"
title = "My note"

[[section]]
title = "Story"
kinds = ["hpi", "chief_complaint"]

[[section]]
title = "What to do"
kinds = [
  "plan",
]
when_empty = "wildcard"
"""


def test_a_template_lists_its_headings_in_order_and_its_kinds_in_the_order_of_all_kinds() -> None:
    """Reading gives back what is written."""
    template = parse_template(GOOD, "mine.toml")
    assert [section.title for section in template.sections] == ["Story", "What to do"]
    assert template.kinds == (SectionKind.CHIEF_COMPLAINT, SectionKind.HPI, SectionKind.PLAN)
    assert [section.when_empty for section in template.sections] == [WhenEmpty.OMIT, WhenEmpty.WILDCARD]


def test_the_template_in_the_readme_has_a_place_for_all_that_is_said_at_a_bedside() -> None:
    """Whoever copies it finds her plan under "Plan"; what it leaves out is named beside it."""
    readme = (Path(__file__).parents[2] / "desktop" / "README.md").read_text("utf-8")
    template = parse_template(readme.split("```toml\n")[1].split("```")[0], "house_call.toml")
    left_out = set(SectionKind) - set(template.kinds)
    assert left_out == {SectionKind.PROCEDURE, SectionKind.HOSPITAL_COURSE}
    assert all(f"`{kind}`" in readme for kind in left_out)


@pytest.mark.parametrize(
    ("wrong", "right", "place", "says"),
    [
        ('kinds = ["hpi"', 'kinds = ["hpi_"', (6, 10), 'unknown kind "hpi_"'),
        ('"chief_complaint"', '"chief"', (6, 17), 'unknown kind "chief"'),
        ('  "plan",', '  "plann",', (11, 3), 'Did you mean "plan"?'),
        ('title = "What', 'titel = "What', (9, 1), 'unknown key "titel"'),
        ("when_empty", "  when_emtpy", (13, 3), 'Did you mean "when_empty"?'),
        ('"wildcard"', '"stars"', (13, 14), 'unknown when_empty "stars"'),
        ('  "plan",', '  "hpi",', (11, 3), 'stands under "Story" already'),
        ('id = "mine"', 'id = "mine', (1, 11), "not valid TOML"),
        ('title = "My note"', 'title "My note"', (2, 7), "not valid TOML"),
        ('when_empty = "wildcard"\n', "kinds = [", (13, 10), "not valid TOML"),
        ('id = "mine"', "id = 7", (1, 1), '"id" is missing or not a text'),
        ('title = "My note"', "id2 = 12345678901234567890", (2, 7), "not valid TOML"),
        ('id = "mine"', "id = " + "[" * 600, (1, 6), "not valid TOML"),
        ('kinds = ["hpi", "chief_complaint"]', "", (4, 1), "has no kinds"),
        ('kinds = ["hpi", "chief_complaint"]', 'kinds = "hpi"', (6, 1), "or write kinds = []"),
        ('"What to do"', '"story"', (9, 9), 'the title "story" is taken'),
        ('"What to do"', '"Not filed"', (9, 9), "is taken"),
        ("[[section]]", "[[sektion]]", (4, 1), 'unknown key "sektion"'),
        ('[[section]]\ntitle = "What', '[[sections]]\ntitle = "What', (8, 1), 'Did you mean "section"?'),
        ("when_empty", 'guidence = "Advice."\nwhen_empty', (13, 1), 'Did you mean "guidance"?'),
        ("when_empty", 'requires = ["Advice"]\nwhen_empty', (13, 1), 'Did you mean "required"?'),
        ("when_empty", "guidance = 5\nwhen_empty", (13, 1), '"guidance" is missing or not a text'),
        ("when_empty", 'said_as = ["do", "story"]\nwhen_empty', (13, 18), 'the heading "story" is taken'),
        ("when_empty", 'said_as = ["do", ""]\nwhen_empty', (13, 18), "that is not a phrase"),
        ("when_empty", "said_as = [7]\nwhen_empty", (13, 1), "that is not a phrase"),
        ("when_empty", 'required = ["Advice", "?"]\nwhen_empty', (13, 23), "that is not a phrase"),
        ("when_empty", 'required = [["Advice", "…"]]\nwhen_empty', (13, 24), "that is not a phrase"),
        ("when_empty", "required = [[]]\nwhen_empty", (13, 1), "a required element has no name"),
        ('title = "My note"', 'title = "My note"\ngroup = []', (3, 1), '"group" is missing or not a text'),
    ],
)
def test_a_mistake_is_named_with_its_place_and_a_way_to_mend_it(
    wrong: str, right: str, place: tuple[int, int], says: str
) -> None:
    """Whoever wrote the file finds line and column."""
    with pytest.raises(TemplateError) as caught:
        parse_template(GOOD.replace(wrong, right, 1), "mine.toml")
    assert (caught.value.line, caught.value.column) == place
    assert f"mine.toml, line {place[0]}, column {place[1]}: " in str(caught.value)
    assert says in str(caught.value)


def test_a_value_is_found_where_it_is_wrong_not_where_it_is_spoken_of() -> None:
    """A comment, or guidance, may hold the same word."""
    source = GOOD.replace("kinds = [\n", 'guidance = \'"plann" is none\'  # nor "plann"\nkinds = [\n')
    with pytest.raises(TemplateError) as caught:
        parse_template(source.replace('  "plan",', '  "plann",'), "mine.toml")
    assert (caught.value.line, caught.value.column) == (12, 3)


def test_no_section_with_a_kind_is_no_template() -> None:
    """The tagger would have nothing to choose from."""
    source = 'id = "x"\ntitle = "X"\n[[section]]\ntitle = "A"\nkinds = []\n'
    with pytest.raises(TemplateError, match="line 5, column 1: no section takes a kind"):
        parse_template(source, "x.toml")


def test_guidance_and_required_elements_are_read() -> None:
    """A required element is a name, or a name and other phrases; a single one needs no list."""
    source = GOOD.replace(
        "when_empty",
        'guidance = "What to\\n do."\nsaid_as = "to do"\n'
        'required = ["Advice", ["Follow-up", "come  back"]]\nwhen_empty',
    )
    story, to_do = parse_template(source, "mine.toml").sections
    assert (story.guidance, story.required, story.said_as) == ("", (), ())
    assert to_do.guidance == "What to do."
    assert to_do.said_as == ("to do",)
    assert to_do.required == (
        Element("Advice", ("Advice",)),
        Element("Follow-up", ("Follow-up", "come back")),
    )
    assert parse_template(GOOD, "mine.toml").group == ""
    grouped = parse_template(GOOD.replace("\n\n", '\ngroup = "Mine"\n\n', 1), "mine.toml")
    assert grouped.group == "Mine"


@pytest.mark.parametrize("heading", ["[section]", " [ section ]  # first", "['section']"])
@pytest.mark.parametrize(
    ("source", "line"),
    [
        (GOOD.replace("[[section]]", "HERE", 1), 4),
        (GOOD.replace('[[section]]\ntitle = "What', 'HERE\ntitle = "What'), 8),
        (GOOD.replace("[[section]]", "HERE"), 4),
        (GOOD[: GOOD.index('[[section]]\ntitle = "What')].replace("[[section]]", "HERE"), 4),
    ],
    ids=["the first of two", "the second of two", "both", "the only one"],
)
def test_single_brackets_are_named_where_they_stand(source: str, line: int, heading: str) -> None:
    """Not as something else, and not at the line where they began to matter."""
    with pytest.raises(TemplateError, match="single brackets") as caught:
        parse_template(source.replace("HERE", heading), "mine.toml")
    assert caught.value.line == line
    assert "double brackets: [[section]]" in caught.value.remedy


def test_a_mistake_before_single_brackets_is_named_first() -> None:
    """Whatever stands higher up is mended first."""
    with pytest.raises(TemplateError, match="line 2, column 14: this is not valid TOML"):
        parse_template(GOOD.replace("My note", 'My "note').replace("[[section]]", "[section]"), "mine.toml")


def test_sections_that_are_something_else_are_named_with_their_line() -> None:
    """A list of headings is not enough."""
    with pytest.raises(TemplateError, match=r"line 3, column 1: it has no \[\[section\]\]"):
        parse_template('id = "x"\ntitle = "X"\nsection = ["Plan"]\n', "x.toml")


def test_a_template_without_sections_is_refused() -> None:
    """There would be nowhere to file anything."""
    with pytest.raises(TemplateError, match="no \\[\\[section\\]\\]"):
        parse_template('id = "x"\ntitle = "X"\n', "x.toml")


def test_her_own_template_stands_beside_the_shipped_ones_or_in_place_of_one(tmp_path: Path) -> None:
    """A file in her folder is enough."""
    (tmp_path / "a.toml").write_text(GOOD)
    (tmp_path / "b.toml").write_text(GOOD.replace('"mine"', '"soap"'))
    templates, broken = all_templates(tmp_path)
    assert not broken
    assert find_template(templates, "mine").title == "My note"
    assert find_template(templates, "soap").title == "My note"
    with pytest.raises(SettingsError, match="Choose one of: soap"):
        find_template(templates, "nosuch")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'id = "x"\ntitle = "\xff"\n', "line 2, column 10: this is not UTF-8"),
        (b'id = "x\n', "line 1, column 8: this is not valid TOML"),
        (b'id = "x"\ntitle = "X"\n[section]\n', "line 3, column 1: .* double brackets"),
    ],
)
def test_a_broken_template_of_hers_stops_nothing_but_itself(
    tmp_path: Path, content: bytes, says: str
) -> None:
    """All others are there; it is known by the id that it was to have, and refused where that one is asked for."""
    (tmp_path / "a.toml").write_bytes(content)
    (tmp_path / "b.toml").write_text(GOOD)
    templates, broken = all_templates(tmp_path)
    assert templates == (*shipped_templates(), parse_template(GOOD, "b.toml"))
    assert list(broken) == ["x"]
    assert find_template(templates, "mine", broken).title == "My note"
    with pytest.raises(TemplateError, match=f"a.toml, {says}"):
        find_template(templates, "x", broken)


def test_a_broken_template_in_place_of_a_shipped_one_is_not_replaced_by_it(tmp_path: Path) -> None:
    """Her SOAP note must not silently get other headings than she gave it."""
    (tmp_path / "a.toml").write_text('id = "soap"\n')
    templates, broken = all_templates(tmp_path)
    assert [template.id for template in templates] == [
        template.id for template in shipped_templates() if template.id != "soap"
    ]
    with pytest.raises(TemplateError, match="Template a"):
        find_template(templates, "soap", broken)


def test_a_template_that_cannot_be_read_goes_by_its_files_name(tmp_path: Path) -> None:
    """Nothing in it is known, but the others work."""
    (tmp_path / "phone.toml").mkdir()
    templates, broken = all_templates(tmp_path)
    assert templates == shipped_templates()
    with pytest.raises(SettingsError, match="cannot be read"):
        find_template(templates, "phone", broken)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('id = "mine"', "mine"),
        ("# hers\n\n id='dr \"x\"' # short", 'dr "x"'),
        ('id = "mine\ntitle = "x"', "mine"),
        ("id = mine # no quotes", "mine"),
        ("id =\ntitle = 'x'", ""),
        ('title = "id"', ""),
        ("", ""),
    ],
)
def test_an_id_is_made_out_in_what_is_no_toml(source: str, found: str) -> None:
    """So that the one that is asked for is told from one that is not."""
    assert likely_id(source) == found


def test_what_is_left_out_is_told_with_the_way_to_mend_it() -> None:
    """And that it stops nothing else."""
    told = str(left_out(TemplateError("mine.toml", (6, 2), "unknown kind", "Known are: plan.")))
    assert told == (
        "Template mine.toml, line 6, column 2: unknown kind. Known are: plan. It is left out; the other templates work."
    )
