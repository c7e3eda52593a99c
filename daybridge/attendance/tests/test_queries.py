"""Rosters, days and weeks as others read them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybridge.attendance import queries, services
from daybridge.attendance.models import Attendance, Mark
from daybridge.rules.dose import WeekStanding
from daybridge.rules.time_in_care import Presence
from daybridge.schedule.models import Session, ToldTime, ToldWeek
from tests.cast import ZONE, admit, join_team

MONDAY = date(2027, 3, 1)


def statements(captured):
    return [q for q in captured.captured_queries if q["sql"].startswith("SELECT")]


@pytest.fixture
def week(clinic, dana, ruth):
    """Monday, Wednesday and Thursday evenings of Dana's week."""
    days = {}
    for name, offset in (("mon", 0), ("wed", 2), ("thu", 3)):
        start = datetime.combine(
            MONDAY + timedelta(days=offset), datetime.min.time(), ZONE
        ) + timedelta(hours=17, minutes=30)
        session = Session.objects.create(
            program=clinic.program, title=name, track=clinic.track, modality="group",
            starts_at=start, ends_at=start + timedelta(hours=3), leader=ruth,
            room=clinic.room, capacity=12,
        )  # fmt: skip
        days[name] = Attendance.objects.create(
            program=clinic.program, session=session, patient=dana, starts_at=start
        )
    return days


def weigh(clinic, by, now, patient):
    doses = queries.week_doses(
        program=clinic.program, viewer=by, patient_ids=[patient.pk], day=MONDAY,
        now=now,
    )  # fmt: skip
    return doses[patient.pk]


def test_a_roster_reads_in_one_statement_with_presence_from_the_rules(
    clinic, ruth, viewer
):
    session = clinic.session
    places = list(session.attendances.order_by("patient__legal_last_name"))
    by = viewer(ruth, at=session.starts_at)
    late = session.starts_at + timedelta(minutes=6)
    services.record_arrival(attendance=places[0], at=late, by=by)
    services.mark_excused(attendance=places[1], reason="Work", at=late, by=by)

    with CaptureQueriesContext(connection) as captured:
        rows = queries.roster_for(session, now=late)

    assert len(captured) == 1
    assert [row.presence for row in rows[:3]] == [
        Presence.LATE, Presence.EXCUSED, Presence.EXPECTED,
    ]  # fmt: skip
    assert len(rows) == 12


def test_someone_taken_off_is_in_the_other_list(clinic, ruth, viewer, dana):
    session = clinic.session
    place = session.attendances.get(patient=dana)
    by = viewer(ruth, at=session.starts_at)
    services.remove_from_session(attendance=place, at=session.starts_at, by=by)

    now = session.starts_at
    assert dana.pk not in {r.patient_id for r in queries.roster_for(session, now=now)}
    [row] = queries.removed_from(session, now=now)
    assert row.patient_id == dana.pk


def test_a_full_week_on_course_is_said_so(clinic, week, ruth, viewer, dana):
    at = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)

    dose = weigh(clinic, viewer(ruth, at=at), at, dana)

    assert dose.standing is WeekStanding.ON_COURSE
    assert (dose.delivered_minutes, dose.planned_minutes) == (0, 540)


def test_time_in_a_running_session_is_delivered_until_now(
    clinic, week, ruth, viewer, dana
):
    start = week["mon"].session.starts_at
    by = viewer(ruth, at=start)
    services.record_arrival(attendance=week["mon"], at=start, by=by)

    now = start + timedelta(minutes=50)
    dose = weigh(clinic, by, now, dana)

    assert (dose.delivered_minutes, dose.planned_minutes) == (50, 490)


def test_who_left_early_has_nothing_more_to_come_from_that_evening(
    clinic, week, ruth, viewer, dana
):
    start = week["mon"].session.starts_at
    by = viewer(ruth, at=start)
    services.record_arrival(attendance=week["mon"], at=start, by=by)
    left_at = start + timedelta(minutes=50)
    services.record_departure(attendance=week["mon"], at=left_at, by=by)

    dose = weigh(clinic, by, start + timedelta(minutes=60), dana)

    assert (dose.delivered_minutes, dose.planned_minutes) == (50, 360)


def test_a_missed_evening_needs_a_make_up_while_there_are_days(
    clinic, week, ruth, viewer, dana
):
    start = week["mon"].session.starts_at
    by = viewer(ruth, at=start)
    services.mark_no_show(attendance=week["mon"], at=start, by=by)

    dose = weigh(clinic, by, start + timedelta(hours=4), dana)

    assert dose.standing is WeekStanding.NEEDS_MAKE_UP
    assert dose.make_up_minutes == 180


def test_hours_that_do_not_count_do_not_count(clinic, week, ruth, viewer, dana):
    session = week["mon"].session
    session.counts_to_clinical_hours = False
    session.save()
    at = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)

    assert weigh(clinic, viewer(ruth, at=at), at, dana).planned_minutes == 360


def test_a_cancelled_session_brings_nothing(clinic, week, ruth, viewer, dana):
    from daybridge.schedule import services as schedule

    at = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
    by = viewer(ruth, at=at)
    schedule.cancel_session(
        session=week["wed"].session, reason="weather", note="", told=[], at=at, by=by
    )

    assert weigh(clinic, by, at, dana).planned_minutes == 360


@pytest.mark.parametrize("people", [1, 60])
def test_weeks_of_many_cost_the_same_statements(clinic, ruth, viewer, people):
    for number in range(people):
        patient = admit(clinic, f"Extra{number}", "Patient", 100 + number)
        join_team(clinic, ruth, patient)
    now = clinic.session.starts_at

    with CaptureQueriesContext(connection) as captured:
        doses = queries.week_doses(
            program=clinic.program, viewer=viewer(ruth), patient_ids=None,
            day=now.astimezone(ZONE).date(), now=now,
        )  # fmt: skip

    assert len(doses) == people + 12
    assert len(statements(captured)) <= 4


def test_only_the_teams_patients_are_weighed(clinic, ben, viewer):
    now = clinic.session.starts_at
    assert queries.week_doses(
        program=clinic.program, viewer=viewer(ben), patient_ids=None,
        day=now.date(), now=now,
    ) == {}  # fmt: skip


def test_the_days_stays_are_the_attended_ones_in_one_statement(
    clinic, week, ruth, viewer, dana
):
    start = week["mon"].session.starts_at
    by = viewer(ruth, at=start)
    services.record_arrival(attendance=week["mon"], at=start, by=by)
    services.mark_no_show(attendance=week["wed"], at=start, by=by)

    with CaptureQueriesContext(connection) as captured:
        stays = queries.day_stays(program=clinic.program, viewer=by, day=MONDAY)

    assert len(captured) == 1
    assert [(stay.patient_id, stay.title, stay.minutes) for stay in stays] == [
        (dana.pk, "mon", 180)
    ]


def test_offers_have_a_seat_and_overlap_nothing(clinic, week, ruth, viewer, dana):
    start = week["wed"].session.starts_at
    for title, begins, capacity in (
        ("same time", start + timedelta(hours=1), 5),
        ("full", start - timedelta(hours=6), 0),
        ("before now", start - timedelta(days=2, hours=9), 5),
        ("free", start - timedelta(hours=4), 5),
        ("next week", start + timedelta(days=7), 5),
    ):
        Session.objects.create(
            program=clinic.program, title=title, track=clinic.track, modality="group",
            starts_at=begins, ends_at=begins + timedelta(hours=1), leader=ruth,
            room=clinic.room, capacity=capacity,
        )  # fmt: skip
    now = week["mon"].session.starts_at

    offers = queries.make_up_offers(
        program=clinic.program, viewer=viewer(ruth), patient_ids=[dana.pk], day=MONDAY,
        now=now,
    )  # fmt: skip

    assert [offer.title for offer in offers[dana.pk]] == ["free"]


def test_what_was_missed_is_made_up_for_once(clinic, week, ruth, viewer, dana):
    start = week["mon"].session.starts_at
    by = viewer(ruth, at=start)
    services.mark_no_show(attendance=week["mon"], at=start, by=by)
    asked = {"program": clinic.program, "patient_id": dana.pk, "day": MONDAY}
    assert queries.missed_this_week(**asked) == week["mon"]

    Attendance.objects.in_program(clinic.program).filter(pk=week["thu"].pk)
    week["thu"].makes_up_for = week["mon"]
    week["thu"].save()

    assert queries.missed_this_week(**asked) is None
    assert week["thu"].mark == Mark.EXPECTED


def test_a_make_up_is_offered_only_where_it_fits_into_dana_s_life(
    clinic, week, ruth, viewer, dana
):
    start = week["wed"].session.starts_at
    for title, hours in (("during work", -6), ("on the way from it", -4), ("free", -2)):
        begins = start + timedelta(hours=hours)
        Session.objects.create(
            program=clinic.program, title=title, track=clinic.track, modality="group",
            starts_at=begins, ends_at=begins + timedelta(hours=1), leader=ruth,
            room=clinic.room, capacity=5,
        )  # fmt: skip
    told = ToldWeek.objects.create(
        program=clinic.program, patient=dana, told_at=start, travel_minutes=30
    )
    ToldTime.objects.create(
        program=clinic.program, week=told, weekday=2, mark="work", from_quarter=32,
        until_quarter=53,
    )  # fmt: skip

    offers = queries.make_up_offers(
        program=clinic.program, viewer=viewer(ruth), patient_ids=[dana.pk], day=MONDAY,
        now=week["mon"].session.starts_at,
    )  # fmt: skip

    assert [offer.title for offer in offers[dana.pk]] == ["free"]
