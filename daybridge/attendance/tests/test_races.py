"""A thousand races for the last seat and for one attendance row: one winner each.

Threads start together at a barrier, each with a database connection of its own. Many
seats are raced for in one round, so that a thousand races fit in seconds.
"""

from collections import Counter
from datetime import timedelta

import pytest

from daybridge.attendance import services as attendance
from daybridge.attendance.errors import AttendanceError
from daybridge.attendance.models import Attendance, DoorMiss, Mark
from daybridge.attendance.services.door import Answer, door_viewer, make_tablet
from daybridge.attendance.services.door_by_name import check_in_by_name
from daybridge.audit.models import AuditEvent
from daybridge.people.arrival_codes import pin_digest
from daybridge.people.middleware import viewer_of
from daybridge.schedule import services as schedule
from daybridge.schedule.errors import ScheduleError, SeatTaken
from daybridge.schedule.models import Enrollment, Group, Session
from tests.cast import TWELVE, admit, hire, hold_group, make_program, tonight
from tests.races import on_disk, race

__all__ = ["on_disk"]

pytestmark = pytest.mark.reliability

NO = (ScheduleError, AttendanceError)
WORKERS = 4
RACES = 250  # of each kind; four kinds


@pytest.fixture
def clinic(on_disk):
    """A program with a leader, a desk and four people after the same seat."""
    clinic = make_program()
    hire(clinic, "Ruth", "Abelson", "counselor")
    hire(clinic, "Faye", "Nguyen", "front_desk")
    for number, (first, last) in enumerate(TWELVE[:WORKERS], start=1):
        admit(clinic, first, last, number)
    hold_group(clinic, clinic.staff["ruth"])
    return clinic


def test_two_tablets_at_once_let_a_person_in_once(clinic):
    """And two who guess at once have no try more than one after the other."""
    [dana] = [one for one in clinic.patients if one.called == "Dana"]
    dana.arrival_pin_digest = pin_digest("3920", dana.pk)
    dana.save()
    at, by = clinic.session.starts_at, viewer_of(clinic.staff["faye"], at=tonight())
    tablets = [
        make_tablet(site=clinic.site, name=name, at=at, by=by)[0]
        for name in ("Front", "Back")
    ]

    def enter(tablet, pin, *, said):
        shown = check_in_by_name(
            tablet=tablet, name="Dana", pin=pin, at=at, by=door_viewer(tablet, at=at)
        )
        assert shown.answer is said

    def job(tablet, pin, said):
        return lambda: enter(tablet, pin, said=said)

    race([[job(tablet, "3920", Answer.WELCOME)] for tablet in tablets], NO)
    place = Attendance.objects.in_program(clinic.program).get(patient=dana)
    arrivals = AuditEvent.objects.filter(action="attendance.arrived")
    assert place.mark == Mark.ATTENDED
    assert arrivals.count() == 1

    race([[job(tablet, "0000", Answer.ASK_DESK)] * 4 for tablet in tablets], NO)
    assert DoorMiss.objects.in_program(clinic.program).count() == 8
    enter(tablets[0], "3920", said=Answer.ASK_DESK)


def save_all(rows):
    """Rows one by one: bulk writes belong to services."""
    for row in rows:
        row.save(force_insert=True)
    return rows


def make_sessions(clinic, count):
    start = clinic.session.starts_at
    return save_all(
        [
            Session(
                program=clinic.program, title=f"Race {number}", track=clinic.track,
                modality="group", starts_at=start + timedelta(days=number + 1),
                ends_at=start + timedelta(days=number + 1, hours=1),
                leader=clinic.staff["ruth"], capacity=1,
            )
            for number in range(count)
        ]
    )  # fmt: skip


def by(clinic):
    return viewer_of(clinic.staff["faye"], at=clinic.session.starts_at)


def test_the_last_seat_of_a_session_goes_to_one(clinic):
    sessions, at, viewer = make_sessions(clinic, RACES), by(clinic).at, by(clinic)

    def add(session, patient):
        return lambda: attendance.add_to_session(
            session=session, patient=patient, at=at, by=viewer
        )

    rounds = race(
        [[add(s, patient) for s in sessions] for patient in clinic.patients], NO
    )

    wanted = Counter({"won": 1, SeatTaken.__name__: WORKERS - 1})
    assert [Counter(answers) for answers in rounds] == [wanted] * RACES
    for session in sessions[:: RACES // 10]:
        assert session.attendances.count() == 1


def test_the_last_seat_of_a_group_goes_to_one(clinic):
    at, viewer = by(clinic).at, by(clinic)
    groups = save_all(
        [
            Group(
                program=clinic.program, name=f"Race {number}", track=clinic.track,
                modality="group", leader=clinic.staff["ruth"], capacity=1,
                starts_at=clinic.group.starts_at, minutes=60,
                recurrence="FREQ=WEEKLY;BYDAY=MO", starts_on=clinic.group.starts_on,
            )
            for number in range(RACES)
        ]
    )  # fmt: skip

    def enroll(group, patient):
        return lambda: schedule.enroll(
            group=group, patient=patient, starts_on=at.date(), at=at, by=viewer
        )

    rounds = race(
        [[enroll(g, patient) for g in groups] for patient in clinic.patients], NO
    )

    wanted = Counter({"won": 1, SeatTaken.__name__: WORKERS - 1})
    assert [Counter(answers) for answers in rounds] == [wanted] * RACES
    taken = Enrollment.objects.in_program(clinic.program).filter(group__in=groups)
    assert taken.count() == RACES


def make_places(clinic):
    dana, start = clinic.patients[0], clinic.session.starts_at
    return save_all(
        [
            Attendance(
                program=clinic.program, session=session, patient=dana, starts_at=start
            )
            for session in make_sessions(clinic, RACES)
        ]
    )


def test_one_arrival_stands_when_two_tablets_and_two_leaders_tap(clinic):
    places = make_places(clinic)
    viewer = by(clinic)

    def arrive(place, minute):
        arrived_at = place.session.starts_at + timedelta(minutes=minute)
        return lambda: attendance.record_arrival(
            attendance=place, at=arrived_at, by=viewer
        )

    race([[arrive(place, worker) for place in places] for worker in range(WORKERS)], NO)

    rows = Attendance.objects.in_program(clinic.program).filter(
        pk__in=[place.pk for place in places]
    )
    assert {(row.mark, row.version) for row in rows} == {(Mark.ATTENDED, 2)}


def test_of_four_who_save_one_row_one_wins_and_three_are_told(clinic):
    places = make_places(clinic)
    viewer = by(clinic)

    def save(place, minute):
        session = place.session
        change = attendance.AttendanceChange(
            place.pk, 1, Mark.ATTENDED,
            arrived_at=session.starts_at + timedelta(minutes=minute),
        )  # fmt: skip
        return lambda: attendance.save_attendance(
            session=session, changes=[change], by=viewer, at=session.starts_at
        )

    rounds = race([[save(p, worker) for p in places] for worker in range(WORKERS)], NO)

    wanted = Counter({"won": 1, "StaleAttendance": WORKERS - 1})
    assert [Counter(answers) for answers in rounds] == [wanted] * RACES


def test_making_the_same_sessions_four_times_at_once_makes_them_once(clinic):
    group, viewer, at = clinic.group, by(clinic), by(clinic).at
    until = at.date() + timedelta(weeks=5)

    def make():
        schedule.materialize(
            program=clinic.program, until=until, at=at, by=viewer, groups=[group]
        )

    [answers] = race([[make]] * WORKERS, NO)

    assert answers == ("won",) * WORKERS
    dates = [row.rule_date for row in group.sessions.all()]
    assert len(dates) == len(set(dates)) >= 35
