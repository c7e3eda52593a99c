"""Does a diagnosis say the same in its code, its severity and its criteria?

Source: ICD-10-CM chapter F (CDC/NCHS, public domain), release of April 2026, in
        `icd10cm_f.csv`. For substance use disorders DSM-5-TR counts eleven criteria in
        twelve months; its texts are not here, only short labels of our own. Which code
        goes with which severity is the coding that DSM-5-TR and ICD-10-CM publish:
        mild is .1 (abuse), moderate and severe are .2 (dependence).
Decided where the sources are silent:
- In remission, severity and criteria are those of the time before it: they say what it
  is that remits.
- Tolerance and withdrawal under medication taken as prescribed do not count; whoever
  diagnoses marks that.
- A code of use without disorder (.9) carries no severity and no remission but its own.
- A code that cannot be billed is no diagnosis, however true its words are.
"""

from daybridge.rules.diagnosis.codes import RELEASE, Code, code_of, find
from daybridge.rules.diagnosis.consistency import problems
from daybridge.rules.diagnosis.substance_use import (
    CRITERIA,
    Remission,
    Severity,
    severity_of,
)

__all__ = [
    "CRITERIA",
    "RELEASE",
    "Code",
    "Remission",
    "Severity",
    "code_of",
    "find",
    "problems",
    "severity_of",
]
