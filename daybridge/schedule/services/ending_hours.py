"""A standing hour of somebody's own ends with its place, and may be given back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q

from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.happenings import happened
from daybridge.schedule.fitting.facts import meeting_windows
from daybridge.schedule.models import Group, Session
from daybridge.schedule.services.groups import NO_LONGER, change_group
from daybridge.schedule.services.sessions import READABLE, hold_after_all
from daybridge.schedule.values import GroupValues


def end_hour(*, group: Group, last_day: date, at: datetime, by: Viewer) -> None:
    """Let an hour be over, so that its leader and room are free again."""
    _let_end(group, last_day, at, by)


def give_hour_back(
    *, group: Group, last_day: date | None, at: datetime, by: Viewer
) -> None:
    """Let an hour that had ended go on, with the sessions that were not to be held."""
    _let_end(group, last_day, at, by)
    cancelled = Session.objects.in_program(by.program_id).filter(
        group_id=group.pk, cancel_note=NO_LONGER, starts_at__gt=at
    )
    if last_day is not None:
        cancelled = cancelled.filter(rule_date__lte=last_day)
    take_up_again(cancelled, at=at, by=by)


def is_taken(group: Group, *, day: date) -> bool:
    """Whether its leader or room is wanted at that hour by a group that meets."""
    wanted = Q(leader_id=group.leader_id) | Q(co_leader_id=group.leader_id)
    if group.room_id is not None:
        wanted |= Q(room_id=group.room_id)
    others = Group.objects.in_program(group.program_id).not_over_on(day)
    own = meeting_windows(group)
    return any(
        window.meets(each)
        for other in others.filter(wanted).exclude(pk=group.pk)
        for window in meeting_windows(other)
        for each in own
    )


def take_up_again(rows: Iterable[Session], *, at: datetime, by: Viewer) -> None:
    """Hold sessions after all that were cancelled because their group was to end."""
    for row in rows:
        hold_after_all(row)
        row.version += 1
        row.save()
        record("schedule.session_reinstated", by=by.actor, target=row, at=at)
        remember([row], fields=READABLE, by=by.actor, at=at)
        happened("schedule.session_reinstated", session=row, at=at, by=by)


def _let_end(group: Group, last_day: date | None, at: datetime, by: Viewer) -> None:
    row = (
        Group.objects.in_program(by.program_id)
        .select_related("track", "room", "leader", "co_leader", "curriculum")
        .get(pk=group.pk)
    )
    change_group(
        group=row, base_version=row.version, at=at, by=by,
        values=replace(GroupValues.of(row), ends_on=last_day),
    )  # fmt: skip
