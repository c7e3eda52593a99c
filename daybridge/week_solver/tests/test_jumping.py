"""A week that is found by jumps breaks no rule, and is only kept where it is better."""

import pytest

from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.generating import generate
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.greedy import greedy
from daybridge.rules.week_fit.model.outcome import plan_of
from daybridge.rules.week_fit.model.program import Objective, Program
from daybridge.rules.week_fit.reading import read_instance
from daybridge.week_solver import jumping
from daybridge.week_solver.engine import Search
from daybridge.week_solver.highs import jumped
from daybridge.week_solver.jumping import jump
from daybridge.week_solver.patience import Patience

SECONDS = 120  # more than enough: what is found first ends it


@pytest.fixture(scope="module")
def clinic():
    return read_instance(generate(clients=25, seed=1))


@pytest.mark.parametrize("all_at_once", [340, 10], ids=["all", "at a glance"])
def test_more_are_served_than_by_a_coordinator(clinic, monkeypatch, all_at_once):
    monkeypatch.setattr(jumping, "ALL_AT_ONCE", all_at_once)
    search = Search(clinic, SECONDS)

    jump(search)

    plan = search.plan()
    assert check(clinic, plan).broken == ()
    assert plan.values[0] > plan_of(greedy(clinic)).values[0]


def test_a_better_week_stays(clinic, monkeypatch):
    search = Search(clinic, SECONDS)
    board = greedy(clinic)
    search.consider(board)
    monkeypatch.setattr(jumping, "week_by_jumps", nobody_is_served)

    jump(search)

    assert search.best is board


def nobody_is_served(instance, choices, seconds):
    return plan_of(Board(instance))


def test_who_does_not_wait_gets_no_week(clinic):
    search = Search(clinic, SECONDS)
    search.patience = Patience(is_over=True)

    jump(search)

    assert search.best is None


def test_values_that_are_found_hold_every_row():
    program, knapsack = Program(), [5, 7, 11, 13, 17]
    items = [program.binary() for _ in knapsack]
    program.at_most(dict(zip(items, knapsack, strict=True)), 24)
    program.equal({items[0]: 1, items[4]: -1}, 0)  # both or none
    worth = Objective(dict.fromkeys(items, 1), 0, is_upward=True)

    values = jumped(program, worth, SECONDS)

    assert values is not None
    assert sum(k * v for k, v in zip(knapsack, values, strict=True)) <= 24
    assert values[0] == values[4]
    assert worth.value(values) > 0


def test_nothing_is_found_where_nothing_can_be():
    program = Program()
    chosen = program.binary()
    program.at_most({chosen: 2}, 1)

    assert jumped(program, Objective({chosen: 1}, 0, is_upward=True), SECONDS) is None
