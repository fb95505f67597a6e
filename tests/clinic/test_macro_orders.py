"""What is an order to insert a macro, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainspoken.clinic.macro_orders import asks_in_vain, begins_order, insert_order, takes_up
from plainspoken.clinic.macros import NO_MACROS, Macro, Macros

CARDIAC = Macro("normal cardiac exam", "Heart: regular.", ("normal heart exam",))
KNEE = Macro("normal knee exam", "{Side} knee stable.", ("normal {side} knee exam",))
WOUND = Macro("wound check", "Size {size}, drain {drain}, {side}.")
MACROS = Macros(
    (
        CARDIAC,
        KNEE,
        WOUND,
        Macro("normal cardiac exam with murmur", "Murmur."),
        Macro("normal R.O.S.", "ROS negative."),
        Macro("insert signature line", "Signed."),
        Macro("catheter", "Catheter care."),
    )
)


@pytest.mark.parametrize(
    ("said", "text", "count"),
    [
        ("insert normal cardiac exam", "Heart: regular.", 4),
        ("Insert normal cardiac exam.", "Heart: regular.", 4),
        ("Insert: Normal, Cardiac. Exam!", "Heart: regular.", 4),
        ("INSERT NORMAL HEART EXAM", "Heart: regular.", 4),
        ("insert macro normal cardiac exam", "Heart: regular.", 5),
        ("insert the macro normal cardiac exam", "Heart: regular.", 6),
        ("insert normal cardiac exam macro.", "Heart: regular.", 5),
        ("insert normal cardiac exam period", "Heart: regular.", 5),
        ("insert normal cardiac exam comma lungs clear", "Heart: regular.", 5),
        ("Insert normal cardiac exam, lungs are clear.", "Heart: regular.", 4),
        ("insert macro normal cardiac exam lungs are clear", "Heart: regular.", 5),
        ("insert normal cardiac exam with murmur.", "Murmur.", 6),
        ("insert normal r o s.", "ROS negative.", 5),
        ("Insert signature line.", "Signed.", 3),
        ("insert macro catheter", "Catheter care.", 3),
        ("Insert normal knee exam.", "*** knee stable.", 4),
        ("Insert normal knee exam left.", "Left knee stable.", 5),
        ("Insert normal knee exam, right side.", "Right knee stable.", 6),
        ("insert normal knee exam with side bilateral", "Bilateral knee stable.", 7),
        ("insert normal knee exam on the left", "Left knee stable.", 7),
        ("Insert normal left knee exam.", "Left knee stable.", 5),
        ("Insert normal knee exam. Left.", "Left knee stable.", 5),
        ("Insert normal knee exam, left knee is warm.", "*** knee stable.", 4),
        ("Insert normal knee exam. Left knee is warm.", "*** knee stable.", 4),
        (
            "Insert wound check, size three centimeters, drain none, left.",
            "Size 3 cm, drain none, left.",
            9,
        ),
        (
            "insert wound check side left with drain ten milliliters and size small",
            "Size small, drain 10 mL, left.",
            12,
        ),
        ("Insert wound check. Size three centimeters.", "Size ***, drain ***, ***.", 3),
    ],
)
def test_a_macro_that_is_named_is_inserted(said: str, text: str, count: int) -> None:
    """Whatever marks and capitals the recogniser writes, and with the values that she gives."""
    order = insert_order(tuple(said.split()), MACROS)
    assert order
    assert (order.insertion.text, order.first, order.last) == (text, 0, count)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("approx. three centimeters", "approx. 3 cm"),
        ("small vs. large", "small vs. large"),
        ("by Dr. Lee", "by Dr. Lee"),
        ("by Dr. J. Lee", "by Dr. J. Lee"),
        ("no. 5", "no. 5"),
        ("5 mg p.o. daily", "5 mg p.o. daily"),
        ("e.g. Large", "e.g. Large"),
    ],
)
def test_a_point_of_an_abbreviation_ends_no_value(value: str, written: str) -> None:
    """The value goes on to the next mark, or to the end."""
    for said in (f"Insert wound check, size {value}, drain none.", f"Insert wound check, size {value}."):
        order = insert_order(tuple(said.split()), MACROS)
        assert order
        assert dict(order.insertion.values)["size"] == written
        assert order.last == len(said.split())


@pytest.mark.parametrize(
    ("value", "written", "behind"),
    [
        ("5 mg b.i.d.", "5 mg b.i.d.", "start aspirin."),
        ("5 mg p.o.", "5 mg p.o.", "hold metoprolol."),
        ("3 cm approx.", "3 cm approx.", "He has pain."),
        ("by Dr. Lee Jr.", "by Dr. Lee Jr.", "Start aspirin."),
        ("5 mg p.o. b.i.d. for ten days,", "5 mg p.o. b.i.d. for 10 days", "Start aspirin."),
    ],
)
def test_a_sentence_behind_a_point_is_none_of_the_value(value: str, written: str, behind: str) -> None:
    """In doubt the value ends: what comes then is in the note all the same, and not in the macro."""
    order = insert_order(("Insert", "wound", "check,", "size", *value.split(), *behind.split()), MACROS)
    assert order
    assert dict(order.insertion.values)["size"] == written
    assert order.last == 4 + len(value.split())


@pytest.mark.parametrize(
    ("said", "value", "count"),
    [
        ("Insert wound check, size three centimeters. Dr. Lee will see him.", "3 cm", 6),
        ("Insert wound check, size no. Lungs are clear.", "no", 5),
        ("Insert wound check, size five p.o. Lungs are clear.", "five p.o.", 6),
        ("Insert wound check, size B. Lungs are clear.", "B", 5),
    ],
)
def test_any_other_point_ends_it(said: str, value: str, count: int) -> None:
    """What comes behind is a sentence of its own."""
    order = insert_order(tuple(said.split()), MACROS)
    assert order
    assert (dict(order.insertion.values)["size"], order.last) == (value, count)


@pytest.mark.parametrize("before", ["Lungs are clear,", "lungs are clear comma", "Next:"])
def test_an_order_may_stand_behind_a_mark(before: str) -> None:
    """In the same sentence."""
    words = (*before.split(), *["insert", "normal", "cardiac", "exam"])
    order = insert_order(words, MACROS)
    assert order
    assert order.first == len(before.split())


@pytest.mark.parametrize(
    ("said", "vain"),
    [
        ("insert the catheter", False),
        ("Insert catheter.", False),
        ("we will insert a chest tube", False),
        ("Insert Foley catheter and a PICC line tomorrow.", False),
        ("The insert was removed.", False),
        ("normal cardiac exam", False),
        ("insert", False),
        ("insert normal saline", False),
        ("insert normal spleen exam", True),
        ("insert the normal cardiac exam", True),
        ("insert a normal cardiac exam", True),
        ("insert normal cardiac exam lungs are clear", True),
        ("lungs are clear insert normal cardiac exam", True),
        ("do not insert macro normal cardiac exam", True),
        ("she said to insert macro normal cardiac exam", True),
        ("insert macro spleen", True),
        ("insert normal cardiac exam left", True),
        ("insert cardiac exam", True),
    ],
)
def test_everything_else_stays_words(said: str, vain: bool) -> None:
    """And she is told of it where a macro seems to have been meant."""
    words = tuple(said.split())
    assert insert_order(words, MACROS) is None
    assert asks_in_vain(words, MACROS) is vain


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Insert.", "Normal cardiac exam."),
        ("insert", "normal cardiac exam"),
        ("Insert normal", "cardiac exam."),
        ("insert macro", "catheter"),
        ("Insert normal.", "Cardiac."),
        ("Insert normal cardiac exam", "with murmur."),
        ("Insert normal knee exam.", "Left."),
        ("insert wound check", "size three centimeters"),
    ],
)
def test_an_order_that_is_parted_goes_on(before: str, after: str) -> None:
    """A pause in it costs nothing."""
    assert begins_order(tuple(before.split()), MACROS)
    assert takes_up(tuple(before.split()), tuple(after.split()), MACROS)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Insert.", "Lungs are clear."),
        ("Insert normal knee exam.", "Left knee is warm."),
        ("Insert normal knee exam.", "Size three."),
        ("Insert normal cardiac exam.", "With murmur."),
        ("Insert wound check.", "Size three centimeters."),
        ("He was well.", "Insert normal cardiac exam."),
        ("insert the", "catheter"),
    ],
)
def test_what_does_not_go_on_with_it_is_for_itself(before: str, after: str) -> None:
    """The words behind an order are hers."""
    assert not takes_up(tuple(before.split()), tuple(after.split()), MACROS)


def test_without_macros_nothing_is_an_order() -> None:
    """Nor is anything held back, or told."""
    words = ("Insert", "normal", "cardiac", "exam.")
    assert insert_order(words, NO_MACROS) is None
    assert not begins_order(words[:1], NO_MACROS)
    assert not asks_in_vain(words, NO_MACROS)


VOCABULARY = [
    "insert",
    "Insert.",
    "macro",
    "the",
    "normal",
    "cardiac",
    "exam",
    "exam,",
    "knee",
    "left",
    "left.",
    "side",
    "wound",
    "check",
    "size",
    "three",
    "drain",
    "with",
    "and",
    "on",
    "period",
    "comma",
    "murmur",
    "r.o.s.",
    "catheter",
    "lungs",
    "are",
    "clear",
]


@given(st.lists(st.sampled_from(VOCABULARY), max_size=14).map(tuple))
def test_an_order_is_made_of_insert_and_a_whole_name(words: tuple[str, ...]) -> None:
    """Its first word is "insert", its name comes next, and each value in it was said."""
    order = insert_order(words, MACROS)
    if order is None:
        return
    said = " ".join(words[order.first : order.last]).casefold()
    assert said.startswith("insert")
    bare = "".join(letter for letter in said if letter.isalpha())
    forms = {form for form, _ in order.insertion.macro.spoken_forms}
    starts = ("insert", "insertmacro", "insertthemacro")
    assert any(bare.startswith(start + form) for start in starts for form in forms)
    for _, value in order.insertion.values:
        assert value.split()[0].casefold() in said.replace("three", "3")
