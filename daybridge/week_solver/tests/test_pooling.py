"""What is proved in pools holds for every real week; their groups are filled."""

from dataclasses import replace
from math import inf

import pytest

from daybridge.rules.tests.week_fit.oracle import best_levels
from daybridge.rules.tests.week_fit.tiny import tiny
from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.generating import generate
from daybridge.rules.week_fit.instance import Mode
from daybridge.rules.week_fit.model.greedy import greedy
from daybridge.rules.week_fit.model.pooled.rooms import timetabled
from daybridge.rules.week_fit.model.pooled.week import PooledWeek
from daybridge.rules.week_fit.model.program import Objective
from daybridge.rules.week_fit.reading import read_instance
from daybridge.week_solver import pooling
from daybridge.week_solver.answer import Proof, rounded
from daybridge.week_solver.cp_sat import CpSat
from daybridge.week_solver.engine import Search
from daybridge.week_solver.highs import proved
from daybridge.week_solver.linear import relaxed_bound
from daybridge.week_solver.patience import Patience
from daybridge.week_solver.pooling import in_pools

SEEDS = range(1, 31)  # with series, telehealth, families, limits and changeovers


@pytest.mark.parametrize("seed", SEEDS)
def test_no_week_of_all_is_beyond_the_bounds_of_the_pools(seed):
    instance = read_instance(tiny(seed))
    best = best_levels(instance)
    week = PooledWeek(instance)
    solver = CpSat(week.program, workers=1)
    served = week.served_weight()

    first = solver.best(served, 10, {})
    second_witness = proved(week.program, served, 10)
    assert (second_witness.proof, second_witness.bound) == (first.proof, first.bound)
    if best is None:
        assert first.proof in (Proof.IMPOSSIBLE, Proof.BEST)
        return
    assert first.proof is Proof.BEST
    assert first.bound >= best[0]

    solver.hold(served, best[0])
    shortfall = week.shortfall()
    second = solver.best(shortfall, 10, {})
    assert second.bound <= best[1]
    assert proved(week.program, shortfall, 10).bound == second.bound


def test_what_is_asked_of_highs_for_no_time_has_no_bound_but_is_answered():
    week = PooledWeek(read_instance(generate(clients=12, seed=4)))

    answer = proved(week.program, week.served_weight(), 0)

    assert answer.proof in (Proof.NONE, Proof.SOME)
    assert answer.bound is None


@pytest.mark.parametrize("bound", [inf, -inf])
def test_what_a_solver_does_not_know_yet_is_no_bound(bound):
    assert rounded(bound, Objective({}, 0, is_upward=True)) is None


@pytest.mark.parametrize("seed", [4, 6])
def test_what_the_pools_lay_out_becomes_a_week_by_the_hour(seed):
    search = Search(read_instance(generate(clients=12, seed=seed)), 20)

    in_pools(search, is_solved_whole=False)

    plan = search.plan()
    assert check(search.instance, plan).broken == ()
    served = plan.levels[0]
    assert 0.8 * served.bound <= served.value <= served.bound


def test_pools_wait_for_a_first_level_that_they_could_not_prove(monkeypatch):
    search = Search(read_instance(generate(clients=8, seed=4)), 20)

    pools = in_pools(search, is_solved_whole=True)
    assert search.proved() == 0
    asked = []
    monkeypatch.setattr(pools, "improve", lambda level: asked.append(level))
    search.level_by_level(pools)

    assert asked == [1]
    assert search.proved() >= 2


def test_pools_that_proved_the_first_level_do_not_wait():
    search = Search(read_instance(generate(clients=10, seed=1)), 20)

    assert in_pools(search, is_solved_whole=True) is None
    assert search.proved() >= 1


def test_groups_that_are_alike_have_rooms_of_their_own():
    instance = read_instance(generate(clients=20, seed=1))
    week = PooledWeek(instance)
    answer = CpSat(week.program).best(week.served_weight(), 20, {})

    board = timetabled(instance, week.decoded(answer.values))

    rooms = [(held.start, held.room) for held in board.runs.values() if held.room]
    assert len(rooms) == len(set(rooms)) > 0


def test_a_coordinator_s_week_is_one_of_the_pooled_weeks():
    instance = read_instance(generate(clients=25, seed=2))
    board = greedy(instance)
    week = PooledWeek(instance)

    values = CpSat(week.program).completed(week.encoded(board), 20)

    assert values is not None
    runs = week.decoded(values)
    held = sorted((each.start, each.leader) for each in board.runs.values())
    assert sorted((start, leader) for start, leader, _ in runs.values()) == held


def test_of_a_large_clinic_the_pools_say_what_no_week_can_beat(monkeypatch):
    monkeypatch.setattr(pooling, "MOST_AT_ONCE", 10)
    instance = read_instance(generate(clients=20, seed=1))
    search = Search(instance, 20)

    assert in_pools(search, is_solved_whole=False) is None

    plan = search.plan()
    assert check(instance, plan).broken == ()
    everyone = sum(client.weight for client in instance.clients.values())
    assert 0 < plan.levels[0].value <= plan.levels[0].bound < everyone


def test_a_repair_does_not_jump_away_from_what_stands(monkeypatch):
    jumped = []
    monkeypatch.setattr(pooling, "jump", jumped.append)
    instance = read_instance(generate(clients=12, seed=4))

    for mode in (Mode.REPAIR, Mode.DESIGN):
        search = Search(replace(instance, mode=mode), 20)
        in_pools(search, is_solved_whole=False)

    assert [search.instance.mode for search in jumped] == [Mode.DESIGN]


@pytest.mark.parametrize(("clients", "seed"), [(15, 3), (25, 1), (60, 2)])
def test_the_bound_of_people_who_could_be_divided_is_close_and_holds(clients, seed):
    instance = read_instance(generate(clients=clients, seed=seed))
    week = PooledWeek(instance)
    served = week.served_weight()
    best = CpSat(week.program).best(served, 30, {})

    bound = relaxed_bound(week.program, served, 30, Patience())

    assert best.proof is Proof.BEST
    assert best.bound <= bound <= best.bound * 1.05
    assert bound <= sum(client.weight for client in instance.clients.values())


@pytest.mark.parametrize(("clients", "seed"), [(15, 3), (25, 1), (60, 2)])
def test_what_divided_people_lack_at_least_is_close_and_holds(clients, seed):
    instance = read_instance(generate(clients=clients, seed=seed))
    week = PooledWeek(instance)
    solver = CpSat(week.program)
    served, shortfall = week.served_weight(), week.shortfall()
    solver.hold(served, solver.best(served, 30, {}).bound)
    best = solver.best(shortfall, 30, {})

    bound = relaxed_bound(week.program, shortfall, 30, Patience())

    assert best.proof is Proof.BEST
    assert best.bound * 0.4 <= bound <= best.bound


def test_a_bound_that_nobody_waits_for_is_none():
    week = PooledWeek(read_instance(generate(clients=300, seed=1)))
    gone = Patience()
    gone.end()

    assert relaxed_bound(week.program, week.served_weight(), 60, gone) is None
