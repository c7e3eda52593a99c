"""The engine finds what looking at every plan finds, and never anything worse."""

from os import getpid, kill
from signal import SIGINT
from threading import Timer
from typing import Any

import pytest

from daybridge.rules.tests.week_fit.cases import clinic, offering
from daybridge.rules.tests.week_fit.oracle import best_levels
from daybridge.rules.tests.week_fit.tiny import tiny
from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.generating import generate
from daybridge.rules.week_fit.instance import Arrangement
from daybridge.rules.week_fit.model.board import Board, Given
from daybridge.rules.week_fit.model.formulation import Formulation, Free
from daybridge.rules.week_fit.model.greedy import greedy
from daybridge.rules.week_fit.model.outcome import key, values
from daybridge.rules.week_fit.plan import Plan, Status
from daybridge.rules.week_fit.reading import read_instance
from daybridge.week_solver.cp_sat import CpSat
from daybridge.week_solver.engine import Search, solve

QUICK_SEEDS = (1, 18, 22, 31, 32, 33, 39, 42, 57, 58, 59, 62)  # all plans in 0.3 s


def levels(plan: Plan) -> tuple[int, ...] | None:
    return tuple(level.value for level in plan.levels) or None


@pytest.mark.parametrize("seed", QUICK_SEEDS)
def test_the_four_levels_are_those_of_the_best_of_all_plans(seed):
    instance = read_instance(tiny(seed))

    plan = solve(instance, 20)

    assert levels(plan) == best_levels(instance)
    assert plan.status in (Status.OPTIMAL, Status.INFEASIBLE)
    assert check(instance, plan).broken == ()


def test_a_plan_is_at_least_as_good_as_a_careful_coordinator_s():
    instance = read_instance(generate(clients=12, seed=5))

    plan = solve(instance, 2)
    found = tuple(level.value for level in plan.levels)

    assert key(found) <= key(values(greedy(instance)))
    assert check(instance, plan).broken == ()


def test_what_is_opened_and_cannot_run_is_named():
    document = clinic()
    night = offering("night", "Mon 08:00", opened=True)  # nobody is on shift then
    document["offerings"].append(night)

    plan = solve(read_instance(document), 5)

    assert plan.status is Status.INFEASIBLE
    assert [(c.rule, c.ids) for c in plan.conflicts] == [("1", ("night",))]
    assert plan.offerings == {}


def test_two_that_must_run_at_once_with_one_leader_are_named_together():
    document = clinic()
    for id in ("one", "other"):
        document["offerings"].append(offering(id, "Thu 18:00", opened=True))

    plan = solve(read_instance(document), 5)

    assert plan.status is Status.INFEASIBLE
    assert {c.rule for c in plan.conflicts} == {"2", "3"}
    assert {c.ids for c in plan.conflicts} == {("one", "other")}


def test_offices_are_not_given_twice_when_a_session_that_stands_begins_between():
    """Two could begin at nine, but one office is taken from half past nine."""
    document = clinic()
    document["offerings"] = []
    document["rooms"] = [
        {"id": id, "capacity": 2, "open": [["Mon 09:00", "Mon 10:30"]]}
        for id in ("one", "other")
    ]
    document["staff"] = [
        {"id": id, "shifts": [["Mon 09:00", "Mon 10:30"]], "can_lead": ["individual"]}
        for id in ("ruth", "omar", "faye")
    ]
    document["clients"] = [
        alone("dana", "ruth"),
        alone("lee", "omar"),
        alone("sam", "faye"),
    ]
    document["clients"][2]["busy"] = [["Mon 09:00", "Mon 09:30"]]
    for newcomer in document["clients"][:2]:
        newcomer["busy"] = [["Mon 10:00", "Mon 10:30"]]
    instance = read_instance(document)
    board = Board(instance)
    half_past_nine = Arrangement(9 * 60 + 30, "faye", "one")
    board.give("sam", Given(individual={"alone": half_past_nine}))
    free = Free((instance.clients["dana"], instance.clients["lee"]), ())
    formulation = Formulation(board, free)

    answer = CpSat(formulation.program, workers=1).best(
        formulation.served_weight(), 5, {}
    )

    assert answer.values is not None
    assert values(formulation.decoded(answer.values))[0] == 2  # Sam and one of the two


def alone(id: str, leader: str) -> dict[str, Any]:
    session = {
        "id": "alone",
        "modality": "individual",
        "minutes": 60,
        "leaders": [leader],
        "rooms": ["one", "other"],
    }
    return {"id": id, "dose": {}, "individual": [session]}


def test_a_large_program_is_improved_part_by_part():
    instance = read_instance(generate(clients=14, seed=3))
    search = Search(instance, seconds=4)
    first = greedy(instance)
    search.consider(first)

    search.part_by_part()
    plan = search.plan()

    assert search.reached is not None
    assert key(search.reached) <= key(values(first))
    assert check(instance, plan).broken == ()


@pytest.mark.parametrize("seconds", [0.7, 4])  # between questions, and in one
def test_ctrl_c_ends_the_search_with_the_best_so_far(seconds):
    instance = read_instance(generate(clients=30, seed=1))
    given_up = Timer(seconds, lambda: kill(getpid(), SIGINT))
    given_up.start()

    plan = solve(instance, 60)

    assert plan.seconds < 30
    assert plan.status is Status.FEASIBLE
    assert check(instance, plan).broken == ()


def test_whoever_watches_sees_the_best_so_far_and_ends_the_search():
    instance = read_instance(generate(clients=30, seed=1))
    seen: list[Plan] = []

    def watch(plan: Plan) -> bool:
        seen.append(plan)
        return len(seen) < 3

    plan = solve(instance, 60, watch)

    assert plan.seconds - seen[2].seconds < 2
    assert all(check(instance, each).broken == () for each in seen)
    assert key(plan.values) <= key(seen[0].values)
