"""Words that are easily mistaken for one another, by ear or by eye, and words that turn a finding into its opposite."""

_MISTAKEN = """
    afebrile febrile; abduction adduction; abduct adduct; abducted adducted; abducting adducting; abductor
    adductor; dysphagia dysphasia aphagia aphasia dysphonia; ileum ilium; ileal iliac; perineal peroneal
    peritoneal; perineum peritoneum; palpation palpitation palpitations; ureter urethra ureteral urethral; mucus
    mucous; prostate prostrate; afferent efferent; anuria oliguria polyuria; cephalad caudad; arteritis
    arthritis; malleus malleolus; metacarpal metatarsal; humeral femoral; osteoporosis osteopenia osteopetrosis
    osteoarthritis; apnea dyspnea tachypnea bradypnea; tachycardia bradycardia; tachycardic bradycardic; lichen;
    tinea; tenia; taenia; dysphoria euphoria; enuresis; diuresis; hematemesis hemoptysis; cholelithiasis
    cholecystitis choledocholithiasis; nephrolithiasis; vesical vesicle; facial fascial; oral aural; trachea;
    tracheal; esophageal; carotid; uvula; vulva; vagina; vagal; pleural plural; discharge discharged; embolism
    embolus thrombus thrombosis; stenosis sclerosis cirrhosis; ischemia; ischium; ischial; scleral sclerae;
    macular; papular; papillary pupillary; callus callous; cor; cord; chord; core; coarse course; gait gate;
    radicular reticular; silicone silicon; intubated extubated; intubation extubation; resection; recession;
    dilation; dilution; dilatation; lumbar; thoracic; cervical; sacral; systolic diastolic; arterial venous;
    mitral aortic tricuspid pulmonic
"""
_OPPOSITE = """
    positive; increase decrease; increased decreased; increases decreases; increasing decreasing; reduce;
    reduced; start stop; started stopped; starts stops; begin; began; hold held; continue discontinue; continued
    discontinued; resume; resumed; restart; restarted; proximal distal; anterior posterior; superior inferior;
    medial lateral; upper lower; dorsal ventral volar plantar; flexion extension; supination pronation;
    inversion eversion; internal external; acute chronic; mild moderate severe; benign malignant; normal
    abnormal; stable unstable; regular irregular; improved worsened; improving worsening; better worse; high
    low; higher lower; elevated; depressed; more less; greater fewer; before after; above below; symptomatic
    asymptomatic; typical atypical; remarkable unremarkable; intact; tender nontender; distended
    nondistended; reactive nonreactive; equal unequal; able unable; likely unlikely; compliant noncompliant;
    controlled uncontrolled; changed unchanged; complicated uncomplicated; responsive unresponsive; conscious
    unconscious; explained unexplained; even uneven; complete incomplete; continent incontinent; competent
    incompetent; consistent inconsistent; active inactive; visible invisible; displaced nondisplaced; toxic
    nontoxic; smoker nonsmoker; verbal nonverbal; specific nonspecific; adequate inadequate; sufficient
    insufficient; sensitive insensitive; resistant; former current; male female; open closed; upright supine
    prone; inpatient outpatient; maternal paternal; mother father; brother sister; increment decrement; worst
    best; gain loss; gained lost; off; failed; resolved; persistent; declined; refused
"""
TERMS = frozenset(f"{_MISTAKEN} {_OPPOSITE}".replace(";", " ").split())

TERM_BEGINNINGS = ("hyper", "hypo")
"""hypertension, hypotension; hyperkalemia, hypokalemia; hyperthyroidism, hypothyroidism …"""

SIGNS = {"<": "less", ">": "greater", "≤": "at most", "≥": "at least", "=": "equal"}
