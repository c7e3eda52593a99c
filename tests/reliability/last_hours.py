"""Two coordinators, one last free hour: each books it for somebody at once.

In each race each of two people is to have a group that the other is not in, so that no
seat stands between them, and an hour of their own: of one counselor who has a single
one left, or of two in one room.
Afterwards: one person has the group and the hour, the other has neither and their
coordinator was told, and nobody leads two sessions at once.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from daybridge.access.models import TeamMembership
from daybridge.intake.models import DoseOrder
from daybridge.people.middleware import viewer_of
from daybridge.programs.models import Room
from daybridge.schedule import services
from daybridge.schedule.errors import NotFree
from daybridge.schedule.models import Enrollment, Group, Hours, HoursTime
from daybridge.schedule.services.chosen import ChosenHour, ChosenWeek
from daybridge.schedule.tests.weeks import meet
from tests.cast import Clinic, admit_all, hire, today
from tests.races import race
from tests.reliability.last_seats import COORDINATORS, Found

HOUR = 16 * 60  # on Monday: the one before the group
AT_A_TIME = 50


@dataclass(frozen=True, slots=True)
class Rivalry:
    """Two people, the group each is to have, and the hour each was shown."""

    groups: Sequence[Group]
    patients: Sequence[Any]
    hours: Sequence[ChosenHour]


def run(clinic: Clinic, races: int) -> Found:
    """Run so many races, some at a time, and judge each."""
    answers: Counter[str] = Counter()
    findings: list[str] = []
    by = [
        viewer_of(clinic.staff[name.lower()], at=timezone.now())
        for name in COORDINATORS
    ]
    for first in range(0, races, AT_A_TIME):
        numbers = range(first, min(first + AT_A_TIME, races))
        rivalries = [_rivalry(clinic, number) for number in numbers]
        jobs = [
            [_job(each, lane, viewer) for each in rivalries]
            for lane, viewer in enumerate(by)
        ]
        for rivalry, told in zip(rivalries, race(jobs, (NotFree,)), strict=True):
            answers.update(told)
            findings += _judged(clinic, rivalry, told)
    return Found(races, dict(answers), findings)


def _rivalry(clinic: Clinic, number: int) -> Rivalry:
    """Every other race is for a room, the others for a counselor."""
    first = 10 * number + 1
    people = [("Dana", f"Number{first}"), ("Marcus", f"Number{first}")]
    patients = admit_all(clinic, people, first)
    groups = [
        meet(
            clinic, f"Roomy {number}{lane}", "MO,WE,TH", time(17), room=None,
            telehealth_url="https://example.org/meet",
        )
        for lane in range(2)
    ]  # fmt: skip
    is_for_room = number % 2 == 1
    counselors = [_counselor(clinic, f"C{number}x{lane}") for lane in range(2)]
    rooms = [_room(clinic, f"{number}x{lane}") for lane in range(2)]
    if is_for_room:
        rooms[1] = rooms[0]
    else:
        counselors[1] = counselors[0]
    for patient, counselor in zip(patients, counselors, strict=True):
        _order_one(clinic, patient, counselor)
    hours = [
        ChosenHour("individual", 1, HOUR, counselor.pk, room.pk)
        for counselor, room in zip(counselors, rooms, strict=True)
    ]
    return Rivalry(groups, patients, hours)


def _counselor(clinic: Clinic, name: str) -> Any:
    """Somebody whose only free hour is that one."""
    staff = hire(clinic, name, "Last", "counselor")
    week = Hours.objects.create(program=clinic.program, staff=staff)
    HoursTime.objects.create(
        program=clinic.program, week=week, weekday=0, mark="open",
        from_quarter=HOUR // 15, until_quarter=HOUR // 15 + 4,
    )  # fmt: skip
    return staff


def _room(clinic: Clinic, name: str) -> Room:
    room: Room = Room.objects.create(
        program=clinic.program, site=clinic.site, name=name, capacity=2
    )
    return room


def _order_one(clinic: Clinic, patient: Any, counselor: Any) -> None:
    orders = DoseOrder.objects.in_program(clinic.program)
    order = orders.get(stay__episode__patient=patient)
    order.modality_mix = {"individual": 1}
    order.save()
    TeamMembership.objects.create(
        program=clinic.program, patient=patient, staff=counselor, is_primary=True,
        started_at=timezone.now() - timedelta(days=1),
    )  # fmt: skip


def _job(rivalry: Rivalry, lane: int, by: Any) -> Callable[[], Any]:
    groups = {rivalry.groups[lane].pk: 1}
    week = ChosenWeek(groups, frozenset(), (rivalry.hours[lane],))
    return lambda: services.take_week(
        patient=rivalry.patients[lane], week=week, at=by.at, by=by,
        starts_on=today() + timedelta(days=1),
    )  # fmt: skip


def _judged(clinic: Clinic, rivalry: Rivalry, answers: Sequence[str]) -> list[str]:
    """What is wrong after one race."""
    rows = Enrollment.objects.in_program(clinic.program).filter(
        patient__in=rivalry.patients
    )
    held = Counter(rows.values_list("patient_id", flat=True))
    name = rivalry.groups[0].name
    wrong = []
    if sorted(answers) != ["NotFree", "won"]:
        wrong.append(f"{name}: answered {', '.join(answers)}")
    for patient, answer in zip(rivalry.patients, answers, strict=True):
        if held[patient.pk] != (2 if answer == "won" else 0):
            wrong.append(f"{name}: {answer}, and {held[patient.pk]} places")
    alone = Group.objects.in_program(clinic.program).filter(
        enrollments__patient__in=rivalry.patients, modality="individual"
    )
    if alone.count() > 1:
        wrong.append(f"{name}: {alone.count()} hours at once")
    return wrong
