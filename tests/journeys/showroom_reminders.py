"""A link in a reminder of the showroom's patient."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from daybridge.attendance.models import Attendance, Reminder
from daybridge.attendance.reminding.telling import write_reminder
from daybridge.demo.reminding import AHEAD
from daybridge.outbox.models import Message
from daybridge.people.middleware import viewer_of
from daybridge.schedule.models import Session


def rows_of_reminders(
    patient: Any, session: Any, staff: dict[str, Any]
) -> dict[str, Any]:  # fmt: skip
    """What stands for the arguments of these addresses: a day the demo leaves out."""
    by = viewer_of(staff["front_desk"], at=timezone.now(), writes=True)
    start = by.at + AHEAD + timedelta(days=1)
    ahead = Session.objects.create(
        program=patient.program, title=session.title, track=session.track,
        modality="skills", starts_at=start, ends_at=start + timedelta(hours=3),
        leader=session.leader, capacity=12,
    )  # fmt: skip
    Attendance.objects.create(
        program=patient.program, session=ahead, patient=patient, starts_at=start
    )
    reminder = write_reminder(
        patient=patient, kind=Reminder.Kind.AHEAD, held_on=by.program.day_of(start),
        starts_at=start, expires_at=ahead.ends_at, due=by.at, at=by.at, by=by,
    )  # fmt: skip
    messages = Message.objects.in_program(patient.program_id)
    told = messages.get(key=f"attendance.reminder:{reminder.pk}")
    return {
        "attendance:answer token": told.text.split("/r/")[1].strip("/"),
        "attendance:noted patient_id": patient.pk,
        "attendance:noted day": reminder.held_on.isoformat(),
    }
