"""Words and patterns from which dictated sentences are built.

In a pattern `{name}` stands for an entry of `WORDS`, `{a|b}` for one of several words and `{18..95}` for a whole number
in that range (both ends included). Entries may hold further braces.
"""

import re


def _words(text: str) -> tuple[str, ...]:
    """One entry per `|` outside braces, white space at the ends removed."""
    return tuple(part.strip() for part in re.split(r"\|(?![^{}]*\})", text))


WORDS: dict[str, tuple[str, ...]] = {
    "drug": _words(
        "lisinopril|metformin|atorvastatin|amlodipine|metoprolol|omeprazole|losartan|albuterol|gabapentin|sertraline|"
        "hydrochlorothiazide|furosemide|prednisone|warfarin|apixaban|levothyroxine|aspirin|clopidogrel|amoxicillin|"
        "simvastatin|rosuvastatin|pravastatin|carvedilol|atenolol|propranolol|diltiazem|verapamil|valsartan|ramipril|"
        "enalapril|spironolactone|torsemide|chlorthalidone|hydralazine|clonidine|digoxin|amiodarone|rivaroxaban|"
        "enoxaparin|heparin|pantoprazole|esomeprazole|famotidine|ondansetron|metoclopramide|docusate|senna|loperamide|"
        "ibuprofen|naproxen|acetaminophen|meloxicam|celecoxib|tramadol|hydrocodone|oxycodone|morphine|cyclobenzaprine|"
        "tizanidine|baclofen|pregabalin|duloxetine|venlafaxine|fluoxetine|citalopram|escitalopram|paroxetine|bupropion|"
        "mirtazapine|trazodone|amitriptyline|nortriptyline|lorazepam|alprazolam|clonazepam|diazepam|zolpidem|quetiapine|"
        "risperidone|olanzapine|aripiprazole|lithium|lamotrigine|levetiracetam|topiramate|phenytoin|carbamazepine|"
        "valproate|sumatriptan|donepezil|memantine|carbidopa|ropinirole|glipizide|glyburide|glimepiride|sitagliptin|"
        "empagliflozin|semaglutide|liraglutide|insulin glargine|insulin lispro|pioglitazone|azithromycin|doxycycline|"
        "ciprofloxacin|levofloxacin|cephalexin|ceftriaxone|clindamycin|nitrofurantoin|metronidazole|vancomycin|"
        "trimethoprim|penicillin|fluconazole|acyclovir|valacyclovir|montelukast|fluticasone|budesonide|tiotropium|"
        "cetirizine|loratadine|diphenhydramine|hydroxyzine|methotrexate|hydroxychloroquine|allopurinol|colchicine|"
        "alendronate|tamsulosin|finasteride|oxybutynin|sildenafil|estradiol|medroxyprogesterone|methylprednisolone|"
        "dexamethasone|ferrous sulfate|folic acid|vitamin D|calcium carbonate|potassium chloride|magnesium oxide|"
        "nitroglycerin|isosorbide|ezetimibe|gemfibrozil|fenofibrate|tamoxifen|letrozole|Lasix|Lipitor|Coumadin|Plavix|"
        "Zoloft|Prozac|Lexapro|Nexium|Prilosec|Synthroid|Glucophage|Lantus|Advair|Singulair|Xanax|Ambien|Neurontin"
    ),
    "symptom": _words(
        "chest pain|shortness of breath|headache|fever|chills|cough|abdominal pain|nausea|vomiting|diarrhea|dizziness|"
        "back pain|fatigue|palpitations|swelling in the legs|sore throat|runny nose|ear pain|blurred vision|weakness|"
        "numbness|tingling|joint pain|knee pain|hip pain|shoulder pain|neck pain|rash|itching|weight loss|weight gain|"
        "night sweats|constipation|heartburn|difficulty swallowing|blood in the stool|blood in the urine|burning with "
        "urination|urinary frequency|urgency|insomnia|anxiety|depressed mood|memory loss|confusion|syncope|wheezing|"
        "orthopnea|claudication|hearing loss|ringing in the ears|nasal congestion|muscle cramps|tremor|hoarseness|"
        "loss of appetite|bloating|pelvic pain|flank pain|leg cramps|dry mouth|easy bruising|hot flashes|snoring"
    ),
    "illness": _words(
        "hypertension|type 2 diabetes|hyperlipidemia|asthma|pneumonia|atrial fibrillation|congestive heart failure|"
        "migraine|urinary tract infection|osteoarthritis|depression|anemia|chronic obstructive pulmonary disease|"
        "coronary artery disease|chronic kidney disease|hypothyroidism|hyperthyroidism|gastroesophageal reflux disease|"
        "peptic ulcer disease|diverticulitis|irritable bowel syndrome|Crohn disease|ulcerative colitis|cirrhosis|"
        "hepatitis C|cholelithiasis|pancreatitis|appendicitis|kidney stones|benign prostatic hyperplasia|obesity|"
        "sleep apnea|acute bronchitis|sinusitis|otitis media|pharyngitis|allergic rhinitis|cellulitis|psoriasis|eczema|"
        "gout|rheumatoid arthritis|lupus|fibromyalgia|osteoporosis|rotator cuff tear|carpal tunnel syndrome|sciatica|"
        "lumbar strain|ankle sprain|plantar fasciitis|stroke|transient ischemic attack|seizure disorder|Parkinson "
        "disease|multiple sclerosis|dementia|peripheral neuropathy|deep vein thrombosis|pulmonary embolism|"
        "peripheral vascular disease|aortic stenosis|mitral regurgitation|cardiomyopathy|breast cancer|prostate cancer|"
        "colon cancer|lung cancer|lymphoma|glaucoma|cataracts|macular degeneration|generalized anxiety disorder|"
        "bipolar disorder|schizophrenia|alcohol dependence|hyponatremia|hypokalemia|hyperkalemia|dehydration|gastritis|"
        "viral gastroenteritis|upper respiratory infection|community acquired pneumonia|acute kidney injury|sepsis|"
        "vitamin D deficiency|iron deficiency anemia|concussion|vertigo|tension headache|hemorrhoids|hernia"
    ),
    "surgery": _words(
        "appendectomy|cholecystectomy|hysterectomy|tonsillectomy|cesarean section|coronary artery bypass grafting|"
        "total knee replacement|total hip replacement|hernia repair|lumbar laminectomy|cataract extraction|mastectomy|"
        "colonoscopy|tubal ligation|thyroidectomy|carpal tunnel release|rotator cuff repair|pacemaker placement|"
        "coronary stent placement|colectomy|prostatectomy|vasectomy|gastric bypass|knee arthroscopy|spinal fusion"
    ),
    "site": _words(
        "chest|abdomen|left arm|right arm|left leg|right leg|lower back|upper back|neck|left shoulder|right shoulder|"
        "left knee|right knee|left hip|right hip|left ankle|right ankle|left wrist|right wrist|left hand|right foot|"
        "right lower quadrant|left lower quadrant|right upper quadrant|epigastrium|groin|forehead|left ear|right eye|"
        "jaw|scalp|calf|thigh|elbow|great toe|thumb|index finger|lumbar spine|cervical spine|sternum|flank"
    ),
    "quality": _words(
        "sharp|dull|aching|burning|throbbing|crushing|stabbing|cramping|intermittent|constant|severe|mild"
    ),
    "often": _words(
        "daily|once a day|twice a day|three times a day|at bedtime|every morning|every 4 hours|every 6 hours|every 8 "
        "hours|every 12 hours|as needed|as needed for pain|with meals|once a week|every other day|by mouth daily"
    ),
    "dose": _words(
        "{2..9}|{10..90}|5|10|20|25|40|50|75|81|100|125|150|200|250|300|325|400|500|600|750|800|1000|2.5|12.5|37.5|0.5|6.25"
    ),
    "unit": _words("milligrams|milligrams|milligrams|milligrams|micrograms|units|milliliters|tablets"),
    "person": _words("The patient|She|He|The patient|Mr. {surname}|Mrs. {surname}|Ms. {surname}"),
    "surname": _words(
        "Smith|Johnson|Miller|Davis|Garcia|Wilson|Anderson|Taylor|Moore|Clark|Lewis|Walker|Hall|Young|King"
    ),
    "since": _words(
        "for {2..30} {days|weeks|months|years}|for the past {2..12} {hours|days|weeks|months}|since yesterday|"
        "since {weekday}|{2..9} {days|weeks|months|years} ago|since {month}"
    ),
    "weekday": _words("Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"),
    "month": _words("January|February|March|April|May|June|July|August|September|October|November|December"),
    "date": _words("{month} {1..30}|{month} {1..30}, {1995..2026}|{month} of {1985..2026}"),
    "relative": _words(
        "mother|father|brother|sister|grandmother|grandfather|maternal aunt|paternal uncle|son|daughter"
    ),
    "test": _words(
        "a chest x-ray|an electrocardiogram|a complete blood count|a basic metabolic panel|a stress test|an "
        "echocardiogram|a CT scan of the {site}|an MRI of the {site}|a urinalysis|a urine culture|liver function tests|"
        "a lipid panel|a hemoglobin A1c|a thyroid panel|a colonoscopy|a mammogram|a bone density scan|blood cultures|"
        "an ultrasound of the {site}|pulmonary function tests|a sleep study|a throat culture|an x-ray of the {site}|"
        "a troponin|a sedimentation rate|a ferritin level|a vitamin B12 level|nerve conduction studies|a biopsy"
    ),
    "lab": _words(
        "Sodium {125..150}|Potassium {2..6}.{0..9}|Creatinine {0..4}.{0..9}|Glucose {60..400}|Hemoglobin {7..17}.{0..9}|"
        "Hematocrit {20..52}|White count {2..24}.{0..9}|Platelets {50..450}|Chloride {90..115}|Bicarbonate {14..32}|"
        "BUN {5..80}|Calcium {7..11}.{0..9}|Hemoglobin A1c {5..13}.{0..9}|TSH {0..12}.{0..9}|LDL {50..220}|HDL {20..90}|"
        "Triglycerides {60..500}|Total cholesterol {110..320}|INR {1..4}.{0..9}|AST {10..300}|ALT {10..300}|"
        "Alkaline phosphatase {30..300}|Albumin {2..4}.{0..9}|Total bilirubin {0..5}.{0..9}|Troponin {0..2}.{0..9}|"
        "Magnesium {1..2}.{0..9}|Ferritin {5..500}|PSA {0..12}.{0..9}|Phosphorus {2..5}.{0..9}|Lactate {1..5}.{0..9}"
    ),
    "heading": _words(
        "Chief complaint|History of present illness|Past medical history|Past surgical history|Medications|Allergies|"
        "Family history|Social history|Review of systems|Vital signs|Physical exam|Physical examination|Results|"
        "Laboratory data|Imaging|Assessment|Plan|Procedure|Hospital course|Impression|Subjective|Objective|Labs|"
        "Current medications|Discharge medications|Follow up|Disposition|Assessment and plan"
    ),
    "service": _words(
        "cardiology|neurology|gastroenterology|orthopedics|physical therapy|nephrology|endocrinology|"
        "pulmonology|dermatology|urology|psychiatry|oncology|rheumatology|ophthalmology|general surgery|"
        "hematology|infectious disease|pain management|podiatry|nutrition|social work|ENT"
    ),
    "allergy": _words(
        "penicillin|sulfa|codeine|latex|shellfish|peanuts|iodine contrast|{drug}|{drug}|bee stings"
    ),
    "reaction": _words(
        "a rash|hives|swelling|nausea|anaphylaxis|itching|difficulty breathing|a cough|dizziness"
    ),
    "job": _words(
        "teacher|nurse|carpenter|truck driver|electrician|retired engineer|farmer|cook|bank clerk|student|"
        "mechanic|secretary|police officer|plumber|accountant|construction worker|retired postal worker"
    ),
}

COMMANDS: tuple[str, ...] = _words(
    "Scratch that.|Scratch that.|Scratch that.|New paragraph.|New paragraph.|New line.|Next section.|Next section.|{heading}.|{heading}.|"
    "{heading}.|{heading} colon.|{heading} colon {illness}.|{heading} colon {symptom} {since}.|Assessment colon {illness}.|"
    "Assessment colon {illness} and {illness}.|Plan colon {start} {drug} {dose} {unit} {often}.|Plan.|Assessment.|"
    "Plan colon order {test}.|Medications colon {drug} {dose} {unit} {often}.|Allergies colon {allergy}.|"
    "Vital signs colon blood pressure {90..190} over {50..110}.|Insert normal cardiac exam.|Insert normal lung exam.|"
    "Delete that.|Stop dictation.|End of dictation.|Period.|Comma.|Scratch that, new paragraph.|Next section, plan.|"
    "Chief complaint colon {symptom}.|Impression colon {illness}.|Diagnosis colon {illness}.|No, scratch that."
)
WORDS["start"] = _words(
    "start|continue|increase|stop|begin|decrease|hold|restart|resume|discontinue|prescribe|refill"
)
for _name in ("start", "illness", "symptom", "drug"):
    WORDS[_name.capitalize()] = tuple(word[0].upper() + word[1:] for word in WORDS[_name])
