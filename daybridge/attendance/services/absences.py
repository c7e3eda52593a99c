"""No-shows and excuses, taking them back, and how someone attends."""

from datetime import datetime

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.attendance.errors import StillExpected
from daybridge.attendance.models import Attendance, Mark
from daybridge.attendance.services.rows import (
    be_absent,
    change_one,
    hold,
    keep,
    settle_follow_ups,
)


@service
def mark_no_show(
    *,
    attendance: Attendance,
    at: datetime,
    by: Viewer,
    base_version: int | None = None,
) -> Attendance:
    """Say that a patient did not come; someone calls them the same day."""
    return change_one(
        attendance, lambda row: be_absent(row, Mark.NO_SHOW),
        action="attendance.no_show", by=by, at=at, base_version=base_version,
    )  # fmt: skip


@service
def mark_excused(
    *,
    attendance: Attendance,
    reason: str,
    at: datetime,
    by: Viewer,
    base_version: int | None = None,
) -> Attendance:
    """Say that a patient told us they could not come, and why."""
    return change_one(
        attendance, lambda row: be_absent(row, Mark.EXCUSED, reason=reason),
        action="attendance.excused", by=by, at=at, base_version=base_version,
    )  # fmt: skip


@service
def mark_expected(
    *,
    attendance: Attendance,
    at: datetime,
    by: Viewer,
    base_version: int | None = None,
) -> Attendance:
    """Take back what was said about a place: the patient is expected again."""
    return change_one(
        attendance, lambda row: be_absent(row, Mark.EXPECTED),
        action="attendance.taken_back", by=by, at=at, base_version=base_version,
    )  # fmt: skip


@service
def set_mode(
    *,
    attendance: Attendance,
    mode: str,
    at: datetime,
    by: Viewer,
    base_version: int | None = None,
) -> Attendance:
    """Say whether a patient attends in person or by telehealth."""

    def choose(row: Attendance) -> None:
        row.mode = Attendance.Mode(mode)

    return change_one(
        attendance, choose, action="attendance.mode_set", by=by, at=at,
        base_version=base_version,
    )  # fmt: skip


@service
def close_session_attendance(
    *, session: object, at: datetime, by: Viewer, rest: Mark | None = None
) -> int:
    """Say about everyone still expected what `rest` says; without it, ask who.

    Raises StillExpected when `rest` is None and someone is.
    """
    expected = hold(
        Attendance.objects.in_program(by.program_id)
        .on_roster_of(session)
        .still_expected()
    )
    if expected and rest is None:
        raise StillExpected(expected)
    for row in expected:
        be_absent(row, rest or Mark.NO_SHOW)
    keep(expected, action="attendance.no_show", by=by, at=at)
    settle_follow_ups(expected, by=by, at=at)
    return len(expected)
