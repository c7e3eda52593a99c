"""What /demo/ shows: who can be tried, what to try first, and codes for the door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from daybridge.access.roles import Role
from daybridge.attendance.models import Attendance
from daybridge.demo.codes import arrival_code
from daybridge.people.models import Staff
from daybridge.programs.models import ONE_TO_ONE, Program
from daybridge.reports.days import midnight
from daybridge.schedule.models import Session
from daybridge.ui.templatetags.ui import clock

DOOR_CODES = 6
SHOWN_STAFF = 14  # a large demo has more counselors; the first ones are enough
TRY_FIRST = {
    Role.COUNSELOR: "Look at the week ahead, and sign the notes that wait.",
    Role.SUPERVISOR: "Read and co-sign the notes that wait for you.",
    Role.MEDICAL: "Open the chart of somebody on your team.",
    Role.PEER: "See your people, and make the calls after missed sessions.",
    Role.FRONT_DESK: "Check somebody in, and call the no-shows of yesterday.",
    Role.BILLER: "See which service days are held back, and why.",
    Role.DIRECTOR: "Read the census, and who looked at which record.",
    Role.ADMINISTRATOR: "Look after accounts; no chart opens for you.",
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody to sign in as."""

    staff: Staff
    role: str
    try_first: str


@dataclass(frozen=True, slots=True)
class DoorCode:
    """A code that works at the door tablet today."""

    name: str
    code: str
    group: str
    starts_at: datetime


def visitors(program: Program, *, today: Sequence[Session]) -> list[Visitor]:
    """The staff of the demo, in the order they were hired; `today` says who leads."""
    staff = Staff.objects.in_program(program).active().exclude(user=None)
    return [_visitor(member, today) for member in staff.order_by("id")[:SHOWN_STAFF]]


def sessions_today(program: Program, *, now: datetime) -> list[Session]:
    """The groups of this day of the program, and who leads them."""
    day = program.day_of(now)
    begins, ends = (midnight(day + timedelta(n), program.zone) for n in (0, 1))
    return list(
        Session.objects.in_program(program)
        .held()
        .between(begins, ends)
        .exclude(modality__in=ONE_TO_ONE)
        .select_related("leader")
        .order_by("starts_at", "id")
    )


def door_codes(program: Program, *, now: datetime) -> Sequence[DoorCode]:
    """Codes of patients who are expected at the next group that has not ended."""
    coming = (
        Session.objects.in_program(program)
        .held()
        .filter(ends_at__gt=now, starts_at__lt=now + timedelta(days=7))
        .exclude(modality__in=ONE_TO_ONE)
        .order_by("starts_at", "id")
        .first()
    )
    if coming is None:
        return []
    places = (
        Attendance.objects.in_program(program)
        .still_expected()
        .filter(session=coming, removed_at=None)
        .select_related("patient")
        .order_by("patient__legal_last_name", "id")[:DOOR_CODES]
    )
    return [
        DoorCode(
            place.patient.display_name,
            arrival_code(place.patient.record_number),
            coming.title,
            coming.starts_at,
        )
        for place in places
    ]


def _visitor(member: Staff, today: Sequence[Session]) -> Visitor:
    role = Role(member.roles[0])
    led = [s for s in today if member.pk in (s.leader_id, s.co_leader_id)]
    if not led:
        return Visitor(member, role.label, TRY_FIRST[role])
    when = f"{led[-1].title}, today at {clock(led[-1].starts_at)}"
    return Visitor(member, role.label, f"Run {when}: arrivals, cards, then sign.")
