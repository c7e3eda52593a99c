"""What is proved in pools holds for every real week; their wishes are completed."""

import pytest

from daybridge.rules.tests.week_fit.oracle import best_levels
from daybridge.rules.tests.week_fit.tiny import tiny
from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.generating import generate
from daybridge.rules.week_fit.model.greedy import greedy
from daybridge.rules.week_fit.model.outcome import plan_of
from daybridge.rules.week_fit.model.pooled.seating import seated
from daybridge.rules.week_fit.model.pooled.week import PooledWeek
from daybridge.rules.week_fit.reading import read_instance
from daybridge.week_solver.answer import Proof
from daybridge.week_solver.cp_sat import CpSat
from daybridge.week_solver.engine import Search
from daybridge.week_solver.pooling import completed

SEEDS = range(1, 31)  # with series, telehealth, families, limits and changeovers


@pytest.mark.parametrize("seed", SEEDS)
def test_no_week_of_all_is_beyond_the_bounds_of_the_pools(seed):
    instance = read_instance(tiny(seed))
    best = best_levels(instance)
    week = PooledWeek(instance)
    solver = CpSat(week.program, workers=1)
    served = week.served_weight()

    first = solver.best(served, 10, {})
    if best is None:
        assert first.proof in (Proof.IMPOSSIBLE, Proof.BEST)
        return
    assert first.proof is Proof.BEST
    assert first.bound >= best[0]

    solver.hold(served, best[0])
    assert solver.best(week.shortfall(), 10, {}).bound <= best[1]


@pytest.mark.parametrize("seed", [4, 6])
def test_what_the_pools_wish_for_becomes_a_week_by_the_hour(seed):
    instance = read_instance(generate(clients=12, seed=seed))
    week = PooledWeek(instance)
    answer = CpSat(week.program).best(week.served_weight(), 20, {})
    wished = week.decoded(answer.values)

    plan = plan_of(completed(Search(instance, 20), wished, 20))

    assert check(instance, plan).broken == ()
    assert 0.8 * answer.bound <= plan.values[0] <= answer.bound


def test_groups_that_are_alike_share_rooms_and_everyone_has_a_seat():
    instance = read_instance(generate(clients=20, seed=1))
    week = PooledWeek(instance)
    answer = CpSat(week.program).best(week.served_weight(), 20, {})
    wished = week.decoded(answer.values)

    board, wishes = seated(instance, wished)

    rooms = [(held.start, held.room) for held in board.runs.values() if held.room]
    assert len(rooms) == len(set(rooms)) > 0
    places = sum(len(clients) for clients in wished.places.values())
    assert sum(len(wish.offerings) for wish in wishes.values()) == places > 0


def test_a_coordinator_s_week_is_one_of_the_pooled_weeks():
    instance = read_instance(generate(clients=25, seed=2))
    board = greedy(instance)
    week = PooledWeek(instance)

    values = CpSat(week.program).completed(week.encoded(board), 20)

    assert values is not None
    assert week.decoded(values).places.keys() == {
        pool for id in instance.clients for pool in week.timetable.joined(board, id)
    }
