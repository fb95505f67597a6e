"""Units: how they are said and how they are written.

Names are the print symbols of UCUM (ucum.org), except where they are on the do-not-use list of the Joint Commission or
on ISMP's list of error-prone abbreviations: "mcg" instead of "µg", "units" never shortened.
"""

from dataclasses import dataclass

from plainspoken.clinic.written.tokens import Tokens

_WRITTEN = {
    "mg": ("milligram", "milligrams", "milligramme", "milligrammes", "mgs", "mg"),
    "mcg": ("microgram", "micrograms", "microgramme", "microgrammes", "mcg", "mcgs", "µg", "μg", "ug"),
    "ng": ("nanogram", "nanograms", "ng"),
    "pg": ("picogram", "picograms", "pg"),
    "g": ("gram", "grams", "gramme", "grammes"),
    "kg": ("kilogram", "kilograms", "kilogramme", "kilogrammes", "kilo", "kilos", "kg"),
    "mL": ("milliliter", "milliliters", "millilitre", "millilitres", "ml", "mls"),
    "dL": ("deciliter", "deciliters", "decilitre", "decilitres", "dl"),
    "L": ("liter", "liters", "litre", "litres"),
    "mEq": ("milliequivalent", "milliequivalents", "meq"),
    "mmol": ("millimole", "millimoles", "mmol"),
    "mm": ("millimeter", "millimeters", "millimetre", "millimetres", "mm"),
    "cm": ("centimeter", "centimeters", "centimetre", "centimetres", "cm"),
    "units": ("units", "u"),
    "unit": ("unit",),
    "international units": ("iu",),
}
UNITS = {said: written for written, forms in _WRITTEN.items() for said in forms}
_PER = {
    "deciliter": "dL",
    "liter": "L",
    "litre": "L",
    "milliliter": "mL",
    "kilogram": "kg",
    "kilo": "kg",
    "gram": "g",
    "minute": "min",
    "hour": "h",
    "day": "day",
}
_PHRASES = {
    ("millimeters", "of", "mercury"): "mmHg",
    ("milliequivalents", "per", "liter"): "mEq/L",
    ("kilograms", "per", "meter", "squared"): "kg/m2",
    ("kilograms", "per", "square", "meter"): "kg/m2",
    ("international", "units"): "international units",
    ("degrees", "fahrenheit"): "°F",
    ("fahrenheit",): "°F",
    ("degrees", "celsius"): "°C",
    ("celsius",): "°C",
    ("degrees", "centigrade"): "°C",
    ("percent", "sign"): "%",
    ("percent",): "%",
    ("per", "cent"): "%",
}
SPELLED = frozenset(
    {
        "pounds",
        "pound",
        "lbs",
        "ounces",
        "ounce",
        "inches",
        "inch",
        "feet",
        "foot",
        "miles",
        "degrees",
        "beats",
    }
    | {"breaths", "mmhg", "cc", "ccs", "joules", "french", "gauge", "bpm", "kilometers", "meters", "calories"}
)
"""They stay words; a number before them is written in digits."""
_SMALL_LETTERS = frozenset({"ng", "pg", "ug", "mm"})
"""In capitals these are something else."""
MEDICINE = frozenset({"mg", "mcg", "mL", "units"})
"""Units of doses, where a zero behind the point is struck out (Joint Commission's do-not-use list)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that was said behind a number."""

    text: str
    last: int
    singular: bool
    """As "milligram", as before a noun."""

    @property
    def behind(self) -> str:
        """It, with the blank that belongs between number and unit."""
        return self.text if self.text == "%" else f" {self.text}"


def unit(tokens: Tokens, at: int) -> Unit | None:
    """The unit that is said from `at` on, with what it is per."""
    for phrase, written in _PHRASES.items():
        if tokens.says(at, *phrase):
            return Unit(written, at + len(phrase), singular=False)
    said = tokens.bare(at)
    written = UNITS.get(said, "")
    if not written or _is_no_unit(tokens, at):
        return None
    text, last = _per(tokens, written, at + 1)
    return Unit(text, last, singular=not said.endswith("s") and len(said) > 4)


def _per(tokens: Tokens, text: str, last: int) -> tuple[str, int]:
    """As "milligrams per kilogram per day": as often as it is said."""
    while not tokens[last - 1].tail and tokens.says(last, "per", tokens.bare(last + 1)):
        below = _PER.get(tokens.bare(last + 1))
        if below is None:
            break
        text, last = f"{text}/{below}", last + 2
    return text, last


def _is_no_unit(tokens: Tokens, at: int) -> bool:
    """Rods are gram negative, a tube is NG; a lone "u" is a unit only as recognisers write it, in capitals."""
    after = tokens.bare(at + 1)
    stain = tokens.bare(at) == "gram" and after.split("-")[0] in {"negative", "positive", "stain"}
    alone = tokens.bare(at) == "unit" and after != "of" and tokens.bare(at - 1) in {"one", "1"}
    capitals = tokens.bare(at) in _SMALL_LETTERS and tokens[at].core.isupper()
    return stain or alone or capitals or (tokens.bare(at) in {"u", "iu"} and not tokens[at].core.isupper())
