"""The words by which an order is known: its verbs, what they can be about, and what makes it doubtful."""

import re
from enum import StrEnum

from plainspoken.clinic.facts.lexicon import is_drug
from plainspoken.clinic.written.tokens import words_of


class OrderKind(StrEnum):
    """What a sentence orders; the value is the title that it stands under."""

    STARTED = "Medicines started"
    CHANGED = "Medicines changed"
    STOPPED = "Medicines stopped or held"
    CONTINUED = "Medicines continued"
    TESTS = "Tests ordered"
    REFERRALS = "Referrals"
    RETURN = "Follow-up"
    UNSORTED = "To be sorted by you"
    """It speaks of an order, and may be none: a condition, a past or a negated one, one without a verb."""


_VERBS = {
    OrderKind.STARTED: "start begin initiate add prescribe give try restart resume reinitiate administer",
    OrderKind.CHANGED: "increase decrease reduce raise lower titrate adjust change switch taper wean double halve",
    OrderKind.STOPPED: "stop discontinue hold cease",
    OrderKind.CONTINUED: "continue keep maintain refill renew",
    OrderKind.TESTS: """order obtain check get send draw repeat recheck schedule arrange perform do need undergo
        request recommend suggest like require""",
    OrderKind.REFERRALS: """refer consult place make send request schedule arrange obtain get need see order start
        begin recommend suggest like require""",
    OrderKind.RETURN: "follow return recheck come see revisit reevaluate re-evaluate reassess schedule make",
    OrderKind.UNSORTED: "take use recommend suggest like",
}
_IRREGULAR = {
    "begin": ("begins", "beginning", "began", "begun"),
    "get": ("gets", "getting", "got", "gotten"),
    "give": ("gives", "giving", "gave", "given"),
    "hold": ("holds", "holding", "held"),
    "stop": ("stops", "stopping", "stopped"),
    "refer": ("refers", "referring", "referred"),
    "send": ("sends", "sending", "sent"),
    "draw": ("draws", "drawing", "drew", "drawn"),
    "do": ("does", "doing", "did", "done"),
    "keep": ("keeps", "keeping", "kept"),
    "see": ("sees", "seeing", "saw", "seen"),
    "come": ("comes", "coming", "came"),
    "make": ("makes", "making", "made"),
    "take": ("takes", "taking", "took", "taken"),
    "undergo": ("undergoes", "undergoing", "underwent", "undergone"),
    "try": ("tries", "trying", "tried"),
}


class Form(StrEnum):
    """The form of a verb."""

    BASE = "base"
    THIRD = "third person"
    GOING_ON = "-ing"
    PAST = "past"


def _forms(verb: str) -> dict[str, Form]:
    if verb in _IRREGULAR:
        third, going, *past = _IRREGULAR[verb]
        return {verb: Form.BASE, third: Form.THIRD, going: Form.GOING_ON} | dict.fromkeys(past, Form.PAST)
    stem = verb.removesuffix("e")
    return {verb: Form.BASE, f"{verb}s": Form.THIRD, f"{stem}ing": Form.GOING_ON, f"{stem}ed": Form.PAST}


VERBS: dict[str, tuple[str, Form]] = {
    word: (verb, form)
    for verbs in _VERBS.values()
    for verb in verbs.split()
    for word, form in _forms(verb).items()
}
"""A word → the verb that it is a form of, and which form."""
KINDS_OF: dict[str, tuple[OrderKind, ...]] = {
    verb: tuple(kind for kind, verbs in _VERBS.items() if verb in verbs.split()) for verb, _ in VERBS.values()
}
"""A verb → what it may order, if the right thing stands behind it."""

_CLASSES = words_of(
    """medication medications medicine medicines meds antibiotic antibiotics steroid steroids inhaler inhalers
    insulin diuretic diuretics statin statins ppi nsaid nsaids vitamin vitamins supplement supplements regimen ssri
    anticoagulation anticoagulant antihypertensive antihypertensives prescription prescriptions chemotherapy
    antidepressant antiviral antifungal probiotic probiotics ointment eyedrops nebulizer nebulizers nebs
    inhibitor inhibitors blocker blockers beta-blocker beta-blockers analgesics narcotics opioids"""
)
_NO_MEDICINES = words_of(
    """alcohol oxygen caffeine cholesterol lactate albumin lipid glucose sodium salt acid oral urea ammonia air
    phosphate protein balance control complete day today well water plan care rest ice"""
)
"""Names of substances that are drunk, breathed or measured, and everyday words among the parts of drugs' names."""
_OF_A_DOSE = words_of("mg mcg g units ml meq tablets tablet capsules puffs puff drops milligrams micrograms")

TESTS = words_of(
    """lab labs cbc cmp bmp panel level levels a1c hba1c tsh lipid lipids urinalysis ua culture cultures x-ray x-rays
    xray xrays radiograph radiographs ct mri mra ultrasound sonogram echocardiogram echo ekg ecg holter colonoscopy
    endoscopy egd mammogram mammography dexa biopsy pfts spirometry emg eeg angiogram angiography bloodwork psa inr
    pet scan scans doppler dopplers swab creatinine testing test tests troponin troponins hemoglobin hematocrit esr
    crp bnp d-dimer ferritin electrolytes lfts cystoscopy polysomnogram arteriogram venogram"""
)
_OF_TWO_WORDS = frozenset(
    {
        *(("x", "ray"), ("x", "rays"), ("blood", "work"), ("sleep", "study"), ("drug", "screen")),
        *(("plain", "film"), ("plain", "films"), ("cat", "scan"), ("nerve", "conduction")),
    }
)
"""Tests that recognisers write in two words."""
SERVICES = words_of(
    """cardiology dermatology neurology urology nephrology gastroenterology endocrinology rheumatology hematology
    oncology pulmonology psychiatry psychology ophthalmology otolaryngology ent orthopedics orthopedic surgery
    surgeon pediatrics gynecology obstetrics podiatry optometry hospice nutrition dietitian dietician nutritionist
    psychologist psychiatrist therapist counselor counseling podiatrist rehab rehabilitation dentist specialist
    neurosurgery neurosurgeon physiatry audiology pulmonary"""
)
_SPECIALIST = re.compile(r"\w+ologists?|\w+iatrists?")
_THERAPIES = ("physical", "occupational", "speech", "pain", "wound", "home", "sleep")
_OF_THERAPIES = words_of("therapy therapist clinic health care medicine pathology management")

NEGATIONS = words_of(
    "not no never without declined declines decline refused refuses refuse avoid against defer deferred cannot nor"
)
CONDITIONS = words_of(
    """if unless whether depending consider considered considering could might perhaps possibly maybe probably when
    versus option options
    likely requesting"""
)
"""Where one of them stands in a sentence, nothing in it is certain to be ordered."""
NO_CONDITIONS = re.compile(
    r"\b(?:if|when) (?:needed|necessary)\b|\b(?:,? ?or|,? ?and)? ?(?:sooner|earlier),? (?:if|as|should|with|for)\b.*"
    r"|\bas needed\b"
)
"""They look like conditions, and make no order doubtful."""
INTERVAL = re.compile(
    r"\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d+|several|few|couple of)"
    r"(?:(?: to | or |-|–)\w+)?[ -](?:hour|day|week|month|year)s?\b|\btomorrow\b|\bnext (?:week|month|year|visit)\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\bas (?:needed|scheduled|planned|directed)\b|\bp\.?r\.?n\b"
    r"|\b\d{1,2}/\d{1,2}\b|\bin (?:the )?(?:clinic|office|morning)\b"
)


def is_medicine(tokens: list[str], at: int) -> bool:
    """Whether a medicine is named there: by name, by class, or by its dose."""
    word = tokens[at]
    if word in _CLASSES:
        return True
    behind = tokens[at + 1] if at + 1 < len(tokens) else ""
    if word.replace(",", "").replace(".", "").isdigit() and behind in _OF_A_DOSE:
        return True
    return len(word) > 3 and is_drug(word) and word not in _NO_MEDICINES and behind not in {"level", "levels"}


def is_test(tokens: list[str], at: int) -> bool:
    """Whether a test is named there."""
    return tokens[at] in TESTS or tuple(tokens[at : at + 2]) in _OF_TWO_WORDS


def is_service(tokens: list[str], at: int) -> bool:
    """Whether a specialty, a therapy or another doctor is named there."""
    word, behind = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else ""
    therapy = word in _THERAPIES and behind in _OF_THERAPIES
    return therapy or word in SERVICES or word == "dr" or _SPECIALIST.fullmatch(word) is not None
