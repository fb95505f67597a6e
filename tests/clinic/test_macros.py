"""Macros as they are written: what is read, where a mistake is, and what becomes of fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainspoken.adapters.macro_folder import shipped_macros
from plainspoken.adapters.macro_import import as_toml
from plainspoken.clinic.macro_orders import insert_order
from plainspoken.clinic.macro_reader import LONGEST_TEXT, likely_names, parse_macros
from plainspoken.clinic.macros import Insertion, Macro, MacroError, Macros, sound
from plainspoken_models.contracts import SectionKind

GOOD = '''\
[[macro]]
name = "normal knee exam"
said_as = ["normal {side} knee exam", "normal knee"]
section = "physical_exam"
text = "{Side} knee: no effusion of the {side} knee."
example = true

[[macro]]
name = "wound check"
text = """
Size {size}.
Lot {lot number}."""
'''


def test_what_is_written_is_read() -> None:
    """Names, section, fields and text; no line break around the text."""
    knee, wound = parse_macros(GOOD, "mine.toml")
    assert knee.said_as == ("normal {side} knee exam", "normal knee")
    assert (knee.section, knee.example, knee.fields) == (SectionKind.PHYSICAL_EXAM, True, ("side",))
    assert wound == Macro("wound check", "Size {size}.\nLot {lot number}.")
    assert wound.fields == ("size", "lot number")


@pytest.mark.parametrize(
    ("wrong", "right", "place", "says"),
    [
        ("said_as", "sayd_as", (3, 1), 'unknown key "sayd_as"'),
        ('"physical_exam"', '"exam"', (4, 11), 'unknown section "exam"'),
        ("example = true", "example = 1", (6, 1), '"example" is neither true nor false'),
        ('name = "wound check"', "", (8, 1), '"name" is missing'),
        ('name = "wound check"', 'name = "?"', (9, 1), "a name has to be words that can be said"),
        ('name = "wound check"', 'name = "wound {size}"', (9, 1), "a name has to be words"),
        ('name = "wound check"', f'name = "{"so " * 13}"', (9, 1), "at most 12"),
        ('name = "wound check"', 'name = "Normal left knee-exam"', (9, 8), "is taken in this file"),
        ('name = "wound check"', 'name = "scratch that"', (9, 8), '"scratch that" is a spoken command'),
        ('name = "wound check"', 'name = "insert new paragraph"', (9, 8), "is a spoken command"),
        ('name = "wound check"', 'name = "full stop"', (9, 8), '"full stop" is a spoken command'),
        ('"normal knee"', '"Undo that"', (3, 39), '"Undo that" is a spoken command'),
        ('"physical_exam"', '"exam"', (4, 11), "Known are: chief_complaint, hpi, "),
        ("Size {size}.", "Size {3}.", (11, 6), '"{3}" is no field'),
        ("Size {size}.", "Size {size.", (10, 1), "braces stand for fields"),
        ("Size {size}.", "x" * (LONGEST_TEXT + 1), (10, 1), f"more than {LONGEST_TEXT} characters"),
        ("Size {size}.", r"Size \u0007.", (10, 1), "cannot be seen"),
        ("{Side} knee: no effusion of the {side} knee.", "Knee.", (3, 1), "the text has no {side}"),
        ('[[macro]]\nname = "wound', '[macro]\nname = "wound', (8, 1), "single brackets"),
        ('name = "wound check"', 'name = "wound check', (9, 20), "not valid TOML"),
    ],
)
def test_a_mistake_is_named_with_its_place(wrong: str, right: str, place: tuple[int, int], says: str) -> None:
    """Line and column, as in templates."""
    assert wrong in GOOD
    with pytest.raises(MacroError) as caught:
        parse_macros(GOOD.replace(wrong, right, 1), "mine.toml")
    assert str(caught.value).startswith(f"Macros in mine.toml, line {place[0]}, column {place[1]}: ")
    assert (caught.value.line, caught.value.column) == place
    assert says in str(caught.value)
    assert caught.value.exit_code == 7


def test_a_name_that_another_file_has_is_taken() -> None:
    """However it is written there."""
    with pytest.raises(MacroError, match=r'"wound check" is taken by other\.toml'):
        parse_macros(GOOD, "mine.toml", {sound("Wound-Check"): "other.toml"})


def test_the_names_in_a_file_with_a_mistake_are_made_out() -> None:
    """They are hers: nothing of the program's may stand in for them."""
    broken = GOOD.replace("[[macro]]", "[[macro]")
    assert likely_names(broken) == (
        "normal knee exam",
        "normal {side} knee exam",
        "normal knee",
        "wound check",
    )


def test_fields_are_filled_and_the_rest_stays_as_it_is() -> None:
    """A capital letter where the field has one; the mark where nothing was said."""
    knee, wound = parse_macros(GOOD, "mine.toml")
    assert Insertion(knee, (("side", "left"),)).text == "Left knee: no effusion of the left knee."
    assert Insertion(knee).text == "*** knee: no effusion of the *** knee."
    half = Insertion(wound, (("lot number", "B {size} 7"),))
    assert half.text == "Size ***.\nLot B {size} 7."
    assert half.open_fields == ("size",)


def test_the_starter_set_is_whole_and_marked() -> None:
    """Each can be said by each of its names, and says itself that it is an example."""
    shipped = Macros(shipped_macros())
    assert len(shipped.all) >= 12
    for macro in shipped.all:
        assert macro.example
        assert macro.section
        for said in (macro.name, *(name.replace("{side}", "right") for name in macro.said_as)):
            order = insert_order(("Insert", *said.split()), shipped)
            assert order
            assert order.insertion.macro is macro


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.just("\n"))


@given(TEXTS.filter(lambda text: text.strip("\n").strip() and "{" not in text and "}" not in text))
def test_what_is_imported_is_read_back_letter_by_letter(text: str) -> None:
    """Quotes, backslashes and line breaks included."""
    (macro,) = parse_macros(as_toml([Macro("my text", text, section=SectionKind.PLAN)]), "x.toml")
    assert macro.text == text.strip("\n").rstrip()
    assert macro.section is SectionKind.PLAN
