"""When the groups of each track meet, for those who wait for a place (`wiring.py`)."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from daybridge.intake.times import minute_of
from daybridge.intake.values import GroupTimes
from daybridge.rules.first_week import Meeting
from daybridge.schedule.models import Group
from daybridge.schedule.occurrences import weekdays

MOST_GROUPS = 500


def group_times(
    *, program_id: UUID, tracks: Collection[UUID], day: date
) -> list[GroupTimes]:
    """The groups of some tracks that run on a day or begin later, in one query."""
    groups = Group.objects.in_program(program_id).filter(track_id__in=tracks).shared()
    ahead: Any = groups.not_over_on(day).with_members(day).order_by("name", "pk")
    return [
        GroupTimes(
            id=group.pk,
            track_id=group.track_id,
            name=group.name,
            meetings=weekly_meetings(group),
            counts_to_dose=group.counts_to_clinical_hours,
            places_left=max(group.capacity - group.members, 0),
        )
        for group in ahead[:MOST_GROUPS]
    ]


def weekly_meetings(group: Any) -> tuple[Meeting, ...]:
    """The weekdays on which a group meets, with its hours."""
    start = minute_of(group.starts_at)
    return tuple(
        Meeting(day, start, group.minutes) for day in weekdays(group.recurrence)
    )
