"""The writes of intake, one file per activity."""

from daybridge.intake.services.admission import admit, amend_admission, readmit
from daybridge.intake.services.bookings import (
    Appointment,
    book_assessment,
    cancel_booking,
    move_booking,
)
from daybridge.intake.services.calls import log_call
from daybridge.intake.services.discharge import discharge, take_back_discharge
from daybridge.intake.services.dose import change_dose
from daybridge.intake.services.inquiries import (
    amend_inquiry,
    give_to,
    receive_inquiry,
    write_note,
)
from daybridge.intake.services.pipeline import move
from daybridge.intake.services.taking_up import take_up
from daybridge.intake.services.transfer import transfer

__all__ = [
    "Appointment",
    "admit",
    "amend_admission",
    "amend_inquiry",
    "book_assessment",
    "cancel_booking",
    "change_dose",
    "discharge",
    "give_to",
    "log_call",
    "move",
    "move_booking",
    "readmit",
    "receive_inquiry",
    "take_back_discharge",
    "take_up",
    "transfer",
    "write_note",
]
