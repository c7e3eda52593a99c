"""A storm closes days of the calendar, and opens them again when it is taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.access.models import Notice
from daybridge.people.middleware import viewer_of
from daybridge.programs.models import Closure, Room, Site
from daybridge.programs.services import close_day, meet_anyway
from daybridge.schedule import services
from daybridge.schedule.models import Repair, Session
from daybridge.schedule.queries import closures_between
from daybridge.schedule.tests.broken_days import (
    accept,
    grace,
    happened,
    hold,
    repaired,
    step_of,
    take_back,
    wednesday,
)
from daybridge.schedule.tests.weeks import meet
from tests.cast import hire, make_program


@pytest.fixture
def clinic(db):
    """One site; Ruth leads, Grace plans, and there is no group yet."""
    place = make_program()
    hire(place, "Ruth", "Abelson", "counselor")
    hire(place, "Grace", "Okafor", "director")
    hire(place, "Faye", "Morrow", "front_desk")
    return place


@pytest.fixture
def evening(clinic):
    return hold(clinic, "Wednesday evening", wednesday())


@pytest.fixture
def annex(clinic):
    """A second site, with one room."""
    site = Site.objects.create(program=clinic.program, name="Annex")
    return Room.objects.create(
        program=clinic.program, site=site, name="Porch", capacity=14
    )


def the_day(clinic):
    return clinic.program.day_of(wednesday())


def closed(clinic):
    """The days on which the whole program does not meet, with what they are called."""
    day = the_day(clinic)
    return closures_between(clinic.program, day, day + timedelta(days=7))


def storm(clinic, **more):
    more.setdefault("wish", "cancel")
    return repaired(clinic, "storm", more.pop("site", clinic.site), **more)


def test_a_day_closes_with_the_first_session_that_is_accepted(clinic, evening):
    repair = storm(clinic)
    assert closed(clinic) == {}

    accept(clinic, repair)

    assert closed(clinic) == {the_day(clinic): "Storm"}
    evening.refresh_from_db()
    assert evening.cancel_reason == Session.CancelReason.WEATHER


def accept_as(clinic, who, repair):
    """Somebody accepts all that is open."""
    by = viewer_of(clinic.staff[who], at=timezone.now(), writes=True)
    seen = {step.pk: step.version for step in repair.steps.open()}
    services.accept_steps(repair=repair, seen=seen, at=by.at, by=by)


def asked_of(staff):
    """What stands on somebody's Today of days to close or to open."""
    rows = Notice.objects.in_program(staff.program).filter(staff=staff)
    return list(rows.order_by("created_at", "pk").values_list("text", flat=True))


def test_the_desk_tells_people_and_asks_a_director_to_close_the_day(clinic, evening):
    repair = storm(clinic)

    accept_as(clinic, "faye", repair)

    evening.refresh_from_db()
    [said] = asked_of(clinic.staff["grace"])
    assert closed(clinic) == {}
    assert evening.cancelled_at is not None
    assert said.startswith("Schuylkill Street is closed: close Wednesday, ")
    assert asked_of(clinic.staff["faye"]) == []


def test_a_director_is_asked_once_for_many_sessions_and_days(clinic, evening):
    hold(clinic, "Morning", wednesday(9))
    repair = storm(clinic, ends_at=wednesday(0, 0, days=3))
    for step in repair.steps.open():
        by = viewer_of(clinic.staff["faye"], at=timezone.now(), writes=True)
        services.accept_steps(
            repair=repair, seen={step.pk: step.version}, at=by.at, by=by
        )

    [said] = asked_of(clinic.staff["grace"])

    assert " to Friday, " in said


def test_a_director_closes_by_one_click_what_the_desk_repaired(
    clinic, evening, sign_in
):
    repair = storm(clinic)
    address = reverse("schedule:repair_close_days", args=[repair.pk])
    director, desk = sign_in(clinic.staff["grace"]), sign_in(clinic.staff["faye"])
    director.post(address)
    too_soon = closed(clinic)
    accept_as(clinic, "faye", repair)

    refused = desk.post(address)
    still_open = closed(clinic)
    director.post(address)
    director.post(address)

    assert (too_soon, still_open) == ({}, {})
    assert refused.status_code == 404
    assert list(closed(clinic)) == [the_day(clinic)]
    evening.refresh_from_db()
    assert evening.closure is None
    take_back(clinic, repair)
    assert closed(clinic) == {}


def test_what_the_desk_brings_back_a_director_opens(clinic, evening):
    repair = storm(clinic)
    accept(clinic, repair)
    by = viewer_of(clinic.staff["faye"], at=timezone.now(), writes=True)
    seen = {step.pk: step.version for step in repair.steps.all()}

    services.take_back_steps(repair=repair, seen=seen, at=by.at, by=by)

    evening.refresh_from_db()
    [said] = asked_of(clinic.staff["grace"])
    assert evening.cancelled_at is None
    assert said.startswith("Everything is brought back: open Wednesday, ")
    assert list(closed(clinic)) == [the_day(clinic)]


def test_with_the_last_that_is_brought_back_it_is_open_again(clinic, evening):
    morning = hold(clinic, "Morning", wednesday(9))
    repair = storm(clinic)
    accept(clinic, repair)

    take_back(clinic, repair, step_of(repair, morning))
    still = closed(clinic)
    take_back(clinic, repair)

    assert list(still) == [the_day(clinic)]
    assert closed(clinic) == {}
    assert not Closure.objects.in_program(clinic.program).exists()
    assert Session.objects.in_program(clinic.program).held().count() == 2


def test_what_is_not_decided_yet_goes_on_as_planned(clinic, evening):
    morning = hold(clinic, "Morning", wednesday(9))
    repair = storm(clinic)

    accept(clinic, repair, step_of(repair, evening))

    morning.refresh_from_db()
    assert (morning.cancelled_at, morning.version) == (None, 1)


def test_later_weeks_are_made_without_the_day_and_with_it_again(clinic):
    group = meet(clinic, "Wednesday group", "WE")
    hold(clinic, "Extra", wednesday(9))
    day = the_day(clinic)
    repair = storm(clinic)
    accept(clinic, repair)

    services.materialize(
        program=clinic.program, first=day, until=day, groups=[group],
        at=timezone.now(), by=grace(clinic),
    )  # fmt: skip
    while_closed = group.sessions.count()
    take_back(clinic, repair)

    assert (while_closed, group.sessions.count()) == (0, 1)


def test_a_part_of_a_day_and_telehealth_close_nothing(clinic, evening):
    accept(clinic, storm(clinic, starts_at=wednesday(12)))
    hold(clinic, "Morning", wednesday(9, days=1))
    online = storm(
        clinic, wish="online", starts_at=wednesday(0, 0, days=1),
        ends_at=wednesday(0, 0, days=2),
    )  # fmt: skip

    accept(clinic, online)

    assert closed(clinic) == {}


def test_several_days_close_at_once(clinic, evening):
    repair = storm(clinic, ends_at=wednesday(12, 0, days=3))

    accept(clinic, repair)

    first = the_day(clinic)
    assert sorted(closed(clinic)) == [first + timedelta(days=n) for n in range(3)]


def test_one_of_two_sites_closes_alone(clinic, evening, annex):
    elsewhere = hold(clinic, "In the annex", wednesday(), room=annex)

    repair = storm(clinic)
    accept(clinic, repair)

    row = Closure.objects.in_program(clinic.program).get()
    assert (row.site, closed(clinic)) == (clinic.site, {})
    assert not repair.steps.filter(session=elsewhere).exists()


def test_every_site_is_closed_in_one_repair(clinic, evening, annex, sign_in):
    hold(clinic, "In the annex", wednesday(), room=annex)
    director, day = sign_in(clinic.staff["grace"]), the_day(clinic).isoformat()

    answer = director.post(
        reverse("schedule:repair_new"),
        {"lost": "storm:all", "from_on": day, "until_on": day, "wish": "cancel"},
    )

    repair = Repair.objects.in_program(clinic.program).get()
    assert answer.status_code == 302
    assert str(repair) == "Every site is closed"
    assert repair.steps.count() == 2
    accept(clinic, repair)
    assert list(closed(clinic)) == [the_day(clinic)]


def test_with_every_site_closed_no_room_is_proposed(clinic, evening, annex):
    Room.objects.create(
        program=clinic.program, site=clinic.site, name="Studio", capacity=14
    )

    step = step_of(storm(clinic, site=None, wish="fit"), evening)

    day = clinic.program.day_of(step.starts_at) if step.starts_at else None
    assert step.room is None or day != the_day(clinic)


def test_a_single_site_is_not_offered_twice(clinic, evening, sign_in):
    page = sign_in(clinic.staff["grace"]).get(reverse("schedule:repair_new"))

    assert "storm:all" not in page.content.decode()


def test_a_day_that_was_closed_already_stays_closed(clinic, evening):
    by = grace(clinic)
    close_day(
        on=the_day(clinic), name="Founders’ day", site=None, keep=[evening.pk],
        at=by.at, by=by,
    )  # fmt: skip
    repair = storm(clinic)

    accept(clinic, repair)
    take_back(clinic, repair)

    assert closed(clinic) == {the_day(clinic): "Founders’ day"}


def test_a_holiday_that_is_worked_is_worked_again(clinic, evening):
    by = grace(clinic)
    holiday = Closure.objects.create(
        program=clinic.program, on=the_day(clinic), name="Veterans Day",
        kind=Closure.Kind.FEDERAL, is_open_anyway=True,
    )  # fmt: skip
    repair = storm(clinic)

    accept(clinic, repair)
    during = closed(clinic)
    take_back(clinic, repair)

    holiday.refresh_from_db()
    assert during == {the_day(clinic): "Veterans Day"}
    assert holiday.is_open_anyway
    assert by.program == clinic.program


def test_a_day_that_somebody_opened_meanwhile_stays_open(clinic, evening):
    repair = storm(clinic)
    accept(clinic, repair)
    by = grace(clinic)
    meet_anyway(
        closure=Closure.objects.in_program(clinic.program).get(), at=by.at, by=by
    )

    take_back(clinic, repair)

    assert closed(clinic) == {}
    evening.refresh_from_db()
    assert evening.cancelled_at is None


def test_the_page_says_what_closes_and_what_is_closed(clinic, evening, sign_in):
    hold(clinic, "Morning", wednesday(9))
    repair = storm(clinic)
    director = sign_in(clinic.staff["grace"])
    address = reverse("schedule:repair", args=[repair.pk])

    before = director.get(address).content.decode()
    accept(clinic, repair)
    after = director.get(address).content.decode()

    closure = Closure.objects.in_program(clinic.program).get()
    assert "becomes a closed day on the calendar" in before
    assert reverse("programs:closure", args=[closure.pk]) in after
    assert "Bring all 2 back, and tell everyone" in after


def test_the_page_says_who_closes_the_day(clinic, evening, sign_in):
    repair = storm(clinic)
    desk, director = sign_in(clinic.staff["faye"]), sign_in(clinic.staff["grace"])
    address = reverse("schedule:repair", args=[repair.pk])

    before = desk.get(address).content.decode()
    accept_as(clinic, "faye", repair)
    after = desk.get(address).content.decode()

    click = reverse("schedule:repair_close_days", args=[repair.pk])
    assert "a director is asked to close" in before
    assert "A director is asked to close" in after
    assert click not in after
    assert click in director.get(address).content.decode()


def test_an_absence_closes_nothing(clinic, evening):
    accept(clinic, repaired(clinic, "leader", clinic.staff["ruth"], wish="cancel"))

    assert closed(clinic) == {}
    assert happened(clinic, "storm", None).site is None
