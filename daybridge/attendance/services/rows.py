"""How every change of attendance is written: locked, checked, derived, audited.

One statement reads the rows and holds them, one writes them all, one writes the audit;
the number of statements does not grow with the roster.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from daybridge.access.viewer import Viewer
from daybridge.attendance import credit
from daybridge.attendance.errors import RemovedFromRoster, StaleAttendance
from daybridge.attendance.models import Attendance, FollowUp, Mark
from daybridge.audit.recording import record_each
from daybridge.audit.versions import remember

FIELDS = (
    "mark", "mode", "arrived_at", "left_at", "arrived_by_id", "minutes",
    "absence_reason", "removed_at", "given_up_at", "starts_at", "version",
)  # fmt: skip
OF_A_ROSTER = tuple(each for each in FIELDS if each not in ("removed_at", "starts_at"))
READABLE = (
    "mark", "mode", "arrived_at", "left_at", "minutes", "absence_reason", "removed_at",
)  # fmt: skip

Rows = list[Attendance]


def hold(rows: Any) -> Rows:
    """Read rows for a change and keep others from changing them until it is done."""
    return list(
        rows.select_related("session", "patient")
        .select_for_update(of=("self",))
        .order_by("pk")
    )


def hold_one(attendance: Attendance, base_version: int | None = None) -> Attendance:
    """Hold one row; refuse when it changed since the person looked at it."""
    [row] = hold(
        Attendance.objects.in_program(attendance.program_id).filter(pk=attendance.pk)
    )
    refuse_stale([row], {row.pk: base_version})
    if row.removed_at is not None:
        raise RemovedFromRoster(
            f"{row.patient.display_name} is off this roster. Put them back first."
        )
    return row


def refuse_stale(rows: Rows, base_versions: dict[UUID, int | None]) -> None:
    """Raise with the rows whose version is not the one the person saw."""
    stale = [
        row for row in rows if base_versions[row.pk] not in (None, row.version)
    ]  # fmt: skip
    if stale:
        prefetch_related_objects(stale, "patient")  # whose names the sentence says
        raise StaleAttendance(stale)


def keep(
    rows: Sequence[Attendance],
    *,
    action: str,
    by: Viewer,
    at: datetime,
    fields: Sequence[str] = FIELDS,
) -> Sequence[Attendance]:
    """Write changed rows with derived minutes, follow-ups, versions and audit.

    Who can change but some `fields` names them: the indexes of the others stay as they
    are, which SQLite writes anew for every column that is named, changed or not.
    """
    if not rows:
        return rows
    for row in rows:
        credit.credit(row, starts_at=row.session.starts_at, ends_at=row.session.ends_at)
        row.version += 1
    Attendance.objects.write_columns(rows, fields)  # held rows, so each is there
    remember(rows, fields=READABLE, by=by.actor, at=at)
    record_each(action, by=by.actor, targets=rows, detail=_detail, at=at)
    return rows


def _detail(row: Attendance) -> dict[str, Any]:
    return {"session": str(row.session_id), "version": row.version}


def settle_follow_ups(
    rows: Iterable[Attendance], *, by: Viewer, at: datetime
) -> None:  # fmt: skip
    """A no-show asks for a call the same day; a no-show undone asks for none."""
    rows = list(rows)
    due_on = by.program.day_of(at)
    missed = [row for row in rows if row.mark == Mark.NO_SHOW and not row.removed_at]
    if missed:
        FollowUp.objects.bulk_create(
            [
                FollowUp(program_id=row.program_id, attendance=row, due_on=due_on)
                for row in missed
            ],
            ignore_conflicts=True,
        )
    drop_follow_ups([row for row in rows if row not in missed], by=by)


def drop_follow_ups(rows: Iterable[Attendance], *, by: Viewer) -> None:
    """Take back calls nobody has made yet; those made stay as history."""
    ids = [row.pk for row in rows]
    if ids:
        FollowUp.objects.in_program(by.program_id).open().filter(
            attendance_id__in=ids
        ).delete()


def attend(
    row: Attendance,
    *,
    arrived_at: datetime,
    left_at: datetime | None,
    at: datetime,
    by: Viewer,
) -> None:
    """Set a row to attended, after checking that the times can be true by now."""
    credit.check_it_is_open(row.session, at)
    credit.check_times(
        arrived_at,
        left_at,
        starts_at=row.session.starts_at,
        ends_at=row.session.ends_at,
    )
    if row.mark != Mark.ATTENDED:
        row.arrived_by_id = by.staff_id
    row.mark = Mark.ATTENDED
    row.arrived_at, row.left_at = arrived_at, left_at
    row.absence_reason, row.given_up_at = "", None


def be_absent(row: Attendance, mark: Mark, *, reason: str = "") -> None:
    """Set a row to expected, no-show or excused; times and minutes go."""
    row.mark = mark
    row.arrived_at = row.left_at = row.arrived_by = None
    row.absence_reason = reason[:200]


def change_one(
    attendance: Attendance,
    apply: Callable[[Attendance], None],
    *,
    action: str,
    by: Viewer,
    at: datetime,
    base_version: int | None = None,
) -> Attendance:
    """Hold one row, apply a change to it, and keep it with all that follows."""
    row = hold_one(attendance, base_version)
    was = row.mark
    apply(row)
    keep([row], action=action, by=by, at=at)
    if Mark.NO_SHOW in (was, row.mark):
        settle_follow_ups([row], by=by, at=at)
    return row
