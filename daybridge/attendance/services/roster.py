"""Who is on a session's roster: added guests, make-ups, taken off, put back.

The session row is held while seats are counted, so the last seat has one winner.
"""

from datetime import datetime
from typing import Any

from daybridge.access.models import TeamMembership
from daybridge.access.service import service
from daybridge.access.teams import NOTES_TIME, join_through
from daybridge.access.viewer import Viewer
from daybridge.attendance.errors import AlreadyOnRoster
from daybridge.attendance.models import Attendance, Mark
from daybridge.attendance.services.rows import drop_follow_ups, hold, keep
from daybridge.audit.recording import record
from daybridge.schedule.errors import SeatTaken, SessionCancelled
from daybridge.schedule.models import Session


@service
def add_to_session(
    *,
    session: Session,
    patient: Any,
    at: datetime,
    by: Viewer,
    origin: str = Attendance.Origin.ADDED,
    makes_up_for: Attendance | None = None,
) -> Attendance:
    """Give a patient a seat in one session, if there is one.

    Raises SeatTaken when the last one is gone. A patient who was taken off comes back.
    """
    held, rows = _hold_session(session)
    known = [row for row in rows if row.patient_id == patient.pk]
    if known and known[0].removed_at is None:
        raise AlreadyOnRoster(f"{patient.display_name} is already on this roster.")
    _refuse_full(held, rows)
    if known:
        row = known[0]
        _put_back(row)
        keep([row], action="attendance.put_back", by=by, at=at)
        _make_up_for(row, makes_up_for)
    else:
        row = Attendance(
            program_id=by.program_id,
            session=held,
            patient=patient,
            starts_at=held.starts_at,
            origin=Attendance.Origin(origin),
            makes_up_for=makes_up_for,
        )
        row.save(force_insert=True)
        record("attendance.added", by=by.actor, target=row, at=at,
               detail={"session": str(held.pk), "origin": row.origin})  # fmt: skip
    _let_leaders_see(held, row, by=by, at=at)
    return row


@service
def remove_from_session(
    *, attendance: Attendance, at: datetime, by: Viewer
) -> Attendance:
    """Take a patient off one roster. What was written about them stays where it is."""
    [row] = hold(Attendance.objects.in_program(by.program_id).filter(pk=attendance.pk))
    if row.removed_at is None:
        row.removed_at = at
        keep([row], action="attendance.removed", by=by, at=at)
        drop_follow_ups([row], by=by)
    return row


@service
def restore_to_session(
    *, attendance: Attendance, at: datetime, by: Viewer
) -> Attendance:
    """Put a patient back on the roster they were taken off, if a seat is left."""
    held, rows = _hold_session(attendance.session)
    row = next(row for row in rows if row.pk == attendance.pk)
    if row.removed_at is None:
        return row
    _refuse_full(held, rows)
    row.removed_at = row.given_up_at = None
    keep([row], action="attendance.put_back", by=by, at=at)
    return row


def _hold_session(session: Session) -> tuple[Session, list[Attendance]]:
    """The session, held against others who count its seats, and all its rows."""
    held = (
        Session.objects.in_program(session.program_id)
        .select_for_update()
        .get(pk=session.pk)
    )
    if held.cancelled_at is not None:
        raise SessionCancelled("This session was cancelled. Choose another one.")
    rows = list(
        Attendance.objects.in_program(session.program_id)
        .filter(session_id=session.pk)
        .select_related("patient")
    )
    for row in rows:
        row.session = held
    return held, rows


def _refuse_full(session: Session, rows: list[Attendance]) -> None:
    taken = sum(row.removed_at is None and row.given_up_at is None for row in rows)
    if taken >= session.capacity:
        raise SeatTaken(
            f"No seat is left in {session.title}: all {session.capacity} are taken. "
            "Choose another session."
        )


def _put_back(row: Attendance) -> None:
    row.removed_at = row.given_up_at = None
    if row.mark != Mark.ATTENDED:
        row.mark, row.absence_reason = Mark.EXPECTED, ""


def _make_up_for(row: Attendance, place: Attendance | None) -> None:
    """Say what a place that was put back makes up for, where it does."""
    if place is None:
        return
    row.origin, row.makes_up_for = Attendance.Origin.MAKE_UP, place
    rows = Attendance.objects.in_program(row.program_id).filter(pk=row.pk)
    rows.update(origin=row.origin, makes_up_for=place)


def _let_leaders_see(
    session: Session, row: Attendance, *, by: Viewer, at: datetime
) -> None:
    """A guest's leaders may read the chart they write in, until notes are due."""
    join_through(
        patient_ids=[row.patient_id],
        staff_ids=[key for key in (session.leader_id, session.co_leader_id) if key],
        source=TeamMembership.Source.SUBSTITUTE,
        source_id=session.pk,
        by=by,
        at=at,
        until=max(session.ends_at, at) + NOTES_TIME,
    )
