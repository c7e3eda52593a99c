"""Places in sessions of people who leave care (`wiring.py`), and when they last came.

A discharge clears every place that is still ahead: enrolled, guest or make-up. Calls
after missed sessions stay as history and leave the list by themselves.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance, Mark
from daybridge.attendance.services.holding import hold_with_seats
from daybridge.attendance.services.rows import hold, keep
from daybridge.intake.errors import AttendedAfterwards
from daybridge.intake.models import Episode
from daybridge.rules.wording import count_of, listed
from daybridge.schedule.models import Enrollment
from daybridge.schedule.occurrences import instant
from daybridge.schedule.wording import day_words


def last_seen(*, patient: Any, viewer: Viewer) -> date | None:
    """The day a patient last came to a session; None when they never did."""
    newest = (
        Attendance.objects.in_program(viewer.program_id)
        .attended()
        .filter(patient_id=patient.pk)
        .order_by("-starts_at")
        .values_list("starts_at", flat=True)
        .first()
    )
    return viewer.program.day_of(newest) if newest else None


@service
def stop_expecting(*, episode: Episode, at: datetime, by: Viewer) -> list[str]:
    """Clear the places of a discharged patient from their first day out.

    Raises AttendedAfterwards when they came on that day or later.
    """
    if episode.discharged_on is None:
        return []
    places = _from(episode, episode.discharged_on, by)
    _refuse_attended(places, by)
    ahead = hold(places.on_roster().filter(Q(mark=Mark.EXPECTED) | Q(starts_at__gt=at)))
    for row in ahead:
        row.removed_at = at
    keep(ahead, action="attendance.removed", by=by, at=at)
    cleared = places.filter(removed_at=at).count()
    if not cleared:
        return []
    return [f"They are no longer expected at {count_of(cleared, 'session')}."]


@service
def expect_again(
    *, episode: Episode, written_at: datetime, at: datetime, by: Viewer
) -> list[str]:
    """Put a patient back where a discharge took them off, where a seat is left."""
    rows = hold(
        Attendance.objects.in_program(by.program_id).filter(
            patient_id=episode.patient_id,
            removed_at=written_at,
            session__cancelled_at=None,
        )
    )
    sessions = {row.pk: row for row in hold_with_seats(rows)}
    enrolled = _enrolled(episode, by)
    back = [row for row in rows if row.session_id in sessions]
    back = [row for row in back if _still_belongs(row, enrolled, by)]
    for row in back:
        row.removed_at = None
    keep(back, action="attendance.put_back", by=by, at=at)
    full = [row for row in rows if row.session_id not in sessions]
    if not full:
        return []
    days = [day_words(_day(row, by)) for row in full]
    return [f"No seat is left on {listed(days)}."]


def _from(episode: Episode, day: date, by: Viewer) -> Any:
    start = instant(day, time(), by.program.zone)
    return Attendance.objects.in_program(by.program_id).filter(
        patient_id=episode.patient_id, starts_at__gte=start
    )


def _refuse_attended(places: Any, by: Viewer) -> None:
    came = places.attended().on_roster().select_related("session")
    last = came.order_by("-starts_at").first()
    if last is None:
        return
    day = _day(last, by)
    raise AttendedAfterwards(
        f"They came to {last.session.title} on {day_words(day)}. "
        f"The first day out is {day_words(day + timedelta(days=1))} or later.",
        field="discharged_on",
    )


def _enrolled(episode: Episode, by: Viewer) -> list[Enrollment]:
    return list(
        Enrollment.objects.in_program(by.program_id).filter(
            patient_id=episode.patient_id
        )
    )


def _still_belongs(row: Attendance, enrolled: list[Enrollment], by: Viewer) -> bool:
    """Whether an enrolled place still has its standing place behind it."""
    if row.origin != Attendance.Origin.ENROLLED or row.session.group_id is None:
        return True
    day = _day(row, by)
    return any(
        place.group_id == row.session.group_id
        and place.starts_on <= day <= (place.ends_on or day)
        for place in enrolled
    )


def _day(row: Attendance, by: Viewer) -> date:
    day: date = by.program.day_of(row.starts_at)
    return day
