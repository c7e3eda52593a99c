"""Groups: made, and changed without touching what has happened or was set by hand."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from daybridge.access.models import TeamMembership
from daybridge.access.service import service
from daybridge.access.teams import join_through, leave_through
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.happenings import happened
from daybridge.schedule.models import Enrollment, Group, Session
from daybridge.schedule.occurrences import check
from daybridge.schedule.rule_change import plan_rule_change
from daybridge.schedule.services.holding import hold_group
from daybridge.schedule.services.making import WEEKS_AHEAD, materialize
from daybridge.schedule.values import GroupChange, GroupValues

READABLE = (
    "name", "modality", "leader", "co_leader", "room", "capacity", "starts_at",
    "minutes", "recurrence", "starts_on", "ends_on", "telehealth_url",
)  # fmt: skip
NO_LONGER = "The group no longer meets then."
FOLLOWING = (
    "rule_date", "title", "track", "starts_at", "ends_at", "leader", "co_leader",
    "room", "telehealth_url", "capacity", "version",
)  # fmt: skip


@service
def make_group(*, program: Any, values: GroupValues, at: datetime, by: Viewer) -> Group:
    """Make a group and the sessions of its coming weeks."""
    group = make_group_alone(values=values, at=at, by=by)
    materialize(program=program, until=horizon(by, at), at=at, by=by, groups=[group])
    return group


@service
def make_group_alone(
    *, values: GroupValues, at: datetime, by: Viewer, continues: Group | None = None
) -> Group:
    """Make a group whose sessions are made when its members are known."""
    check(values.recurrence)
    group = Group(program=by.program, continues=continues)
    values.put_on(group)
    group.save(force_insert=True)
    record("schedule.group_made", by=by.actor, target=group, at=at)
    remember([group], fields=READABLE, by=by.actor, at=at)
    return group


@service
def change_group(
    *, group: Group, values: GroupValues, base_version: int, at: datetime, by: Viewer
) -> GroupChange:
    """Change a group; its sessions ahead follow, but not those changed by hand.

    Raises StaleSession when someone else changed the group meanwhile.
    """
    check(values.recurrence)
    held = hold_group(group, base_version)
    leaders_before = _leaders(held)
    plan = plan_rule_change(held, values, at=at, horizon=horizon(by, at))
    values.put_on(held)
    held.version += 1
    held.save()
    record("schedule.group_changed", by=by.actor, target=held, at=at)
    remember([held], fields=READABLE, by=by.actor, at=at)

    _let_sessions_follow(plan, at=at, by=by)
    made = materialize(
        program=by.program, until=horizon(by, at), at=at, by=by, groups=[held]
    )
    _hand_over_teams(held, leaders_before, at=at, by=by)
    return GroupChange(plan.moved, made, plan.cancelled, plan.kept_by_hand)


def _let_sessions_follow(plan: GroupChange, *, at: datetime, by: Viewer) -> None:
    for session in plan.moved:
        session.version += 1
    if plan.moved:
        Session.objects.bulk_update(plan.moved, FOLLOWING, batch_size=100)
        happened("schedule.sessions_moved", sessions=plan.moved, at=at, by=by)
    for session in plan.cancelled:
        session.cancelled_at, session.cancelled_by_id = at, by.staff_id
        session.cancel_reason = Session.CancelReason.OTHER
        session.cancel_note = NO_LONGER
        session.version += 1
        session.save()
        happened("schedule.session_cancelled", session=session, at=at, by=by)


def _hand_over_teams(
    group: Group, before: set[UUID], *, at: datetime, by: Viewer
) -> None:
    """New leaders join the teams of the members; former ones leave."""
    now = _leaders(group)
    if now == before:
        return
    today = by.program.day_of(at)
    members = (
        Enrollment.objects.in_program(by.program_id)
        .filter(group_id=group.pk)
        .exclude(ends_on__lt=today)
    )
    leave_through(source_id=group.pk, staff_ids=before - now, at=at, by=by)
    join_through(
        patient_ids=[row.patient_id for row in members],
        staff_ids=now - before,
        source=TeamMembership.Source.GROUP,
        source_id=group.pk,
        at=at,
        by=by,
    )


def _leaders(group: Group) -> set[UUID]:
    return {key for key in (group.leader_id, group.co_leader_id) if key}


def horizon(by: Viewer, at: datetime) -> date:
    """Until when sessions exist."""
    today: date = by.program.day_of(at)
    return today + timedelta(weeks=WEEKS_AHEAD)
