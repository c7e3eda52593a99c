"""Races of people who answer at once: for the last seat, and for one's own back."""

from datetime import datetime, time, timedelta

import pytest

from daybridge.attendance.errors import AttendanceError
from daybridge.attendance.models import Attendance, Reminder, ReminderAnswer
from daybridge.attendance.reminding.answering import (
    say_away,
    say_coming,
    take_make_up,
)
from daybridge.attendance.reminding.links import link_viewer
from daybridge.attendance.tests.reminded import (
    a_place,
    a_session,
    reminded,
)
from daybridge.schedule.errors import ScheduleError
from tests.cast import TWELVE, ZONE, admit, hire, make_program
from tests.races import on_disk, race

__all__ = ["on_disk"]

pytestmark = pytest.mark.reliability

NO = (ScheduleError, AttendanceError)
WORKERS, ROUNDS = 4, 12


@pytest.fixture
def clinic(on_disk):
    clinic = make_program()
    hire(clinic, "Ruth", "Abelson", "counselor")
    for number, (first, last) in enumerate(TWELVE[:WORKERS], start=1):
        admit(clinic, first, last, number)
    return clinic


@pytest.fixture
def at(monday):
    return datetime.combine(monday - timedelta(days=1), time(17, 30), ZONE)


@pytest.fixture
def reminders(clinic, monday, at):
    """Four people are reminded of one Monday evening."""
    evening = a_session(clinic, monday)
    for patient in clinic.patients:
        a_place(evening, patient)
    assert reminded(clinic, at) == WORKERS
    rows = Reminder.objects.in_program(clinic.program)
    return list(rows.select_related("patient", "program").order_by("pk"))


def act(service, reminder, at, **more):
    by = link_viewer(reminder, at=at)
    return lambda: service(reminder=reminder, at=at, by=by, **more)


def seats_in(session):
    places = Attendance.objects.in_program(session.program_id)
    return places.holding_a_seat().filter(session=session).count()


def test_the_last_make_up_seat_has_one_winner(clinic, reminders, monday, at):
    sessions = [
        a_session(clinic, monday + timedelta(days=1 + n // 3), time(8 + 4 * (n % 3)),
                  capacity=1)
        for n in range(ROUNDS)
    ]  # fmt: skip
    rounds = race(
        [
            [act(take_make_up, one, at, session_id=session.pk) for session in sessions]
            for one in reminders
        ],
        NO,
    )

    for answers in rounds:
        assert sorted(set(answers)) in (["SeatTaken", "won"], ["SeatTaken"])
        assert answers.count("won") <= 1
    assert all(seats_in(session) <= 1 for session in sessions)
    chosen = Attendance.objects.in_program(clinic.program).filter(origin="make_up")
    held = list(chosen.on_roster().values_list("patient_id", flat=True))
    assert len(held) == len(set(held))  # nobody sits twice


def test_two_taps_of_one_person_are_one_answer(clinic, reminders, at):
    [reminder, *_] = reminders

    rounds = race([[act(say_away, reminder, at)] for _ in range(WORKERS)], NO)

    assert rounds == [("won",) * WORKERS]
    assert ReminderAnswer.objects.in_program(clinic.program).count() == 1


def test_of_all_who_want_one_seat_back_one_has_it(clinic, reminders, monday, at):
    for reminder in reminders:
        act(say_away, reminder, at)()
    [session] = {place.session for place in Attendance.objects.in_program(
        clinic.program).select_related("session")}  # fmt: skip
    session.capacity = 1
    session.save()

    [answers] = race(
        [[act(say_coming, one, at, late_minutes=None)] for one in reminders], NO
    )

    assert sorted(answers) == ["SeatGivenAway"] * (WORKERS - 1) + ["won"]
    assert seats_in(session) == 1
