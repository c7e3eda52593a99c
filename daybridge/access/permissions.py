"""What each page asks for, as one table a compliance officer can read.

A permission is either a cell of the access matrix (a matter and an operation) or, for
matters outside the matrix such as the program's own calendar, a set of roles.
Two permissions may ask the same and still be two (`eq=False`).
"""

# ruff: noqa: PIE796

from dataclasses import dataclass
from enum import Enum
from functools import cache

from daybridge.access.matrix import Matter, Operation
from daybridge.access.roles import Role
from daybridge.access.viewer import Reach, Viewer, reach_of

_CLINICAL = frozenset(
    {Role.COUNSELOR, Role.SUPERVISOR, Role.MEDICAL, Role.PEER, Role.DIRECTOR}
)
_EVERY_STAFF = frozenset(Role)


@dataclass(frozen=True, slots=True, eq=False)
class InMatrix:
    """Allowed where the matrix allows `operation` on `matter` for some patient."""

    matter: Matter
    operation: Operation


@dataclass(frozen=True, slots=True, eq=False)
class ForRoles:
    """Allowed to these roles; nothing here speaks of a patient."""

    roles: frozenset[Role]


class Permission(Enum):
    """One entry per kind of page or act."""

    TODAY_READ = ForRoles(_EVERY_STAFF)
    OWN_ACCOUNT = ForRoles(_EVERY_STAFF)
    PATIENT_READ = InMatrix(Matter.DEMOGRAPHICS, Operation.READ)
    PATIENT_AMEND = InMatrix(Matter.DEMOGRAPHICS, Operation.AMEND)
    PATIENT_CREATE = InMatrix(Matter.DEMOGRAPHICS, Operation.CREATE)
    CHART_READ = InMatrix(Matter.SUD_RECORD, Operation.READ)
    CHART_CREATE = InMatrix(Matter.SUD_RECORD, Operation.CREATE)
    CHART_AMEND = InMatrix(Matter.SUD_RECORD, Operation.AMEND)
    CHART_SIGN = InMatrix(Matter.SUD_RECORD, Operation.SIGN)
    COUNSELING_NOTE_READ = InMatrix(Matter.COUNSELING_NOTES, Operation.READ)
    COUNSELING_NOTE_CREATE = InMatrix(Matter.COUNSELING_NOTES, Operation.CREATE)
    ROSTER_READ = InMatrix(Matter.ROSTER, Operation.READ)
    ROSTER_AMEND = InMatrix(Matter.ROSTER, Operation.AMEND)
    AUDIT_READ = InMatrix(Matter.AUDIT, Operation.READ)
    OUTCOMES_READ = InMatrix(Matter.OUTCOMES, Operation.READ)
    OUTCOMES_EXPORT = InMatrix(Matter.OUTCOMES, Operation.EXPORT)
    SERVICE_DAYS_READ = ForRoles(
        frozenset({Role.BILLER, Role.DIRECTOR, Role.SUPERVISOR})
    )
    BREAK_GLASS = ForRoles(frozenset({Role.COUNSELOR, Role.MEDICAL}))
    OVERSIGHT = ForRoles(frozenset({Role.DIRECTOR}))
    OPENING_REVIEW = ForRoles(frozenset({Role.SUPERVISOR, Role.DIRECTOR}))
    ACCESS_REPORT = ForRoles(frozenset({Role.SUPERVISOR, Role.DIRECTOR}))
    TEAM_AMEND = ForRoles(frozenset({Role.SUPERVISOR, Role.DIRECTOR}))
    BARRIER_AMEND = ForRoles(frozenset({Role.SUPERVISOR, Role.DIRECTOR}))
    ROLE_DECIDE = ForRoles(frozenset({Role.SUPERVISOR, Role.DIRECTOR}))
    STAFF_READ = ForRoles(frozenset({Role.SUPERVISOR, Role.DIRECTOR}))
    STAFF_MEMBER_READ = ForRoles(_EVERY_STAFF)  # one's own page; see people.staffing
    STAFF_AMEND = ForRoles(frozenset({Role.DIRECTOR}))
    PROGRAM_READ = ForRoles(_EVERY_STAFF)
    PROGRAM_AMEND = ForRoles(frozenset({Role.DIRECTOR}))
    CURRICULUM_READ = ForRoles(_EVERY_STAFF)
    SCHEDULE_READ = ForRoles(_EVERY_STAFF)
    SCHEDULE_AMEND = ForRoles(
        frozenset({Role.FRONT_DESK, Role.SUPERVISOR, Role.DIRECTOR})
    )
    SCHEDULE_PUBLISH = ForRoles(frozenset({Role.DIRECTOR}))
    DOOR_TABLET_MANAGE = ForRoles(
        frozenset({Role.FRONT_DESK, Role.SUPERVISOR, Role.DIRECTOR})
    )
    INTAKE = ForRoles(frozenset({Role.FRONT_DESK, Role.SUPERVISOR, Role.DIRECTOR}))
    COVERAGE_READ = InMatrix(Matter.CLAIMS, Operation.READ)
    COVERAGE_CREATE = InMatrix(Matter.CLAIMS, Operation.CREATE)
    RATES_AMEND = ForRoles(frozenset({Role.BILLER, Role.DIRECTOR}))
    CONSENT_READ = InMatrix(Matter.CONSENTS, Operation.READ)
    CONSENT_CREATE = InMatrix(Matter.CONSENTS, Operation.CREATE)
    ASSESSMENT_READ = InMatrix(Matter.ASSESSMENTS, Operation.READ)
    LEVEL_SUMMARY_READ = ForRoles(frozenset({Role.BILLER}))  # by a grant: BI/ASM
    ASSESSMENT_CREATE = InMatrix(Matter.ASSESSMENTS, Operation.CREATE)
    ASSESSMENT_AMEND = InMatrix(Matter.ASSESSMENTS, Operation.AMEND)
    ASSESSMENT_SIGN = InMatrix(Matter.ASSESSMENTS, Operation.SIGN)
    FOLLOW_UP = ForRoles(_CLINICAL | {Role.FRONT_DESK})


def permits(permission: Permission, viewer: Viewer) -> bool:
    """Whether a viewer may open pages behind a permission at all."""
    if viewer.is_system and isinstance(permission.value, InMatrix):
        return True
    return permits_roles(permission, viewer.roles)


@cache
def permits_roles(permission: Permission, roles: frozenset[Role]) -> bool:
    """Whether staff with these roles may open pages behind a permission at all."""
    rule = permission.value
    if isinstance(rule, InMatrix):
        return reach_of(roles, rule.matter, rule.operation) > Reach.NOBODY
    return bool(rule.roles & roles)
