"""What reminders are worth: counted of everybody who was expected."""

from datetime import datetime, time, timedelta

import pytest

from daybridge.attendance import services
from daybridge.attendance.reminding.answering import say_away, say_coming
from daybridge.attendance.reminding.links import link_viewer
from daybridge.attendance.tests.reminded import (
    a_place,
    a_session,
    by_desk,
    next_monday,
    reminded,
    reminders_of,
)
from daybridge.outbox.models import Preference
from daybridge.reports.filters import Filters
from daybridge.reports.reminders import count_places, reminders_table
from tests.cast import ZONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def monday():
    return next_monday()


@pytest.fixture
def over(monday):
    return datetime.combine(monday + timedelta(days=1), time(9), ZONE)


@pytest.fixture
def evening(clinic, monday):
    """Four were expected: one confirmed, one could not, one was silent, one untold."""
    session = a_session(clinic, monday)
    places = [a_place(session, patient) for patient in clinic.patients[:4]]
    coming, away, _silent, untold = clinic.patients[:4]
    Preference.objects.create(
        program=clinic.program, patient=untold, way="none", lead_minutes=0
    )
    at = session.starts_at - timedelta(hours=24)
    reminded(clinic, at)
    for patient, act, more in (
        (coming, say_coming, {"late_minutes": None}), (away, say_away, {}),
    ):  # fmt: skip
        reminder = reminders_of(patient).select_related("program", "patient").get()
        act(reminder=reminder, at=at, by=link_viewer(reminder, at=at), **more)
    here = session.starts_at + timedelta(minutes=1)
    for place in (places[0], places[3]):
        services.record_arrival(
            attendance=place, at=here, by=by_desk(clinic, here)
        )  # fmt: skip
    return session


def period(day):
    return Filters(day, day, None, {}, day + timedelta(days=1))


def test_everybody_expected_is_counted_where_they_stood(
    clinic, evening, monday, over, viewer
):
    grace = viewer(clinic.staff["grace"], at=over)

    expected, came = count_places(grace, period(monday))

    assert dict(expected) == {
        "Everybody expected": 4, "No reminder": 1, "Reminded, no answer": 1,
        "Said they come": 1, "Said they cannot come": 1,
    }  # fmt: skip
    assert {name: count for name, count in came.items() if count} == {
        "Everybody expected": 2, "No reminder": 1, "Said they come": 1,
    }  # fmt: skip


def test_no_share_is_said_of_a_few(clinic, evening, monday, over, viewer):
    table = reminders_table(viewer(clinic.staff["grace"], at=over), period(monday))

    assert {row[3] for row in table.rows} == {None}
    assert table.counts == {1, 2}


def test_an_evening_that_is_not_over_and_another_program_are_not_counted(
    clinic, elsewhere, evening, monday, over, viewer
):
    early = viewer(clinic.staff["grace"], at=evening.starts_at)
    vera = viewer(elsewhere.staff["vera"], at=over)

    assert not count_places(early, period(monday))[0]
    assert not count_places(vera, period(monday))[0]
