"""Saves a whole roster at once: all rows or none, in a fixed number of statements."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.attendance.errors import RemovedFromRoster
from daybridge.attendance.models import Attendance, Mark
from daybridge.attendance.services.rows import (
    attend,
    be_absent,
    hold,
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
    wanted = {change.attendance_id: change for change in changes}
    rows = hold(
        Attendance.objects.in_program(by.program_id)
        .on_roster_of(session)
        .filter(pk__in=list(wanted))
    )
    if len(rows) != len(wanted):
        raise RemovedFromRoster("Someone was taken off this roster. Reload the page.")
    other = [row for row in rows if _apply(wanted[row.pk], copy(row), by)]
    refuse_stale(other, {key: change.base_version for key, change in wanted.items()})

    were = {row.pk: row.mark for row in rows}
    changed = [row for row in other if _apply(wanted[row.pk], row, by)]
    keep(changed, action="attendance.saved", by=by, at=at)
    missed_or_undone = [
        row for row in changed if Mark.NO_SHOW in (row.mark, were[row.pk])
    ]
    if missed_or_undone:
        settle_follow_ups(missed_or_undone, by=by, at=at)
    return rows


def _apply(change: AttendanceChange, row: Attendance, by: Viewer) -> bool:
    """Make the row read as wished; False when it already did."""
    before = _as_read(row)
    if change.mark == Mark.ATTENDED:
        arrived_at = change.arrived_at or row.arrived_at or row.session.starts_at
        attend(row, arrived_at=arrived_at, left_at=change.left_at, by=by)
    else:
        be_absent(row, Mark(change.mark), reason=change.absence_reason)
    row.mode = Attendance.Mode(change.mode)
    return _as_read(row) != before


def _as_read(row: Attendance) -> tuple[Any, ...]:
    return row.mark, row.arrived_at, row.left_at, row.mode, row.absence_reason
