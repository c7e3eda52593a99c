"""Treatment teams that follow from the schedule: who leads a group cares for it.

Each membership keeps what it came from (a group, or one session), so it ends with it.
When a person leaves care the whole team ends, once its last notes can be written.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from daybridge.access.models import TeamMembership
from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import Columns, event, record_many
from daybridge.audit.versions import before, remember

Source = TeamMembership.Source
NOTES_TIME = timedelta(hours=72)  # to finish notes, after a session or the last day
DATES = ("started_at", "ended_at")


@service
def join_through(
    *,
    patient_ids: Iterable[UUID],
    staff_ids: Iterable[UUID],
    source: Source,
    source_id: UUID,
    by: Viewer,
    at: datetime,
    until: datetime | None = None,
) -> list[TeamMembership]:
    """Put staff on the teams of patients because of a group or session; once each."""
    patient_ids, staff_ids = list(patient_ids), set(staff_ids)
    known = set(
        TeamMembership.objects.in_program(by.program_id)
        .on(at)
        .filter(source=source, source_id=source_id, patient_id__in=patient_ids)
        .filter(_lasts(until))
        .values_list("patient_id", "staff_id")
    )
    joined = [
        TeamMembership(
            program_id=by.program_id,
            patient_id=patient_id,
            staff_id=staff_id,
            source=source,
            source_id=source_id,
            started_at=at,
            ended_at=until,
            added_by_id=by.staff_id,
        )
        for patient_id in patient_ids
        for staff_id in staff_ids
        if (patient_id, staff_id) not in known
    ]
    TeamMembership.objects.bulk_create(joined, batch_size=500)
    record_many(_event("access.team_joined", row, by, at) for row in joined)
    return joined


def _lasts(until: datetime | None) -> Q:
    """The condition that a membership ends no sooner than it is to last."""
    return (
        Q(ended_at=None) if until is None else Q(ended_at=None) | Q(ended_at__gte=until)
    )


@service
def leave_through(
    *,
    source_id: UUID,
    by: Viewer,
    at: datetime,
    until: datetime | None = None,
    patient_ids: Iterable[UUID] | None = None,
    staff_ids: Iterable[UUID] | None = None,
) -> int:
    """End what came from a group or session (at `until`); other memberships stay."""
    rows = TeamMembership.objects.in_program(by.program_id).filter(
        ended_at=None, source_id=source_id
    )
    if patient_ids is not None:
        rows = rows.filter(patient_id__in=list(patient_ids))
    if staff_ids is not None:
        rows = rows.filter(staff_id__in=list(staff_ids))
    ended = list(rows)
    rows.update(ended_at=max(until or at, at))
    record_many(_event("access.team_left", row, by, at) for row in ended)
    return len(ended)


@service
def finish_teams(*, patient_id: UUID, until: datetime, by: Viewer, at: datetime) -> int:
    """End every membership of a patient's team at a moment, none of them later."""
    rows = list(
        TeamMembership.objects.in_program(by.program_id)
        .filter(Q(ended_at=None) | Q(ended_at__gt=until), patient_id=patient_id)
        .select_for_update()
        .order_by("pk")
    )
    remember(rows, fields=DATES, by=by.actor, at=at)
    for row in rows:
        row.ended_at = max(until, row.started_at).astimezone(UTC)
    TeamMembership.objects.bulk_update(rows, ["ended_at"])
    remember(rows, fields=DATES, by=by.actor, at=at)
    record_many(_event("access.team_left", row, by, at) for row in rows)
    return len(rows)


@service
def give_teams_back(
    *, patient_id: UUID, finished_at: datetime, by: Viewer, at: datetime
) -> int:
    """Take back what `finish_teams` did at a moment, each membership as it was."""
    rows = TeamMembership.objects.in_program(by.program_id).filter(
        patient_id=patient_id, ended_at__gte=finished_at
    )
    again = []
    for row in rows.select_for_update().order_by("pk"):
        was = before(row, at=finished_at)
        if was is not None:
            end = was["ended_at"]
            row.ended_at = datetime.fromisoformat(end) if end else None
            again.append(row)
    TeamMembership.objects.bulk_update(again, ["ended_at"])
    record_many(_event("access.team_joined", row, by, at) for row in again)
    return len(again)


def _event(action: str, row: TeamMembership, by: Viewer, at: datetime) -> Columns:
    return event(
        action, by=by.actor, target=row, at=at, detail={"staff": str(row.staff_id)}
    )
