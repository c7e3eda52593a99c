"""Whoever is admitted has places in groups at once, as far as there are seats."""

from datetime import time, timedelta

import pytest

from daybridge.attendance.models import Attendance
from daybridge.intake.services import admit
from daybridge.intake.values import Admission, Dose
from daybridge.people.models import Patient
from daybridge.schedule.first_week import first_week_words
from daybridge.schedule.models import Enrollment, Group
from tests import cast
from tests.cast import join_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def lee(clinic, ruth):
    lee = Patient.objects.create(
        program=clinic.program, record_number="P00099", legal_first_name="Lee",
        legal_last_name="Moreau",
    )  # fmt: skip
    join_team(clinic, ruth, lee)
    return lee


@pytest.fixture
def group_on(clinic, ruth):
    """`group_on("MO,WE")`: three hours in the evening on these days."""

    def make(days, name="Skills", track=None, capacity=12, **more):
        values = {
            "modality": "skills", "leader": ruth, "room": clinic.room,
            "starts_at": time(9, 30), "minutes": 180,
            "starts_on": cast.today() - timedelta(days=60),
        }  # fmt: skip
        return Group.objects.create(
            program=clinic.program, track=track or clinic.track, name=name,
            capacity=capacity, recurrence=f"FREQ=WEEKLY;BYDAY={days}", **values | more,
        )  # fmt: skip

    return make


@pytest.fixture
def admitted(clinic, lee, viewer, ruth):
    def make(places=True, minutes=540, days=3, days_ago=0, at=None):
        by = viewer(ruth, at)
        day = cast.today() - timedelta(days=days_ago)
        admission = Admission(
            track=clinic.track, admitted_on=day, dose=Dose(minutes, days), places=places
        )
        episode = admit(patient=lee, admission=admission, at=by.at, by=by)
        return episode, first_week_words(episode=episode, admission=admission)

    return make


def places_of(lee):
    rows = Enrollment.objects.in_program(lee.program).filter(patient=lee)
    return sorted(rows.values_list("group__name", flat=True))


@pytest.fixture(autouse=True)
def only_ours(clinic, ruth):
    """The evening group of the cast is no choice here: it stopped long ago."""
    clinic.group.ends_on = cast.today() - timedelta(days=1)
    clinic.group.save()


def test_an_admission_gives_the_groups_that_make_up_the_dose(lee, group_on, admitted):
    group_on("MO", "Monday"), group_on("WE,TH", "Midweek"), group_on("SA", "Saturday")

    _, words = admitted()

    assert places_of(lee) == ["Midweek", "Monday"]
    assert words.startswith("A place in Midweek (Wednesdays and Thursdays at 9:30 am")
    assert "by hand" not in words


def test_whoever_has_a_place_is_expected_at_what_is_planned(
    clinic, lee, group_on, admitted
):
    from daybridge.schedule.models import Session

    group = group_on("MO,TU,WE")
    start = cast.tonight() + timedelta(days=2)
    session = Session.objects.create(
        program=clinic.program, group=group, rule_date=start.date(), title="Skills",
        track=clinic.track, modality="skills", starts_at=start, leader=group.leader,
        ends_at=start + timedelta(hours=3), room=clinic.room, capacity=12,
    )  # fmt: skip

    admitted()

    expected = Attendance.objects.in_program(clinic.program).filter(session=session)
    assert [row.patient for row in expected] == [lee]


def test_what_no_group_can_give_is_said(lee, group_on, admitted):
    group_on("MO", "Monday"), group_on("WE,TH", "Full", capacity=0)

    _, words = admitted()

    assert places_of(lee) == ["Monday"]
    assert words.endswith("That is 3 h on 1 day of 9 h on 3: find the rest by hand.")


def test_without_any_group_nobody_is_told_a_story(lee, admitted):
    _, words = admitted()

    assert words.startswith("No place in a group yet. That is 0 h")


def test_no_places_are_given_where_nobody_asked_for_them(lee, group_on, admitted):
    group_on("MO,WE,TH")

    admitted(places=False)

    assert places_of(lee) == []


def test_times_at_which_they_cannot_come_are_kept_free(
    lee, group_on, admitted, viewer, ruth
):
    from daybridge.intake.models import Inquiry

    Inquiry.objects.create(
        program=lee.program, patient=lee, first_name="Lee",
        first_contact_at=ruth.created_at, stage_since=ruth.created_at,
        times_wanted=[
            {"day": 0, "from": "08:00", "to": "12:00", "can": False},
            {"day": 2, "from": "09:00", "to": "13:00", "can": True},
            {"day": 4, "from": "", "to": "", "can": False},
        ],
    )  # fmt: skip
    group_on("MO", "Monday"), group_on("WE", "Wednesday"), group_on("FR", "Friday")

    admitted()

    assert places_of(lee) == ["Wednesday"]


def test_an_admission_written_later_gives_places_from_today(lee, group_on, admitted):
    group_on("MO,WE,TH")

    admitted(days_ago=20)

    place = Enrollment.objects.in_program(lee.program).get(patient=lee)
    assert place.starts_on == cast.today()


def test_what_does_not_count_to_the_dose_is_not_given(lee, group_on, admitted):
    group_on("MO,WE,TH", counts_to_clinical_hours=False)

    admitted()

    assert places_of(lee) == []


def test_where_the_first_evening_is_full_a_place_begins_the_day_after(
    clinic, lee, admitted
):
    group = clinic.group
    group.ends_on, group.capacity = None, len(clinic.patients) + 1
    group.recurrence = "FREQ=WEEKLY;BYDAY=MO,WE,FR"
    group.save()  # and tonight's session has no more than twelve seats

    admitted(at=cast.tonight())  # it has begun, and is not over

    place = Enrollment.objects.in_program(lee.program).get(patient=lee)
    assert place.starts_on == cast.today() + timedelta(days=1)
