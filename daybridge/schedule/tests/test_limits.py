"""What staff lead at most: kept with their hours, held to wherever a week is made."""

from datetime import time
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.clock import DAY, Window
from daybridge.rules.week_fit.plan import State
from daybridge.schedule import services
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.errors import WeekChanged
from daybridge.schedule.fitting.instance import clinic_week
from daybridge.schedule.fitting.leaders import Leading, standing, too_much, words_of
from daybridge.schedule.hours import contact_limits
from daybridge.schedule.models import Hours
from daybridge.schedule.repairing.choices import Choices
from daybridge.schedule.tests.broken_days import (
    grace,
    hold,
    repaired,
    step_of,
    wednesday,
)
from daybridge.schedule.tests.test_by_hand import copy_of, group_of, typed
from daybridge.schedule.tests.test_drafting import make, searched
from daybridge.schedule.tests.test_told import a_row, a_week
from daybridge.schedule.tests.weeks import give_place, meet
from daybridge.schedule.values import ContactLimits
from daybridge.schedule.weeks import week_of
from tests.cast import admit, hire, make_program, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(db):
    """A clinic with Ruth, who leads, Grace and Theo, and no group yet."""
    place = make_program()
    hire(place, "Ruth", "Abelson", "counselor")
    hire(place, "Grace", "Okafor", "director")
    hire(place, "Theo", "Lindqvist", "counselor")
    return place


MONDAY_MORNING = Window(540, 720)
ALL_WEEK = (Window(0, 7 * DAY),)


def limit(staff, day=None, week=None, changeover=0):
    """Grace says what somebody leads at most."""
    now = week_of(staff)
    by = grace_of(staff)
    return services.set_hours(
        whose=staff, week=now.ordinary, version=now.version, at=timezone.now(), by=by,
        limits=ContactLimits(day, week, changeover),
    )  # fmt: skip


def grace_of(staff):
    from daybridge.people.middleware import viewer_of
    from daybridge.people.models import Staff

    planner = Staff.objects.in_program(staff.program).get(legal_first_name="Grace")
    return viewer_of(planner, at=timezone.now(), writes=True)


def limits_of(staff):
    return contact_limits(program=staff.program, staff=[staff.pk])[staff.pk]


def url(name, owner, of="staff"):
    return reverse(f"schedule:{name}", args=[of, owner.pk])


def leading(limits, *taken, shortest=60):
    return Leading("ruth", ALL_WEEK, limits, taken, shortest)


def is_open(leader, day):
    return any(w.start <= day * DAY < w.end for w in leader.shifts)


def test_what_is_left_of_a_day_is_the_least_of_the_days_that_matter():
    limits = ContactLimits(max_contact_minutes_per_day=360)
    person = leading(limits, MONDAY_MORNING, Window(2 * DAY + 540, 2 * DAY + 600))

    assert person.leader(grid=15).max_day_minutes == 180
    assert person.leader(grid=15, days={2}).max_day_minutes == 300
    assert not is_open(person.leader(grid=15, days={2}), 0)
    assert is_open(person.leader(grid=15, days={2}), 1)


def test_a_day_on_which_nothing_more_fits_is_closed():
    limits = ContactLimits(max_contact_minutes_per_day=240)
    person = leading(limits, MONDAY_MORNING, shortest=90).leader(grid=15)

    assert person.max_day_minutes == 240
    assert not is_open(person, 0)
    assert is_open(person, 1)


def test_what_is_taken_counts_to_the_week_and_needs_time_to_change_over():
    limits = ContactLimits(max_contact_minutes_per_week=600, changeover_minutes=15)
    person = leading(limits, MONDAY_MORNING).leader(grid=15)

    assert person.max_week_minutes == 420
    assert person.changeover_minutes == 15
    assert person.shifts == (Window(0, 525), Window(735, 7 * DAY))


def test_without_limits_nothing_is_limited():
    person = leading(ContactLimits(), MONDAY_MORNING).leader(grid=15)

    assert (person.max_day_minutes, person.max_week_minutes) == (None, None)
    assert person.changeover_minutes == 0


def test_what_stands_stands():
    limits = ContactLimits(180, 300, 30)
    person = leading(limits).leader(grid=15)
    held = [Window(540, 720), Window(735, 855), Window(DAY, DAY + 60)]

    kept = standing(person, held)

    assert (kept.max_day_minutes, kept.max_week_minutes) == (300, 360)
    assert kept.changeover_minutes == 15
    assert standing(person, []) == person


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (
            ContactLimits(299),
            ["Monday: 5 h with patients, and 4 h 59 min is the most."],
        ),
        (ContactLimits(300), []),
        (ContactLimits(None, 299), ["In the week: 5 h with patients"]),
        (ContactLimits(None, 300), []),
        (ContactLimits(None, None, 16), ["15 min between two sessions, and 16 min"]),
        (ContactLimits(None, None, 15), []),
    ],
)
def test_what_is_too_much_is_said_with_its_figures(limits, said):
    found = too_much(limits, [Window(735, 855), Window(540, 720)])

    words = [text.replace("\xa0", " ") for text in found]
    assert len(words) == len(said)
    assert all(text.startswith(begin) for text, begin in zip(words, said, strict=True))


def test_limits_are_read_in_a_sentence():
    def read(*limits):
        return words_of(ContactLimits(*limits)).replace("\xa0", " ")

    assert read() == ""
    assert read(360, 1440, 15) == (
        "At most 6 h a day and 24 h a week with patients, 15 min between two sessions"
    )
    assert read(None, None, 30) == "30 min between two sessions"


def test_they_are_typed_in_hours_and_kept_with_the_hours(clinic, ruth, sign_in):
    client = sign_in(clinic.staff["faye"])
    sent = a_week(a_row(mark="open"), day_hours="5.25", week_hours="24",
                  changeover_minutes="15")  # fmt: skip

    client.post(url("set_hours", ruth), sent)

    page = client.get(url("hours", ruth))
    listed = client.get(reverse("schedule:hours_of_all")).content.decode()
    assert limits_of(ruth) == ContactLimits(315, 1440, 15)
    assert page.context["form"]["day_hours"].value() == Decimal("5.25")
    assert "At most 5 h 15 min a day and 24 h a week" in listed.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("day_hours", "5.3", "Choose whole quarters of an hour"),
        ("week_hours", "20.1", "Choose whole quarters of an hour"),
        ("changeover_minutes", "10", "Choose whole quarters: 15, 30 or 45 minutes."),
        ("day_hours", "25", "less than or equal to 24"),
        ("day_hours", "0", "greater than or equal to 0.25"),
        ("week_hours", "3", "This is less than the hours of one day."),
        ("changeover_minutes", "-15", "greater than or equal to 0"),
        ("day_hours", "NaN", "Enter a number"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    clinic, ruth, sign_in, field, value, said
):
    sent = a_week(a_row(mark="open"), **{"day_hours": "4", field: value})

    answer = sign_in(ruth).post(url("set_hours", ruth), sent)

    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors[field])
    assert limits_of(ruth) == ContactLimits()


def test_left_empty_nothing_limits(clinic, ruth, sign_in):
    limit(ruth, 300, 900, 15)

    sign_in(ruth).post(url("set_hours", ruth), a_week(version=1))

    assert limits_of(ruth) == ContactLimits()


def test_of_two_who_keep_limits_one_is_told(clinic, ruth):
    limit(ruth, 300)

    with pytest.raises(WeekChanged):
        services.set_hours(
            whose=ruth, week=week_of(ruth).ordinary, version=0, at=timezone.now(),
            by=grace(clinic), limits=ContactLimits(60),
        )  # fmt: skip
    assert limits_of(ruth).max_contact_minutes_per_day == 300


def test_a_room_leads_nothing(clinic, sign_in):
    page = sign_in(clinic.staff["faye"]).get(url("hours", clinic.room, "rooms"))

    assert "day_hours" not in page.context["form"].fields
    with pytest.raises(IntegrityError), transaction.atomic():
        Hours.objects.create(
            program=clinic.program, room=clinic.room, changeover_minutes=15
        )


def test_the_page_says_when_today_is_too_much_and_others_read_the_limits(
    small, sign_in
):
    ruth = small.staff["ruth"]
    meet(small, "Monday evening", "MO")
    limit(ruth, 120)

    page = sign_in(small.staff["theo"]).get(url("hours", ruth)).content.decode()

    assert "Monday: 3 h with patients, and 2 h is the most." in page.replace(
        "\xa0", " "
    )
    assert "At most 2 h a day with patients." in page.replace("\xa0", " ")


def test_a_week_of_today_that_is_over_a_limit_still_places(small):
    ruth = small.staff["ruth"]
    meet(small, "Morning", "MO", time(9))
    meet(small, "Evening", "MO")
    limit(ruth, 180, 300, 240)

    found = clinic_week(small.program, day=today(), at=timezone.now())

    leader = found.instance.staff[str(ruth.pk)]
    assert (leader.max_day_minutes, leader.max_week_minutes) == (360, 360)
    assert leader.changeover_minutes == 240


def by_staff(draft):
    """The limit of a day, by who leads."""
    staff = Found(draft).instance.staff.values()
    return {each.id: each.max_day_minutes for each in staff}


def test_a_draft_keeps_to_the_limits_unless_a_group_is_to_stay(small):
    ruth, dana = small.staff["ruth"], admit(small, "Dana", "Whitfield", 1)
    groups = [meet(small, "Morning", "MO", time(9)), meet(small, "Evening", "MO")]
    for group in groups:
        give_place(group, dana)
    limit(ruth, 180)

    free = make(small)
    stays = make(small, staying=frozenset(group.pk for group in groups))

    plan = Found(searched(small, free)).plan

    assert plan is not None
    runs = [held.arrangement for held in plan.offerings.values() if held.arrangement]
    days = [run.start // DAY for run in runs if run.leader == str(ruth.pk)]
    assert len(days) == len(set(days))
    assert by_staff(free)[str(ruth.pk)] == 180
    assert by_staff(stays)[str(ruth.pk)] == 360


def test_a_substitute_who_leads_enough_already_is_not_asked(clinic, ruth, ben):
    evening = hold(clinic, "Evening", wednesday(), *clinic.patients[:3], co_leader=ben)
    hold(clinic, "Of Ben", wednesday(9), leader=ben, room=None)

    before = step_of(repaired(clinic, "leader", ruth), evening)
    limit(ben, day=300)
    step = step_of(repaired(clinic, "leader", ruth), evening)

    choices = Choices(step, at=timezone.now())
    why = {each.label: each.why_not for each in choices.leaders(choices.proposed)}
    assert before.leader == ben
    assert step.leader != ben
    assert "more than they may" in why[ben.display_name]


def test_a_substitute_has_time_to_change_over(clinic, ruth, ben):
    evening = hold(clinic, "Evening", wednesday(), *clinic.patients[:3], co_leader=ben)
    hold(clinic, "Of Ben", wednesday(14, 30), leader=ben, room=None)
    assert step_of(repaired(clinic, "leader", ruth), evening).leader == ben

    limit(ben, changeover=15)

    step = step_of(repaired(clinic, "leader", ruth), evening)
    assert (step.leader == ben, step.starts_at == evening.starts_at) != (True, True)


def test_who_leads_more_than_they_may_is_not_taken_out_of_their_own(clinic, ruth):
    """A room is closed: whoever leads the evening goes on leading it."""
    evening = hold(clinic, "Evening", wednesday(), *clinic.patients[:3])
    limit(ruth, day=60)

    step = step_of(repaired(clinic, "room", clinic.room), evening)

    assert step.leader == ruth


def test_by_hand_more_than_the_limit_is_asked_once_more(small, sign_in):
    ruth, dana = small.staff["ruth"], admit(small, "Dana", "Whitfield", 1)
    for name, day in (("Monday evening", "MO"), ("Friday evening", "FR")):
        give_place(meet(small, name, day), dana)
    limit(ruth, 300)
    draft, client = make(small), sign_in(small.staff["grace"])
    key = group_of(draft, "Monday evening")
    address = reverse("schedule:draft_group", args=[draft.pk, key])

    asked = client.post(address, typed(small))
    client.post(address, typed(small, anyway="on"))

    words = asked.content.decode().replace("\xa0", " ")
    assert asked.status_code == 422
    assert "Friday: 6 h with patients, and 5 h is the most." in words
    changed = Found(copy_of(draft))
    assert check(changed.instance, changed.week).broken == ()
    assert changed.week.clients[str(dana.pk)].state is not State.WAITING


def test_a_card_that_is_dropped_over_the_limit_says_so(small, sign_in):
    ruth, dana = small.staff["ruth"], admit(small, "Dana", "Whitfield", 1)
    for name, day in (("Monday evening", "MO"), ("Friday morning", "FR")):
        at = time(9) if day == "FR" else time(17, 30)
        give_place(meet(small, name, day, at), dana)
    limit(ruth, 300)
    draft, client = make(small), sign_in(small.staff["grace"])
    sent = {"meeting": f"{group_of(draft, 'Monday evening')}/Mon", "day": 4,
            "minute": 17 * 60 + 30}  # fmt: skip

    address = reverse("schedule:draft_move", args=[draft.pk])
    page = client.post(address, sent, follow=True).content.decode()

    assert "More than its leader leads at most. Friday" in page
    assert copy_of(draft).made_from == draft
