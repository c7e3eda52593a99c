"""Give and take roles: nobody to themselves, a director only by two people."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from daybridge.access.models import RoleProposal
from daybridge.access.roles import Role
from daybridge.access.service import service
from daybridge.access.services.directors import (
    directs_now,
    held,
    is_only_director,
    take_turn,
)
from daybridge.access.services.notices import notify, staff_with
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record

NEEDS_TWO = frozenset({Role.DIRECTOR})
DECIDERS = (Role.DIRECTOR, Role.SUPERVISOR)


class RoleRefused(ValueError):
    """The role may not be given or taken this way; the message says why."""


@service
def grant_role(
    *, staff: Any, role: Role, by: Viewer, at: datetime
) -> RoleProposal | None:
    """Give a role at once, or propose it where a second person has to agree."""
    _assert_may_change(staff, by)
    if role in staff.role_set:
        return None
    if role in NEEDS_TWO:
        return _propose(staff, role, by=by, at=at)
    _add(staff, role)
    _record("access.role_granted", staff, role, by=by, at=at)
    return None


@service
def revoke_role(*, staff: Any, role: Role, by: Viewer, at: datetime) -> None:
    """Take a role; it is gone at the person's next request."""
    _assert_may_change(staff, by)
    row = held(staff)
    if role not in row.role_set:
        return
    if role is Role.DIRECTOR and is_only_director(row):
        raise RoleRefused("A program needs a director. Name another one first.")
    row.roles = [kept for kept in row.roles if kept != role]
    row.save(update_fields=["roles"])
    staff.roles = row.roles
    _record("access.role_revoked", staff, role, by=by, at=at)


@service
def decide_role(
    *, proposal: RoleProposal, agree: bool, by: Viewer, at: datetime
) -> bool:
    """Agree or not to someone else's proposal. The first decision stands."""
    if by.staff_id in (proposal.proposed_by_id, proposal.staff_id):
        raise RoleRefused("A second person has to decide this.")
    if not by.roles & frozenset(DECIDERS):
        raise RoleRefused("A director or a supervisor has to decide this.")
    take_turn(by.program_id)
    if agree and held(proposal.staff).deactivated_at is not None:
        raise RoleRefused("This person does not work here now.")
    waiting = RoleProposal.objects.in_program(by.program_id).filter(
        pk=proposal.pk, decided_at=None
    )
    if not waiting.update(decided_at=at, decided_by_id=by.staff_id, agreed=agree):
        return False
    role = Role(proposal.role)
    if agree:
        _add(proposal.staff, role)
    action = "access.role_granted" if agree else "access.role_declined"
    _record(action, proposal.staff, role, by=by, at=at)
    return True


def _propose(staff: Any, role: Role, *, by: Viewer, at: datetime) -> RoleProposal:
    proposal, is_new = RoleProposal.objects.in_program(by.program_id).get_or_create(
        program_id=by.program_id,
        staff=staff,
        role=role,
        decided_at=None,
        defaults={"proposed_by_id": by.staff_key, "proposed_at": at},
    )
    if is_new:
        _record("access.role_proposed", staff, role, by=by, at=at)
        others = staff_with(DECIDERS, program_id=by.program_id)
        notify(
            staff=[one for one in others if one.pk not in (by.staff_id, staff.pk)],
            kind="access.role_proposed",
            text=(
                f"{by.name} proposes {staff.display_name} as {role.label.lower()}. "
                "A second person has to agree."
            ),
            at=at,
            link=reverse("access:proposals"),
        )
    return proposal


def _assert_may_change(staff: Any, by: Viewer) -> None:
    if staff.pk == by.staff_id:
        raise RoleRefused("Nobody changes their own roles. Ask another director.")
    take_turn(by.program_id)
    if staff.program_id != by.program_id or not directs_now(by):
        raise RoleRefused("Only a director of this program changes roles.")


def _add(staff: Any, role: Role) -> None:
    row = held(staff)
    if role not in row.role_set:
        row.roles = [*row.roles, role.value]
        row.save(update_fields=["roles"])
    staff.roles = row.roles


def _record(action: str, staff: Any, role: Role, *, by: Viewer, at: datetime) -> None:
    record(action, by=by.actor, target=staff, detail={"role": role.value}, at=at)
