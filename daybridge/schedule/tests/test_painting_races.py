"""Two people paint the same week at once: one is kept, the other is told."""

import pytest
from django.utils import timezone

from daybridge.people.middleware import viewer_of
from daybridge.rules.week_painted import Stroke, painting
from daybridge.schedule import services
from daybridge.schedule.errors import WeekChanged
from daybridge.schedule.models import ToldWeek
from daybridge.schedule.values import GettingHere
from daybridge.schedule.weeks import week_of
from tests.cast import admit, hire, make_program
from tests.races import on_disk, race

__all__ = ["on_disk"]

pytestmark = pytest.mark.reliability

RACES = 30
MARKS = ("work", "school")


@pytest.fixture
def clinic(on_disk):
    """A program with its desk, and people in care."""
    clinic = make_program()
    hire(clinic, "Faye", "Nguyen", "front_desk")
    for number in range(RACES):
        admit(clinic, "Sam", f"Lee{number}", number)
    return clinic


def test_of_two_first_weeks_one_is_kept_whole(clinic):
    by = viewer_of(clinic.staff["faye"], at=timezone.now())

    def paints(patient, mark):
        week = painting([Stroke(0, 8, mark), Stroke(96, 104, mark)])
        return lambda: services.tell_week(
            patient=patient, week=week, here=GettingHere(), version=0, at=by.at, by=by
        )

    answers = race(
        [[paints(patient, mark) for patient in clinic.patients] for mark in MARKS],
        (WeekChanged,),
    )

    assert {tuple(sorted(one)) for one in answers} == {("WeekChanged", "won")}
    assert ToldWeek.objects.in_program(clinic.program).count() == RACES
    for patient in clinic.patients:
        week = week_of(patient).ordinary
        assert {mark for mark in MARKS if mark in week} != set(MARKS)
        assert sum(mark in MARKS for mark in week) == 16
