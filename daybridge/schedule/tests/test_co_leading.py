"""Who helps to lead a group goes along when a draft moves it, and is in one place."""

from datetime import time

import pytest

from daybridge.schedule.drafting.against import remarks
from daybridge.schedule.models import Group
from daybridge.schedule.tests.test_drafting import make
from daybridge.schedule.tests.test_own_hours import works
from daybridge.schedule.tests.test_publishing import (
    in_the_morning_of,
    publish,
    steps_of,
)
from daybridge.schedule.tests.weeks import give_place, meet, own_hour
from tests.cast import admit, hire, make_program


@pytest.fixture
def clinic(db):
    """Ruth's evening, which Ben helps to lead, and an evening that Ben leads."""
    small = make_program()
    hire(small, "Ruth", "Abelson", "counselor")
    hire(small, "Grace", "Okafor", "director")
    ben = hire(small, "Ben", "Castillo", "counselor")
    dana = admit(small, "Dana", "Whitfield", 1)
    for name, day, more in (
        ("Together", "MO", {"co_leader": ben}),
        ("Of Ben", "TU", {"leader": ben}),
    ):
        give_place(meet(small, name, day, **more), dana)
    return small


def group(clinic, name):
    return Group.objects.in_program(clinic.program).filter(name=name).latest("pk")


def said(clinic, draft):
    """That somebody cannot help to lead, if it is said."""
    return [
        one for one in remarks(steps_of(clinic, draft)) if "would be led without" in one
    ]


def test_who_is_free_goes_along(clinic):
    draft = in_the_morning_of(clinic, make(clinic), "Together", 2)
    assert said(clinic, draft) == []

    publish(clinic, draft)

    assert group(clinic, "Together").co_leader == clinic.staff["ben"]


def leads_then(clinic, draft):
    return in_the_morning_of(clinic, draft, "Of Ben", 2, 10 * 60 + 30)


def has_an_hour_then(clinic, draft):
    lee = admit(clinic, "Lee", "Later", 700)
    own_hour(clinic, lee, "WE", time(10), leader=clinic.staff["ben"], room=None)
    return draft


def is_not_at_work(clinic, draft):
    works(clinic, clinic.staff["ben"], (2, 11, 20))
    return draft


def has_no_seat(clinic, draft):
    clinic.room.capacity = 2  # Dana and Ruth
    clinic.room.save()
    return draft


def leads_a_new_group(clinic, draft):
    meet(clinic, "New", "WE", at=time(12), leader=clinic.staff["ben"], room=None)
    return draft


@pytest.mark.parametrize(
    "why",
    [leads_then, has_an_hour_then, is_not_at_work, has_no_seat, leads_a_new_group],
)
def test_who_is_not_free_stays_behind_and_it_is_said(clinic, why):
    draft = why(clinic, in_the_morning_of(clinic, make(clinic), "Together", 2))
    [sentence] = said(clinic, draft)

    publish(clinic, draft)

    assert sentence.startswith("Together would be led without Ben Castillo")
    assert group(clinic, "Together").co_leader is None
    assert group(clinic, "Together").leader == clinic.staff["ruth"]


def test_of_two_groups_at_one_time_somebody_helps_to_lead_one(clinic):
    omar = hire(clinic, "Omar", "Haddad", "counselor")
    meet(clinic, "Of Omar", "TH", leader=omar, co_leader=clinic.staff["ben"], room=None)
    draft = in_the_morning_of(clinic, make(clinic), "Together", 2)
    both = in_the_morning_of(clinic, draft, "Of Omar", 2)

    after = [
        step.after for step in steps_of(clinic, both).groups.values() if step.after
    ]

    led = [each.name for each in after if each.co_leader == clinic.staff["ben"]]
    assert len(led) == 1
    assert len(said(clinic, both)) == 1


def test_who_helps_to_lead_a_group_that_stays_is_not_taken_from_it(clinic):
    omar, ben = hire(clinic, "Omar", "Haddad", "counselor"), clinic.staff["ben"]
    stays = meet(
        clinic, "Staying", "WE", at=time(9, 30), leader=omar, co_leader=ben, room=None
    )
    draft = make(clinic, staying=frozenset([stays.pk]))

    publish(clinic, in_the_morning_of(clinic, draft, "Together", 2))

    assert group(clinic, "Staying").co_leader == ben
    assert group(clinic, "Together").co_leader is None
