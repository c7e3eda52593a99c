"""The rooms of a week are dealt out again: against every way to do it."""

import random
from dataclasses import replace
from itertools import product

import pytest

from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.checking.sessions import broken_for_sessions
from daybridge.rules.week_fit.clock import DAY, Window
from daybridge.rules.week_fit.instance import (
    Arrangement,
    Bounds,
    Client,
    Dose,
    Instance,
    Leader,
    Modality,
    Mode,
    Offering,
    Room,
)
from daybridge.rules.week_fit.model.board import Board, Given
from daybridge.rules.week_fit.model.one_room import in_one_room
from daybridge.rules.week_fit.model.outcome import plan_of
from daybridge.rules.week_fit.plan import Status

ALL_WEEK = (Window(0, 7 * DAY),)
ROOMS = ("1", "2", "3")
IN_ONE = Arrangement(DAY + 540, "leader of other", "1")  # as other groups meet here
HOURS = (9 * 60, 9 * 60 + 30, 10 * 60)


def clinic(groups, rooms, clients=()):
    offerings = [offering for meetings in groups for offering in meetings]
    return Instance(
        mode=Mode.DESIGN, site="s", time_zone="America/New_York", grid_minutes=30,
        rooms={room.id: room for room in rooms},
        staff={
            meetings[0].leaders[0]: Leader(
                meetings[0].leaders[0], ALL_WEEK, frozenset(Modality)
            )
            for meetings in groups
        },
        offerings={offering.id: offering for offering in offerings},
        clients={client.id: client for client in clients},
    )  # fmt: skip


def group(name, hour, days, today=None, **more):
    """A group with a leader of its own, at one hour of some days."""
    return [
        Offering(
            id=f"{name}/{day}", modality=Modality.GROUP, minutes=60, capacity=12,
            leaders=(f"leader of {name}",), rooms=ROOMS, starts=(day * DAY + hour,),
            series=name if len(days) > 1 else None,
            current=today and Arrangement(
                day * DAY + hour, f"leader of {name}", today
            ),
            **more,
        )
        for day in days
    ]  # fmt: skip


def room(id, capacity=20):
    return Room(id, capacity, ALL_WEEK)


def held(board, offering, in_room):
    board.hold(
        offering.id, Arrangement(offering.starts[0], offering.leaders[0], in_room)
    )


def rooms_of(plan):
    return {
        id: each.arrangement.room
        for id, each in plan.offerings.items()
        if each.arrangement is not None
    }


def test_a_group_in_two_rooms_moves_into_the_one_that_is_free_on_all_its_days():
    evening, other = group("evening", 540, (0, 1)), group("other", 540, (1,))
    board = Board(clinic([evening, other], map(room, ROOMS)))
    held(board, evening[0], "1")
    held(board, evening[1], "2")
    held(board, other[0], "1")

    plan = in_one_room(board.instance, plan_of(board))

    assert rooms_of(plan) == {"evening/0": "2", "evening/1": "2", "other/1": "1"}


def test_another_group_makes_room_when_nothing_else_helps():
    evening, other = group("evening", 540, (0, 1)), group("other", 540, (1,))
    small = [room("1"), room("2", capacity=2), room("3", capacity=1)]
    people = [Client(id=id, dose=Dose(minutes=Bounds(least=60))) for id in "abc"]
    board = Board(clinic([evening, other], small, people))
    held(board, evening[0], "1")
    held(board, evening[1], "2")
    held(board, other[0], "1")
    board.give("a", Given(frozenset({"evening/0", "evening/1"})))

    plan = in_one_room(board.instance, plan_of(board))

    # room 1 for whoever can fill it, room 2 for one person and a leader
    assert len({plan.offerings[each.id].arrangement.room for each in evening}) == 1
    assert check(board.instance, plan).broken == ()


def test_what_is_fixed_stays_and_a_week_without_a_way_stays_as_it_is():
    evening, other = (
        group("evening", 540, (0, 1)),
        group("other", 540, (1,), fixed=IN_ONE),
    )
    only = [replace(each, rooms=(ROOMS[n],)) for n, each in enumerate(evening)]
    board = Board(clinic([only, other], map(room, ROOMS)))
    held(board, only[0], "1")
    held(board, only[1], "2")
    held(board, other[0], "1")
    plan = plan_of(board)

    assert in_one_room(board.instance, plan) == plan


def test_a_week_that_costs_a_change_is_no_longer_called_the_best():
    evening = group("evening", 540, (0, 1), today="1")
    other = group("other", 540, (1,), today="1", fixed=IN_ONE)
    board = Board(clinic([evening, other], map(room, ROOMS)))
    held(board, evening[0], "1")
    held(board, evening[1], "2")
    held(board, other[0], "1")
    best = replace(plan_of(board), status=Status.OPTIMAL)

    plan = in_one_room(board.instance, best)

    assert plan.status is Status.FEASIBLE
    assert plan.levels[2].value == 2
    assert plan.levels[2].bound == best.levels[2].bound
    assert len({rooms_of(plan)[each.id] for each in evening}) == 1


@pytest.mark.parametrize("seed", range(120))
def test_no_other_way_to_deal_the_rooms_is_better(seed):
    board = a_week(random.Random(seed))
    instance, plan = board.instance, plan_of(board)

    dealt = in_one_room(instance, plan)

    assert check(instance, dealt).broken == ()
    assert dealt.clients == plan.clients
    assert cost(instance, rooms_of(dealt)) == min(
        cost(instance, rooms)
        for rooms in every_way(instance, rooms_of(plan))
        if not list(broken_for_sessions(instance, with_rooms(plan, rooms)))
    )


def a_week(chance):
    """Up to four groups on up to three days, and people in some of them."""
    sizes = [room(id, capacity=chance.choice((2, 3, 9))) for id in ROOMS]
    while True:
        groups = [
            group(
                name, chance.choice(HOURS), sorted(chance.sample(range(3), days)),
                today=chance.choice((None, *ROOMS)),
            )
            for name in "abcd"[: chance.randint(2, 4)]
            for days in [chance.randint(1, 3)]
        ]  # fmt: skip
        people = [
            Client(id=str(n), dose=Dose(minutes=Bounds(least=60))) for n in (1, 2)
        ]
        board = Board(clinic(groups, sizes, people))
        for meetings in groups:
            for offering in meetings:
                held(board, offering, chance.choice(ROOMS))
        for person in people:
            joined = chance.choice(groups)
            board.give(person.id, Given(frozenset(each.id for each in joined)))
        if check(board.instance, plan_of(board)).broken == ():
            return board


def every_way(instance, rooms):
    """Each group as it is, or all of it in one room."""
    series = {}
    for id in rooms:
        series.setdefault(id.partition("/")[0], []).append(id)
    choices = [
        [{id: rooms[id] for id in ids}, *(dict.fromkeys(ids, one) for one in ROOMS)]
        for ids in series.values()
    ]
    for chosen in product(*choices):
        yield {id: each for part in chosen for id, each in part.items()}


def with_rooms(plan, rooms):
    offerings = {
        id: replace(each, arrangement=replace(each.arrangement, room=rooms[id]))
        for id, each in plan.offerings.items()
    }
    return replace(plan, offerings=offerings)


def cost(instance, rooms):
    """Groups in several rooms; then meetings that are elsewhere than today."""
    split = {}
    for id, each in rooms.items():
        split.setdefault(id.partition("/")[0], set()).add(each)
    elsewhere = sum(
        today.room != rooms[id]
        for id, offering in instance.offerings.items()
        if (today := offering.current) is not None
    )
    return sum(len(each) > 1 for each in split.values()), elsewhere
