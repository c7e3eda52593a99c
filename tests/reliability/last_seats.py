"""Two coordinators, one last seat: each gives somebody the same week at once.

In each race a week is two groups, one with room for both people and one with a single
seat. Afterwards: one person has the whole week, the other has none of it and their
coordinator was told, and no group has more members than seats.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from daybridge.people.middleware import viewer_of
from daybridge.schedule import services
from daybridge.schedule.errors import SeatTaken
from daybridge.schedule.models import Enrollment, Group
from daybridge.schedule.services.chosen import ChosenWeek
from daybridge.schedule.tests.weeks import meet
from tests.cast import Clinic, admit_all, hire, make_program, today
from tests.races import race

COORDINATORS = ("Faye", "Delroy")
AT_A_TIME = 50


@dataclass
class Found:
    """What came of many races."""

    races: int = 0
    answers: dict[str, int] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rivalry:
    """The week that two people are to have, and who they are."""

    groups: Sequence[Group]  # with room for both; with one seat
    patients: Sequence[Any]


def prepare() -> Clinic:
    """A program with two people at its desk, and a counselor."""
    clinic = make_program()
    hire(clinic, "Ruth", "Abelson", "counselor")
    for name in COORDINATORS:
        hire(clinic, name, "Nguyen", "front_desk")
    return clinic


def run(clinic: Clinic, races: int) -> Found:
    """Run so many races, some at a time, and judge each."""
    answers: Counter[str] = Counter()
    findings: list[str] = []
    for first in range(0, races, AT_A_TIME):
        numbers = range(first, min(first + AT_A_TIME, races))
        rivalries = [_rivalry(clinic, number) for number in numbers]
        for rivalry, told in zip(rivalries, _raced(clinic, rivalries), strict=True):
            answers.update(told)
            findings += _judged(clinic, rivalry, told)
    return Found(races, dict(answers), findings)


def _raced(clinic: Clinic, rivalries: Sequence[Rivalry]) -> Sequence[Sequence[str]]:
    """What each coordinator was answered, race by race."""
    by = [
        viewer_of(clinic.staff[name.lower()], at=timezone.now())
        for name in COORDINATORS
    ]
    return race(
        [
            [_job(each, each.patients[lane], viewer) for each in rivalries]
            for lane, viewer in enumerate(by)
        ],
        (SeatTaken,),
    )


def _rivalry(clinic: Clinic, number: int) -> Rivalry:
    first = 10 * number + 1
    people = [("Dana", f"Number{first}"), ("Marcus", f"Number{first}")]
    roomy = meet(clinic, f"Roomy {number}", "MO", capacity=2)
    scarce = meet(clinic, f"Scarce {number}", "WE,TH", capacity=1)
    return Rivalry((roomy, scarce), admit_all(clinic, people, first))


def _job(rivalry: Rivalry, patient: Any, by: Any) -> Callable[[], Any]:
    week = ChosenWeek({group.pk: 1 for group in rivalry.groups}, frozenset())
    return lambda: services.take_week(
        patient=patient, week=week, starts_on=today() + timedelta(days=1), at=by.at,
        by=by,
    )  # fmt: skip


def _judged(clinic: Clinic, rivalry: Rivalry, answers: Sequence[str]) -> list[str]:
    """What is wrong after one race."""
    held = Counter(
        Enrollment.objects.in_program(clinic.program)
        .filter(group__in=rivalry.groups)
        .values_list("patient_id", flat=True)
    )
    name, whole = rivalry.groups[1].name, len(rivalry.groups)
    wrong = []
    if sorted(answers) != ["SeatTaken", "won"]:
        wrong.append(f"{name}: answered {', '.join(answers)}")
    for patient, answer in zip(rivalry.patients, answers, strict=True):
        if held[patient.pk] != (whole if answer == "won" else 0):
            wrong.append(f"{name}: {answer}, and {held[patient.pk]} places")
    return wrong
