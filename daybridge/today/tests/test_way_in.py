"""Today says how much waits on the way in, for whom it waits, and names nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from daybridge.access.viewer import system_viewer
from daybridge.assessments.tests.reviewing import rated, stepped, written
from daybridge.consents.services import begin_packet
from daybridge.intake.services import receive_inquiry
from daybridge.today.way_in import waiting
from tests.cast import hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(clinic):
    """`asked(13)`: somebody asked to be called thirteen hours ago."""

    def make(hours=0, program=None):
        at = timezone.now() - timedelta(hours=hours)
        by = system_viewer(program or clinic.program, at)
        values = {"first_name": "Lee", "last_name": "Moreau", "phone": "215 555 0142"}
        return receive_inquiry(values=values, at=at, by=by)

    return make


def words(who):
    return [one.words for one in waiting(who)]


def test_who_asked_and_was_not_reached_is_counted(clinic, viewer, asked):
    asked(), asked()

    assert words(viewer(clinic.staff["faye"])) == [
        "2 people asked and were not reached yet"
    ]


@pytest.mark.parametrize(("hours", "is_late"), [(11, False), (12, True)])
def test_after_twelve_hours_it_is_late(clinic, viewer, asked, hours, is_late):
    asked(hours)

    assert [one.is_late for one in waiting(viewer(clinic.staff["faye"]))] == [is_late]


@pytest.mark.parametrize("who", ["ruth", "theo", "omar", "nora", "ivan"])
def test_inquiries_wait_for_nobody_who_does_not_work_on_them(
    clinic, viewer, asked, who
):
    asked()

    assert not any("asked" in line for line in words(viewer(clinic.staff[who])))


def test_another_programs_inquiries_are_not_counted(clinic, elsewhere, viewer, asked):
    asked(program=elsewhere.program)

    assert words(viewer(clinic.staff["faye"])) == []


def test_forms_wait_for_the_desk_and_for_the_patients_own_counselor(
    clinic, viewer, dana
):
    faye = viewer(clinic.staff["faye"])
    begin_packet(patient=dana, language="en", at=faye.at, by=faye)

    line = "1 newcomer has forms to sign"
    assert line in words(faye)
    assert line in words(viewer(clinic.staff["ruth"]))
    assert line not in words(viewer(clinic.staff["ben"]))


def test_reviews_that_are_due_wait_for_the_team(clinic, viewer):
    assert "12 reviews due" in words(viewer(clinic.staff["ruth"]))
    assert words(viewer(clinic.staff["ben"])) == []


def test_the_part_is_there_a_moment_later_and_names_nobody(clinic, sign_in, asked):
    asked()
    client = sign_in(clinic.staff["faye"])

    assert 'hx-get="/today/way-in/"' in client.get("/").content.decode()
    page = client.get("/today/way-in/").content.decode()
    assert "1 person asked and was not reached yet" in page
    assert "Moreau" not in page


def test_the_list_costs_the_same_however_many_wait(
    clinic, viewer, asked, django_assert_max_num_queries
):
    iris = hire(clinic, "Iris", "Feld", "front_desk", "supervisor", "biller")
    for _ in range(20):
        asked()

    with django_assert_max_num_queries(16):
        waiting(viewer(iris))


def test_a_danger_in_a_review_waits_for_who_answers_it(clinic, viewer, dana):
    by = viewer(clinic.staff["ruth"])
    written(dana, by, rating=rated(d3A="4"))

    line = "1 safety stop is open"
    assert line in words(by)
    assert line in words(viewer(clinic.staff["sylvia"]))
    assert line not in words(viewer(clinic.staff["ben"]))


def test_a_decision_waits_for_those_who_may_carry_it_out(clinic, viewer, dana):
    by = viewer(clinic.staff["ruth"])
    stepped(dana, by)

    line = "1 decision of a review to carry out"
    assert line in words(by)
    assert line in words(viewer(clinic.staff["sylvia"]))
    assert line not in words(viewer(clinic.staff["omar"]))
