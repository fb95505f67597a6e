"""How facts are said and written: units, frequencies, routes, sides, negations. One value for all forms of each."""

UNITS_OF_DOSE = {
    "mg": "mg mgs milligram milligrams",
    "mcg": "mcg ug µg μg microgram micrograms",
    "g": "g gm gms gram grams",
    "mL": "ml mls milliliter milliliters millilitre millilitres cc ccs",
    "unit": "unit units",
    "mEq": "meq milliequivalent milliequivalents",
    "tablet": "tablet tablets tab tabs",
    "capsule": "capsule capsules cap caps",
    "puff": "puff puffs",
    "drop": "drop drops gtt",
    "spray": "spray sprays",
    "patch": "patch patches",
    "teaspoon": "teaspoon teaspoons tsp",
    "tablespoon": "tablespoon tablespoons tbsp",
}
OTHER_UNITS = {
    "kg": "kg kgs kilo kilos kilogram kilograms",
    "L": "l liter liters litre litres",
    "dL": "dl deciliter deciliters",
    "mmol": "mmol millimole millimoles",
    "mm": "mm millimeter millimeters",
    "cm": "cm cms centimeter centimeters",
    "m": "m meter meters",
    "inch": "inch inches",
    "foot": "foot feet ft",
    "pound": "pound pounds lb lbs",
    "ounce": "ounce ounces oz",
    "%": "% percent",
    "°": "° degree degrees",
    "second": "sec secs seconds",
    "minute": "minute minutes min mins",
    "hour": "hour hours hr hrs h",
    "day": "day days",
    "week": "week weeks wk wks",
    "month": "month months",
    "year": "year years yr yrs",
    "bpm": "bpm",
    "mmHg": "mmhg",
    "French": "french",
    "pack": "pack packs",
    "am": "am",
    "pm": "pm",
}
CERTAIN_UNITS = frozenset({"mg", "mcg", "mL", "mEq", "kg", "dL", "mmol", "mm", "cm", "pound", "mmHg", "%"})
"""These are units even where no number is before them."""

LONG_UNITS = {
    "mm hg": "mmHg",
    "millimeters of mercury": "mmHg",
    "beats per minute": "bpm",
    "breaths per minute": "breaths/minute",
    "international units": "unit",
    "degrees fahrenheit": "°F",
    "degrees f": "°F",
    "° f": "°F",
    "° fahrenheit": "°F",
    "degrees celsius": "°C",
    "degrees centigrade": "°C",
    "degrees c": "°C",
    "° c": "°C",
    "fahrenheit": "°F",
    "celsius": "°C",
}

FREQUENCIES = {
    "daily": "daily; once daily; once a day; once per day; 1 time a day; 1 time daily; 1 time per day; every day; "
    "each day; qd; q day; qday; a day",
    "twice daily": "bid; b i d; twice a day; twice daily; twice per day; 2 times a day; 2 times daily; 2 times per day",
    "3 times daily": "tid; t i d; thrice daily; 3 times a day; 3 times daily; 3 times per day",
    "4 times daily": "qid; q i d; 4 times a day; 4 times daily; 4 times per day",
    "# times daily": "# times a day; # times daily; # times per day",
    "every # hours": "every # hours; every # hour; every # hrs; each # hours; q # h; q # hours; q # hour; "
    "q # hrs; q # hr",
    "every # minutes": "every # minutes; q # minutes; q # min",
    "every # days": "every # days; q # days",
    "every # weeks": "every # weeks; q # weeks",
    "every # months": "every # months; q # months",
    "every other day": "every other day; qod; q o d; every 2nd day",
    "hourly": "hourly; every hour; qh",
    "at bedtime": "at bedtime; qhs; q hs; q h s; hs; every bedtime; bedtime",
    "as needed": "as needed; prn; p r n; when needed",
    "weekly": "weekly; once weekly; once a week; once per week; every week; each week; 1 time a week; 1 time per week",
    "twice weekly": "twice weekly; twice a week; twice per week; 2 times a week; 2 times per week; 2 times weekly",
    "# times weekly": "# times a week; # times per week; # times weekly",
    "monthly": "monthly; once monthly; once a month; every month; once per month",
    "yearly": "yearly; annually; once a year; every year",
    "every morning": "every morning; each morning; qam; q am",
    "every evening": "every evening; each evening; qpm; q pm",
    "nightly": "nightly; every night; each night; qnight",
    "once": "once; 1 time",
    "twice": "twice; 2 times",
    "stat": "stat; immediately",
}
"""`#` stands for a number."""

ROUTES = {
    "by mouth": "by mouth; po; p o; orally; oral",
    "IV": "iv; intravenous; intravenously",
    "IM": "im; intramuscular; intramuscularly",
    "subcutaneous": "subcutaneous; subcutaneously; subq; sub q; subcu; sq",
    "sublingual": "sublingual; sublingually; sl",
    "rectal": "rectally; per rectum; pr; rectal",
    "topical": "topical; topically",
    "inhaled": "inhaled; by inhalation",
    "nebulized": "nebulized; by nebulizer; nebulised",
    "intranasal": "intranasal; intranasally",
    "transdermal": "transdermal; transdermally",
    "intrathecal": "intrathecal; intrathecally",
    "epidural": "epidural; epidurally",
    "intradermal": "intradermal; intradermally",
    "intra-articular": "intraarticular; intra articular",
    "vaginal": "vaginally",
    "in the eye": "ophthalmic",
    "in the ear": "otic",
}

SIDES = {
    "left": "left; left sided; leftward",
    "right": "right; right sided; rightward",
    "bilateral": "bilateral; bilaterally",
    "unilateral": "unilateral; unilaterally",
    "both": "both",
    "L": "l",
    "R": "r",
    "OD": "od",
    "OS": "os",
    "OU": "ou",
}

NEGATIONS = {
    "no": "no; not; denies; denied; deny; denying; without; none; never; neither; nor; non; cannot; absent; absence; "
    "free of; rules out; ruled out; w / o; lacks; lack",
    "rule out": "rule out; r / o",
    "negative": "negative; negatives; negatively",
}
"""Contracted ones ("doesn't") are found by their end."""

NO_ALLERGIES = {
    "no known drug allergies": "no known drug allergies; no known medication allergies; no known drug allergy; nkda",
    "no known allergies": "no known allergies; nka",
}

ALLERGIES = frozenset(
    {
        "allergy",
        "allergies",
        "allergic",
        "anaphylaxis",
        "anaphylactic",
        "nkda",
        "nka",
        "intolerance",
        "intolerances",
        "intolerant",
    }
)

NO_SUBSTANCES = frozenset(
    {"known", "drug", "drugs", "medication", "medications", "food", "environmental", "seasonal"}
)

BORDERS = frozenset(
    [
        "but",
        "however",
        "except",
        "although",
        "though",
        "because",
        "which",
        "who",
        "whom",
        "while",
        "reports",
        "endorses",
        "admits",
        "complains",
        "presents",
    ]
)
"""At these a negation is over, within a sentence."""

MONTHS = {
    name: month
    for month in [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
    for name in (month, month[:3])
} | {"sept": "september"}
ALONE_NO_MONTH = frozenset({"may", "mar", "dec", "sep", "jan", "jun", "oct"})
DAYS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
    ]
)

_LITTLE = """
    a an the and or of to in on at by for from with as is are was were be been being am it its this that
    these those there he she they him her his hers their them we our us you your i my me what when where
    then than so has have had having do does did done will would shall should can could may might must also
    very quite just only still patient patients pt mr mrs ms dr doctor states stated state says said
    reported report notes noted takes take taking took taken uses use using used given gives currently
    presently about into onto if s t re ve ll d
"""
LITTLE_WORDS = frozenset(_LITTLE.split())
"""They belong to no fact: what stands beside a fact is looked for without them."""

DRUG_ENDINGS = (
    *(
        "pril",
        "sartan",
        "olol",
        "dipine",
        "statin",
        "parin",
        "xaban",
        "gatran",
        "semide",
        "thiazide",
        "gliptin",
    ),
    *("gliflozin", "glutide", "zepatide", "glitazone", "prazole", "conazole", "cillin", "mycin", "floxacin"),
    *(
        "cycline",
        "oxetine",
        "triptyline",
        "triptan",
        "setron",
        "lukast",
        "profen",
        "coxib",
        "caine",
        "azepam",
    ),
    *(
        "zolam",
        "barbital",
        "terol",
        "nisone",
        "solone",
        "tadine",
        "tidine",
        "ciclovir",
        "tinib",
        "ciclib",
        "limumab",
    ),
    *("tuzumab", "ximab", "zumab", "kinumab", "dronate", "afil", "curonium"),
)
"""Endings of drugs' international names: for those that are newer than the list of names, or not sold in the USA.

Source: World Health Organization, "The use of stems in the selection of International Nonproprietary Names".
"""
