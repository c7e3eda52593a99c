"""The writes of the outbox, one file per activity."""

from daybridge.outbox.services.telling import take_back, tell_patient, tell_staff

__all__ = ["take_back", "tell_patient", "tell_staff"]
