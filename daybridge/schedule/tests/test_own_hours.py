"""Individual and family sessions in a week that is found, booked and given up."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.utils import timezone

from daybridge.access.models import TeamMembership
from daybridge.attendance.models import Attendance
from daybridge.intake.models import DoseOrder
from daybridge.outbox.models import Message
from daybridge.programs.models import Room
from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.plan import Code
from daybridge.schedule import services
from daybridge.schedule.errors import NotFree, PlacesChanged
from daybridge.schedule.models import Enrollment, Group, Hours, HoursTime, Session
from daybridge.schedule.services.chosen import ChosenHour, ChosenWeek
from daybridge.schedule.tests.weeks import by, four_evenings, give_place, meet, search
from tests.cast import admit, hire, make_program, today


@pytest.fixture
def place(db):
    clinic = make_program()
    hire(clinic, "Ruth", "Abelson", "counselor")
    hire(clinic, "Faye", "Nguyen", "front_desk")
    Room.objects.create(
        program=clinic.program, site=clinic.site, name="Small room", capacity=3
    )
    return clinic


@pytest.fixture
def dana(place):
    return with_own(admit(place, "Dana", "Whitfield", 1))


def with_own(patient, **mix):
    """Somebody who is ordered sessions of their own: one individual, unless said."""
    orders = DoseOrder.objects.in_program(patient.program_id)
    order = orders.get(stay__episode__patient=patient)
    order.modality_mix = mix or {"individual": 1}
    order.save()
    return patient


def works(clinic, staff, *times):
    """The hours of a member of staff: weekday, from and until as hours."""
    week = Hours.objects.create(program=clinic.program, staff=staff)
    for weekday, start, end in times:
        HoursTime.objects.create(
            program=clinic.program, week=week, weekday=weekday, mark="open",
            from_quarter=start * 4, until_quarter=end * 4,
        )  # fmt: skip


def chosen(found, week):
    """What the page sends for a week."""
    return ChosenWeek(
        {group.pk: group.version for group in week.groups},
        frozenset(group.pk for group in found.held),
        hours=tuple(hour_of(hour) for hour in week.hours),
        hours_held=frozenset(group.pk for group in found.standing),
    )


def hour_of(hour):
    held = hour.held
    return ChosenHour(
        hour.own.kind.value, hour.own.number, held.start, hour.leader.pk,
        hour.room.pk if hour.room else None,
    )  # fmt: skip


def take(clinic, patient, found, week, starts_on=None):
    viewer = by(clinic)
    return services.take_week(
        patient=patient, week=chosen(found, week), starts_on=starts_on or today(),
        at=viewer.at, by=viewer,
    )  # fmt: skip


def hours_of(patient):
    """The standing hours of somebody that go on."""
    rows = Enrollment.objects.in_program(patient.program_id).filter(
        patient=patient, ends_on=None, group__modality__in=("individual", "conjoint")
    )
    return [row.group for row in rows.select_related("group")]


def test_the_best_week_has_the_individual_session_on_a_day_they_come(place, dana):
    four_evenings(place)

    [best, *_] = search(place, dana).weeks

    [hour] = best.hours
    assert best.is_served
    assert (best.days, best.minutes, best.idle_minutes) == (3, 600, 0)
    assert hour.held.start % DAY == 16 * 60 + 30  # right before the group at 5:30 pm
    assert (hour.leader.display_name, hour.room.name) == ("Ruth Abelson", "Small room")


def test_their_own_counselor_leads_it_though_another_has_time(place, dana):
    four_evenings(place)
    hire(place, "Ben", "Castillo", "counselor")
    works(place, place.staff["ben"], (2, 20, 22))
    TeamMembership.objects.create(
        program=place.program, patient=dana, staff=place.staff["ben"], is_primary=True,
        started_at=timezone.now() - timedelta(days=3),
    )  # fmt: skip

    [best, *_] = search(place, dana).weeks

    [hour] = best.hours
    assert hour.leader.display_name == "Ben Castillo"
    assert best.evenings[hour_place(best)].day_name == "Wednesday"


def hour_place(week):
    return next(n for n, each in enumerate(week.evenings) if each.group is None)


def test_a_family_session_is_placed_beside_and_its_room_holds_three(place, dana):
    four_evenings(place)
    small = Room.objects.in_program(place.program).get(name="Small room")
    small.capacity = 2
    small.save()
    with_own(dana, individual=1, conjoint=1)

    [best, *_] = search(place, dana).weeks

    assert best.is_served
    assert best.minutes == 660
    assert {h.own.name: h.room.name for h in best.hours} == {
        "Individual counseling": "Small room",
        "Family counseling": "Room 2",
    }


def test_one_click_gives_the_groups_and_books_the_hour(place, dana):
    four_evenings(place)
    found = search(place, dana)

    take(place, dana, found, found.weeks[0])

    [hour] = hours_of(dana)
    sessions = Session.objects.in_program(place.program).filter(group=hour)
    expected = Attendance.objects.in_program(place.program).filter(
        session__in=sessions, patient=dana
    )
    assert (
        Enrollment.objects.in_program(place.program)
        .filter(patient=dana, ends_on=None)
        .count()
        == 4
    )
    assert (hour.capacity, hour.minutes, hour.starts_at) == (1, 60, time(16, 30))
    assert sessions.count() == expected.count() >= 5


def test_dana_and_ruth_hear_of_their_times(place, dana):
    four_evenings(place)
    found = search(place, dana)

    take(place, dana, found, found.weeks[0])

    to_dana = Message.objects.in_program(place.program).get(patient=dana)
    to_ruth = Message.objects.in_program(place.program).get(staff=place.staff["ruth"])
    assert "at 4:30 PM" in to_dana.text
    assert "counseling" not in to_dana.text
    assert "at 4:30 PM" in to_ruth.text


def test_the_week_that_was_taken_is_the_week_they_have(place, dana):
    four_evenings(place)
    found = search(place, dana)
    take(place, dana, found, found.weeks[0])

    again = search(place, dana)

    [best, *_] = again.weeks
    assert not best.is_another
    assert [hour.is_kept for hour in best.hours] == [True]
    assert len(again.standing) == 1


def test_an_hour_moves_with_the_week_and_the_former_one_is_over(place, dana):
    four_evenings(place)
    found = search(place, dana)
    take(place, dana, found, found.weeks[0])
    [former] = hours_of(dana)
    again = search(place, dana)
    week = chosen(again, again.weeks[0])
    [there] = week.hours
    other_day = next(
        each.start - 60
        for each in again.weeks[0].evenings
        if each.group is not None and each.start - 60 != there.start
    )
    monday, viewer = today() + timedelta(days=7), by(place)
    services.take_week(
        patient=dana, starts_on=monday, at=viewer.at, by=viewer,
        week=replace(week, hours=(replace(there, start=other_day),)),
    )  # fmt: skip

    former.refresh_from_db()
    [hour] = hours_of(dana)
    assert former.ends_on == monday - timedelta(days=1)
    assert hour.continues_id == former.pk
    ahead = (
        Session.objects.in_program(place.program)
        .held()
        .filter(group=former, rule_date__gte=monday)
    )
    assert not ahead.exists()


def test_the_hour_of_one_is_not_offered_to_another(place, dana):
    meet(place, "Three at once", "MO,WE,TH")
    works(place, place.staff["ruth"], (0, 16, 18))
    marcus = with_own(admit(place, "Marcus", "Oyelaran", 2))
    found = search(place, dana)
    [week] = found.weeks
    assert week.is_served

    take(place, dana, found, week)

    [left] = search(place, marcus).weeks
    assert (left.is_served, left.hours) == (False, ())
    assert left.hours_lost == ("Individual counseling",)


def test_where_no_hour_is_free_the_reason_is_said_and_the_groups_can_be_given(
    place, dana
):
    meet(place, "Three at once", "MO,WE,TH")
    works(place, place.staff["ruth"], (5, 9, 12))
    found = search(place, dana)

    [week] = found.weeks
    ways = found.would_serve()
    take(place, dana, found, week)

    assert not week.is_served
    assert [[each.code for each in way.changes] for way in ways] == [[Code.NO_LEADER]]
    assert {
        row.group.name
        for row in Enrollment.objects.in_program(place.program).filter(patient=dana)
    } == {"Three at once"}


def test_an_hour_that_went_meanwhile_is_refused_and_nothing_is_given(place, dana):
    four_evenings(place)
    marcus = with_own(admit(place, "Marcus", "Oyelaran", 2))
    first, second = search(place, dana), search(place, marcus)
    take(place, dana, first, first.weeks[0])

    with pytest.raises(NotFree, match=r"Individual counseling on \w+ at 4:30"):
        take(place, marcus, second, second.weeks[0])

    assert (
        not Enrollment.objects.in_program(place.program).filter(patient=marcus).exists()
    )


def test_hours_nobody_offered_are_refused(place, dana):
    four_evenings(place)
    found = search(place, dana)
    [best, *_] = found.weeks
    [seen] = best.hours
    viewer = by(place)

    for start in (17 * 60 + 30, 7, 3 * 60, 99_999):  # in the group, odd, at night
        hour = ChosenHour("individual", 1, start, seen.leader.pk, seen.room.pk)
        week = ChosenWeek({g.pk: 1 for g in best.groups}, frozenset(), (hour,))
        with pytest.raises(NotFree):
            services.take_week(
                patient=dana, week=week, starts_on=today(), at=viewer.at, by=viewer
            )

    assert (
        not Enrollment.objects.in_program(place.program).filter(patient=dana).exists()
    )


def test_a_second_individual_session_that_is_not_ordered_is_refused(place, dana):
    four_evenings(place)
    found = search(place, dana)
    viewer, seen = by(place), hour_of(found.weeks[0].hours[0])
    more = ChosenHour("individual", 2, 9 * 60, seen.leader_id, seen.room_id)
    week = ChosenWeek({}, frozenset(), (seen, more))

    with pytest.raises(PlacesChanged):
        services.take_week(
            patient=dana, week=week, starts_on=today(), at=viewer.at, by=viewer
        )

    assert hours_of(dana) == []


def test_an_hour_is_given_up_like_a_place_and_is_free_again(place, dana):
    meet(place, "Three at once", "MO,WE,TH")
    works(place, place.staff["ruth"], (0, 16, 18))
    marcus = with_own(admit(place, "Marcus", "Oyelaran", 2))
    found = search(place, dana)
    take(place, dana, found, found.weeks[0])
    [hour] = hours_of(dana)
    viewer = by(place)

    services.end_enrollment(
        enrollment=hour.enrollments.get(), ends_on=today() - timedelta(days=1),
        reason="Too much", at=viewer.at, by=viewer,
    )  # fmt: skip

    hour.refresh_from_db()
    assert hour.ends_on == today() - timedelta(days=1)
    held = Session.objects.in_program(place.program).held().filter(group=hour)
    assert not held.filter(starts_at__gt=viewer.at).exists()  # one may have begun
    assert search(place, marcus).weeks[0].is_served


def test_the_page_of_groups_is_not_offered_hours_of_somebody_s_own(place, dana):
    four_evenings(place)
    found = search(place, dana)
    take(place, dana, found, found.weeks[0])

    assert Group.objects.in_program(place.program).shared().count() == 4
    assert Group.objects.in_program(place.program).count() == 5


def test_an_hour_that_stood_before_counts_as_the_one_that_is_ordered(place, dana):
    evenings = four_evenings(place)
    hour = meet(
        place, "Individual counseling", "TU", time(16, 45), minutes=45,
        modality="individual", capacity=1,
    )  # fmt: skip
    give_place(hour, dana)
    for group in evenings[:3]:
        give_place(group, dana)

    [best, *_] = search(place, dana).weeks

    assert not best.is_another
    assert best.minutes == 585
