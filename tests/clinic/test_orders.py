"""The list of orders: what is one, what may be one, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainspoken.clinic.tearoffs import OrderKind, kinds_of
from plainspoken_models.contracts import SectionKind

PLAN, HPI = SectionKind.PLAN, SectionKind.HPI


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("Start aspirin 81 mg daily.", {OrderKind.STARTED}),
        ("We will start her on amlodipine.", {OrderKind.STARTED}),
        ("The patient will be given Augmentin 875 mg for 7 days.", {OrderKind.STARTED}),
        ("I'm going to prescribe meloxicam 15 mg once daily.", {OrderKind.STARTED}),
        ("Increase Lasix to 40 mg daily.", {OrderKind.CHANGED}),
        ("I am decreasing her prednisone to 10 mg.", {OrderKind.CHANGED}),
        ("Lisinopril will be increased to 20 mg.", {OrderKind.CHANGED}),
        ("Stop ibuprofen.", {OrderKind.STOPPED}),
        ("Hold metformin until the CT is done.", {OrderKind.STOPPED}),
        ("The patient should discontinue Plavix.", {OrderKind.STOPPED}),
        ("Continue current medications.", {OrderKind.CONTINUED}),
        ("She is to continue atorvastatin 40 mg.", {OrderKind.CONTINUED}),
        ("Check a CBC and a TSH.", {OrderKind.TESTS}),
        ("I would like an MRI of the left knee.", {OrderKind.TESTS}),
        ("Repeat colonoscopy in 3 years.", {OrderKind.TESTS}),
        ("She needs a chest x-ray.", {OrderKind.TESTS}),
        ("Order a chest x ray.", {OrderKind.TESTS}),
        ("Order blood work and a sleep study.", {OrderKind.TESTS}),
        ("Get a CBC.", {OrderKind.TESTS}),
        ("Start doxycycline and get a chest x ray.", {OrderKind.STARTED, OrderKind.TESTS}),
        ("Refer to cardiology.", {OrderKind.REFERRALS}),
        ("She will start physical therapy.", {OrderKind.REFERRALS}),
        ("Follow up in 2 weeks.", {OrderKind.RETURN}),
        ("Return to clinic in 3 months, sooner if needed.", {OrderKind.RETURN}),
        ("Follow up in 2 weeks, sooner if the pain is worse.", {OrderKind.RETURN}),
        ("I will see him back next week.", {OrderKind.RETURN}),
        ("Stop lisinopril, start losartan 50 mg, check a BMP in 1 week.",
         {OrderKind.STOPPED, OrderKind.STARTED, OrderKind.TESTS}),
    ],
)  # fmt: skip
def test_an_order_stands_under_what_it_orders(sentence: str, kinds: set[OrderKind]) -> None:
    """A sentence that orders two things stands under both titles, whole."""
    assert set(kinds_of(sentence, PLAN)) == kinds


@pytest.mark.parametrize(
    "sentence",
    [
        "Did not start warfarin.",
        "Do not stop metoprolol.",
        "We will not start a statin.",
        "She declined to start sertraline.",
        "Hold off on antibiotics.",
        "If the pain persists we will order an MRI.",
        "We will order an MRI if the pain persists.",
        "Unless she improves, start prednisone.",
        "Should the fever return, start amoxicillin.",
        "Consider starting gabapentin.",
        "We could increase her lisinopril.",
        "We may need to start insulin.",
        "Start warfarin when the INR is known.",
        "Start apixaban once the labs are back.",
        "She was started on metformin.",
        "Her cardiologist stopped amiodarone last month.",
        "Dr. Smith asked her to stop aspirin.",
        "I ordered a CBC.",
        "Repeat EKG shows sinus rhythm and a normal troponin.",
        "Lisinopril 20 mg daily.",
        "MRI of the brain.",
        "Chest x ray.",
        "Take ibuprofen 400 mg every 6 hours.",
    ],
)
def test_what_may_be_none_is_for_her_to_sort(sentence: str) -> None:
    """A denied order, one in the past, one with a condition, one without a verb: never under an order's title."""
    assert set(kinds_of(sentence, PLAN)) <= {OrderKind.UNSORTED}


@pytest.mark.parametrize(
    "sentence", ["Did not start warfarin.", "If the pain persists we will order an MRI.", "MRI of the brain."]
)
def test_what_may_be_one_is_not_left_out(sentence: str) -> None:
    """Under the plan a doubt is shown, not decided."""
    assert kinds_of(sentence, PLAN) == (OrderKind.UNSORTED,)


@pytest.mark.parametrize(
    "sentence",
    [
        "She started lisinopril last year.",
        "He stopped taking his aspirin.",
        "The pain started after a fall.",
        "She was given ibuprofen in the emergency department.",
        "Blood pressure is 132/84.",
    ],
)
def test_a_history_orders_nothing(sentence: str) -> None:
    """What she took and was given is no order of today."""
    assert kinds_of(sentence, HPI) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "There was no increase in pain with aspirin.",
        "Return to work in 2 weeks.",
        "All questions were answered.",
        "Any change in vision is to be told at once.",
    ],
)
def test_words_that_look_like_orders_are_none(sentence: str) -> None:
    """A noun, and work that she goes back to."""
    assert not set(kinds_of(sentence, PLAN)) - {OrderKind.UNSORTED}


def test_an_order_that_was_filed_elsewhere_is_found_all_the_same() -> None:
    """The tagger may be wrong; "Start …" and "I will order …" are orders wherever they stand."""
    assert kinds_of("Start aspirin 81 mg daily.", SectionKind.MEDICATIONS) == (OrderKind.STARTED,)
    assert kinds_of("Let's get an EKG.", HPI) == (OrderKind.TESTS,)
    both = (OrderKind.STARTED, OrderKind.TESTS)
    assert kinds_of("Start aspirin 81 mg and order a CBC.", HPI) == both
    assert kinds_of("We will get a chest x ray, then start doxycycline.", HPI) == both
    assert kinds_of("She was asked to start aspirin and get a CBC.", HPI) == ()
    assert kinds_of("Chest x ray in May was normal.", HPI) == ()
    assert kinds_of("We will recheck a TSH today.", HPI) == (OrderKind.TESTS,)


WORDS = """start stop increase continue order check refer follow up return in two weeks aspirin lisinopril mri cbc
cardiology will i she was not if to the be be started , . and may consider 5 mg ; see back dr needs having"""
NEGATED = ("did not", "will not", "do not", "she declined to", "we should not", "never", "cannot")


@given(st.lists(st.sampled_from(WORDS.split()), max_size=14), st.sampled_from([*SectionKind, None]))
def test_any_words_have_an_answer(said: list[str], section: SectionKind | None) -> None:
    """The doubtful title stands alone, and the titles come in their order."""
    kinds = kinds_of(" ".join(said), section)
    assert list(kinds) == [kind for kind in OrderKind if kind in kinds]
    assert OrderKind.UNSORTED not in kinds or len(kinds) == 1


@given(st.sampled_from(NEGATED), st.sampled_from(["start", "stop", "increase", "continue", "order", "hold"]),
       st.sampled_from(["aspirin", "the insulin", "a CBC", "her lisinopril 20 mg"]))  # fmt: skip
def test_a_denied_order_is_never_an_order(denied: str, verb: str, what: str) -> None:
    """Whatever the verb and the object."""
    assert set(kinds_of(f"{denied} {verb} {what}.", PLAN)) <= {OrderKind.UNSORTED}


@given(st.sampled_from(["if she is worse", "unless it helps", "when the results are back", "in case of fever"]),
       st.sampled_from(["start aspirin", "we will order a CBC", "refer to cardiology", "stop the insulin"]),
       st.booleans())  # fmt: skip
def test_an_order_with_a_condition_is_never_an_order(condition: str, order: str, first: bool) -> None:
    """Before it or behind it."""
    sentence = f"{condition}, {order}." if first else f"{order} {condition}."
    assert kinds_of(sentence, PLAN) == (OrderKind.UNSORTED,)
