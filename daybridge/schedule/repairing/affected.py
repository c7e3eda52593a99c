"""Which sessions cannot be held as planned."""

from datetime import datetime
from typing import Any

from daybridge.schedule.closed_days import at_site
from daybridge.schedule.models import Repair, Session

EXPECTED = "expected"


def affected(repair: Repair, at: datetime) -> Any:
    """Sessions that have not begun and need who is away, or the place that is closed.

    A session by telehealth goes on while a site is closed.
    """
    ahead = Session.objects.in_program(repair.program_id).held().filter(
        starts_at__lt=repair.ends_at, ends_at__gt=repair.starts_at, starts_at__gt=at
    )  # fmt: skip
    if repair.what == Repair.What.LEADER:
        return ahead.led_by(repair.staff_id)
    if repair.what == Repair.What.ROOM:
        return ahead.filter(room=repair.room)
    return ahead.filter(at_site(repair.site_id)).exclude(room=None)


def on_rosters(program: Any, sessions: Any) -> Any:
    """(session, patient) for everyone who is expected at some sessions."""
    return (
        Session.objects.in_program(program)
        .filter(pk__in=sessions)
        .filter(
            attendances__removed_at=None,
            attendances__given_up_at=None,
            attendances__mark=EXPECTED,
        )
        .values_list("pk", "attendances__patient_id")
    )
