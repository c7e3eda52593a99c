"""Closed days and the sessions they stop, bring back and keep from being made."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from daybridge.attendance import services as attendance
from daybridge.attendance.models import Attendance, Mark
from daybridge.audit.models import AuditEvent
from daybridge.programs import services
from daybridge.programs.errors import DayAlreadyClosed, DayIsOver
from daybridge.programs.models import Closure, Room, Site
from daybridge.schedule import services as schedule
from daybridge.schedule.models import Session
from daybridge.schedule.values import GroupValues, SessionChanges
from tests.cast import ZONE

NOON = datetime(2027, 5, 24, 16, 0, tzinfo=UTC)  # Monday, noon in Philadelphia
MEMORIAL_DAY = date(2027, 5, 31)  # the Monday after
WEDNESDAY = date(2027, 6, 2)


@pytest.fixture
def grace(clinic, viewer):
    return viewer(clinic.staff["grace"], at=NOON)


@pytest.fixture
def values(clinic, ruth):
    return GroupValues(
        name="Relapse prevention", track=clinic.track, modality="group", leader=ruth,
        room=clinic.room, starts_at=time(17, 30), minutes=180, capacity=12,
        recurrence="FREQ=WEEKLY;BYDAY=MO,WE", starts_on=NOON.date(),
    )  # fmt: skip


@pytest.fixture
def group(clinic, values, grace):
    made = schedule.make_group(program=clinic.program, values=values, at=NOON, by=grace)
    schedule.enroll(
        group=made, patient=clinic.patients[0], starts_on=NOON.date(), at=NOON,
        by=grace,
    )  # fmt: skip
    return made


def session_on(group, day):
    return Session.objects.in_program(group.program_id).get(group=group, rule_date=day)


def has_session(group, day):
    rows = Session.objects.in_program(group.program_id)
    return rows.filter(group=group, rule_date=day, cancelled_at=None).exists()


def close(grace, on=MEMORIAL_DAY, name="Staff training", site=None, at=NOON, **more):
    return services.close_day(on=on, name=name, site=site, at=at, by=grace, **more)


def test_closing_a_day_cancels_its_sessions_and_says_why(clinic, group, grace, dana):
    closure = close(grace)

    session = session_on(group, MEMORIAL_DAY)
    assert session.cancelled_at == NOON
    assert session.get_cancel_reason_display() == "Room or site closed"
    assert session.cancel_note == "Closed: Staff training"
    assert session.cancelled_by == clinic.staff["grace"]
    assert session.closure == closure
    place = Attendance.objects.in_program(clinic.program).get(session=session)
    assert (place.patient, place.mark) == (dana, Mark.EXCUSED)
    assert has_session(group, WEDNESDAY)


def test_a_closed_day_leaves_its_audit(clinic, grace, group):
    close(grace)

    acts = AuditEvent.objects.filter(action="programs.day_closed")
    assert [act.detail for act in acts] == [
        {"on": "2027-05-31", "name": "Staff training"}
    ]
    assert AuditEvent.objects.filter(action="schedule.session_cancelled").exists()


def test_a_session_that_was_spared_takes_place(group, grace):
    spared = session_on(group, MEMORIAL_DAY)

    close(grace, keep=[spared.pk])

    assert has_session(group, MEMORIAL_DAY)


def test_what_people_have_come_to_stays(clinic, group, grace, dana):
    today = session_on(group, NOON.date())
    [place] = Attendance.objects.in_program(clinic.program).filter(session=today)
    attendance.record_arrival(attendance=place, at=today.starts_at, by=grace)

    close(grace, on=NOON.date(), at=today.starts_at + timedelta(minutes=5))

    today.refresh_from_db()
    assert today.cancelled_at is None


def test_a_session_that_is_over_stays(group, grace):
    today = session_on(group, NOON.date())

    close(grace, on=NOON.date(), at=today.ends_at + timedelta(minutes=5))

    assert has_session(group, NOON.date())


def test_a_day_is_not_closed_twice(group, grace):
    close(grace)

    with pytest.raises(DayAlreadyClosed, match=r"Monday, May 31, 2027.*Staff training"):
        close(grace, name="Memorial Day")


def test_a_day_that_is_over_is_not_closed(group, grace):
    with pytest.raises(DayIsOver):
        close(grace, on=NOON.date() - timedelta(days=1))


def test_one_site_closes_and_the_other_meets(clinic, group, grace, values, ruth):
    other = Site.objects.create(program=clinic.program, name="Broad Street")
    hall = Room.objects.create(
        program=clinic.program, site=other, name="Hall", capacity=30
    )
    there = schedule.make_group(
        program=clinic.program, at=NOON, by=grace,
        values=replace(values, name="Mornings", room=hall, starts_at=time(9)),
    )  # fmt: skip

    close(grace, site=other)

    assert not has_session(there, MEMORIAL_DAY)
    assert has_session(group, MEMORIAL_DAY)


def test_holidays_fill_the_rest_of_the_year_once(clinic, group, grace):
    made = services.fill_holidays(year=2027, at=NOON, by=grace)
    again = services.fill_holidays(year=2027, at=NOON, by=grace)

    assert made[0].on == MEMORIAL_DAY  # January to May are over
    assert made[-1].on == date(2027, 12, 31)
    assert {row.kind for row in made} == {Closure.Kind.FEDERAL}
    assert again == []
    assert not has_session(group, MEMORIAL_DAY)


def test_an_own_closure_on_a_holiday_keeps_its_name(clinic, grace):
    close(grace)

    services.fill_holidays(year=2027, at=NOON, by=grace)

    [row] = Closure.objects.in_program(clinic.program).filter(on=MEMORIAL_DAY)
    assert (row.name, row.kind) == ("Staff training", Closure.Kind.OWN)


def test_meeting_anyway_brings_the_sessions_and_their_people_back(
    clinic, group, grace, dana
):
    closure = close(grace)

    services.meet_anyway(closure=closure, at=NOON, by=grace)

    session = session_on(group, MEMORIAL_DAY)
    assert (session.cancelled_at, session.closure) == (None, None)
    place = Attendance.objects.in_program(clinic.program).get(session=session)
    assert (place.patient, place.mark) == (dana, Mark.EXPECTED)


def test_meeting_anyway_makes_what_was_never_made(clinic, grace, values):
    [*_, closure] = [
        row
        for row in services.fill_holidays(year=2027, at=NOON, by=grace)
        if row.on == MEMORIAL_DAY
    ]
    group = schedule.make_group(
        program=clinic.program, values=values, at=NOON, by=grace
    )
    assert not has_session(group, MEMORIAL_DAY)

    services.meet_anyway(closure=closure, at=NOON, by=grace)
    services.meet_anyway(closure=closure, at=NOON, by=grace)

    assert has_session(group, MEMORIAL_DAY)


def test_meeting_anyway_today_makes_only_what_is_still_to_come(clinic, grace, values):
    closure = close(grace, on=NOON.date())
    make = schedule.make_group
    evening = make(program=clinic.program, values=values, at=NOON, by=grace)
    morning = make(
        program=clinic.program, at=NOON, by=grace,
        values=replace(values, name="Mornings", starts_at=time(9)),
    )  # fmt: skip

    services.meet_anyway(closure=closure, at=NOON, by=grace)

    assert has_session(evening, NOON.date())
    assert not has_session(morning, NOON.date())


def test_what_was_cancelled_by_hand_stays_cancelled(group, grace):
    by_hand = session_on(group, MEMORIAL_DAY)
    schedule.cancel_session(
        session=by_hand, reason="staff", note="", told=[], at=NOON, by=grace
    )
    closure = close(grace)

    services.meet_anyway(closure=closure, at=NOON, by=grace)

    assert not has_session(group, MEMORIAL_DAY)


def test_staying_closed_after_all_stops_the_sessions_again(group, grace):
    closure = close(grace)
    services.meet_anyway(closure=closure, at=NOON, by=grace)

    services.stay_closed(closure=closure, at=NOON, by=grace)

    assert not has_session(group, MEMORIAL_DAY)


def test_a_site_that_is_closed_too_stays_closed(clinic, group, grace):
    here = close(grace, name="Water damage", site=clinic.site)
    everywhere = close(grace, name="Storm")

    services.meet_anyway(closure=everywhere, at=NOON, by=grace)
    assert not has_session(group, MEMORIAL_DAY)

    services.meet_anyway(closure=here, at=NOON, by=grace)
    assert has_session(group, MEMORIAL_DAY)


def test_the_site_opens_while_the_program_stays_closed(clinic, group, grace):
    everywhere = close(grace, name="Storm")
    here = close(grace, name="Water damage", site=clinic.site)

    services.meet_anyway(closure=here, at=NOON, by=grace)
    assert not has_session(group, MEMORIAL_DAY)

    services.meet_anyway(closure=everywhere, at=NOON, by=grace)
    assert has_session(group, MEMORIAL_DAY)


def test_an_own_closure_can_be_taken_off_the_calendar(clinic, group, grace):
    closure = close(grace)

    services.remove_closure(closure=closure, at=NOON, by=grace)

    assert has_session(group, MEMORIAL_DAY)
    assert not Closure.objects.in_program(clinic.program).exists()
    close(grace, name="Once more")


def test_a_closed_day_that_is_over_stays_on_the_calendar(group, grace):
    closure = close(grace)
    later = NOON + timedelta(days=30)

    for change in (services.meet_anyway, services.remove_closure):
        with pytest.raises(DayIsOver):
            change(closure=closure, at=later, by=grace)


def test_a_session_taken_up_by_hand_no_longer_hangs_on_the_closure(group, grace):
    closure = close(grace)
    session = session_on(group, MEMORIAL_DAY)
    schedule.reinstate_session(session=session, at=NOON, by=grace)
    session.refresh_from_db()
    assert session.closure is None

    services.remove_closure(closure=closure, at=NOON, by=grace)

    assert has_session(group, MEMORIAL_DAY)


def test_a_new_group_does_not_meet_on_a_closed_day(clinic, grace, values):
    close(grace)

    group = schedule.make_group(
        program=clinic.program, values=values, at=NOON, by=grace
    )

    assert not has_session(group, MEMORIAL_DAY)
    assert has_session(group, WEDNESDAY)


def test_the_nightly_run_makes_nothing_on_a_closed_day(clinic, group, grace):
    far = date(2027, 7, 5)  # Independence Day is observed
    services.fill_holidays(year=2027, at=NOON, by=grace)

    schedule.materialize(
        program=clinic.program, until=far + timedelta(days=7), at=NOON, by=grace
    )

    assert not has_session(group, far)
    assert has_session(group, far + timedelta(days=7))


def test_a_group_moved_to_another_day_stays_off_the_closed_one(clinic, group, grace):
    close(grace, on=date(2027, 6, 3))

    schedule.change_group(
        group=group, at=NOON, by=grace, base_version=group.version,
        values=replace(GroupValues.of(group), recurrence="FREQ=WEEKLY;BYDAY=TH"),
    )  # fmt: skip

    assert not has_session(group, date(2027, 6, 3))
    assert has_session(group, date(2027, 6, 10))


def test_an_evening_moved_onto_another_day_is_stopped_where_it_is(group, grace):
    """A session is held on the day it starts, whatever day its rule gave."""
    moved = session_on(group, WEDNESDAY)
    start = datetime.combine(MEMORIAL_DAY, time(10), ZONE)
    schedule.change_session(
        session=moved, base_version=moved.version, at=NOON, by=grace,
        changes=replace(
            SessionChanges.of(moved), starts_at=start,
            ends_at=start + timedelta(hours=3),
        ),
    )  # fmt: skip

    close(grace)

    moved.refresh_from_db()
    assert moved.cancelled_at == NOON
