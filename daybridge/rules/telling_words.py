"""Words that would tell a bystander what an appointment is for.

Source: our own list, in English and Spanish. 42 CFR 2.13(c) forbids to acknowledge
that somebody is a patient; a line in a calendar is read over a shoulder, on a lock
screen, and by whoever shares the calendar.
Decided: rather too many than too few. A beginning stands for all its words (*recover*:
recovery, recovering); a short word counts only when it stands alone (*IOP*).
"""

from daybridge.rules.folding import folded_words

BEGINNINGS = (
    "abstin", "abus", "addict", "adicc", "adict", "alcohol", "ambulator", "behavioral",
    "benzo", "buprenorphine", "clinic", "cocain", "conductual", "consejer", "counsel",
    "crisis", "dependenc", "dependien", "desintox", "detox", "diagnos", "disorder",
    "drog", "drug", "fentan", "heroin", "hospital", "intox", "medic",
    "mental", "metadon", "methadon", "methamph", "narc", "naltrex", "naloxon", "opiat",
    "opioid", "outpatient", "overdos", "paciente", "parole", "patient", "probation",
    "psic", "psiq", "psych", "recai", "recover", "recuper", "rehab", "relaps",
    "sobr", "sober", "sobredosis", "suboxon", "substanc", "sustanc",
    "terap", "therap", "toxic", "trastorno", "tratamiento", "trauma", "treatment",
    "urine", "withdrawal",
)  # fmt: skip
ALONE = frozenset(
    {"aa", "dui", "dwi", "iop", "mat", "na", "php", "rehab", "sud", "uds"}
)


def telling_words(text: str) -> list[str]:
    """The words of a text that say too much, folded, each once and in order."""
    words = dict.fromkeys(folded_words(text))
    return [word for word in words if word in ALONE or word.startswith(BEGINNINGS)]
