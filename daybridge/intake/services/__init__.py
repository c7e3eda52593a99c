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
from daybridge.intake.services.documents import review_document, take_back_item
from daybridge.intake.services.dose import change_dose
from daybridge.intake.services.inquiries import (
    amend_inquiry,
    give_to,
    receive_inquiry,
    screen,
    write_note,
)
from daybridge.intake.services.merging import merge, undo_merge
from daybridge.intake.services.orientation import (
    put_on_list,
    take_off_list,
    tick_step,
    untick_step,
)
from daybridge.intake.services.pipeline import move
from daybridge.intake.services.referrals import (
    add_document,
    amend_referral,
    receive_referral,
    take_back_tick,
    tick_hand_off,
)
from daybridge.intake.services.seats import (
    answer_offer,
    offer_seat,
    open_seat,
    withdraw_seat,
)
from daybridge.intake.services.taking_up import take_up
from daybridge.intake.services.transfer import transfer
from daybridge.intake.services.waiting import amend_wait, end_wait, join_waitlist

__all__ = [
    "Appointment",
    "add_document",
    "admit",
    "amend_admission",
    "amend_inquiry",
    "amend_referral",
    "amend_wait",
    "answer_offer",
    "book_assessment",
    "cancel_booking",
    "change_dose",
    "discharge",
    "end_wait",
    "give_to",
    "join_waitlist",
    "log_call",
    "merge",
    "move",
    "move_booking",
    "offer_seat",
    "open_seat",
    "put_on_list",
    "readmit",
    "receive_inquiry",
    "receive_referral",
    "review_document",
    "screen",
    "take_back_discharge",
    "take_back_item",
    "take_back_tick",
    "take_off_list",
    "take_up",
    "tick_hand_off",
    "tick_step",
    "transfer",
    "undo_merge",
    "untick_step",
    "withdraw_seat",
    "write_note",
]
