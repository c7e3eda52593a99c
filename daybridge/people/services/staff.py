"""Add a member of staff, and change what is on file about them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from daybridge.access.models import RoleProposal
from daybridge.access.roles import Role
from daybridge.access.service import service
from daybridge.access.services import grant_role, revoke_role
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.people.models import Staff
from daybridge.people.services.patients import StaleError
from daybridge.people.services.supervision import end_given

KEPT = (
    "legal_first_name", "legal_last_name", "preferred_name", "pronouns", "title",
    "email", "phone", "site_id",
)  # fmt: skip


@service
def add_staff(
    *, values: Mapping[str, Any], roles: Iterable[Role], by: Viewer, at: datetime
) -> Staff:
    """Put someone on the staff, with their roles; a directorship is only proposed."""
    staff: Staff = Staff.objects.create(program_id=by.program_id, **values)
    remember([staff], fields=KEPT, by=by.actor, at=at)
    record("people.staff_added", by=by.actor, target=staff, at=at)
    for role in roles:
        grant_role(staff=staff, role=role, by=by, at=at)
    return staff


@service
def amend_staff(
    *, staff: Staff, values: Mapping[str, Any], version: int, by: Viewer, at: datetime
) -> None:
    """Keep what changed, unless someone else saved in between."""
    changed = sorted(name for name in values if getattr(staff, name) != values[name])
    rows = Staff.objects.in_program(by.program_id).filter(pk=staff.pk, version=version)
    if not rows.update(version=version + 1, **values):
        raise StaleError
    staff.refresh_from_db()
    remember([staff], fields=KEPT, by=by.actor, at=at)
    record(
        "people.staff_amended",
        by=by.actor,
        target=staff,
        detail={"version": staff.version, "fields": changed},
        at=at,
    )


@dataclass(frozen=True, slots=True)
class RoleChange:
    """What a change of roles left to do."""

    proposals: list[RoleProposal]  # a second person has to agree
    left_alone: list[Staff]  # whoever was supervised until now


@service
def change_roles(
    *,
    staff: Staff,
    added: Iterable[Role],
    taken: Iterable[Role],
    by: Viewer,
    at: datetime,
) -> RoleChange:
    """Give and take roles together; who is no supervisor any more supervises nobody."""
    taken = frozenset(taken)
    for role in sorted(taken):
        revoke_role(staff=staff, role=role, by=by, at=at)
    proposals = [
        grant_role(staff=staff, role=role, by=by, at=at) for role in sorted(added)
    ]
    left_alone: list[Staff] = []
    if Role.SUPERVISOR in taken:
        left_alone = end_given(staff=staff, by=by, at=at)
    return RoleChange(
        [proposal for proposal in proposals if proposal is not None], left_alone
    )
