"""Many places at once, in groups that have not begun or are over.

One by one a place costs two dozen statements: its seat, every evening ahead, the team,
and who is expected where. A group that has not begun has no evening yet, and one that
is over has none any more; so nobody is to be expected, and no seat opens or is taken.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from daybridge.access.models import TeamMembership
from daybridge.access.service import service
from daybridge.access.teams import NOTES_TIME, join_through, leave_through
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record_each
from daybridge.schedule.errors import SeatTaken
from daybridge.schedule.models import Enrollment, Group, Session
from daybridge.schedule.occurrences import instant
from daybridge.schedule.services.membership import end_enrollment

Member = tuple[UUID, date]  # a patient, and from which day on


@service
def enroll_together(
    *, group: Group, members: Sequence[Member], at: datetime, by: Viewer
) -> list[Enrollment]:
    """Give places in a group that was made in this transaction and has no sessions.

    Raises SeatTaken when they are more than its seats.
    """
    if len(members) > group.capacity:
        raise SeatTaken(
            f"{group.name} has {group.capacity} seats, and {len(members)} people were "
            "to have one."
        )
    rows = [
        Enrollment(
            program_id=by.program_id, group=group, patient_id=patient, starts_on=day
        )
        for patient, day in members
    ]
    Enrollment.objects.bulk_create(rows, batch_size=500)
    _record("schedule.enrolled", rows, at=at, by=by)
    join_through(
        patient_ids=[row.patient_id for row in rows],
        staff_ids=[key for key in (group.leader_id, group.co_leader_id) if key],
        source=TeamMembership.Source.GROUP,
        source_id=group.pk,
        at=at,
        by=by,
    )
    return rows


@service
def end_places(
    *, rows: Sequence[Enrollment], ends_on: date, reason: str, at: datetime, by: Viewer
) -> None:
    """End places, those of groups that are over then all at once."""
    over = _over_by({row.group_id for row in rows}, ends_on + timedelta(days=1), by)
    _end_together(
        [row.pk for row in rows if row.group_id in over],
        ends_on=ends_on, reason=reason, at=at, by=by,
    )  # fmt: skip
    for row in rows:
        if row.group_id not in over:
            end_enrollment(enrollment=row, ends_on=ends_on, reason=reason, at=at, by=by)


def _end_together(
    keys: Sequence[UUID], *, ends_on: date, reason: str, at: datetime, by: Viewer
) -> None:
    """As `end_enrollment` ends one, where nobody is expected any more."""
    held = list(
        Enrollment.objects.in_program(by.program_id)
        .filter(pk__in=keys)
        .select_for_update()
        .order_by("pk")
    )
    leaving: dict[tuple[UUID, date], list[UUID]] = defaultdict(list)
    for row in held:
        row.ends_on = max(ends_on, row.starts_on - timedelta(days=1))
        row.end_reason = reason[:200]
        leaving[row.group_id, row.ends_on].append(row.patient_id)
    Enrollment.objects.in_program(by.program_id).bulk_update(
        held, ["ends_on", "end_reason"], batch_size=500
    )
    _record("schedule.enrollment_ended", held, at=at, by=by)
    for (group, last_day), patients in leaving.items():
        day_after = instant(last_day + timedelta(days=1), time(), by.program.zone)
        leave_through(
            source_id=group, patient_ids=patients, at=at, by=by,
            until=day_after + NOTES_TIME,
        )  # fmt: skip


def _over_by(groups: Iterable[UUID], day: date, by: Viewer) -> set[UUID]:
    """Those of the groups that meet no more from a day on, not even once."""
    ended = set(
        Group.objects.in_program(by.program_id)
        .filter(pk__in=set(groups), ends_on__lt=day)
        .values_list("pk", flat=True)
    )
    ahead = Session.objects.in_program(by.program_id).held()
    meeting = ahead.filter(
        group_id__in=ended, starts_at__gte=instant(day, time(), by.program.zone)
    )
    return ended - set(meeting.values_list("group_id", flat=True))


def _record(
    action: str, rows: Sequence[Enrollment], *, at: datetime, by: Viewer
) -> None:
    record_each(
        action, by=by.actor, targets=rows, at=at,
        detail=lambda row: {"group": str(row.group_id)},
    )  # fmt: skip
