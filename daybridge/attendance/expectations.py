"""Who is expected where, following what the schedule decides (see `wiring.py`).

Each function is safe to run twice: a place exists once, and what a person said about it
is never overwritten.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from daybridge.access.models import TeamMembership
from daybridge.access.service import service
from daybridge.access.services import end_membership
from daybridge.access.teams import NOTES_TIME, join_through
from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance, Mark
from daybridge.attendance.services.rows import be_absent, drop_follow_ups, hold, keep
from daybridge.rules.wording import listed
from daybridge.schedule.errors import SessionHasArrivals
from daybridge.schedule.models import Enrollment, Session

CANCELLED = "The session was cancelled"
NO_GROUP = UUID(int=0)  # an extra session may belong to no group


@service
def expect_members(*, sessions: Sequence[Session], at: datetime, by: Viewer) -> int:
    """Give every enrolled patient a place in each new session of their group."""
    if not sessions:
        return 0
    members = defaultdict(list)
    group_ids = {session.group_id for session in sessions if session.group_id}
    for row in Enrollment.objects.in_program(by.program_id).filter(
        group_id__in=group_ids
    ):
        members[row.group_id].append(row)
    places = [
        _place(session, row)
        for session in sessions
        for row in members[session.group_id or NO_GROUP]
        if _is_member_on(row, by.program.day_of(session.starts_at))
    ]
    Attendance.objects.bulk_create(places, batch_size=500, ignore_conflicts=True)
    return len(places)


@service
def expect_member(*, enrollment: Enrollment, at: datetime, by: Viewer) -> int:
    """Give a new member a place in the sessions their group already has ahead."""
    ahead = [
        session
        for session in Session.objects.in_program(by.program_id)
        .held()
        .filter(group_id=enrollment.group_id, ends_at__gt=at)
        .order_by("starts_at")
        if _is_member_on(enrollment, by.program.day_of(session.starts_at))
    ]
    Attendance.objects.bulk_create(
        [_place(session, enrollment) for session in ahead],
        batch_size=500,
        ignore_conflicts=True,
    )
    returning = hold(
        _of_patient(by, enrollment).filter(
            session__in=ahead, removed_at__isnull=False, mark=Mark.EXPECTED
        )
    )
    for row in returning:
        row.removed_at = None
    keep(returning, action="attendance.put_back", by=by, at=at)
    return len(ahead)


@service
def stop_expecting_member(
    *, enrollment: Enrollment, at: datetime, by: Viewer
) -> int:  # fmt: skip
    """Take a member who leaves the group off the sessions after their last day."""
    if enrollment.ends_on is None:
        return 0
    rows = hold(
        _of_patient(by, enrollment)
        .on_roster()
        .still_expected()
        .filter(
            session__group_id=enrollment.group_id,
            starts_at__gte=at,
            origin=Attendance.Origin.ENROLLED,
        )
    )
    after = [
        row
        for row in rows
        if by.program.day_of(row.session.starts_at) > enrollment.ends_on
    ]
    for row in after:
        row.removed_at = at
    keep(after, action="attendance.removed", by=by, at=at)
    return len(after)


@service
def move_expectations(
    *, sessions: Sequence[Session], at: datetime, by: Viewer
) -> int:  # fmt: skip
    """Follow sessions to their new times; credited minutes are counted anew.

    What people answered was about the old time and stands no more.
    """
    by_id = {session.pk: session for session in sessions}
    places = Attendance.objects.in_program(by.program_id).filter(session_id__in=by_id)
    attended = hold(places.attended())
    for session in sessions:
        places.filter(session_id=session.pk).exclude(mark=Mark.ATTENDED).exclude(
            starts_at=session.starts_at
        ).update(starts_at=session.starts_at, answer=None, version=F("version") + 1)
    for row in attended:
        row.starts_at = row.session.starts_at
    keep(attended, action="attendance.session_moved", by=by, at=at)
    return len(attended)


@service
def clear_expectations(*, session: Session, at: datetime, by: Viewer) -> int:
    """Nobody is expected at a cancelled session, and nobody missed it.

    Raises SessionHasArrivals when someone attended: it took place.
    """
    rows = hold(Attendance.objects.in_program(by.program_id).on_roster_of(session))
    attended = [row.patient.display_name for row in rows if row.mark == Mark.ATTENDED]
    if attended:
        raise SessionHasArrivals(
            f"{listed(attended)} attended, so it took place. Change its end instead."
        )
    open_rows = [row for row in rows if row.mark != Mark.EXCUSED]
    for row in open_rows:
        be_absent(row, Mark.EXCUSED, reason=CANCELLED)
    keep(open_rows, action="attendance.session_cancelled", by=by, at=at)
    drop_follow_ups(open_rows, by=by)
    return len(open_rows)


@service
def expect_again(*, session: Session, at: datetime, by: Viewer) -> int:
    """The session takes place after all: the same people are expected again."""
    rows = hold(
        Attendance.objects.in_program(by.program_id)
        .on_roster_of(session)
        .filter(mark=Mark.EXCUSED, absence_reason=CANCELLED)
    )
    for row in rows:
        be_absent(row, Mark.EXPECTED)
    keep(rows, action="attendance.session_reinstated", by=by, at=at)
    return expect_members(sessions=[session], at=at, by=by)


@service
def let_substitute_see(
    *, session: Session, staff_ids: Iterable[Any], at: datetime, by: Viewer
) -> int:
    """A substitute is on the team of tonight's patients, until notes are due.

    Whoever was to lead it and does not any more, before it began, leaves that team.
    """
    if at < session.starts_at:
        _let_go_of(session, at=at, by=by)
    patient_ids = (
        Attendance.objects.in_program(by.program_id)
        .on_roster_of(session)
        .values_list("patient_id", flat=True)
    )
    joined = join_through(
        patient_ids=list(patient_ids),
        staff_ids=list(staff_ids),
        source=TeamMembership.Source.SUBSTITUTE,
        source_id=session.pk,
        by=by,
        at=at,
        until=max(session.ends_at, at) + NOTES_TIME,
    )
    return len(joined)


def _let_go_of(session: Session, *, at: datetime, by: Viewer) -> None:
    leading = [key for key in (session.leader_id, session.co_leader_id) if key]
    joined = (
        TeamMembership.objects.in_program(by.program_id)
        .on(at)
        .filter(source=TeamMembership.Source.SUBSTITUTE, source_id=session.pk)
        .exclude(staff_id__in=leading)
    )
    for membership in joined:
        end_membership(membership=membership, by=by, at=at)


def _place(session: Session, enrollment: Enrollment) -> Attendance:
    return Attendance(
        program_id=session.program_id,
        session=session,
        patient_id=enrollment.patient_id,
        starts_at=session.starts_at,
    )


def _is_member_on(enrollment: Enrollment, day: date) -> bool:
    return enrollment.starts_on <= day <= (enrollment.ends_on or day)


def _of_patient(by: Viewer, enrollment: Enrollment) -> Any:
    return Attendance.objects.in_program(by.program_id).filter(
        patient_id=enrollment.patient_id
    )
