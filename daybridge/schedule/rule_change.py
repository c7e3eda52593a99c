"""What a change of a group's rule would do to the sessions ahead, before it is done.

Sessions on days that stay keep their row and follow the group. Sessions on days that go
are moved, in order, to the days that come; those left over are cancelled, so that their
people are told. A session changed or cancelled by hand, or with its evening under way,
stays as it is.
"""

from collections.abc import Sequence
from datetime import date, datetime

from daybridge.schedule.meetings import closed_days, meetings
from daybridge.schedule.models import Group, Session
from daybridge.schedule.occurrences import Occurrence
from daybridge.schedule.values import GroupChange, GroupValues


def plan_rule_change(
    group: Group, values: GroupValues, *, at: datetime, horizon: date
) -> GroupChange:
    """Lay the sessions ahead by the new rule; nothing is written."""
    ahead = list(
        Session.objects.in_program(group.program_id)
        .filter(group_id=group.pk, rule_date__isnull=False, starts_at__gt=at)
        .select_related("program", "track", "room", "leader")
        .order_by("starts_at")
    )
    by_hand = [row for row in ahead if row.changed_by_hand and not row.cancelled_at]
    follow = [row for row in ahead if not row.changed_by_hand and not row.cancelled_at]
    taken = {row.rule_date for row in ahead if row not in follow}
    wanted = [
        meeting
        for meeting in _wanted(group, values, ahead, at, horizon)
        if meeting.rule_date not in taken and meeting.starts_at > at
    ]
    pairs, left = _pair(follow, wanted)
    for session, meeting in pairs:
        _lay(session, meeting, values)
    return GroupChange(
        moved=tuple(session for session, _ in pairs),
        cancelled=tuple(left),
        kept_by_hand=tuple(by_hand),
    )


def _wanted(
    group: Group, values: GroupValues, ahead: Sequence[Session], at: datetime,
    horizon: date,
) -> list[Occurrence]:  # fmt: skip
    program = group.program
    first = program.day_of(at)
    last = max([horizon, *(row.rule_date for row in ahead if row.rule_date)])
    closed = closed_days(program, first, last)
    return meetings(program, values, first, last, closed)


def _pair(
    sessions: Sequence[Session], wanted: Sequence[Occurrence]
) -> tuple[list[tuple[Session, Occurrence]], list[Session]]:
    """Match sessions to meetings: the same day first, then in order."""
    by_day = {meeting.rule_date: meeting for meeting in wanted}
    stay = [
        (row, by_day[row.rule_date])
        for row in sessions
        if row.rule_date and row.rule_date in by_day
    ]
    kept = {row.rule_date for row, _ in stay}
    homeless = [row for row in sessions if row.rule_date not in kept]
    new_days = [meeting for meeting in wanted if meeting.rule_date not in kept]
    moved = list(zip(homeless, new_days, strict=False))
    return [*stay, *moved], homeless[len(moved) :]


def _lay(session: Session, meeting: Occurrence, values: GroupValues) -> None:
    session.rule_date = meeting.rule_date
    session.starts_at, session.ends_at = meeting.starts_at, meeting.ends_at
    session.title = values.name
    session.track, session.room = values.track, values.room
    session.leader, session.co_leader = values.leader, values.co_leader
    session.telehealth_url, session.capacity = values.telehealth_url, values.capacity
