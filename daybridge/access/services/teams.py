"""Put staff on a patient's treatment team and take them off, with dates."""

from datetime import datetime
from typing import Any
from uuid import UUID

from daybridge.access.models import TeamMembership
from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record


@service
def add_to_team(
    *,
    patient: Any,
    staff: Any,
    by: Viewer,
    at: datetime,
    is_primary: bool = False,
    source: str = TeamMembership.Source.ASSIGNED,
    source_id: UUID | None = None,
    until: datetime | None = None,
) -> TeamMembership:
    """Open a patient's chart to a member of staff from now on (or until a moment).

    Asking twice for the same place gives the membership that is there.
    """
    if patient.program_id != staff.program_id or patient.program_id != by.program_id:
        raise ValueError("patient and staff belong to different programs")
    here = TeamMembership.objects.in_program(by.program_id).on(at)
    there = here.filter(
        patient=patient, staff=staff, source=source, source_id=source_id, ended_at=until
    ).first()
    if there is not None:
        return there
    membership = TeamMembership.objects.create(
        program_id=by.program_id,
        patient=patient,
        staff=staff,
        source=source,
        source_id=source_id,
        is_primary=is_primary,
        started_at=at,
        ended_at=until,
        added_by_id=by.staff_id,
    )
    record(
        "access.team_joined",
        by=by.actor,
        target=membership,
        detail={"staff": str(staff.pk), "source": source},
        at=at,
    )
    return membership


@service
def end_membership(*, membership: TeamMembership, by: Viewer, at: datetime) -> bool:
    """Close the chart to a member of the team from now on. The first end stands."""
    running = (
        TeamMembership.objects.in_program(by.program_id).on(at).filter(pk=membership.pk)
    )
    ended = running.update(ended_at=max(at, membership.started_at))
    if ended:
        record(
            "access.team_left",
            by=by.actor,
            target=membership,
            detail={"staff": str(membership.staff_id)},
            at=at,
        )
    return bool(ended)
