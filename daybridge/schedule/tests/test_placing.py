"""A week that is taken: all of its places or none, and what it leaves ends."""

from datetime import timedelta

import pytest

from daybridge.attendance.models import Attendance
from daybridge.audit.models import AuditEvent
from daybridge.schedule import services
from daybridge.schedule.errors import NotInCare, PlacesChanged, SeatTaken, StaleSession
from daybridge.schedule.models import Enrollment
from daybridge.schedule.services.chosen import ChosenWeek
from daybridge.schedule.services.making import materialize
from daybridge.schedule.tests.weeks import by, four_evenings, give_place
from tests.cast import admit, hire, make_program, today


@pytest.fixture
def place(db):
    clinic = make_program()
    hire(clinic, "Ruth", "Abelson", "counselor")
    hire(clinic, "Faye", "Nguyen", "front_desk")
    return clinic


@pytest.fixture
def dana(place):
    return admit(place, "Dana", "Whitfield", 1)


@pytest.fixture
def evenings(place):
    return four_evenings(place)


def take(clinic, patient, groups, held=(), starts_on=None):
    viewer = by(clinic)
    week = ChosenWeek(
        {group.pk: group.version for group in groups},
        frozenset(group.pk for group in held),
    )
    return services.take_week(
        patient=patient, week=week, starts_on=starts_on or today(), at=viewer.at,
        by=viewer,
    )  # fmt: skip


def standing(clinic, patient):
    rows = Enrollment.objects.in_program(clinic.program).filter(patient=patient)
    return {row.group.name: row.ends_on for row in rows.select_related("group")}


def test_every_place_of_the_week_is_given_and_dana_is_expected(place, dana, evenings):
    viewer = by(place)
    until = today() + timedelta(weeks=2)
    materialize(program=place.program, until=until, at=viewer.at, by=viewer)

    take(place, dana, evenings[:3])

    assert standing(place, dana) == {group.name: None for group in evenings[:3]}
    expected = Attendance.objects.in_program(place.program).filter(patient=dana)
    assert {row.session.group_id for row in expected.select_related("session")} == {
        group.pk for group in evenings[:3]
    }


def test_what_the_week_leaves_ends_the_day_before(place, dana, evenings):
    give_place(evenings[0], dana)
    give_place(evenings[1], dana)
    monday = today() + timedelta(days=9)

    take(place, dana, evenings[1:3], held=evenings[:2], starts_on=monday)

    assert standing(place, dana) == {
        "Monday evening": monday - timedelta(days=1),
        "Tuesday evening": None,
        "Wednesday evening": None,
    }


def test_one_full_group_and_nothing_is_given_or_ended(place, dana, evenings):
    give_place(evenings[0], dana)
    evenings[2].capacity = 0
    evenings[2].save()

    with pytest.raises(SeatTaken):
        take(place, dana, evenings[1:3], held=evenings[:1])

    assert standing(place, dana) == {"Monday evening": None}


def test_places_that_changed_meanwhile_are_named(place, dana, evenings):
    give_place(evenings[3], dana)

    with pytest.raises(PlacesChanged, match="Thursday evening"):
        take(place, dana, evenings[:3])


def test_a_group_that_moved_meanwhile_is_not_given(place, dana, evenings):
    evenings[0].version = 2
    evenings[0].save()
    evenings[0].version = 1  # as it was seen

    with pytest.raises(StaleSession):
        take(place, dana, evenings[:3])

    assert standing(place, dana) == {}


def test_nobody_out_of_care_has_a_week(place, dana, evenings):
    episode = dana.episodes.get()
    episode.discharged_on, episode.discharge_reason = episode.admitted_on, "1"
    episode.save()

    with pytest.raises(NotInCare):
        take(place, dana, evenings[:3])


def test_the_audit_says_that_a_week_was_taken_without_naming_its_groups(
    place, dana, evenings
):
    take(place, dana, evenings[:3])

    [row] = AuditEvent.objects.filter(action="schedule.week_taken")
    assert (row.detail, row.patient_id) == ({"joined": 3, "left": 0}, dana.pk)
