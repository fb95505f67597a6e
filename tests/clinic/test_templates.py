"""Templates: what is shipped is sound, and a mistake is named with its line."""

import pytest

from plainspoken.adapters.template_folder import all_templates, find_template, shipped_templates
from plainspoken.clinic.templates import TemplateError, WhenEmpty, parse_template
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


@pytest.mark.parametrize(
    ("wrong", "right", "line", "says"),
    [
        ('kinds = ["hpi"', 'kinds = ["hpi_"', 6, 'unknown kind "hpi_"'),
        ('  "plan",', '  "plann",', 11, 'Did you mean "plan"?'),
        ('title = "What', 'titel = "What', 9, 'unknown key "titel"'),
        ("when_empty", "when_emtpy", 13, 'Did you mean "when_empty"?'),
        ('"wildcard"', '"stars"', 13, 'unknown when_empty "stars"'),
        ('  "plan",', '  "hpi",', 11, 'stands under "Story" already'),
        ('id = "mine"', 'id = "mine', 1, "not valid TOML"),
        ('id = "mine"', "id = 7", 1, '"id" is missing or not a text'),
        ('kinds = ["hpi", "chief_complaint"]', "kinds = []", 6, "has no kinds"),
        ('"What to do"', '"story"', 9, 'the title "story" is taken'),
        ('"What to do"', '"Not filed"', 9, "is taken"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_a_way_to_mend_it(
    wrong: str, right: str, line: int, says: str
) -> None:
    """Whoever wrote the file finds the place."""
    with pytest.raises(TemplateError) as caught:
        parse_template(GOOD.replace(wrong, right, 1), "mine.toml")
    assert caught.value.line == line
    assert "mine.toml" in str(caught.value)
    assert says in str(caught.value)


def test_a_template_without_sections_is_refused() -> None:
    """There would be nowhere to file anything."""
    with pytest.raises(TemplateError, match="no \\[\\[section\\]\\]"):
        parse_template('id = "x"\ntitle = "X"\n', "x.toml")


def test_every_shipped_template_takes_each_kind_at_most_once_and_has_assessment_and_plan() -> None:
    """Six templates ship, and all of them can be filed into."""
    shipped = shipped_templates()
    assert [template.id for template in shipped] == [
        "soap", "history_and_physical", "progress", "consult", "procedure", "discharge",
    ]  # fmt: skip
    for template in shipped:
        assert {SectionKind.ASSESSMENT, SectionKind.PLAN} <= set(template.kinds)
        assert sum(len(section.kinds) for section in template.sections) == len(template.kinds)


def test_the_shipped_templates_take_every_kind() -> None:
    """No shipped template has a kind that it cannot place: a tagger is never narrowed by oversight."""
    for template in shipped_templates():
        missing = set(SectionKind) - set(template.kinds)
        assert not missing, (template.id, missing)


def test_her_own_template_stands_beside_the_shipped_ones_or_in_place_of_one(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """A file in her folder is enough."""
    (tmp_path / "a.toml").write_text(GOOD)
    (tmp_path / "b.toml").write_text(GOOD.replace('"mine"', '"soap"'))
    templates = all_templates(tmp_path)
    assert find_template(templates, "mine").title == "My note"
    assert find_template(templates, "soap").title == "My note"
    with pytest.raises(SettingsError, match="Choose one of: soap"):
        find_template(templates, "nosuch")


def test_a_template_that_is_not_utf_8_is_named_with_its_line(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """Invalid bytes are a mistake like any other."""
    (tmp_path / "a.toml").write_bytes(b'id = "x"\ntitle = "\xff"\n')
    with pytest.raises(TemplateError, match="line 2: this is not UTF-8"):
        all_templates(tmp_path)
