"""Close one chart to one member of staff, whatever else would open it."""

from datetime import datetime
from typing import Any

from daybridge.access.models import Barrier
from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record


@service
def set_barrier(
    *, patient: Any, staff: Any, reason: str, by: Viewer, at: datetime
) -> Barrier:
    """Close a patient's chart to a member of staff until it is lifted."""
    if not patient.program_id == staff.program_id == by.program_id:
        raise ValueError("patient and staff belong to different programs")
    barrier, is_new = Barrier.objects.in_program(by.program_id).get_or_create(
        program_id=by.program_id,
        patient=patient,
        staff=staff,
        lifted_at=None,
        defaults={"reason": reason, "set_at": at, "set_by_id": by.staff_key},
    )
    if is_new:
        record("access.barrier_set", by=by.actor, target=barrier, reason=reason, at=at)
    return barrier


@service
def lift_barrier(*, barrier: Barrier, by: Viewer, at: datetime) -> bool:
    """Lift a barrier; nobody lifts their own."""
    if barrier.staff_id == by.staff_id:
        raise ValueError("Someone else has to lift a barrier against you.")
    standing = Barrier.objects.in_program(by.program_id).filter(
        pk=barrier.pk, lifted_at=None
    )
    lifted = standing.update(lifted_at=at, lifted_by_id=by.staff_id)
    if lifted:
        record("access.barrier_lifted", by=by.actor, target=barrier, at=at)
    return bool(lifted)
