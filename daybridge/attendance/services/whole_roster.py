"""Saves a whole roster at once: all rows or none, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.attendance.errors import RemovedFromRoster
from daybridge.attendance.models import Attendance, Mark
from daybridge.attendance.services.holding import hold_roster, hold_session
from daybridge.attendance.services.rows import (
    OF_A_ROSTER,
    attend,
    be_absent,
    keep,
    refuse_stale,
    settle_follow_ups,
)


@dataclass(frozen=True, slots=True)
class AttendanceChange:
    """How one place should read; the whole of it, not only what differs."""

    attendance_id: UUID
    base_version: int  # of the row as the person saw it
    mark: Mark
    arrived_at: datetime | None = None  # None when attended: from the start
    left_at: datetime | None = None
    mode: str = Attendance.Mode.IN_PERSON
    absence_reason: str = ""


@service
def save_attendance(
    *, session: Any, changes: Sequence[AttendanceChange], by: Viewer, at: datetime
) -> list[Attendance]:
    """Save many places of one session, all or nothing.

    Raises StaleAttendance naming the rows that someone else changed meanwhile. A row
    that reads as wished already is no clash: the same roster may be sent twice.
    """
    return take_places(session=hold_session(session), changes=changes, by=by, at=at)


@service
def take_places(
    *, session: Any, changes: Sequence[AttendanceChange], by: Viewer, at: datetime
) -> list[Attendance]:
    """Save many places of a session that is held, as `save_attendance` does."""
    wanted = {change.attendance_id: change for change in changes}
    rows = [row for row in hold_roster(session) if row.pk in wanted]
    if len(rows) != len(wanted):
        raise RemovedFromRoster("Someone was taken off this roster. Reload the page.")
    changed = [row for row in rows if _as_read(row) != _wished(wanted[row.pk], row)]
    refuse_stale(changed, {key: change.base_version for key, change in wanted.items()})

    were = {row.pk: row.mark for row in changed}
    for row in changed:
        _apply(wanted[row.pk], row, by=by, at=at)
    keep(changed, action="attendance.saved", by=by, at=at, fields=OF_A_ROSTER)
    missed_or_undone = [
        row for row in changed if Mark.NO_SHOW in (row.mark, were[row.pk])
    ]
    if missed_or_undone:
        settle_follow_ups(missed_or_undone, by=by, at=at)
    return rows


def _as_read(row: Attendance) -> tuple[Any, ...]:
    return row.mark, row.arrived_at, row.left_at, row.mode, row.absence_reason


def _wished(change: AttendanceChange, row: Attendance) -> tuple[Any, ...]:
    """How a row is to read; an arrival without a time was known, or is the start."""
    if change.mark != Mark.ATTENDED:
        return change.mark, None, None, change.mode, change.absence_reason[:200]
    arrived_at = change.arrived_at or row.arrived_at or row.session.starts_at
    return change.mark, arrived_at, change.left_at, change.mode, ""


def _apply(
    change: AttendanceChange, row: Attendance, *, by: Viewer, at: datetime
) -> None:
    """Make the row read as wished."""
    mark, arrived_at, left_at, mode, reason = _wished(change, row)
    if mark == Mark.ATTENDED:
        attend(row, arrived_at=arrived_at, left_at=left_at, at=at, by=by)
    else:
        be_absent(row, Mark(mark), reason=reason)
    row.mode = Attendance.Mode(mode)
