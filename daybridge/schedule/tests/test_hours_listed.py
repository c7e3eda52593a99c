"""The list of individual and family sessions says whose each is, to who may know."""

from datetime import time

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.access.models import Barrier
from daybridge.audit.models import AuditEvent
from daybridge.schedule.tests.weeks import own_hour
from tests.cast import admit, today

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
OTHER_DAYS = [day for day in DAYS if day != DAYS[today().weekday()]]


def hour(clinic, patient, day, leader="ruth"):
    return own_hour(clinic, patient, day, time(16), leader=clinic.staff[leader])


@pytest.fixture
def hours(clinic, dana):
    """Dana's with Ruth and Zoe's with Sylvia, on days that are not today."""
    zoe = admit(clinic, "Zoe", "Adams", 90)
    return [
        hour(clinic, dana, OTHER_DAYS[0]),
        hour(clinic, zoe, OTHER_DAYS[1], "sylvia"),
    ]


@pytest.fixture
def listed(clinic, sign_in):
    """The names of the list as somebody reads it, in its order."""

    def read(who):
        page = sign_in(clinic.staff[who]).get(reverse("schedule:groups"))
        return [
            person and person.display_name for _, _, person in page.context["hours"]
        ]

    return read


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("grace", ["Zoe Adams", "Dana Whitfield"]),
        ("ruth", ["Dana Whitfield", None]),
        ("faye", [None, None]),
        ("omar", [None, None]),
        ("ivan", [None, None]),
    ],
)
def test_whoever_may_know_reads_whose_it_is_sorted_by_name(hours, listed, who, names):
    assert listed(who) == names


def test_a_chart_that_is_closed_to_somebody_is_closed_in_the_list(
    clinic, dana, hours, listed
):
    Barrier.objects.create(
        program=clinic.program, staff=clinic.staff["grace"], patient=dana,
        reason="her cousin",
        set_at=timezone.now(), set_by=clinic.staff["sylvia"],
    )  # fmt: skip

    assert listed("grace") == ["Zoe Adams", None]


def test_the_list_is_recorded_with_how_many_were_shown(hours, listed):
    listed("faye")
    assert not AuditEvent.objects.filter(action="list.read").exists()

    listed("grace")
    [event] = AuditEvent.objects.filter(action="list.read")
    assert event.detail == {"what": "individual and family sessions", "shown": 2}


@pytest.mark.parametrize("more", [0, 30])
def test_the_list_costs_the_same_however_many_there_are(
    clinic, hours, sign_in, more, django_assert_max_num_queries
):
    grace = sign_in(clinic.staff["grace"])
    for number in range(more):
        patient = admit(clinic, f"Person{number}", "Of Many", 200 + number)
        hour(clinic, patient, OTHER_DAYS[number % 6])

    with django_assert_max_num_queries(8):
        page = grace.get(reverse("schedule:groups"))

    assert len(page.context["hours"]) == 2 + more
