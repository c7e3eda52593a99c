"""When somebody can come and who is there, as a week is fitted to it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from daybridge.intake.models import Inquiry
from daybridge.people.models import Patient
from daybridge.rules.week_fit.clock import DAY, EVERY_DAY, Window
from daybridge.schedule.hours import Life, lives, room_hours, shifts
from daybridge.schedule.models import (
    Hours,
    HoursChange,
    HoursTime,
    ToldChange,
    ToldTime,
    ToldWeek,
)

pytestmark = pytest.mark.django_db

MONDAY = date(2027, 3, 8)  # the Sunday after it has 23 hours


@pytest.fixture
def told(clinic):
    """`told(dana, (0, 36, 68, "work"))`: a week with these times."""

    def tell(patient, *times, **more):
        week = ToldWeek.objects.create(
            program=clinic.program, patient=patient, told_at=timezone.now(), **more
        )
        keep_times(ToldTime, week, times)
        return week

    return tell


def keep_times(model, week, times):
    for weekday, start, end, mark in times:
        model.objects.create(
            program=week.program, week=week, weekday=weekday, from_quarter=start,
            until_quarter=end, mark=mark,
        )  # fmt: skip


def change(week, on, start, end, mark, model=ToldChange):
    return model.objects.create(
        program=week.program, week=week, on=on, from_quarter=start, until_quarter=end,
        mark=mark,
    )  # fmt: skip


def life_of(patient, week=MONDAY):
    return lives(program=patient.program, patients=[patient.pk], week=week)[patient.pk]


def asked(patient, *times, days_ago=1):
    Inquiry.objects.create(
        program=patient.program, patient=patient, first_name="D",
        first_contact_at=timezone.now() - timedelta(days=days_ago),
        stage_since=timezone.now(), times_wanted=list(times),
    )  # fmt: skip


def said(day, start, end, can=False):
    return {"day": day, "from": start, "to": end, "can": can}


def test_who_has_told_nothing_has_an_empty_life(dana):
    assert life_of(dana) == Life()


def test_work_is_busy_and_what_else_was_told_comes_with_it(dana, told):
    told(dana, (0, 36, 68, "work"), travel_minutes=30, telehealth=True)

    assert life_of(dana) == Life((Window(540, 1020),), (), 30, True)


def test_a_time_somebody_would_rather_keep_is_avoided_not_busy(dana, told):
    told(dana, (4, 68, 88, "rather_not"))

    life = life_of(dana)

    assert life.busy == ()
    assert [avoid.window for avoid in life.avoid] == [
        Window(4 * DAY + 1020, 4 * DAY + 1320)
    ]


def test_a_changed_date_counts_in_its_week_only(dana, told):
    week = told(dana, (0, 36, 68, "work"))
    change(week, MONDAY, 36, 68, "none")
    change(week, MONDAY + timedelta(days=1), 60, 92, "work")

    assert life_of(dana).busy == (Window(DAY + 900, DAY + 1380),)
    assert life_of(dana, MONDAY + timedelta(days=7)).busy == (Window(540, 1020),)
    assert life_of(dana, None).busy == (Window(540, 1020),)


def test_a_date_on_the_sunday_of_the_clock_change_is_wall_time(dana, told):
    week = told(dana)
    change(week, MONDAY + timedelta(days=6), 8, 16, "worship")

    assert life_of(dana).busy == (Window(6 * DAY + 120, 6 * DAY + 240),)


def test_what_they_could_not_when_they_asked_counts_until_they_tell(dana, told):
    asked(dana, said(0, "17:30", "20:40"), said(1, "09:00", "10:00", can=True))

    before = life_of(dana)
    told(dana)

    assert before == Life((Window(1050, 1245),))
    assert life_of(dana) == Life()


def test_the_last_time_they_asked_counts(dana):
    asked(dana, said(0, "09:00", "10:00"), days_ago=1)
    asked(dana, said(5, "", ""), days_ago=200)

    assert life_of(dana).busy == (Window(540, 600),)


def test_nobody_has_the_life_of_another_program(dana, elsewhere, told):
    told(dana, (0, 36, 68, "work"))

    found = lives(program=elsewhere.program, patients=[dana.pk], week=MONDAY)

    assert found == {dana.pk: Life()}


def test_the_lives_of_many_take_as_many_queries_as_one(
    clinic, told, django_assert_num_queries
):
    for patient in clinic.patients[1:]:
        change(told(patient, (0, 36, 68, "work")), MONDAY, 36, 40, "none")
    for patients in (clinic.patients[:2], clinic.patients):
        keys = [patient.pk for patient in patients]
        with django_assert_num_queries(5):
            found = lives(program=clinic.program, patients=keys, week=MONDAY)
        assert len(found) == len(keys)


def test_without_hours_somebody_works_and_a_room_is_open_at_any_time(clinic, ruth):
    assert shifts(program=clinic.program, staff=[ruth.pk], week=MONDAY) == {
        ruth.pk: EVERY_DAY
    }
    assert room_hours(program=clinic.program, rooms=[clinic.room.pk], week=MONDAY) == {
        clinic.room.pk: EVERY_DAY
    }


def test_hours_are_the_only_times_and_a_date_may_open_or_close(clinic, ruth):
    hours = Hours.objects.create(program=clinic.program, staff=ruth)
    keep_times(HoursTime, hours, [(0, 36, 68, "open"), (2, 36, 68, "open")])
    change(hours, MONDAY, 36, 52, "none", HoursChange)
    change(hours, MONDAY + timedelta(days=5), 40, 48, "open", HoursChange)

    found = shifts(program=clinic.program, staff=[ruth.pk], week=MONDAY)

    assert found[ruth.pk] == (
        Window(780, 1020),
        Window(2 * DAY + 540, 2 * DAY + 1020),
        Window(5 * DAY + 600, 5 * DAY + 720),
    )


def test_a_room_without_hours_may_be_closed_on_a_date(clinic):
    hours = Hours.objects.create(program=clinic.program, room=clinic.room)
    change(hours, MONDAY, 0, 96, "none", HoursChange)

    found = room_hours(program=clinic.program, rooms=[clinic.room.pk], week=MONDAY)

    assert found[clinic.room.pk] == EVERY_DAY[1:]


@pytest.mark.parametrize(
    "wrong",
    [(7, 0, 4, "work"), (0, 4, 4, "work"), (0, 4, 97, "work"), (0, 0, 4, "open")],
)
def test_the_database_refuses_a_time_that_is_none(dana, told, wrong):
    week = told(dana)

    with pytest.raises(IntegrityError), transaction.atomic():
        keep_times(ToldTime, week, [wrong])

    assert not week.times.exists()


def test_a_patient_has_one_week(dana, told):
    told(dana)

    with pytest.raises(IntegrityError), transaction.atomic():
        told(dana)

    assert (
        Patient.objects.in_program(dana.program).get(pk=dana.pk).told_weeks.count() == 1
    )
