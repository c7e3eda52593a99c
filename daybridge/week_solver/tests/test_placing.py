"""A newcomer finds a place in the week that runs, and nobody else notices."""

from typing import Any

import pytest

from daybridge.rules.tests.week_fit.cases import clinic, week
from daybridge.rules.tests.week_fit.oracle import best_levels
from daybridge.rules.tests.week_fit.tiny import tiny
from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.generating import generate
from daybridge.rules.week_fit.instance import Instance
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.greedy import best_on, greedy
from daybridge.rules.week_fit.model.outcome import values
from daybridge.rules.week_fit.plan import Plan, State, Status
from daybridge.rules.week_fit.reading import read_instance
from daybridge.rules.week_fit.reading_plan import read_plan
from daybridge.rules.week_fit.writing import plan_document
from daybridge.week_solver.engine import solve
from daybridge.week_solver.explaining import explained
from daybridge.week_solver.tests.exhaustive import could_be_served


def standing(*place: str) -> dict[str, Any]:
    """The clinic as it runs, with Lee's week and without Dana's."""
    document = clinic()
    document.update(mode="place", place=list(place))
    for each, held in zip(document["offerings"], week()["offerings"], strict=True):
        each["current"] = {name: held[name] for name in ("start", "leader", "room")}
    document["clients"][1]["current"] = {
        "offerings": ["mon", "web"],
        "individual": [],
    }
    return document


def solved(document: dict[str, Any]) -> tuple[Instance, Plan]:
    instance = read_instance(document)
    return instance, solve(instance, 10)


def test_one_is_placed_and_proved():
    instance, plan = solved(standing("dana"))

    assert plan.status is Status.OPTIMAL
    assert plan.clients["dana"].state is State.SERVED
    assert plan.clients["lee"].offerings == ("mon", "web")
    assert check(instance, plan).broken == ()


def test_two_who_want_the_last_place_are_weighed_together():
    document = standing("dana", "sam")
    sam = document["clients"][0] | {"id": "sam", "weight": 5}
    document["clients"].append(sam)
    document["offerings"][1]["capacity"] = 1

    instance, plan = solved(document)

    assert plan.status is Status.OPTIMAL
    assert plan.clients["sam"].state is State.SERVED
    assert plan.clients["dana"].state is State.PARTLY
    assert check(instance, plan).broken == ()


def test_a_newcomer_can_make_up_the_number_that_a_group_needs():
    document = standing("dana")
    document["offerings"][3].pop("current")
    document["clients"][1].pop("current")
    for offering in document["offerings"][:3]:
        offering["min_clients"] = 1
    dana = document["clients"][0]  # who would do with two, and rather not on Wednesday
    dana["dose"] = {"min_minutes": 420}
    dana["avoid"] = [{"window": ["Wed 18:00", "Wed 21:00"], "cost_per_15": 1}]

    instance, plan = solved(document)

    assert plan.status is Status.OPTIMAL
    assert plan.clients["dana"].offerings == ("mon", "tue", "wed")
    assert check(instance, plan).broken == ()


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (lambda d: d["offerings"][1].update(min_clients=5), "4"),
        (lambda d: d["staff"][0].update(shifts=[]), "1"),
        (lambda d: d["offerings"][3].pop("current"), "7"),
        (lambda d: d["clients"][1].update(busy=[["Mon 18:00", "Mon 19:00"]]), "5"),
    ],
)
def test_a_week_that_breaks_a_rule_as_it_stands_is_no_place_for_anyone(spoil, rule):
    document = standing("dana")
    spoil(document)

    _, plan = solved(document)

    assert plan.status is Status.INFEASIBLE
    assert rule in {conflict.rule for conflict in plan.conflicts}
    assert plan.clients == {}


def test_of_many_placed_one_after_another_nobody_is_left_whom_a_week_would_serve():
    document = generate(clients=16, seed=2) | {"mode": "place"}
    for each in document["offerings"]:
        each["min_clients"] = 0  # the groups run already
    instance = read_instance(document)
    board = Board(instance)
    for id, held in greedy(instance).runs.items():
        board.hold(id, held)
    left_out = []
    for client in instance.clients.values():
        given, worth = best_on(board, client)
        if not worth.is_served and could_be_served(board, client.id):
            left_out.append(client.id)
        board.give(client.id, given)

    assert left_out == []
    assert values(board)[0] > 0


@pytest.mark.parametrize("seed", range(12))
def test_two_newcomers_get_the_best_of_all_weeks(seed):
    instance = read_instance(tiny(seed, mode="place") | {"place": ["c0", "c1"]})

    plan = solve(instance, 10)
    found = tuple(level.value for level in plan.levels) or None

    assert found == best_levels(instance)
    assert plan.status is (Status.OPTIMAL if found else Status.INFEASIBLE)
    assert check(instance, plan).broken == ()


@pytest.mark.parametrize("seed", range(12))
def test_a_repair_keeps_every_rule_and_can_be_read_back(seed):
    instance = read_instance(tiny(seed, mode="repair"))

    plan = explained(instance, solve(instance, 10))

    assert plan.status in (Status.OPTIMAL, Status.INFEASIBLE)
    assert check(instance, plan).broken == ()
    assert read_plan(plan_document(plan), instance).levels == plan.levels
