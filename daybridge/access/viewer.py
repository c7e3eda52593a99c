"""The person who looks: program, roles and moment, as every gate asks for them."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import IntEnum
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from daybridge.access.matrix import ActorKind, Decision, Matter, Operation, cell
from daybridge.access.roles import OFF_TEAM, ON_TEAM, Role
from daybridge.audit.actor import Actor


class Reach(IntEnum):
    """How far into a program's patients a viewer sees for one matter."""

    NOBODY = 0
    OPENED = 1  # only charts opened by break-glass or with a stated reason
    GRANTED = 2  # patients whose consent in force opens the matter to one's role
    TEAM = 3  # own treatment teams, and what the lesser reaches give
    PROGRAM = 4


@dataclass(frozen=True)
class Viewer:
    """One signed-in member of staff (or the system) inside one program, now."""

    program: Any  # programs.Program
    staff_id: UUID | None
    user_id: UUID | None
    name: str
    roles: frozenset[Role]
    at: datetime
    address: str = ""
    is_system: bool = False
    site_id: UUID | None = None
    basis: str = field(default="", compare=False)
    writes: bool = False  # this request may change something: opened charts are shut
    not_opened: set[UUID] = field(
        default_factory=set, compare=False
    )  # charts, for sure

    @property
    def program_id(self) -> UUID:
        return self.program.pk  # type: ignore[no-any-return]

    @property
    def person_id(self) -> UUID:
        """The member of staff whom rows name; the system is nobody and has none."""
        if self.staff_id is None:
            raise LookupError("The system does not write in a person's name")
        return self.staff_id

    @property
    def today(self) -> date:
        """The day it is where the program is."""
        return self.program.day_of(self.at)  # type: ignore[no-any-return]

    @cached_property
    def actor(self) -> Actor:
        """Who this is, for the audit."""
        return Actor(
            program_id=self.program_id,
            user_id=self.user_id,
            staff_id=self.staff_id,
            name=self.name,
            roles=tuple(sorted(self.roles)),
            address=self.address,
            basis=self.basis,
        )

    def reach(self, matter: Matter, operation: Operation = Operation.READ) -> Reach:
        """How far this viewer sees (or may do `operation`) for a matter."""
        if self.is_system:
            return Reach.PROGRAM
        return reach_of(self.roles, matter, operation)

    @property
    def staff_key(self) -> UUID:
        """The staff row behind this viewer; the system has none and may not ask."""
        if self.staff_id is None:
            raise TypeError("the system is not a member of staff")
        return self.staff_id

    @property
    def display_name(self) -> str:
        return self.name

    def opens(self, matter: Matter) -> bool:
        """Whether an opened chart shows this matter, to read and nothing else."""
        return not self.writes and any(_opens(role, matter) for role in self.roles)

    def granted_as(self, matter: Matter) -> list[str]:
        """The kinds of reader this viewer is to whom a consent may open a matter."""
        kinds = (ON_TEAM[role] for role in self.roles)
        return sorted(kind.value for kind in kinds if (kind, matter) in BY_GRANT)

    @cached_property
    def openings(self) -> dict[UUID, Any]:
        """The charts this viewer has open now: patient id to ChartOpening."""
        if self.staff_id is None or not self.roles & MAY_OPEN:
            return {}
        from daybridge.access.openings import open_charts

        return open_charts(self)

    def opening_of(self, patient_id: UUID) -> Any | None:
        """The opening through which this viewer reads a chart, if there is one."""
        if patient_id in self.not_opened:
            return None
        return self.openings.get(patient_id)

    def reading(self, patient_id: UUID) -> Actor:
        """Who reads this chart, for the audit: names the emergency, if it is one."""
        opening = self.opening_of(patient_id)
        if opening is None:
            return self.actor
        return replace(self.actor, basis=f"{opening.kind}:{opening.pk}")

    def may(self, matter: Matter, operation: Operation = Operation.READ) -> bool:
        """Whether any patient is within reach without an emergency."""
        return self.reach(matter, operation) >= Reach.TEAM


# What a consent opens to staff as whole rows: the biller's C. Where a consent opens no
# more than a part (BI/ASM, SV/SCN, PS/RLP), the room of that part asks for itself.
BY_GRANT = frozenset({(ActorKind.BILLER, Matter.CLAIMS)})

# PD needs a stated reason (quality, complaint) before a chart opens: its `*`.
NEEDS_REASON = {
    Role.DIRECTOR: frozenset(
        {
            Matter.SUD_RECORD,
            Matter.ASSESSMENTS,
            Matter.DRUG_TESTS,
            Matter.RELAPSE_PLAN,
        }
    )
}


@cache
def reach_of(
    roles: frozenset[Role], matter: Matter, operation: Operation = Operation.READ
) -> Reach:
    """How far staff with these roles see (or may do `operation`) for a matter."""
    reaches = (_role_reach(role, matter, operation) for role in roles)
    return max(reaches, default=Reach.NOBODY)


def _role_reach(role: Role, matter: Matter, operation: Operation) -> Reach:
    if _allows(OFF_TEAM[role], matter, operation):
        if role in NEEDS_REASON and matter in NEEDS_REASON[role]:
            return Reach.OPENED
        return Reach.PROGRAM
    if _allows(ON_TEAM[role], matter, operation):
        return Reach.TEAM
    if _may_be_granted(ON_TEAM[role], matter, operation):
        return Reach.GRANTED
    off_team = OFF_TEAM[role]
    if off_team and cell(off_team, matter).decision is Decision.BREAK_GLASS:
        return Reach.OPENED if operation is Operation.READ else Reach.NOBODY
    return Reach.NOBODY


MAY_OPEN = frozenset({Role.COUNSELOR, Role.MEDICAL, Role.DIRECTOR})


def _opens(role: Role, matter: Matter) -> bool:
    """Whether the role reads a matter in a chart opened by break-glass or a reason."""
    off_team = OFF_TEAM[role]
    if off_team is None:
        return False
    if cell(off_team, matter).decision is Decision.BREAK_GLASS:
        return True
    return matter in NEEDS_REASON.get(role, ())


def _may_be_granted(actor: ActorKind, matter: Matter, operation: Operation) -> bool:
    policy = cell(actor, matter)
    is_by_consent = policy.decision is Decision.CONSENT
    return (
        (actor, matter) in BY_GRANT and is_by_consent and operation in policy.operations
    )


def _allows(actor: ActorKind | None, matter: Matter, operation: Operation) -> bool:
    return actor is not None and cell(actor, matter).allows(operation)


def system_viewer(program: Any, at: datetime) -> Viewer:
    """The system acting inside one program: a task, an import, the demo."""
    return Viewer(
        program=program,
        staff_id=None,
        user_id=None,
        name="Daybridge",
        roles=frozenset(),
        at=at,
        is_system=True,
    )
