"""Links in reminders: what one opens, and who acts through it.

A link opens one person's one day and shows its times. It works until the day is over,
and no longer than what it speaks of stands.
"""

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance, Mark, Reminder
from daybridge.consents.secrets_of_links import digest
from daybridge.schedule.occurrences import instant

KIND = "reminder"


def address_of(token: str) -> str:
    """The address as it stands in a message."""
    return settings.ADDRESS + reverse("attendance:answer", args=[token])


def find_reminder(token: str, *, at: datetime) -> Reminder | None:
    """The reminder of a token, if its link still opens something."""
    found: Reminder | None = (
        Reminder.objects.across_programs(because="a link finds its own program")
        .answering(at)
        .filter(token_digest=digest(KIND, token))
        .select_related("patient", "program")
        .first()
    )
    return found


def link_viewer(reminder: Reminder, *, at: datetime, address: str = "") -> Viewer:
    """The link as who acts: it has no role and sees no page of the staff."""
    return Viewer(
        program=reminder.program, staff_id=None, user_id=None, name="Reminder’s link",
        roles=frozenset(), at=at, address=address,
    )  # fmt: skip


def places_of(reminder: Reminder) -> list[Attendance]:
    """What a reminder still speaks of: places ahead that day, or those missed."""
    places: Any = (
        Attendance.objects.in_program(reminder.program_id)
        .on_roster()
        .filter(patient_id=reminder.patient_id, session__cancelled_at=None)
        .select_related("session", "answer__make_up")
        .order_by("starts_at", "pk")
    )
    zone = reminder.program.zone
    midnight = instant(reminder.held_on, time(), zone)
    next_one = instant(reminder.held_on + timedelta(days=1), time(), zone)
    places = places.filter(starts_at__gte=midnight, starts_at__lt=next_one)
    if reminder.kind == Reminder.Kind.MISSED:
        return list(places.filter(mark=Mark.NO_SHOW))
    return list(places.still_expected())
