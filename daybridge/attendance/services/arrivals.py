"""Arrivals and departures: who came, when, and who says so."""

from datetime import datetime

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.attendance.credit import ended_early_at
from daybridge.attendance.errors import TooEarly
from daybridge.attendance.models import Attendance, Mark
from daybridge.attendance.services.rows import (
    attend,
    change_one,
    hold,
    hold_one,
    keep,
    settle_follow_ups,
)
from daybridge.schedule.models import Session


@service
def record_arrival(
    *,
    attendance: Attendance,
    at: datetime,
    by: Viewer,
    mode: str | None = None,
    arrived_at: datetime | None = None,
) -> Attendance:
    """Record that a patient came. The first arrival stands; a second changes nothing.

    An arrival overrides a no-show or an excuse: they are here after all. Told only
    after the session, it means they were there from the start.
    """
    row = hold_one(attendance)
    if row.mark == Mark.ATTENDED:
        return row
    was = row.mark
    told_during = at if at < row.session.ends_at else row.session.starts_at
    attend(row, arrived_at=arrived_at or told_during, left_at=None, at=at, by=by)
    row.mode = mode or row.mode
    keep([row], action="attendance.arrived", by=by, at=at)
    if was == Mark.NO_SHOW:
        settle_follow_ups([row], by=by, at=at)
    return row


@service
def record_departure(
    *,
    attendance: Attendance,
    at: datetime,
    by: Viewer,
    left_at: datetime | None = None,
    base_version: int | None = None,
) -> Attendance:
    """Record when a patient left; before the end, it is leaving early."""

    def leave(row: Attendance) -> None:
        attend(
            row, arrived_at=row.arrived_at or at, left_at=left_at or at, at=at, by=by
        )

    return change_one(
        attendance, leave, action="attendance.left", by=by, at=at,
        base_version=base_version,
    )  # fmt: skip


@service
def correct_times(
    *,
    attendance: Attendance,
    arrived_at: datetime,
    left_at: datetime | None,
    base_version: int,
    at: datetime,
    by: Viewer,
) -> Attendance:
    """Put both times right; minutes follow. Refused when the row has changed."""

    def correct(row: Attendance) -> None:
        attend(row, arrived_at=arrived_at, left_at=left_at, at=at, by=by)

    return change_one(
        attendance, correct, action="attendance.times_corrected", by=by, at=at,
        base_version=base_version,
    )  # fmt: skip


@service
def mark_all_present(
    *, session: object, at: datetime, by: Viewer, arrived_at: datetime | None = None
) -> int:
    """Everyone still expected was there from the start (or from `arrived_at`)."""
    expected = hold(
        Attendance.objects.in_program(by.program_id)
        .on_roster_of(session)
        .still_expected()
    )
    for row in expected:
        start = arrived_at or row.session.starts_at
        attend(row, arrived_at=start, left_at=None, at=at, by=by)
    keep(expected, action="attendance.arrived", by=by, at=at)
    return len(expected)


@service
def end_early(*, session: Session, at: datetime, by: Viewer) -> int:
    """The group is over before its time: everyone who is still here leaves now.

    Gives how many left. Raises TooEarly before it begins; after its end nobody can
    leave early, and nothing changes.
    """
    if at < session.starts_at:
        raise TooEarly("This session has not begun. To call it off, cancel it.")
    if at >= session.ends_at:
        return 0
    staying = [row for row in _here(session) if row.left_at is None]
    for row in staying:
        arrived_at = min(row.arrived_at or at, at)
        attend(row, arrived_at=arrived_at, left_at=at, at=at, by=by)
    keep(staying, action="attendance.left", by=by, at=at)
    return len(staying)


@service
def go_on(*, session: Session, at: datetime, by: Viewer) -> int:
    """Take an early end back: whoever left together, last of all, stayed after all."""
    rows = _here(session)
    together = ended_early_at(rows, session)
    stayed = [row for row in rows if together and row.left_at == together]
    for row in stayed:
        attend(
            row, arrived_at=row.arrived_at or session.starts_at, left_at=None, at=at,
            by=by,
        )  # fmt: skip
    keep(stayed, action="attendance.times_corrected", by=by, at=at)
    return len(stayed)


def _here(session: Session) -> list[Attendance]:
    places = Attendance.objects.in_program(session.program_id)
    return hold(places.on_roster_of(session).filter(mark=Mark.ATTENDED))
