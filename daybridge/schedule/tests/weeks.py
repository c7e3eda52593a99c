"""Groups of a clinic from which a week can be found, and what is known of it."""

from datetime import time, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from daybridge.people.middleware import viewer_of
from daybridge.schedule.fitting.finding import Search
from daybridge.schedule.models import Enrollment, Group
from tests.cast import keep, today

EVENING = time(17, 30)


def meet(clinic: Any, name: str, days: str, at: time = EVENING, **more: Any) -> Group:
    """A group of three hours on some days of every week, which runs already."""
    group: Group = Group.objects.create(
        **{
            "program": clinic.program, "name": name, "track": clinic.track,
            "modality": "group", "leader": clinic.staff["ruth"], "room": clinic.room,
            "capacity": 12, "starts_at": at, "minutes": 180,
            "recurrence": f"FREQ=WEEKLY;BYDAY={days}",
            "starts_on": today() - timedelta(days=60), **more,
        }
    )  # fmt: skip
    return group


def give_place(group: Group, *patients: Any) -> None:
    """A place that somebody has had for a month."""
    keep(
        Enrollment(
            program=group.program, group=group, patient=patient,
            starts_on=today() - timedelta(days=30),
        )
        for patient in patients
    )  # fmt: skip


def own_hour(clinic: Any, patient: Any, day: str, at: time, **more: Any) -> Group:
    """A standing hour of somebody's own, individual unless it is said otherwise."""
    named = {"name": "Individual counseling", "modality": "individual", **more}
    hour = meet(clinic, days=day, at=at, minutes=60, capacity=1, **named)
    give_place(hour, patient)
    return hour


def four_evenings(clinic: Any) -> list[Group]:
    """Monday, Tuesday, Wednesday and Thursday evening, each a group of its own."""
    days = (
        ("Monday", "MO"),
        ("Tuesday", "TU"),
        ("Wednesday", "WE"),
        ("Thursday", "TH"),
    )
    return [meet(clinic, f"{name} evening", day) for name, day in days]


def search(clinic: Any, patient: Any) -> Search:
    """What the page asks for a week from today."""
    return Search(clinic.program, patient.pk, day=today(), at=timezone.now())


def names(search: Search) -> list[list[str]]:
    """The groups of each week that is found."""
    return [[group.name for group in week.groups] for week in search.weeks]


def by(clinic: Any, who: str = "faye") -> Any:
    return viewer_of(clinic.staff[who], at=timezone.now())


def a_try(number: int = 1, enqueued_at: Any = None) -> Any:
    """What the queue hands to a task: which try of it this is."""
    enqueued = SimpleNamespace(enqueued_at=enqueued_at or timezone.now())
    return SimpleNamespace(attempt=number, task_result=enqueued)
