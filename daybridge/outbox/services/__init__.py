"""The writes of the outbox, one file per activity."""

from daybridge.outbox.services.calling import Outcome, note_call, send_again
from daybridge.outbox.services.telling import take_back, tell_patient, tell_staff
from daybridge.outbox.services.wishing import say_how

__all__ = [
    "Outcome",
    "note_call",
    "say_how",
    "send_again",
    "take_back",
    "tell_patient",
    "tell_staff",
]
