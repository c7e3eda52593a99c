"""Treatment teams that follow from the schedule: who leads a group cares for it.

Each membership keeps what it came from (a group, or one session), so it ends with it.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from daybridge.access.models import TeamMembership
from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.models import AuditEvent
from daybridge.audit.recording import event, record_many

Source = TeamMembership.Source


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


@service
def leave_through(
    *,
    source_id: UUID,
    by: Viewer,
    at: datetime,
    patient_ids: Iterable[UUID] | None = None,
    staff_ids: Iterable[UUID] | None = None,
) -> int:
    """End what came from a group or session; other memberships stay."""
    rows = TeamMembership.objects.in_program(by.program_id).filter(
        ended_at=None, source_id=source_id
    )
    if patient_ids is not None:
        rows = rows.filter(patient_id__in=list(patient_ids))
    if staff_ids is not None:
        rows = rows.filter(staff_id__in=list(staff_ids))
    ended = list(rows)
    rows.update(ended_at=at)
    record_many(_event("access.team_left", row, by, at) for row in ended)
    return len(ended)


def _event(action: str, row: TeamMembership, by: Viewer, at: datetime) -> AuditEvent:
    return event(
        action, by=by.actor, target=row, at=at, detail={"staff": str(row.staff_id)}
    )
