"""The numbers by which C-CDA 2.1 names code systems, templates and sections.

Source: HL7 C-CDA R2.1 and its public examples (CC0); names in our own short words.
"""

SYSTEMS = {
    "2.16.840.1.113883.6.90": "ICD-10-CM",
    "2.16.840.1.113883.6.103": "ICD-9-CM",
    "2.16.840.1.113883.6.96": "SNOMED CT",
    "2.16.840.1.113883.6.88": "RxNorm",
    "2.16.840.1.113883.6.1": "LOINC",
    "2.16.840.1.113883.6.69": "NDC",
    "2.16.840.1.113883.4.9": "UNII",
    "2.16.840.1.113883.3.26.1.5": "MED-RT",
    "2.16.840.1.113883.6.12": "CPT",
}
WANTED_SYSTEMS = ("ICD-10-CM", "RxNorm", "SNOMED CT")  # in this order where several

_ENTRY = "2.16.840.1.113883.10.20.22.4."
PROBLEM = _ENTRY + "4"
PROBLEM_STATUS = _ENTRY + "6"
MEDICATION = _ENTRY + "16"
PLANNED_MEDICATION = _ENTRY + "42"
ALLERGY = _ENTRY + "7"
REACTION = _ENTRY + "9"
SEVERITY = _ENTRY + "8"

# Sections by LOINC: what an entry without a template is there.
PROBLEM_SECTIONS = frozenset({"11450-4", "46241-6", "11535-2", "29308-4", "11348-0"})
MEDICATION_SECTIONS = frozenset({"10160-0", "10183-2", "42346-7", "29549-3"})
ALLERGY_SECTIONS = frozenset({"48765-2"})

HEADER_TITLES = {
    "author": "Written by",
    "dataEnterer": "Entered by",
    "informant": "Told by",
    "custodian": "Kept by",
    "informationRecipient": "Sent to",
    "legalAuthenticator": "Signed by",
    "authenticator": "Signed by",
    "participant": "Also involved",
    "documentationOf": "Care it tells of",
    "componentOf": "Visit it tells of",
    "authorization": "Consent named in it",
    "recordTarget": "More about the person",
}
NAME_USES = {
    "L": "legal", "P": "goes by", "A": "artist", "I": "indigenous", "R": "religious",
    "C": "license", "ASGN": "assigned", "BR": "birth", "SRCH": "search",
}  # fmt: skip
PHONE_USES = {
    "HP": "home", "MC": "mobile", "WP": "work", "HV": "vacation home", "H": "home",
}  # fmt: skip
