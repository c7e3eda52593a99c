"""Close a colleague's way in, at once and everywhere; or open it again."""

from datetime import datetime
from typing import Any

from daybridge.access.models import Invitation
from daybridge.access.service import service
from daybridge.access.services.roles import RoleRefused
from daybridge.access.sessions import end_sessions
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record


@service
def deactivate(*, staff: Any, by: Viewer, at: datetime) -> None:
    """Take a colleague off duty: every session ends, every open link is withdrawn."""
    if staff.pk == by.staff_id:
        raise RoleRefused("Nobody closes their own account. Ask another director.")
    if staff.deactivated_at is not None:
        return
    staff.deactivated_at = at
    staff.save(update_fields=["deactivated_at"])
    Invitation.objects.in_program(staff.program_id).filter(
        staff=staff, used_at=None, withdrawn_at=None
    ).update(withdrawn_at=at)
    ended = end_sessions(staff.user_id)
    record(
        "access.staff_deactivated",
        by=by.actor,
        target=staff,
        detail={"sessions_ended": ended},
        at=at,
    )


@service
def reactivate(*, staff: Any, by: Viewer, at: datetime) -> None:
    """Put a colleague back on duty; their roles and teams are as they were left."""
    if staff.deactivated_at is None:
        return
    staff.deactivated_at = None
    staff.save(update_fields=["deactivated_at"])
    record("access.staff_reactivated", by=by.actor, target=staff, at=at)
