"""A repair changes what it must, and says how little that could have been."""

from dataclasses import replace
from itertools import product

import pytest

from daybridge.rules.tests.week_fit.oracle import best_levels
from daybridge.rules.tests.week_fit.tiny import tiny
from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.generating import generate
from daybridge.rules.week_fit.instance import Enrolled, Instance, Mode
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.changes_to_serve import ChangesToServe
from daybridge.rules.week_fit.model.greedy import greedy
from daybridge.rules.week_fit.plan import Status
from daybridge.rules.week_fit.reading import read_instance
from daybridge.week_solver.answer import Proof
from daybridge.week_solver.cp_sat import CpSat
from daybridge.week_solver.engine import Search, solve
from daybridge.week_solver.repairing import change_least, least_changed
from daybridge.week_solver.tests.test_engine import QUICK_SEEDS

MOVING = (10, 17, 34, 53, 67, 69, 139, 310)  # seeds whose best plans move groups
ROOMS = (0, 2, 20)  # changes more than the best plan has
MANY = 41  # clients: more than are decided in one program


def running(clients: int, seed: int) -> Instance:
    """A program as its coordinator filled it, to be repaired."""
    instance = read_instance(generate(clients=clients, seed=seed))
    board = greedy(instance)
    return replace(
        instance,
        mode=Mode.REPAIR,
        offerings={
            id: replace(offering, current=board.runs.get(id))
            for id, offering in instance.offerings.items()
        },
        clients={
            id: replace(client, current=_enrolled(board, id))
            for id, client in instance.clients.items()
        },
    )


def _enrolled(board: Board, client: str) -> Enrolled | None:
    given = board.weeks.get(client)
    return given and Enrolled(tuple(sorted(given.offerings)), given.individual)


def without_a_day(instance: Instance, leader: str, day: int) -> Instance:
    """The same program on the morning on which a leader calls in sick."""
    sick = instance.staff[leader]
    shifts = tuple(window for window in sick.shifts if window.start // DAY != day)
    staff = {**instance.staff, leader: replace(sick, shifts=shifts)}
    return replace(instance, staff=staff)


@pytest.mark.parametrize("seed", QUICK_SEEDS)
def test_no_plan_has_fewer_changes_than_the_bound(seed):
    instance = read_instance(tiny(seed, mode="repair"))
    best = best_levels(instance)
    _, fewest = least_changed(instance)

    assert best is None or fewest <= best[2]


@pytest.mark.parametrize("seed", [*QUICK_SEEDS, *MOVING])
def test_no_plan_that_serves_as_many_has_fewer_changes_than_are_asked(seed):
    instance = read_instance(tiny(seed, mode="repair"))
    best = best_levels(instance)
    if best is None:
        assert solve(instance, 10).status is Status.INFEASIBLE
        return

    for room, apart in product(ROOMS, ((), instance.clients)):
        asked = ChangesToServe(instance, best[0], best[2] + room, apart, {})
        answer = CpSat(asked.program, workers=1).best(asked.objective(), 10, {})

        assert answer.proof is Proof.BEST
        assert answer.bound <= best[2]


def test_a_week_that_nothing_happened_to_stays_as_it_is():
    instance = running(MANY, seed=2)

    plan = solve(instance, 10)

    assert (plan.levels[2].value, plan.levels[2].bound) == (0, 0)
    assert check(instance, plan).broken == ()


@pytest.mark.parametrize(
    ("leader", "day"), [("counselor-1", 4), ("counselor-2", 1), ("counselor-3", 1)]
)
def test_an_absence_that_others_can_make_up_for_changes_hardly_anything(leader, day):
    instance = without_a_day(running(MANY, seed=2), leader, day)

    plan = solve(instance, 10)
    changes = plan.levels[2]

    assert 0 < changes.bound <= changes.value <= changes.bound + 1
    assert check(instance, plan).broken == ()


@pytest.mark.parametrize(("leader", "day"), [("counselor-1", 1), ("counselor-2", 3)])
def test_when_a_group_has_to_close_the_week_still_keeps_every_rule(leader, day):
    instance = without_a_day(running(MANY, seed=2), leader, day)
    search = Search(instance, 10)

    change_least(search)
    changes = search.plan().levels[2]

    assert 10 <= changes.bound <= changes.value
    assert check(instance, search.plan()).broken == ()


def test_whoever_stops_a_repair_at_once_has_a_week_and_nothing_proved():
    instance = without_a_day(running(MANY, seed=2), "counselor-1", 1)
    search = Search(instance, 10)
    search.patience.end()

    change_least(search)
    plan = search.plan()

    assert search.is_stopped()
    assert plan.levels[2].bound == 0 < plan.levels[2].value
    assert check(instance, plan).broken == ()


def test_a_repair_asks_from_its_first_question_whether_to_go_on():
    asked = []

    def watch(plan):
        asked.append(plan.status)
        return False

    plan = solve(without_a_day(running(MANY, seed=2), "counselor-1", 1), 60, watch)

    assert asked == [Status.UNKNOWN]
    assert plan.status is Status.FEASIBLE
