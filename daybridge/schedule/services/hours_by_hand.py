"""An hour of somebody's own that is changed or given up by hand: they hear of it.

Of a group nobody hears so: its places are given and ended in talk with each person.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.people.models import Patient
from daybridge.schedule.models import Enrollment, Group
from daybridge.schedule.open_places import weekly_meetings
from daybridge.schedule.services.groups import change_group
from daybridge.schedule.services.membership import end_enrollment
from daybridge.schedule.services.telling_hours import leaders_of, tell_times
from daybridge.schedule.values import GroupChange, GroupValues


@service
def change_by_hand(
    *, group: Group, values: GroupValues, base_version: int, at: datetime, by: Viewer
) -> GroupChange:
    """Change a group; of an hour of their own the person and its leaders are told.

    Raises StaleSession when someone else changed the group meanwhile.
    """
    before = GroupValues.of(group)
    change = change_group(
        group=group, values=values, base_version=base_version, at=at, by=by
    )
    day = _other_from(before, values, by.today)
    if group.is_one_to_one and day is not None:
        is_other_time = _times(before) != _times(values)
        tell_times(
            patients=_people(group, day) if is_other_time else (),
            leaders=_leaders(before) | _leaders(values), day=day, at=at, by=by,
        )  # fmt: skip
    return change


@service
def give_up_place(
    *, enrollment: Enrollment, ends_on: date, reason: str, at: datetime, by: Viewer
) -> Enrollment:
    """End a standing place; of an hour of their own the person and its leaders hear."""
    row: Enrollment = end_enrollment(
        enrollment=enrollment, ends_on=ends_on, reason=reason, at=at, by=by
    )
    if row.group.is_one_to_one:
        assert row.ends_on is not None
        day = max(row.ends_on + timedelta(days=1), by.today)
        tell_times(
            patients=[enrollment.patient], leaders=leaders_of(row.group), day=day,
            at=at, by=by,
        )  # fmt: skip
    return row


def _other_from(before: GroupValues, after: GroupValues, today: date) -> date | None:
    """From which day on a time, a leader or the end is another one, if any is."""
    if _times(before)[0] != _times(after)[0] or _leaders(before) != _leaders(after):
        return today
    ends = [each.ends_on for each in (before, after) if each.ends_on is not None]
    if before.ends_on == after.ends_on:
        return None
    return max(min(ends) + timedelta(days=1), today)


def _times(values: GroupValues) -> tuple[object, date | None]:
    return (weekly_meetings(values), values.ends_on)


def _leaders(values: GroupValues) -> set[UUID]:
    return {each.pk for each in (values.leader, values.co_leader) if each is not None}


def _people(group: Group, day: date) -> list[Patient]:
    rows = Enrollment.objects.in_program(group.program_id).filter(group_id=group.pk)
    keys = rows.exclude(ends_on__lt=day).values("patient_id")
    return list(Patient.objects.in_program(group.program_id).filter(pk__in=keys))
