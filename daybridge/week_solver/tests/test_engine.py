"""The engine finds what looking at every plan finds, and never anything worse."""

import pytest

from daybridge.rules.tests.week_fit.cases import clinic, offering
from daybridge.rules.tests.week_fit.oracle import best_levels
from daybridge.rules.tests.week_fit.tiny import tiny
from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.generating import generate
from daybridge.rules.week_fit.model.greedy import greedy
from daybridge.rules.week_fit.model.outcome import key, values
from daybridge.rules.week_fit.plan import Plan, Status
from daybridge.rules.week_fit.reading import read_instance
from daybridge.week_solver.engine import solve

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
