"""Every night the coming weeks are made, in every program, once."""

from datetime import timedelta

from daybridge.attendance.models import Attendance
from daybridge.schedule.upkeep import make_sessions_ahead


def test_every_program_has_its_coming_weeks(clinic, elsewhere):
    now = clinic.session.starts_at

    made = make_sessions_ahead(as_of=now)

    assert made == 2 * 35  # tonight of each is there already
    assert make_sessions_ahead(as_of=now) == 0
    assert make_sessions_ahead(as_of=now + timedelta(days=1)) == 2


def test_members_are_expected_at_what_the_night_made(clinic, dana):
    make_sessions_ahead(as_of=clinic.session.starts_at)

    places = Attendance.objects.in_program(clinic.program).filter(patient=dana)
    assert places.count() == 36
