"""What attendance tells where a consent lets it leave: yes or no for a day."""

from datetime import date, time, timedelta
from typing import Any

from daybridge.attendance.models import Attendance, Mark
from daybridge.schedule.occurrences import instant


def attended_days(*, patient: Any, first: date, last: date) -> list[tuple[date, bool]]:
    """Each day on which sessions expected somebody, and whether they came to any.

    Newest first. Days on which every session was called off are not among them.
    """
    program = patient.program
    rows = (
        Attendance.objects.in_program(program)
        .on_roster()
        .filter(
            patient=patient,
            session__cancelled_at=None,
            starts_at__gte=instant(first, time(), program.zone),
            starts_at__lt=instant(last + timedelta(days=1), time(), program.zone),
        )
        .values_list("starts_at", "mark")
    )
    days: dict[date, bool] = {}
    for starts_at, mark in rows:
        on = program.day_of(starts_at)
        if mark != Mark.EXPECTED or on in days:
            days[on] = days.get(on, False) or mark == Mark.ATTENDED
    return sorted(days.items(), reverse=True)
