"""Medicines by class, for the rules about allergies and doses.

Generic names, with brands of the same substance behind them. The classes are the established pharmacologic classes of
the FDA's labels; the names stand in Drugs@FDA (US Government work). Not a formulary: a name that is missing here is not
looked at.
"""

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class MedicineClass:
    """A class of medicines."""

    called: tuple[str, ...]
    """What an allergy to all of them is called, in lower case."""
    members: str
    """Generic names, one a word, each followed by its brands: `generic=Brand=Brand`."""
    crosses: bool
    """Whether the labels warn of every member when there was a reaction to one (Contraindications, section 4)."""


CLASSES = (
    MedicineClass(
        ("penicillin", "penicillins", "pcn"),
        "amoxicillin=amoxil=augmentin=amoxicillin-clavulanate ampicillin=unasyn dicloxacillin nafcillin oxacillin "
        "piperacillin=zosyn bicillin ticarcillin=timentin",
        crosses=True,
    ),
    MedicineClass(
        ("cephalosporin", "cephalosporins"),
        "cephalexin=keflex cefazolin=ancef=kefzol cefuroxime=ceftin=zinacef cefaclor=ceclor cefoxitin cefotetan "
        "cefprozil=cefzil cefdinir=omnicef cefixime=suprax cefpodoxime=vantin ceftriaxone=rocephin cefotaxime "
        "ceftazidime=fortaz cefepime=maxipime cefadroxil=duricef ceftaroline=teflaro",
        crosses=True,
    ),
    MedicineClass(
        ("sulfa", "sulfas", "sulfonamide", "sulfonamides"),
        "sulfamethoxazole=bactrim=septra=co-trimoxazole=trimethoprim-sulfamethoxazole sulfadiazine sulfisoxazole",
        crosses=True,
    ),
    MedicineClass(
        ("macrolide", "macrolides"),
        "azithromycin=zithromax=z-pak clarithromycin=biaxin erythromycin=ery-tab=e-mycin",
        crosses=True,
    ),
    MedicineClass(
        ("quinolone", "quinolones", "fluoroquinolone", "fluoroquinolones"),
        "ciprofloxacin=cipro levofloxacin=levaquin moxifloxacin=avelox ofloxacin=floxin gatifloxacin=tequin",
        crosses=True,
    ),
    MedicineClass(
        ("tetracycline", "tetracyclines"), "doxycycline=vibramycin minocycline=minocin", crosses=True
    ),
    MedicineClass(
        ("nsaid", "nsaids", "anti-inflammatories", "nonsteroidals"),
        "ibuprofen=motrin=advil naproxen=naprosyn=aleve=anaprox ketorolac=toradol diclofenac=voltaren "
        "indomethacin=indocin meloxicam=mobic etodolac=lodine nabumetone=relafen piroxicam=feldene sulindac "
        "oxaprozin=daypro celecoxib=celebrex",
        crosses=True,
    ),
    MedicineClass(
        ("ace inhibitor", "ace inhibitors", "ace-inhibitor", "ace-inhibitors"),
        "lisinopril=zestril=prinivil enalapril=vasotec captopril=capoten benazepril=lotensin ramipril=altace "
        "quinapril=accupril fosinopril=monopril perindopril trandolapril moexipril",
        crosses=True,
    ),
    MedicineClass(
        ("statin", "statins"),
        "atorvastatin=lipitor simvastatin=zocor rosuvastatin=crestor pravastatin=pravachol lovastatin=mevacor "
        "pitavastatin=livalo fluvastatin=lescol",
        crosses=False,
    ),
    MedicineClass(
        ("opioid", "opioids", "opiate", "opiates", "narcotics"),
        "morphine=ms-contin hydromorphone=dilaudid oxycodone=percocet=oxycontin=roxicodone "
        "hydrocodone=vicodin=lortab=norco codeine fentanyl=duragesic meperidine=demerol tramadol=ultram "
        "methadone tapentadol=nucynta",
        crosses=False,
    ),
    MedicineClass(
        (),
        "aspirin=asa acetaminophen=tylenol vancomycin clindamycin=cleocin metronidazole=flagyl "
        "nitrofurantoin=macrobid=macrodantin gentamicin tobramycin linezolid=zyvox fluconazole=diflucan "
        "acyclovir=zovirax valacyclovir=valtrex amlodipine=norvasc diltiazem=cardizem verapamil=calan nifedipine "
        "losartan=cozaar valsartan=diovan irbesartan=avapro olmesartan=benicar metoprolol=lopressor=toprol "
        "atenolol=tenormin carvedilol=coreg propranolol=inderal bisoprolol labetalol clonidine=catapres "
        "hydralazine furosemide=lasix hydrochlorothiazide=hctz bumetanide=bumex torsemide=demadex "
        "spironolactone=aldactone triamterene chlorthalidone digoxin=lanoxin amiodarone warfarin=coumadin "
        "clopidogrel=plavix enoxaparin=lovenox heparin apixaban=eliquis rivaroxaban=xarelto metformin=glucophage "
        "glipizide=glucotrol glyburide glimepiride=amaryl pioglitazone=actos sitagliptin=januvia lantus humalog "
        "novolog levemir levothyroxine=synthroid=levoxyl prednisone prednisolone methylprednisolone=medrol "
        "dexamethasone=decadron hydrocortisone albuterol=proventil=ventolin montelukast=singulair "
        "fluticasone=flonase cetirizine=zyrtec loratadine=claritin fexofenadine=allegra "
        "diphenhydramine=benadryl hydroxyzine=atarax=vistaril omeprazole=prilosec pantoprazole=protonix "
        "esomeprazole=nexium lansoprazole=prevacid ranitidine=zantac famotidine=pepcid ondansetron=zofran "
        "promethazine=phenergan metoclopramide=reglan sertraline=zoloft fluoxetine=prozac citalopram=celexa "
        "escitalopram=lexapro paroxetine=paxil venlafaxine=effexor duloxetine=cymbalta bupropion=wellbutrin "
        "trazodone mirtazapine=remeron amitriptyline=elavil quetiapine=seroquel risperidone=risperdal "
        "olanzapine=zyprexa aripiprazole=abilify haloperidol=haldol lithium lorazepam=ativan alprazolam=xanax "
        "clonazepam=klonopin diazepam=valium zolpidem=ambien gabapentin=neurontin pregabalin=lyrica "
        "phenytoin=dilantin levetiracetam=keppra topiramate=topamax carbamazepine=tegretol lamotrigine=lamictal "
        "valproate=depakote donepezil=aricept memantine=namenda carbidopa=sinemet ropinirole=requip "
        "cyclobenzaprine=flexeril methocarbamol=robaxin tizanidine=zanaflex baclofen=lioresal "
        "methotrexate hydroxychloroquine=plaquenil allopurinol=zyloprim colchicine sumatriptan=imitrex "
        "tamsulosin=flomax finasteride=proscar oxybutynin=ditropan tolterodine=detrol sildenafil=viagra "
        "alendronate=fosamax simethicone docusate=colace senna bisacodyl=dulcolax isosorbide=imdur "
        "nitroglycerin ezetimibe=zetia gemfibrozil=lopid fenofibrate=tricor niacin doxazosin=cardura "
        "terazosin=hytrin raloxifene=evista risedronate=actonel megestrol=megace phenobarbital nortriptyline=pamelor "
        "oxcarbazepine=trileptal buspirone=buspar methylphenidate=ritalin=concerta atomoxetine=strattera",
        crosses=False,
    ),
)
"""The last ones belong to no class that anyone lists as an allergy."""

_WITH_OTHERS = {
    "percocet": ("acetaminophen",),
    "vicodin": ("acetaminophen",),
    "lortab": ("acetaminophen",),
} | {"norco": ("acetaminophen",)}
"""Brands that hold a second substance."""


@dataclass(frozen=True, slots=True)
class Substance:
    """What a name in a note stands for: a medicine, or a class of them."""

    names: frozenset[str]
    """Generic names: one of a medicine, or more of a brand that holds more; none of a class as such."""
    group: MedicineClass | None
    """None where it belongs to no class."""


@cache
def substances() -> dict[str, Substance]:
    """What each name stands for; the names in lower case."""
    found: dict[str, Substance] = {}
    for group in CLASSES:
        shown = group if group.called else None
        for name in group.called:
            found[name] = Substance(frozenset(), shown)
        for names in group.members.split():
            generic, *brands = names.split("=")
            for name in (generic, *brands):
                also = _WITH_OTHERS.get(name, ())
                found[name] = Substance(frozenset((generic, *also)), shown)
    return found


@cache
def any_name() -> re.Pattern[str]:
    """Matches every name as a whole word, whatever its case; the longest first."""
    names = sorted(substances(), key=len, reverse=True)
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?!\w|-(?!(?:XL|XR|CR|SR|ER|EC|LA)\b))",
        re.IGNORECASE,
    )


def substance(name: str) -> Substance:
    """What a name that `any_name` matched stands for."""
    return substances()[name.lower()]


def same_to_her(allergen: Substance, medicine: Substance) -> bool:
    """Whether someone who does not bear `allergen` should not be given `medicine`, by the labels of both."""
    if allergen.names & medicine.names:
        return True
    if allergen.group is None or allergen.group is not medicine.group:
        return False
    return not allergen.names or allergen.group.crosses
