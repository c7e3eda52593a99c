"""Close a colleague's way in, at once and everywhere; or open it again."""

from datetime import datetime
from typing import Any

from daybridge.access.models import Invitation
from daybridge.access.roles import Role
from daybridge.access.service import service
from daybridge.access.services.directors import directs_now, held, take_turn
from daybridge.access.services.roles import RoleRefused
from daybridge.access.sessions import end_sessions
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record


@service
def deactivate(*, staff: Any, by: Viewer, at: datetime) -> bool:
    """Take a colleague off duty: every session ends, every open link is withdrawn.

    The first time stands; later ones answer False.
    """
    if staff.pk == by.staff_id:
        raise RoleRefused("Nobody closes their own account. Ask another director.")
    _assert_directs(staff, by)
    row = held(staff)
    if row.deactivated_at is not None:
        return False
    row.deactivated_at = staff.deactivated_at = at
    row.save(update_fields=["deactivated_at"])
    Invitation.objects.in_program(staff.program_id).filter(
        staff=staff, used_at=None, withdrawn_at=None
    ).update(withdrawn_at=at)
    ended = end_sessions(row.user_id)
    record(
        "access.staff_deactivated",
        by=by.actor,
        target=staff,
        detail={"sessions_ended": ended},
        at=at,
    )
    return True


@service
def reactivate(*, staff: Any, by: Viewer, at: datetime) -> bool:
    """Put a colleague back on duty; their roles and teams are as they were left.

    Only a directorship is not: one person alone makes no director, not this way either.
    """
    _assert_directs(staff, by)
    row = held(staff)
    if row.deactivated_at is None:
        return False
    row.deactivated_at = staff.deactivated_at = None
    kept = [role for role in row.roles if role != Role.DIRECTOR]
    lost = len(kept) < len(row.roles)
    row.roles = staff.roles = kept
    row.save(update_fields=["deactivated_at", "roles"])
    record("access.staff_reactivated", by=by.actor, target=staff, at=at)
    if lost:
        detail = {"role": Role.DIRECTOR.value}
        record("access.role_revoked", by=by.actor, target=staff, detail=detail, at=at)
    return True


def _assert_directs(staff: Any, by: Viewer) -> None:
    take_turn(by.program_id)
    if staff.program_id != by.program_id or not directs_now(by):
        raise RoleRefused("Only a director of this program closes or opens accounts.")
