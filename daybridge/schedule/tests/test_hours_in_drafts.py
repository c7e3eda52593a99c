"""Individual and family sessions in a draft: found with the week, begun with it."""

from datetime import time, timedelta
from functools import partial

import pytest
from django.utils import timezone

from daybridge.access.models import TeamMembership
from daybridge.attendance.models import Attendance
from daybridge.outbox.models import Message
from daybridge.programs.models import Room
from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.clock import DAY
from daybridge.schedule import services
from daybridge.schedule.drafting.against import remarks
from daybridge.schedule.drafting.by_hand import Put, over_limits, put
from daybridge.schedule.drafting.changes import changes
from daybridge.schedule.drafting.figures import figures
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.drafting.since import since
from daybridge.schedule.errors import CannotPublish, ScheduleError
from daybridge.schedule.fitting.individual_instance import arrangement
from daybridge.schedule.models import Group, Hours, Session, ToldTime, ToldWeek
from daybridge.schedule.tests.test_drafting import make, searched
from daybridge.schedule.tests.test_fitting import tell
from daybridge.schedule.tests.test_own_hours import hours_of, take, with_own, works
from daybridge.schedule.tests.test_publishing import (
    everything,
    first_day,
    groups_of,
    publish,
    steps_of,
    timetable_now,
)
from daybridge.schedule.tests.weeks import by, give_place, meet, own_hour, search
from tests.cast import admit, hire, make_program, today
from tests.races import on_disk, race

__all__ = ["on_disk"]

DAYS = ("MO", "TU", "WE")


@pytest.fixture
def clinic(db):
    return a_clinic()


def a_clinic():
    """Ruth leads three evenings and counsels in a small room; Grace plans."""
    small = make_program()
    hire(small, "Ruth", "Abelson", "counselor")
    hire(small, "Grace", "Okafor", "director")
    hire(small, "Faye", "Nguyen", "front_desk")
    Room.objects.create(
        program=small.program, site=small.site, name="Small room", capacity=3
    )
    for day in DAYS:
        meet(small, f"Group {day}", day)
    return small


def in_the_evenings(clinic, name, number, **mix):
    """Somebody who comes on the three evenings, and is ordered hours of their own."""
    patient = with_own(admit(clinic, name, "Whitfield", number), **mix)
    for group in groups(clinic):
        give_place(group, patient)
    return patient


def groups(clinic):
    return Group.objects.in_program(clinic.program).shared()


@pytest.fixture
def dana(clinic):
    return in_the_evenings(clinic, "Dana", 1)


@pytest.fixture
def hour(clinic, dana):
    """Dana has an hour on Monday at ten, and works on Mondays until four by now."""
    small = Room.objects.in_program(clinic.program).get(name="Small room")
    own = own_hour(clinic, dana, "MO", time(10), room=small)
    tell(clinic, dana, (0, 8, 16, "work"))
    services.keep_weeks_ahead(
        program=clinic.program, at=timezone.now(), by=by(clinic, "grace")
    )
    return own


def all_stay(clinic):
    return frozenset(groups(clinic).values_list("pk", flat=True))


def drafted(clinic, seconds=5):
    """A draft in which every group stays, as it was found."""
    return searched(clinic, make(clinic, staying=all_stay(clinic)), seconds)


def sessions_of(hour, day=None):
    rows = Session.objects.in_program(hour.program_id).held().filter(group=hour)
    return rows.filter(rule_date__gte=day) if day else rows


def test_an_ordered_hour_begins_with_the_week_and_everyone_concerned_hears(
    clinic, dana
):
    publish(clinic, drafted(clinic))

    [own] = hours_of(dana)
    assert (own.starts_on, own.capacity, own.minutes) == (first_day(), 1, 60)
    assert (own.leader, own.room.name) == (clinic.staff["ruth"], "Small room")
    assert own.starts_at == time(16, 30)  # right before a group, on a day they come
    assert sessions_of(own).exists()
    expected = Attendance.objects.in_program(clinic.program).on_roster().filter(
        session__group=own
    )  # fmt: skip
    assert set(expected.values_list("patient_id", flat=True)) == {dana.pk}
    assert TeamMembership.objects.in_program(clinic.program).filter(
        patient=dana, staff=clinic.staff["ruth"], source_id=own.pk
    )
    told = Message.objects.in_program(clinic.program)
    assert "at 4:30 PM" in told.get(patient=dana).text
    assert "at 4:30 PM" in told.get(staff=clinic.staff["ruth"]).text


def test_an_hour_that_moves_keeps_its_name_and_its_link(clinic, dana, hour):
    hour.name, hour.telehealth_url = "Counseling, with Ana", "https://meet.example/ana"
    hour.room = None
    hour.save()
    week = ToldWeek.objects.in_program(clinic.program).get(patient=dana)
    week.telehealth = True
    week.save()

    publish(clinic, drafted(clinic))

    [later] = hours_of(dana)
    assert later.starts_at == time(16, 30)
    assert (later.name, later.telehealth_url) == (hour.name, hour.telehealth_url)


def test_an_hour_that_no_longer_suits_moves_and_is_one_change(clinic, dana, hour):
    draft = drafted(clinic)
    shown = changes(Found(draft), by(clinic, "grace"))

    publish(clinic, draft)

    hour.refresh_from_db()
    [later] = hours_of(dana)
    assert hour.ends_on == first_day() - timedelta(days=1)
    assert later.continues == hour
    assert later.starts_at == time(16, 30)
    assert not sessions_of(hour, first_day()).exists()
    [line] = shown.shown
    assert line.words.startswith("Individual counseling moves from Monday 10:00 am to ")
    assert Found(draft).plan.levels[2].value == 1


def test_an_hour_for_which_the_week_has_none_stays_and_it_is_said(clinic, dana, hour):
    works(clinic, clinic.staff["ruth"], *((day, 17, 21) for day in range(3)))
    draft = drafted(clinic)
    [line] = changes(Found(draft), by(clinic, "grace")).shown

    publish(clinic, draft)

    said = "Finds no hour for individual counseling, which stays on Monday 10:00 am."
    assert (line.words, line.is_served) == (said, False)
    assert hours_of(dana) == [hour]


def test_taken_back_the_hour_is_where_it_was(clinic, dana, hour):
    before = timetable_now(clinic)
    publication = publish(clinic, drafted(clinic))
    assert timetable_now(clinic) != before

    services.take_back_publication(
        publication=publication, at=timezone.now(), by=by(clinic, "grace")
    )

    assert timetable_now(clinic) == before
    assert hours_of(dana) == [hour]


def test_an_hour_that_suits_stays_with_its_time_counselor_and_room(clinic, dana):
    own = own_hour(clinic, dana, "TU", time(16, 30), room=clinic.room)

    draft = drafted(clinic)
    publish(clinic, draft)

    assert hours_of(dana) == [own]
    assert check(Found(draft).instance, Found(draft).plan).broken == ()


def test_another_week_that_was_found_since_is_kept(clinic, dana):
    draft = drafted(clinic)
    cannot_come_on_the_day_of(clinic, dana, wanted(draft, dana))
    found = search(clinic, dana)
    take(clinic, dana, found, found.weeks[0])
    ToldTime.objects.in_program(clinic.program).get(week__patient=dana).delete()
    steps = steps_of(clinic, draft)

    publish(clinic, draft)

    [kept] = hours_of(dana)
    assert kept.starts_on == today()
    assert any("will stay as it is" in sentence for sentence in remarks(steps))
    assert since(steps, by(clinic, "grace")).other_places == [dana.display_name]


def cannot_come_on_the_day_of(clinic, patient, held):
    tell(clinic, patient, (held.start // DAY, 8, 17, "work"))


def wanted(draft, patient):
    [held] = Found(draft).week.clients[str(patient.pk)].individual.values()
    return held


@pytest.mark.parametrize("who", ["the counselor", "the person"])
def test_an_hour_at_which_one_of_them_has_another_since_is_not_given(clinic, dana, who):
    draft = drafted(clinic)
    day, minute = divmod(wanted(draft, dana).start, DAY)
    at = time(*divmod(minute, 60))
    if who == "the counselor":
        lee = admit(clinic, "Lee", "Later", 700)
        own_hour(clinic, lee, DAYS[day], at, room=None)
    else:
        ben = hire(clinic, "Ben", "Castillo", "counselor")
        own_hour(clinic, dana, DAYS[day], at, room=None, leader=ben,
                 modality="conjoint")  # fmt: skip
    said = remarks(steps_of(clinic, draft))

    publish(clinic, draft)

    assert [each for each in hours_of(dana) if each.modality == "individual"] == []
    assert any("1 individual or family session that is ordered" in one for one in said)
    assert set(groups_of(dana, first_day())) >= {f"Group {day}" for day in DAYS}


def test_who_stays_where_they_are_keeps_the_next_one_from_moving_there(clinic, dana):
    lee = in_the_evenings(clinic, "Lee", 2)
    works(clinic, clinic.staff["ruth"], *((day, 16, 21) for day in range(3)))
    first = own_hour(clinic, dana, "MO", time(16, 30))
    own_hour(clinic, lee, "TU", time(16, 30))
    tell(clinic, dana, (0, 8, 17, "work"))
    tell(clinic, lee, (1, 8, 17, "work"), (2, 8, 17, "work"))
    draft = drafted(clinic)
    assert len(steps_of(clinic, draft).hours_begun) == 2
    assert wanted(draft, lee).start // DAY == 0

    first.minutes = 45  # another hour than the draft knew
    first.save()

    assert steps_of(clinic, draft).hours_begun == []


@pytest.mark.parametrize(
    "told",
    [
        lambda clinic, dana: tell(
            clinic, dana, *((d, 8, 18, "work") for d in range(7))
        ),
        lambda clinic, dana: works(clinic, clinic.staff["ruth"], (5, 8, 12)),
    ],
    ids=["the person", "the counselor"],
)
def test_an_hour_at_which_somebody_cannot_come_by_now_is_not_given(clinic, dana, told):
    draft = drafted(clinic)

    told(clinic, dana)

    assert steps_of(clinic, draft).hours_begun == []


def test_a_family_session_is_given_when_the_family_can_come(clinic):
    lee = in_the_evenings(clinic, "Lee", 2, conjoint=1)

    publish(clinic, drafted(clinic))

    [own] = hours_of(lee)
    assert (own.modality, own.starts_at) == ("conjoint", time(16, 30))


def test_nobody_who_told_no_hours_is_asked_at_night(clinic, dana):
    tell(clinic, dana, *((day, 8, 17, "work") for day in range(7)))
    # between five and half past nobody finds an hour; after the group it is night

    [week] = Found(drafted(clinic)).week.clients.values()

    assert week.individual == {}


def test_a_group_by_hand_counts_the_hours_of_its_leader(clinic, dana):
    own_hour(clinic, dana, "TU", time(16, 30))
    Hours.objects.create(
        program=clinic.program, staff=clinic.staff["ruth"],
        max_contact_minutes_per_day=240,
    )  # fmt: skip
    found = Found(make(clinic, staying=all_stay(clinic)))
    key = str(groups(clinic).get(name="Group MO").pk)
    tuesday = Put((1,), 570, str(clinic.staff["ruth"].pk), str(clinic.room.pk), True)

    [said] = over_limits(found, key, 180, tuesday)
    changed = put(found, key, tuesday)

    assert "7\N{NO-BREAK SPACE}h with patients" in said
    assert check(changed.instance, changed.plan).broken == ()
    [week] = changed.plan.clients.values()
    assert week.individual


def test_the_figures_count_hours_beside_groups(clinic, dana, hour):
    draft = drafted(clinic)

    counted = figures(Found(draft).instance, Found(draft).week)

    assert (counted.sessions, counted.own_hours) == (3, 1)
    assert counted.staff_minutes == 3 * 180 + 60
    assert (counted.leaders, counted.rooms) == (1, 2)


def test_what_began_and_moved_again_since_is_not_taken_back_beneath_it(clinic, dana):
    publication = publish(clinic, drafted(clinic))
    [own] = hours_of(dana)
    cannot_come_on_the_day_of(clinic, dana, arrangement(own))
    found = search(clinic, dana)
    take(clinic, dana, found, found.weeks[0], starts_on=first_day() + timedelta(days=7))
    before = everything(clinic)

    with pytest.raises(CannotPublish, match="moved again since"):
        services.take_back_publication(
            publication=publication, at=timezone.now(), by=by(clinic, "grace")
        )

    assert everything(clinic) == before
    assert own.continued_by.exists()


@pytest.mark.parametrize(("stands", "each"), [(False, 15), (True, 52)])
def test_an_hour_costs_as_many_statements_beside_others_as_alone(
    clinic, stands, each, django_assert_max_num_queries
):
    people = [in_the_evenings(clinic, "Dana", number) for number in (1, 2, 3)]
    for day, patient in zip(("TH", "FR", "SA"), people, strict=True):
        if stands:
            own_hour(clinic, patient, day, time(10), room=None)
            mornings = [(weekday, 8, 13, "work") for weekday in range(7)]
            tell(clinic, patient, *mornings, telehealth=True)
    services.keep_weeks_ahead(
        program=clinic.program, at=timezone.now(), by=by(clinic, "grace")
    )
    draft = drafted(clinic)

    with django_assert_max_num_queries(48 + 3 * each):
        publish(clinic, draft)

    assert [len(hours_of(patient)) for patient in people] == [1, 1, 1]


@pytest.mark.reliability
def test_of_a_draft_and_a_click_that_want_one_hour_one_has_it(on_disk):
    for number in range(6):
        clinic = a_clinic()
        works(clinic, clinic.staff["ruth"], (0, 16, 21), (1, 17, 21), (2, 17, 21))
        dana = in_the_evenings(clinic, "Dana", 1)
        draft = drafted(clinic)
        lee = in_the_evenings(clinic, "Lee", 2)
        found = search(clinic, lee)
        jobs = [
            partial(publish, clinic, draft),
            partial(take, clinic, lee, found, found.weeks[0]),
        ]

        race([[job] for job in (jobs if number % 2 else jobs[::-1])], (ScheduleError,))

        assert len(hours_of(dana) + hours_of(lee)) == 1
