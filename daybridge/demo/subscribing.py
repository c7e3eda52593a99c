"""Calendars in the demo: who reads their own, and hours of somebody's own to come."""

from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from daybridge.access.models import TeamMembership
from daybridge.attendance.models import Attendance
from daybridge.calendars.models import CalendarFeed
from daybridge.demo.clinic import ZONE, Clinic
from daybridge.demo.draw import Draw
from daybridge.intake.models import Stay
from daybridge.programs.models import Modality
from daybridge.schedule.models import Session

SUBSCRIBED = 45  # of a hundred people in care
REPLACED = 6  # one of so many devices was lost
DEVICES = ("Own phone", "Own phone", "Google Calendar", "Tablet at home", "Laptop")
HOURS = 10  # people with an hour of their own in the days to come
EARLIEST, MINUTES = 10, 50
SATURDAY = 5


def subscribe(clinic: Clinic, draw: Draw) -> None:
    """Hand addresses over, and give some people an hour with their counselor."""
    desk = clinic.with_role("front_desk")[0]
    stays = list(
        Stay.objects.in_program(clinic.program_id)
        .filter(ended_on=None, episode__discharged_on=None)
        .order_by("episode__patient_id")
        .values_list("episode__patient_id", "track_id")
    )
    for place, (patient_id, _) in enumerate(stays):
        if not place or draw.percent(SUBSCRIBED):
            _hand_over(clinic, draw, place, desk.id, patient_id=patient_id)
    for place, member in enumerate(clinic.with_role("counselor")):
        _hand_over(clinic, draw, place, member.id, staff_id=member.id)
    _meet_alone(clinic, draw, dict(stays[:HOURS]))
    clinic.bulk.flush()


def _hand_over(clinic: Clinic, draw: Draw, place: int, by: UUID, **owner: UUID) -> None:
    """An address that is read, and for some an earlier one that was lost."""
    made_at = clinic.now - timedelta(days=draw.between(2, 60), minutes=place)
    device = draw.one(DEVICES)
    if place % REPLACED == 1:
        earlier, over = made_at - timedelta(days=9), CalendarFeed.Ending.REPLACED.value
        ended = {"ended_at": made_at, "ending": over}
        _add(clinic, draw, earlier, by, device=device, **ended, **owner)
    read = {"read_on": clinic.last_worked_on}
    _add(clinic, draw, made_at, by, device=device, **read, **owner)


def _add(
    clinic: Clinic, draw: Draw, made_at: datetime, by: UUID, **values: Any
) -> None:
    """One address; nobody has its secret."""
    key = draw.id(made_at)
    clinic.bulk.add(
        CalendarFeed, id=key, program_id=clinic.program_id, created_at=made_at,
        made_by_id=by, secret_digest=sha256(key.bytes).hexdigest(), **values,
    )  # fmt: skip


def _meet_alone(clinic: Clinic, draw: Draw, tracks: dict[UUID, UUID]) -> None:
    """An hour for each with whoever is their own counselor, one a day."""
    own = TeamMembership.objects.in_program(clinic.program_id).filter(
        patient_id__in=tracks, is_primary=True, ended_at=None
    )
    leaders = dict(own.order_by("patient_id").values_list("patient_id", "staff_id"))
    days = _working_days(clinic, len(leaders))
    for day, (patient_id, staff_id) in zip(days, leaders.items(), strict=True):
        starts_at = day + timedelta(hours=draw.between(0, 3))
        shared = {"program_id": clinic.program_id, "created_at": clinic.now}
        session_id = clinic.bulk.add(
            Session, id=draw.id(clinic.now), title="Individual counseling",
            track_id=tracks[patient_id], modality=Modality.INDIVIDUAL.value,
            starts_at=starts_at, ends_at=starts_at + timedelta(minutes=MINUTES),
            leader_id=staff_id, capacity=1, changed_by_hand=True, **shared,
        )  # fmt: skip
        clinic.bulk.add(
            Attendance, id=draw.id(clinic.now), session_id=session_id,
            patient_id=patient_id, starts_at=starts_at,
            origin=Attendance.Origin.ADDED.value, **shared,
        )  # fmt: skip


def _working_days(clinic: Clinic, count: int) -> list[datetime]:
    """The first hour of the next days on which somebody works."""
    days: list[datetime] = []
    day = clinic.today
    while len(days) < count:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and day not in clinic.closed_on:
            days.append(datetime.combine(day, time(EARLIEST), ZONE))
    return days
