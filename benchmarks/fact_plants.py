"""Changes of one fact in a note, each of which alters what the note means. They know nothing of how the gate reads.

A plant gives all forms of a text with one change of its kind; none where the text has no place for one.
"""

import random
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import combinations

Plants = Callable[[str, random.Random], list[str]]

DOSE = re.compile(
    r"(?<![\w.,/#+-])(\d+(?:\.\d+)?)"
    r"(?= ?(?:mg|mcg|micrograms|milligrams|grams|units|mL|ml|mEq|cc|tablets?|puffs?)\b(?!/))"
)
NUMBER = re.compile(r"(?<![\w.,/#:+-])(\d+(?:\.\d+)?)(?![\w/:]|[.,-]\d)(?!\.\s)")
BODY = (
    "upper|lower|knee|hip|shoulder|elbow|wrist|hand|foot|ankle|leg|arm|eye|ear|lung|breast|kidney|side|flank|neck|chest|"
    "thigh|calf|groin|ovary|ventricle|ventricular|atrial|atrium|carotid|coronary|femoral|renal|temporal|frontal|parietal|"
    "thumb|finger|toe|heel|heart|lateral|medial|main|anterior|posterior|inguinal|pleural|maxillary|tibia|humerus|femur"
)
SIDE = re.compile(rf"\b(left|right)(?=[ -](?:sided|{BODY})\b)", re.IGNORECASE)
OTHER_SIDE = {
    "left": "right",
    "right": "left",
    "Left": "Right",
    "Right": "Left",
    "LEFT": "RIGHT",
    "RIGHT": "LEFT",
}

UNIT_SWAPS = {
    "mg": "mcg",
    "mcg": "mg",
    "grams": "mg",
    "mL": "L",
    "ml": "mg",
    "units": "mL",
    "cm": "mm",
    "mm": "cm",
    "days": "weeks",
    "weeks": "months",
    "months": "years",
    "hours": "days",
    "minutes": "hours",
    "years": "months",
    "pounds": "kilograms",
}
DROPPED_NEGATIONS = [
    (r"\b[Dd]enies(?= (?!no\b|not\b|that\b))", "reports"),
    (r"\b[Dd]enied(?= (?:any )?[a-z]+)", "reported"),
    (
        r"\b[Nn]o (?=(?:evidence|significant|acute|obvious|fever|chest|murmur|edema|pain|sign|cyan)\w*\b)",
        "",
    ),
    (r"\b[Ww]ithout(?= (?:evidence|difficulty|any|complication|significant|pain)\w*)", "with"),
    (r"\b(is|was|are|were|does|did|has|had) not(?= [a-z])(?! only)", r"\1"),
    (r"\b[Nn]egative(?= for\b)", "positive"),
]
ADDED_NEGATIONS = [
    (r"\b(complains of|reports|endorses|admits to)(?= (?!no\b|not\b|that\b|any\b|denie)[a-z]+)", "denies"),
    (
        r"\b(is|was|are|were)(?= (?:tender|enlarged|present|normal|intact|clear|seen|given|soft)\b)",
        r"\1 not",
    ),
    (r"\bpositive(?= for\b)", "negative"),
    (r"\b[Tt]here (is|was)(?= an? )", r"There \1 not"),
]
FREQUENCY_SWAPS = [
    (r"\b(?<!once )(?<!twice )(?<!times )daily\b", "twice daily"),
    (r"\btwice (?:a day|daily)\b", "once daily"),
    (r"\bonce (?:a day|daily)\b", "three times a day"),
    (r"\b3 times (?:a day|daily)\b", "twice a day"),
    (r"\bb\.i\.d\.", "t.i.d."),
    (r"\bt\.i\.d\.", "q.i.d."),
    (r"\bq\.i\.d\.", "b.i.d."),
    (r"\bq\.d\.", "q.o.d."),
    (r"\b(?:BID|bid)\b", "TID"),
    (r"\b(?:TID|tid)\b", "BID"),
    (r"\bevery 4 hours\b", "every 8 hours"),
    (r"\bevery 6 hours\b", "every 4 hours"),
    (r"\bq\.?4\s?h\b", "q8h"),
    (r"\bq\.?6\s?h\b", "q12h"),
    (r"\bat bedtime\b", "every morning"),
    (r"\bas needed\b", "around the clock"),
    (r"\bp\.?r\.?n\b\.?", "daily"),
    (r"\bweekly\b", "daily"),
    (r"\bonce a week\b", "once a day"),
]
ROUTE_SWAPS = [
    (r"\bp\.o\.", "IM"),
    (r"\b(?:PO|po)\b", "IV"),
    (r"\bby mouth\b", "intravenously"),
    (r"\borally\b", "rectally"),
    (r"\bintravenously\b", "intramuscularly"),
    (r"\bintravenous(?= [a-z]+)", "intramuscular"),
    (r"(?<=[a-z] )IV(?= [a-z])(?! drug)", "p.o."),
    (r"\bsubcutaneously\b", "intravenously"),
    (r"\bintramuscularly\b", "intravenously"),
    (r"\bIM\b", "IV"),
    (r"\btopically\b", "orally"),
]
TERMS = """
    hypertension hypotension, hyperlipidemia hypolipidemia, hyperglycemia hypoglycemia, hyperthyroidism hypothyroidism,
    hyperkalemia hypokalemia, hypernatremia hyponatremia, afebrile febrile, abduction adduction, dysphagia dysphasia,
    ileum ilium, perineal peroneal, tachycardia bradycardia, anterior posterior, proximal distal, medial lateral,
    flexion extension, increased decreased, upper lower, stable unstable, acute chronic, mild severe, normal abnormal,
    systolic diastolic, superior inferior, internal external, positive negative, unremarkable remarkable,
    symptomatic asymptomatic, nontender tender, benign malignant
"""
DRUGS = """
    acetohexamide acetazolamide, bupropion buspirone, chlorpromazine chlorpropamide, clomiphene clomipramine,
    cisplatin carboplatin, cyclosporine cycloserine, daunorubicin doxorubicin, dimenhydrinate diphenhydramine,
    dobutamine dopamine, glipizide glyburide, hydralazine hydroxyzine, hydromorphone hydrocodone,
    medroxyprogesterone methylprednisolone, nicardipine nifedipine, prednisone prednisolone, risperidone ropinirole,
    sulfadiazine sulfisoxazole, tolazamide tolbutamide, tramadol trazodone, vinblastine vincristine, quinine quinidine,
    celebrex celexa, lamictal lamisil, metformin metronidazole, zyrtec zyprexa, plavix paxil, clonidine clonazepam,
    lisinopril fosinopril, metoprolol metoclopramide, amlodipine amiloride, oxycodone oxymorphone, zantac xanax,
    lorazepam alprazolam, atenolol albuterol, lasix luvox, coumadin cardura, prilosec prozac, lipitor lopid,
    zocor zoloft, norvasc navane, synthroid symmetrel, nexium nevanac, lexapro loxapine, ambien amaryl,
    lovenox lotronex,
    warfarin avandia, furosemide famotidine, gabapentin gemfibrozil, ibuprofen fenoprofen, penicillin penicillamine,
    codeine cortisone, vancomycin gentamicin, ativan atarax, lidocaine lamotrigine, aspirin afrin, tylenol tylox,
    morphine meperidine, levaquin lariam, versed vistaril, marcaine narcan, ancef rocephin, heparin hespan,
    epinephrine ephedrine, digoxin doxepin, simvastatin sitagliptin, pravastatin pitavastatin, benadryl bentyl
"""
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{2,4})\b")
WORDED_DATE = re.compile(rf"\b({'|'.join(MONTHS)}) (\d{{1,2}})\b(?!\d)")
ALLERGIES = re.compile(r"(?:[Aa]llergic to|ALLERGIES:|Allergies:)\s*([^.:;\n]{4,90})")
NO_SUBSTANCE = re.compile(
    r"\b(?:no|none|nkda|known|denies|not|medications?|drugs?|seasonal|reaction)\b", re.IGNORECASE
)


def replaced(text: str, pattern: str | re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Iterator[str]:
    """The text with one match at a time replaced."""
    for found in re.finditer(pattern, text):
        yield text[: found.start()] + new(found) + text[found.end() :]


def times(factor: str) -> Plants:
    """Plants a dose that is so many times as large."""
    return lambda text, _: list(
        replaced(text, DOSE, lambda found: f"{(Decimal(found[1]) * Decimal(factor)).normalize():f}")
    )


def swaps(patterns: list[tuple[str, str]]) -> Plants:
    """Plants one of some replacements."""
    return lambda text, _: [
        changed
        for pattern, new in patterns
        for changed in replaced(text, pattern, lambda found, new=new: found.expand(new))  # type: ignore[misc]
    ]


def pairs(table: str) -> Plants:
    """Plants the other word of a pair, in the capitals of the first."""
    words = [(one, two) for one, two in map(str.split, table.split(","))]
    other = dict(words) | {two: one for one, two in words}
    pattern = re.compile(rf"\b({'|'.join(other)})\b", re.IGNORECASE)
    return lambda text, _: list(replaced(text, pattern, lambda found: _as(found[1], other[found[1].lower()])))


def _as(written: str, word: str) -> str:
    return word.upper() if written.isupper() else word.capitalize() if written[0].isupper() else word


def units(text: str, dice: random.Random) -> list[str]:
    """Another unit behind a number."""
    del dice
    pattern = rf"(?<=\d )({'|'.join(UNIT_SWAPS)})\b(?!/)"
    return list(replaced(text, pattern, lambda found: UNIT_SWAPS[found[1]]))


def sides(text: str, dice: random.Random) -> list[str]:
    """The other side of a part of the body."""
    del dice
    return list(replaced(text, SIDE, lambda found: OTHER_SIDE.get(found[1], "left")))


def swapped(pattern: re.Pattern[str], near: int) -> Plants:
    """Plants two different matches in each other's place, at most so many characters apart."""

    def change(text: str, dice: random.Random) -> list[str]:
        found = list(re.finditer(pattern, text))
        different = [
            (one, two)
            for one, two in combinations(found, 2)
            if _other(one[1], two[1])
            and two.start() - one.end() < near
            and _belong_apart(text[one.end() : two.start()])
        ]
        chosen = dice.sample(different, min(5, len(different)))
        return [
            text[: one.start()] + two[1] + text[one.end() : two.start()] + one[1] + text[two.end() :]
            for one, two in chosen
        ]

    return change


def _other(one: str, two: str) -> bool:
    """Not 8 and 8.0."""
    return Decimal(one) != Decimal(two) if one[0].isdigit() else one.lower() != two.lower()


def _belong_apart(between: str) -> bool:
    """Not "2 or 3", "5 x 4", "left and right": to swap these changes nothing."""
    return len(re.findall(r"[A-Za-z]{4,}", between)) >= 2


def dates(text: str, dice: random.Random) -> list[str]:
    """Another day, month or year."""
    numeric = replaced(text, DATE, lambda found: f"{int(found[1]) % 12 + 1}/{found[2]}/{found[3]}")
    years = replaced(text, DATE, lambda found: f"{found[1]}/{found[2]}/{int(found[3]) - 1:02}")
    worded = replaced(text, WORDED_DATE, lambda found: f"{found[1]} {int(found[2]) % 28 + 1}")
    month = replaced(text, WORDED_DATE, lambda found: f"{MONTHS[MONTHS.index(found[1]) - 1]} {found[2]}")
    weekday = replaced(text, rf"\b({'|'.join(DAYS)})\b", lambda found: DAYS[DAYS.index(found[1]) - 1])
    del dice
    return [*numeric, *years, *worded, *month, *weekday]


def dropped_allergies(text: str, dice: random.Random) -> list[str]:
    """One substance fewer of a list, or the only one gone, with the words that name it."""
    del dice
    changed = []
    for found in re.finditer(ALLERGIES, text):
        substances = re.split(r",? and |, | or ", found[1])
        if any(NO_SUBSTANCE.search(one) or len(one) < 4 for one in substances):
            continue
        for gone in substances if len(substances) > 1 else ():
            rest = " and ".join(one.strip(" ,") for one in substances if one is not gone)
            changed.append(text[: found.start(1)] + rest + text[found.end(1) :])
        if len(substances) == 1:
            changed.append(text[: found.start()] + text[found.end() :])
    return changed


PLANTS: dict[str, Plants] = {
    "dose times ten": times("10"),
    "dose divided by ten": times("0.1"),
    "two doses swapped": swapped(DOSE, 160),
    "unit": units,
    "frequency": swaps(FREQUENCY_SWAPS),
    "route": swaps(ROUTE_SWAPS),
    "drug look-alike": pairs(DRUGS),
    "look-alike term": pairs(TERMS),
    "allergy dropped": dropped_allergies,
    "negation dropped": swaps(DROPPED_NEGATIONS),
    "negation added": swaps(ADDED_NEGATIONS),
    "side": sides,
    "two sides swapped": swapped(SIDE, 200),
    "two numbers swapped": swapped(NUMBER, 200),
    "date": dates,
}

NAMES: dict[str, frozenset[str]] = {
    "dose times ten": frozenset({"dose"}),
    "dose divided by ten": frozenset({"dose"}),
    "two doses swapped": frozenset({"dose"}),
    "unit": frozenset({"unit"}),
    "frequency": frozenset({"frequency"}),
    "route": frozenset({"route"}),
    "drug look-alike": frozenset({"drug", "allergy"}),
    "look-alike term": frozenset({"look-alike term", "negation"}),
    "allergy dropped": frozenset({"allergy"}),
    "negation dropped": frozenset({"negation"}),
    "negation added": frozenset({"negation"}),
    "side": frozenset({"side"}),
    "two sides swapped": frozenset({"side"}),
    "two numbers swapped": frozenset({"number", "dose", "date", "frequency"}),
    "date": frozenset({"date"}),
}
"""The kinds of fact that a planted change is one of."""
