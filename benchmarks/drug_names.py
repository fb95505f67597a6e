"""Make the list of drug names that the fact gate knows, from the names in Drugs@FDA.

    python benchmarks/drug_names.py DATA > desktop/plainspoken/clinic/facts/drug_names.txt

`DATA/lexicon/drugsatfda_names.txt` has one product or ingredient a line, `DATA/lexicon/fda_tallman.csv` FDA's names
that differ in a few letters only; both are works of the US Government. A name becomes its words: of four letters or
more, without what is no name (`NOISE`: forms, packages, everyday words that are brand names as well).
"""

import csv
import re
import sys
from pathlib import Path

SHORTEST = 4

NOISE = """
abdominal action adhesive adjusted adult agent agents allergy alpha anesthesia animal antiseptic applicator arthritis
aqueous auto autoinjector back balance balanced base beef beta black blend block blood blue body breath bulk bowel
brown capital capsule capsules care cell chain chemical chewable chews children child children's chromic clear cold
combination complete complex compliance compound concentrate congestion container contraceptive copackaged cough cream
daily dental diagnostic dilute double drops dual electrolyte electrolytes emergency essential exposure extended extra
fast fever film first fish flavor flush foam form formula free from generator grape granules green hair head headache
heavy heat hives honey hormone hour hours human impulse infant's infants injection insert irrigating irrigation jelly
junior kidney kids large left life light liquid lock long lotion lozenge maximum medical medicated medium men
menstrual metro micro migraine mild mist mini minute mixed modified multi muscle nasal natural needs neonatal next
night normal oily once oral original origin otic pack package packs pain paste patch pediatric pharmacy plain plan
plastic plus powder prep preservative preserved prompt protein pudding rapid rapidly refrigeration reduction release
relief ready remover right rinse root rose saline scored scrub seasonal serum severe shade shampoo single sinus skin
sleep soap soft solution special spray sprinkle stable standard star sterile stick stomach strength strip style
substance sugar surgical suspension swab synthetic syrup system tablet tablets tabs test thin throat time titration
today topical total triple twice type ultra unit units urologic vaginal viscous wash water weekly white with women
women's yellow young years your aches against alta angio anti bacteriostatic bengal brian carbon cardioplegic chek
clostridium cosmetic cyclen dandruff delta depot derm dome duplex emulsified fill forte gamma gene half
laryngotracheal lease lipid microspheres molar mono nectar olive omega parathyroid plasma poly polyethylene porcine
protease pseudo pylori recombinant reno ride ruby scalp scan shoulders slow solve stat step steri subq symptom
titanium toxin trim
"""


def names(data: Path) -> set[str]:
    """All names, in small letters."""
    lexicon = data / "lexicon"
    products = (lexicon / "drugsatfda_names.txt").read_text("utf-8").casefold()
    with (lexicon / "fda_tallman.csv").open(encoding="utf-8", newline="") as source:
        tallman = " ".join(row["form"].casefold() for row in csv.DictReader(source))
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", f"{products} {tallman}")
    noise = set(NOISE.split())
    return {word for word in words if len(word) >= SHORTEST and word not in noise}


def main() -> None:
    """Print them, with where they come from."""
    print("# Names of drugs and their salts: the words of the product and ingredient names in Drugs@FDA")
    print(
        "# (U.S. Food and Drug Administration; public domain), and FDA's list of look-alike names with tall-man"
    )
    print("# letters. Made by benchmarks/drug_names.py.")
    print("\n".join(sorted(names(Path(sys.argv[1])))))


if __name__ == "__main__":
    main()
