"""What of messages is Dana's: a call, a reminder, and how she wants to be told."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.cast import Clinic, today

DAY = timedelta(days=1)


@dataclass
class OfOutbox:
    to_call: Any


def make_outbox(clinic: Clinic, patient: Any) -> OfOutbox:
    """A message that no machine could bring; nobody sees it but whom it concerns."""
    from daybridge.attendance.models import Reminder
    from daybridge.outbox.models import Message, Preference

    Preference.objects.create(
        program=clinic.program, patient=patient, way="call", lead_minutes=60
    )
    now = timezone.now()
    message = Message.objects.create(
        program=clinic.program, patient=patient, kind="schedule.moved", key="moved:1",
        subject="Tuesday", text="Tuesday is at 6 pm.", due_at=now, next_at=now,
        state="to_call",
    )  # fmt: skip
    Reminder.objects.create(
        program=clinic.program, patient=patient, held_on=today() + DAY,
        starts_at=now + DAY, expires_at=now + 2 * DAY, token_digest="0" * 64,
    )  # fmt: skip
    return OfOutbox(message)
