"""Hours that stay go back to their rooms: against every way to do it."""

import random
from dataclasses import replace
from itertools import product

import pytest

from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.clock import DAY, Window
from daybridge.rules.week_fit.instance import (
    Arrangement,
    Client,
    Dose,
    Enrolled,
    Individual,
    Instance,
    Leader,
    Modality,
    Mode,
    Offering,
    Room,
)
from daybridge.rules.week_fit.model.board import Board, Given
from daybridge.rules.week_fit.model.outcome import plan_of
from daybridge.rules.week_fit.model.own_rooms import in_their_rooms

ALL_WEEK = (Window(0, 7 * DAY),)
ROOMS = ("1", "2", "3")


def clinic(today, group_room=None, rooms=ROOMS, **room):
    """Somebody with a leader of their own for each of these hours: start and room."""
    clients = {
        id: Client(
            id=id,
            dose=Dose(),
            individual=(
                Individual(id, Modality.INDIVIDUAL, 60, (f"with {id}",), rooms),
            ),
            current=Enrolled((), {id: Arrangement(start, f"with {id}", where)}),
        )
        for id, (start, where) in today.items()
    }
    group = Offering(
        "group", Modality.GROUP, 60, 8, ("ruth",), ROOMS, starts=(540,), opened=True
    )
    return Instance(
        mode=Mode.DESIGN, site="s", time_zone="America/New_York", grid_minutes=30,
        rooms={
            id: Room(id, **{"capacity": 9, "open": ALL_WEEK} | room) for id in ROOMS
        },
        staff={
            id: Leader(id, ALL_WEEK, frozenset(Modality))
            for id in ("ruth", *(f"with {one}" for one in today))
        },
        offerings={"group": group} if group_room else {},
        clients=clients,
    )  # fmt: skip


def week(instance, now, group_room=None):
    """A plan with each hour at a time in a room."""
    board = Board(instance)
    if group_room:
        board.hold("group", Arrangement(540, "ruth", group_room))
    for id, (start, where) in now.items():
        held = Arrangement(start, f"with {id}", where)
        board.give(id, Given(individual={id: held}))
    return plan_of(board)


def rooms_of(plan):
    return {id: each.individual[id].room for id, each in plan.clients.items()}


def test_an_hour_that_stays_stays_in_its_room():
    instance = clinic({"dana": (540, "1")})

    plan = in_their_rooms(instance, week(instance, {"dana": (540, "2")}))

    assert rooms_of(plan) == {"dana": "1"}


def test_two_hours_that_changed_rooms_with_each_other_change_back():
    instance = clinic({"dana": (540, "1"), "lee": (570, "2")})

    plan = in_their_rooms(
        instance, week(instance, {"dana": (540, "2"), "lee": (570, "1")})
    )

    assert rooms_of(plan) == {"dana": "1", "lee": "2"}


def test_a_group_is_not_moved_for_it_and_neither_is_an_hour_at_another_time():
    instance = clinic({"dana": (540, "1"), "lee": (600, "2")}, group_room="1")
    plan = week(instance, {"dana": (540, "3"), "lee": (660, "1")}, group_room="1")

    assert in_their_rooms(instance, plan) is plan


@pytest.mark.parametrize("more", [{"rooms": ("2", "3")}, {"capacity": 1}, {"open": ()}])
def test_a_room_in_which_it_may_not_be_is_left_alone(more):
    instance = clinic({"dana": (540, "1")}, **more)
    plan = week(instance, {"dana": (540, "2")})

    assert in_their_rooms(instance, plan) is plan


@pytest.mark.parametrize("seed", range(200))
def test_no_other_way_brings_more_hours_back(seed):
    chance = random.Random(seed)
    instance, plan = a_week(chance)

    settled = in_their_rooms(instance, plan)

    assert check(instance, settled).broken == ()
    assert settled.offerings == plan.offerings
    assert at_home(instance, settled) == max(
        at_home(instance, way)
        for way in every_way(instance, plan)
        if check(instance, way).broken == ()
    )


def a_week(chance):
    """Up to five hours, some of them elsewhere than today, and perhaps a group."""
    while True:
        people = "abcde"[: chance.randint(2, 5)]
        group_room = chance.choice((None, *ROOMS))
        today = {
            id: (chance.choice((540, 570, 600)), chance.choice(ROOMS)) for id in people
        }
        instance = clinic(today, group_room)
        now = {
            id: (start if chance.random() < 0.8 else 630, chance.choice(ROOMS))
            for id, (start, _) in today.items()
        }
        alone, plan = clinic(today), week(instance, now, group_room)
        stands = check(alone, week(alone, today)).broken == ()
        if stands and check(instance, plan).broken == ():
            return instance, plan


def every_way(instance, plan):
    """Each hour as the plan has it, or as it is today if only its room is another."""
    choices = [
        {held, today} if replace(held, room=today.room) == today else {held}
        for id, each in plan.clients.items()
        for held, today in [(each.individual[id], today_of(instance, id))]
    ]
    for chosen in product(*choices):
        clients = {
            id: replace(each, individual={id: held})
            for (id, each), held in zip(plan.clients.items(), chosen, strict=True)
        }
        yield replace(plan, clients=clients)


def today_of(instance, id):
    return instance.clients[id].current.individual[id]


def at_home(instance, plan):
    """How many hours are where they are today."""
    return sum(
        each.individual[id] == today_of(instance, id)
        for id, each in plan.clients.items()
    )
