"""Hours of staff and rooms: read by all, kept by who plans, one's own by oneself."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from daybridge.rules.week_fit.clock import Window
from daybridge.schedule.hours import room_hours, shifts
from daybridge.schedule.models import HoursTime
from daybridge.schedule.tests.test_told import a_row, a_week, monday
from daybridge.schedule.tests.weeks import meet
from tests.cast import today

pytestmark = pytest.mark.django_db

MORNING = a_week(a_row(mark="open", end="12:00"))


def url(name, owner, of="staff"):
    return reverse(f"schedule:{name}", args=[of, owner.pk])


def works(staff, week=None):
    found = shifts(program=staff.program, staff=[staff.pk], week=week)
    return found[staff.pk]


def test_whoever_works_here_keeps_their_own_hours(ruth, sign_in):
    sign_in(ruth).post(url("set_hours", ruth), MORNING)

    assert works(ruth) == (Window(540, 720),)


def test_nobody_else_keeps_them_but_who_plans(clinic, ruth, sign_in):
    theo = sign_in(clinic.staff["theo"]).post(url("set_hours", ruth), MORNING)
    before = HoursTime.objects.in_program(clinic.program).count()
    faye = sign_in(clinic.staff["faye"]).post(url("set_hours", ruth), MORNING)

    assert (theo.status_code, before) == (404, 0)
    assert faye.status_code == 302


def test_a_room_is_open_as_painted_and_closed_on_a_date(clinic, sign_in):
    desk, room = sign_in(clinic.staff["faye"]), clinic.room
    desk.post(url("set_hours", room, "rooms"), MORNING)
    desk.post(url("hours_date", room, "rooms"), {"on": monday(), "mark": "none"})

    def hours(week):
        return room_hours(program=clinic.program, rooms=[room.pk], week=week)[room.pk]

    assert hours(None) == (Window(540, 720),)
    assert hours(monday()) == ()
    desk.post(url("hours_clear", room, "rooms"), {"on": monday()})
    assert hours(monday()) == (Window(540, 720),)


@pytest.mark.parametrize("of", ["staff", "rooms"])
def test_what_stands_outside_the_hours_is_named_with_a_way_to_it(
    clinic, ruth, sign_in, of
):
    owner = {"staff": ruth, "rooms": clinic.room}[of]
    within = meet(clinic, "Morning", "MO,FR", time(9), minutes=120)
    hour = meet(
        clinic, "Individual counseling", "FR", time(11, 30), minutes=60, capacity=1,
        modality="individual",
    )  # fmt: skip
    over = meet(clinic, "Former", "MO", time(18), ends_on=today() - timedelta(days=1))
    desk = sign_in(clinic.staff["faye"])
    before = desk.get(url("hours", owner, of)).content.decode()
    open_mornings = a_week(a_row(mark="open", days=range(5), end="12:00"))
    desk.post(url("set_hours", owner, of), open_mornings)

    page = desk.get(url("hours", owner, of))

    assert "Outside these hours" not in before
    assert [row.name for row, _ in page.context["outside"]] == sorted(
        [clinic.group.name, hour.name]
    )
    assert reverse("schedule:group", args=[hour.pk]) in page.content.decode()
    assert {within, over}.isdisjoint({row for row, _ in page.context["outside"]})


def test_until_hours_are_told_the_page_says_any_time(ruth, sign_in):
    client = sign_in(ruth)
    before = client.get(url("hours", ruth))
    client.post(url("set_hours", ruth), MORNING)

    assert b"No hours told: any time" in before.content
    assert b"No hours told: any time" not in client.get(url("hours", ruth)).content


def test_a_week_away_is_painted_for_its_dates(ruth, sign_in):
    client = sign_in(ruth)
    client.post(url("set_hours", ruth), MORNING)
    away = a_week(version=1, every=0)

    client.post(f"{url('hours_week', ruth)}?of={monday()}", away)

    assert works(ruth, monday()) == ()
    assert works(ruth, monday() + timedelta(days=7)) == (Window(540, 720),)


def test_vera_finds_none_of_the_hours_that_ruth_reads(clinic, ruth, vera, sign_in):
    for owner, of in ((ruth, "staff"), (clinic.room, "rooms")):
        assert sign_in(ruth).get(url("hours", owner, of)).status_code == 200
        assert sign_in(vera).get(url("hours", owner, of)).status_code == 404


def test_hours_of_anything_else_are_not_there(ruth, sign_in):
    assert sign_in(ruth).get(url("hours", ruth, "cars")).status_code == 404
    assert sign_in(ruth).get(url("hours", ruth, "rooms")).status_code == 404


def test_the_list_takes_as_many_queries_for_many_as_for_few(
    clinic, ruth, sign_in, django_assert_max_num_queries
):
    client = sign_in(ruth)
    client.post(url("set_hours", ruth), MORNING)

    with django_assert_max_num_queries(12):
        answer = client.get(reverse("schedule:hours_of_all"))

    assert answer.content.count(b"hours told") == 1
    assert len(answer.context["staff"]) > 5
