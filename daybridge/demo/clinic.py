"""The clinic itself: program, site, rooms, tracks and the people who work there."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from daybridge.access.models import User
from daybridge.demo.bulk import Bulk
from daybridge.demo.draw import Draw
from daybridge.demo.names import email_of
from daybridge.demo.people import STAFF, Hired, Opening
from daybridge.demo.trail import Trail
from daybridge.people.models import Credential, Staff, Supervision
from daybridge.programs.models import DayRule, DoseRule, Program, Room, Site, Track

NAME = "Schuylkill Street IOP, Philadelphia"
ZONE = ZoneInfo("America/New_York")
PAST_WEEKS = 16
COMING_WEEKS = 5

TRACKS = ("Evening IOP", "Morning IOP", "Weekend IOP")
LOCKED = "!demo"  # no password opens these accounts
COUNSELORS = 4  # the first rows of STAFF
EXPIRING = "Castellanos"


@dataclass(slots=True)
class Unit:
    """Four counselors, three rooms and five groups: sixty people in care."""

    counselors: list[Hired]
    rooms: list[UUID]
    tracks: dict[str, UUID]


@dataclass(slots=True)
class Clinic:
    """What every row of the demo points to."""

    program_id: UUID
    today: date
    now: datetime
    opened_at: datetime
    bulk: Bulk
    draw: Draw
    trail: Trail
    staff: list[Hired] = field(default_factory=list)
    site_id: UUID | None = None
    tracks: dict[str, UUID] = field(default_factory=dict)
    topics: list[Any] = field(default_factory=list)
    curriculum_id: UUID | None = None
    closed_on: frozenset[date] = frozenset()

    @property
    def last_worked_on(self) -> date:
        """Yesterday: its notes may still be open, its calls still to make."""
        return self.today - timedelta(days=1)

    def with_role(self, role: str) -> list[Hired]:
        return [member for member in self.staff if role in member.roles]


def open_clinic(*, seed: int, today: date) -> Clinic:
    """Write the program, its first site, its rules and its fourteen staff."""
    draw, bulk = Draw(f"{seed} clinic"), Bulk()
    opened_at = datetime.combine(today - timedelta(days=730), time(9), ZONE)
    program = Program(
        id=draw.id(opened_at), name=NAME, time_zone=ZONE.key, made_by_demo=True
    )
    program.save(force_insert=True)
    now = datetime.combine(today, time(6), ZONE)
    trail = Trail(program.pk, bulk, now)
    clinic = Clinic(program.pk, today, now, opened_at, bulk, draw, trail)
    _day_rule(clinic)
    _open_site(clinic, "Schuylkill Street", 1)
    clinic.staff = [_hire(clinic, opening) for opening in STAFF]
    _supervise(clinic)
    bulk.flush()
    return clinic


def open_unit(clinic: Clinic, number: int) -> Unit:
    """Counselors, rooms and tracks for sixty people; the first unit is the clinic."""
    if number > 1 and (number - 1) % 5 == 0:
        _open_site(clinic, f"Site {(number - 1) // 5 + 1}", number)
    counselors = clinic.staff[:COUNSELORS]
    if number > 1:
        counselors = [_hire(clinic, each, number) for each in STAFF[:COUNSELORS]]
    rooms = [_room(clinic, f"Room {(number - 1) * 3 + place}") for place in (1, 2, 3)]
    return Unit(counselors, rooms, dict(clinic.tracks))


def _day_rule(clinic: Clinic) -> None:
    clinic.bulk.add(
        DayRule, id=clinic.draw.id(clinic.opened_at), program_id=clinic.program_id,
        created_at=clinic.opened_at, name="Three hours", min_minutes=180,
        source="HCPCS H0015: at least 3 hours a day and 3 days a week",
        starts_on=clinic.opened_at.date(),
    )  # fmt: skip


def _open_site(clinic: Clinic, name: str, number: int) -> None:
    shared = {"program_id": clinic.program_id, "created_at": clinic.opened_at}
    clinic.site_id = clinic.bulk.add(
        Site, id=clinic.draw.id(clinic.opened_at), name=name,
        address=f"{1200 + number} Schuylkill St\nPhiladelphia, PA 19146",
        phone="215-555-0100", **shared,
    )  # fmt: skip
    for track in TRACKS:
        label = track if number == 1 else f"{track}, {name}"
        clinic.tracks[track] = clinic.bulk.add(
            Track, id=clinic.draw.id(clinic.opened_at), name=label,
            site_id=clinic.site_id, **shared,
        )  # fmt: skip
        clinic.bulk.add(
            DoseRule, id=clinic.draw.id(clinic.opened_at),
            track_id=clinic.tracks[track],
            source="ASAM level 2.1, adults: 9 to 19 hours a week",
            starts_on=clinic.opened_at.date(), **shared,
        )  # fmt: skip


def _room(clinic: Clinic, name: str) -> UUID:
    key: UUID = clinic.bulk.add(
        Room, id=clinic.draw.id(clinic.opened_at), program_id=clinic.program_id,
        created_at=clinic.opened_at, site_id=clinic.site_id, name=name, capacity=16,
    )  # fmt: skip
    return key


def _hire(clinic: Clinic, opening: Opening, number: int = 1) -> Hired:
    at = clinic.opened_at + timedelta(minutes=STAFF.index(opening))
    draw = clinic.draw
    first, preferred, roles = opening.first, opening.preferred, opening.roles
    last = opening.last if number == 1 else f"{opening.last} {number}"
    email = email_of(f"{preferred or first}.{last}", "example.org")
    user_id = clinic.bulk.add(User, id=draw.id(at), email=email, password=LOCKED)
    staff_id = clinic.bulk.add(
        Staff, id=draw.id(at), program_id=clinic.program_id, created_at=at,
        user_id=user_id, legal_first_name=first, legal_last_name=last,
        preferred_name=preferred, pronouns=opening.pronouns, roles=list(roles),
        title=opening.title,
        email=email, site_id=clinic.site_id,
    )  # fmt: skip
    kind = opening.credential
    held = _license(clinic, staff_id, last, kind) if kind else ""
    return Hired(staff_id, first, last, preferred, held, roles, user_id)


def _license(clinic: Clinic, staff_id: UUID, last: str, kind: str) -> str:
    draw = clinic.draw
    expires_in = 12 if last == EXPIRING else draw.between(150, 900)
    number = f"{kind[:2].upper()}{draw.between(10_000, 99_999)}"
    clinic.bulk.add(
        Credential, id=draw.id(clinic.opened_at), program_id=clinic.program_id,
        created_at=clinic.opened_at, staff_id=staff_id, kind=kind, number=number,
        jurisdiction="PA", issued_on=clinic.opened_at.date(),
        expires_on=clinic.today + timedelta(days=expires_in),
    )  # fmt: skip
    return f"{kind} {number}"


def _supervise(clinic: Clinic) -> None:
    """The supervisor looks after counselors and peers; written once they exist."""
    clinic.bulk.flush()
    supervisor, draw = clinic.with_role("supervisor")[0], Draw("supervision")
    supervised = [
        *clinic.staff[:COUNSELORS],
        *clinic.with_role("peer"),
    ]
    Staff.objects.in_program(clinic.program_id).filter(
        pk__in=[member.id for member in supervised]
    ).update(supervisor_id=supervisor.id)
    for member in supervised:
        clinic.bulk.add(
            Supervision, id=draw.id(clinic.opened_at), program_id=clinic.program_id,
            created_at=clinic.opened_at, staff_id=member.id,
            supervisor_id=supervisor.id, starts_on=clinic.opened_at.date(),
        )  # fmt: skip
