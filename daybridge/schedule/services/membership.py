"""Standing places in a group. Seats are counted while the group is held.

A group's seats hold on every day ahead, and each session ahead must have a seat too: a
guest may have taken one there.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from daybridge.access.models import TeamMembership
from daybridge.access.service import service
from daybridge.access.teams import NOTES_TIME, join_through, leave_through
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.happenings import happened
from daybridge.schedule.errors import AlreadyEnrolled, SeatTaken
from daybridge.schedule.models import Enrollment, Group, Session
from daybridge.schedule.seats import with_taken
from daybridge.schedule.services.ending_hours import end_hour
from daybridge.schedule.services.holding import hold_group
from daybridge.schedule.wording import day_words


@service
def enroll(
    *, group: Group, patient: Any, starts_on: date, at: datetime, by: Viewer
) -> Enrollment:
    """Give a patient a standing place from a day on, if the group has a seat.

    Raises SeatTaken or AlreadyEnrolled.
    """
    held = hold_group(group)
    members = list(
        Enrollment.objects.in_program(held.program_id)
        .filter(group_id=held.pk)
        .filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    )
    if any(row.patient_id == patient.pk for row in members):
        raise AlreadyEnrolled(f"{patient.display_name} is already in {held.name}.")
    if len(members) >= held.capacity:
        raise SeatTaken(
            f"No seat is left in {held.name}: all {held.capacity} are taken. "
            "End a place first, or choose another group."
        )
    refuse_full_session(held, patient, starts_on, at, by)
    row = Enrollment(
        program_id=held.program_id, group=held, patient=patient, starts_on=starts_on
    )
    row.save(force_insert=True)
    record("schedule.enrolled", by=by.actor, target=row, at=at,
           detail={"group": str(held.pk)})  # fmt: skip
    join_through(
        patient_ids=[patient.pk],
        staff_ids=[key for key in (held.leader_id, held.co_leader_id) if key],
        source=TeamMembership.Source.GROUP,
        source_id=held.pk,
        at=at,
        by=by,
    )
    happened("schedule.enrolled", enrollment=row, at=at, by=by)
    return row


@service
def end_enrollment(
    *, enrollment: Enrollment, ends_on: date, reason: str, at: datetime, by: Viewer
) -> Enrollment:
    """End a standing place; `ends_on` is the last day. What was written stays.

    A place that had not begun by then never does. An hour of their own is over with it.
    The group's leaders keep the chart
    until the notes of the last day are due.
    """
    if enrollment.group.is_one_to_one:
        hold_group(enrollment.group)  # before the place, as whoever gives one does
    row: Enrollment = (
        Enrollment.objects.in_program(enrollment.program_id)
        .select_for_update()
        .get(pk=enrollment.pk)
    )
    never = row.starts_on - timedelta(days=1)
    row.ends_on, row.end_reason = max(ends_on, never), reason[:200]
    row.save()
    record("schedule.enrollment_ended", by=by.actor, target=row, at=at,
           detail={"group": str(row.group_id)})  # fmt: skip
    day_after = row.ends_on + timedelta(days=1)
    leave_through(
        source_id=row.group_id,
        patient_ids=[row.patient_id],
        at=at,
        by=by,
        until=datetime.combine(day_after, time(), by.program.zone) + NOTES_TIME,
    )
    happened("schedule.enrollment_ended", enrollment=row, at=at, by=by)
    if row.group.is_one_to_one:
        end_hour(group=row.group, last_day=row.ends_on, at=at, by=by)
    return row


def refuse_full_session(
    group: Group, patient: Any, starts_on: date, at: datetime, by: Viewer
) -> None:
    """Refuse when a session ahead has no seat, naming the evening."""
    ahead = (
        Session.objects.in_program(group.program_id)
        .held()
        .filter(group_id=group.pk, ends_at__gt=at)
    )
    held = [row.pk for row in ahead.select_for_update().order_by("pk")]
    has_seat = set(
        ahead.filter(
            attendances__patient_id=patient.pk, attendances__removed_at=None
        ).values_list("pk", flat=True)
    )
    for session in with_taken(ahead.filter(pk__in=held)).order_by("starts_at"):
        day = by.program.day_of(session.starts_at)
        is_full = session.taken >= session.capacity and session.pk not in has_seat
        if is_full and day >= starts_on:
            raise SeatTaken(
                f"{group.name} on {day_words(day)} is full with a guest. "
                "Start the day after, or move the guest first."
            )
