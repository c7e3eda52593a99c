"""A year of sessions, both changes of the clocks in it, as a calendar expands it."""

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
import recurring_ical_events
import time_machine

from daybridge.attendance.models import Attendance
from daybridge.calendars import services
from daybridge.people.middleware import viewer_of
from daybridge.schedule.models import Group, Session
from daybridge.schedule.services import cancel_session, enroll, materialize
from tests.cast import admit, hire, make_program

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
LAST = date(2027, 1, 5)
WEEK = timedelta(days=7)


@pytest.fixture
def year(db):
    """Dana's year: evenings, and a group in the hour that clocks skip and repeat."""
    with time_machine.travel(NOW, tick=False):
        clinic = make_program()
        hire(clinic, "Ruth", "Abelson", "counselor", "supervisor")
        dana = admit(clinic, "Dana", "Whitfield", 1)
        by = viewer_of(clinic.staff["ruth"], at=NOW)
        for wall, rule in (
            (time(17, 30), "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
            (time(1, 30), "FREQ=WEEKLY;BYDAY=SU"),
            (time(2, 30), "FREQ=WEEKLY;BYDAY=SU"),
        ):
            group = _group(clinic, wall, rule)
            enroll(group=group, patient=dana, starts_on=group.starts_on, at=NOW, by=by)
        materialize(program=clinic.program, until=LAST, at=NOW, by=by)
        yield clinic


def _group(clinic, wall, rule):
    return Group.objects.create(
        program=clinic.program, name="Group", track=clinic.track, modality="skills",
        leader=clinic.staff["ruth"], room=clinic.room, capacity=12, starts_at=wall,
        minutes=90, recurrence=rule, starts_on=NOW.date(),
    )  # fmt: skip


def expanded(content):
    """What recurring-ical-events makes of the file: moments and states."""
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between(
        NOW - WEEK, NOW + timedelta(days=370)
    )
    return sorted(
        (one["DTSTART"].dt.astimezone(UTC), one["DTEND"].dt.astimezone(UTC),
         str(one["STATUS"]))
        for one in events
    )  # fmt: skip


def in_the_database(clinic):
    places = Attendance.objects.in_program(clinic.program).on_roster()
    return sorted(
        (place.session.starts_at, place.session.ends_at,
         "CANCELLED" if place.session.cancelled_at else "CONFIRMED")
        for place in places.select_related("session")
    )  # fmt: skip


def test_a_year_is_exactly_the_sessions_in_the_database(year, read):
    by = viewer_of(year.staff["ruth"], at=NOW)
    sessions = Session.objects.in_program(year.program).order_by("starts_at")
    for session in sessions[::17]:
        cancel_session(
            session=session, reason="weather", note="", told=[], at=NOW, by=by
        )
    made = services.make_feed_for_patient(
        patient=year.patients[0], device="Own phone", at=NOW, by=by
    )
    own = services.make_own_feed(device="Own phone", at=NOW, by=by)

    held = in_the_database(year)

    assert len(held) > 250
    assert {start.minute for start, _, _ in held} == {30}
    assert expanded(read(made.secret).content) == held
    assert expanded(read(own.secret).content) == held
