"""The clinic's week as a problem: what goes in, and the weeks that come out."""

import json
from datetime import datetime, time, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from daybridge.attendance.models import Attendance
from daybridge.audit.models import AuditEvent
from daybridge.keys import new_id
from daybridge.programs.models import DoseRule, Track
from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.model.outcome import plan_of
from daybridge.rules.week_fit.model.standing import placed
from daybridge.rules.week_fit.plan import Code, State
from daybridge.rules.week_fit.reading import read_instance
from daybridge.rules.week_fit.writing_instance import instance_document
from daybridge.schedule.fitting.instance import clinic_week
from daybridge.schedule.models import Session, ToldTime, ToldWeek
from daybridge.schedule.tests.weeks import (
    four_evenings,
    give_place,
    meet,
    names,
    search,
)
from daybridge.week_solver.engine import solve
from tests.cast import ZONE, admit, admit_all, hire, make_program, today


@pytest.fixture
def place(db):
    """A clinic with Ruth and an evening track, and no group yet."""
    clinic = make_program()
    hire(clinic, "Ruth", "Abelson", "counselor")
    return clinic


@pytest.fixture
def dana(place):
    """Dana, ordered nine hours on three days, with no place yet."""
    return admit(place, "Dana", "Whitfield", 1)


def tell(clinic, patient, *times, **more):
    """An ordinary week: weekday, from and until as hours, and what is then."""
    week = ToldWeek.objects.create(
        program=clinic.program, patient=patient, told_at=timezone.now(), **more
    )
    for weekday, start, end, mark in times:
        ToldTime.objects.create(
            program=clinic.program, week=week, weekday=weekday, mark=mark,
            from_quarter=start * 4, until_quarter=end * 4,
        )  # fmt: skip


def alone(clinic, patient, on, starts):
    """An individual session on a day, of an hour."""
    starts_at = datetime.combine(on, starts, ZONE)
    session = Session.objects.create(
        program=clinic.program, title="Individual", track=clinic.track,
        modality="individual", leader=clinic.staff["ruth"], room=clinic.room,
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=1),
    )  # fmt: skip
    Attendance.objects.create(
        program=clinic.program, session=session, patient=patient, starts_at=starts_at
    )
    return session


def test_three_evenings_of_four_make_the_three_weeks_shown(place, dana):
    four_evenings(place)

    found = search(place, dana)

    assert found.is_served
    assert len({tuple(week) for week in names(found)}) == 3
    assert [(week.days, week.minutes) for week in found.weeks] == [(3, 540)] * 3


def test_who_works_on_mondays_is_found_the_other_evenings(place, dana):
    four_evenings(place)
    tell(place, dana, (0, 16, 19, "work"))

    [best, *_] = search(place, dana).weeks

    assert [each.day_name for each in best.evenings] == [
        "Tuesday", "Wednesday", "Thursday",
    ]  # fmt: skip


def test_the_way_counts_and_so_does_what_they_would_rather_not(place, dana):
    four_evenings(place)
    tell(place, dana, (2, 16, 17, "children"), (3, 17, 21, "rather_not"),
         travel_minutes=45)  # fmt: skip

    [best, *others] = search(place, dana).weeks

    assert [each.day_name for each in best.evenings] == [
        "Monday", "Tuesday", "Thursday",
    ]  # fmt: skip
    assert (best.avoided_minutes, best.travel_minutes) == (180, 270)
    assert others == []


def test_a_way_between_two_steps_of_the_grid_is_not_taken_as_shorter(place, dana):
    four_evenings(place)
    tell(place, dana, (0, 9, 17, "work"), travel_minutes=40)

    [week] = search(place, dana).weeks

    assert [each.day_name for each in week.evenings] == [
        "Tuesday", "Wednesday", "Thursday",
    ]  # fmt: skip
    assert week.travel_minutes == 240


def test_a_group_of_three_days_is_one_place_and_all_of_its_days(place, dana):
    meet(place, "Three at once", "MO,WE,TH")

    [week] = search(place, dana).weeks

    assert [each.day_name for each in week.evenings] == [
        "Monday", "Wednesday", "Thursday",
    ]  # fmt: skip
    assert (week.evenings_used, week.idle_minutes) == (3, 0)


def test_idle_time_between_two_groups_of_a_day_is_told(place, dana):
    meet(place, "Morning", "MO,TU,WE", time(9), minutes=120)
    meet(place, "Noon", "MO,TU,WE", time(12), minutes=60)

    [week] = search(place, dana).weeks

    assert (week.minutes, week.idle_minutes, week.evenings_used) == (540, 180, 0)


def test_a_group_of_five_days_does_not_serve_three(place, dana):
    meet(place, "Every day", "MO,TU,WE,TH,FR")

    assert search(place, dana).weeks == []


def test_the_weeks_of_someone_with_places_begin_with_fewest_changes(place, dana):
    evenings = four_evenings(place)
    give_place(evenings[0], dana)
    give_place(evenings[1], dana)

    found = search(place, dana)

    assert [week.changes for week in found.weeks] == [1, 1, 3]
    assert set(found.held) == set(evenings[:2])


def test_when_five_days_became_three_two_places_end_and_none_begins(place, dana):
    for group in [*four_evenings(place), meet(place, "Friday evening", "FR")]:
        give_place(group, dana)

    [best, *_] = search(place, dana).weeks

    assert (len(best.left), len(best.joined), best.days) == (2, 0, 3)


def test_one_seat_that_is_missing_is_named_and_so_are_its_like(place, dana):
    full = four_evenings(place)[2:]
    for group in full:
        group.capacity = 1
        group.save()
        give_place(group, admit(place, "Some", "Body", 20 + full.index(group)))

    found = search(place, dana)
    ways = found.would_serve()

    assert not found.is_served
    assert [[each.code for each in way.changes] for way in ways] == [
        [Code.FULL],
        [Code.FULL],
    ]
    assert [found.clinic.groups[way.changes[0].ids[0]] for way in ways] == full


def test_a_guest_in_the_last_seat_of_one_evening_leaves_no_standing_place(place, dana):
    [monday, *_] = four_evenings(place)
    start = datetime.combine(today() + timedelta(days=7), time(17, 30), ZONE)
    session = Session.objects.create(
        program=place.program, group=monday, rule_date=start.date(), title="Monday",
        track=place.track, modality="group", leader=monday.leader, capacity=1,
        starts_at=start, ends_at=start + timedelta(hours=3),
    )  # fmt: skip
    guest = admit(place, "Lee", "Guest", 30)
    Attendance.objects.create(
        program=place.program, session=session, patient=guest, starts_at=start,
        origin="added",
    )  # fmt: skip

    assert all("Monday evening" not in week for week in names(search(place, dana)))


def test_an_individual_session_of_two_weeks_takes_time_of_its_person_leader_and_room(
    place, dana
):
    four_evenings(place)
    week = clinic_week(place.program, day=today(), at=timezone.now())
    for weeks in (0, 1):
        alone(place, dana, week.facts.monday + timedelta(weeks=weeks), time(17))

    found = search(place, dana)

    [best, *_] = found.weeks
    assert "Monday" not in [each.day_name for each in best.evenings]
    [leader] = found.clinic.instance.staff.values()
    [room] = found.clinic.instance.rooms.values()
    assert (leader.shifts[0].end, room.open[0].end) == (17 * 60, 17 * 60)
    assert leader.shifts[1].start == 17 * 60 + 30  # the group that runs goes on


def test_a_group_every_other_week_is_no_part_of_a_weekly_dose(place, dana):
    meet(
        place, "Now and then", "MO,TU,WE", recurrence="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"
    )

    assert search(place, dana).weeks == []


def test_groups_of_another_track_are_not_given_but_named(place, dana):
    morning = Track.objects.create(
        program=place.program, site=place.site, name="Morning IOP"
    )
    DoseRule.objects.create(
        program=place.program, track=morning, source="ASAM 2.1", starts_on=today()
    )
    meet(place, "Mornings", "MO,TU,WE", time(9), track=morning)

    found = search(place, dana)

    assert found.weeks == []
    assert [[(e.code, e.ids) for e in way.changes] for way in found.would_serve()] == [
        [(Code.TAG, (str(morning.pk),))]
    ]


def test_the_document_reads_back_names_nobody_and_its_plan_passes_the_checker(
    place, dana
):
    four_evenings(place)
    tell(place, dana, (0, 8, 17, "work"), travel_minutes=30)
    week = clinic_week(place.program, day=today(), at=timezone.now(), place=[dana.pk])

    text = json.dumps(instance_document(week.instance))

    assert read_instance(json.loads(text)) == week.instance
    assert not [
        name for name in ("Dana", "Whitfield", "Ruth", "evening") if name in text
    ]
    assert check(week.instance, plan_of(placed(week.instance))).broken == ()


def test_the_number_of_queries_does_not_grow_with_the_clinic(place, dana):
    groups = four_evenings(place)
    with CaptureQueriesContext(connection) as few:
        search(place, dana)
    people = admit_all(place, [("Some", f"Body{n}") for n in range(40)], 100)
    for group in [*groups, *(meet(place, f"More {n}", "FR") for n in range(12))]:
        give_place(group, *people[:8])
    with CaptureQueriesContext(connection) as many:
        search(place, dana)

    assert len(many) == len(few) <= 17


def test_the_command_writes_a_document_that_daybridge_week_solves(
    place, dana, tmp_path
):
    four_evenings(place)
    file = tmp_path / "week.json"

    call_command("write_week", str(file), "--place", str(dana.pk), stdout=StringIO())

    plan = solve(read_instance(json.loads(file.read_text())), 5)
    assert plan.clients[str(dana.pk)].state is State.SERVED
    [row] = AuditEvent.objects.filter(action="schedule.week_written")
    assert row.detail == {"patients": 1}


def test_the_command_places_nobody_who_is_unknown(place, tmp_path):
    four_evenings(place)
    file = tmp_path / "week.json"

    with pytest.raises(CommandError, match="Nobody in care"):
        call_command("write_week", str(file), "--place", str(new_id()))

    assert not file.exists()
