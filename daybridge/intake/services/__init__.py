"""The writes of intake, one file per activity."""

from daybridge.intake.services.admission import admit, amend_admission, readmit
from daybridge.intake.services.discharge import discharge, take_back_discharge
from daybridge.intake.services.dose import change_dose
from daybridge.intake.services.transfer import transfer

__all__ = [
    "admit",
    "amend_admission",
    "change_dose",
    "discharge",
    "readmit",
    "take_back_discharge",
    "transfer",
]
