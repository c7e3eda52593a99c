"""The best few weeks of one client, against every week that they could have."""

import pytest

from daybridge.rules.tests.week_fit.oracle import levels_by_groups
from daybridge.rules.tests.week_fit.test_best_week import STANDING, newcomer
from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.generating import generate
from daybridge.rules.week_fit.model.best_week import Worth
from daybridge.rules.week_fit.model.best_weeks import best_weeks
from daybridge.rules.week_fit.model.board import Board, Given
from daybridge.rules.week_fit.model.greedy import best_on, greedy, options_of
from daybridge.rules.week_fit.model.outcome import plan_of, values
from daybridge.rules.week_fit.model.standing import as_it_stands
from daybridge.rules.week_fit.reading import read_instance


def three(board: Board, client: str) -> list[tuple[Given, Worth]]:
    person = board.instance.clients[client]
    return best_weeks(board, person, options_of(board, person), 3)


@pytest.mark.parametrize("seed", STANDING)
def test_no_choice_of_groups_is_better_than_the_three_that_are_found(seed):
    instance = newcomer(seed)
    [client] = instance.place
    board = as_it_stands(instance)

    reached = []
    for given, _ in three(board, client):
        board.give(client, given)
        assert check(instance, plan_of(board)).broken == ()
        reached.append(values(board))
        board.withdraw(client)

    assert reached == levels_by_groups(instance)[:3]


@pytest.mark.parametrize("seed", range(4))
def test_the_first_of_three_is_the_best_one_and_no_two_have_the_same_groups(seed):
    board = greedy(read_instance(generate(clients=12, seed=seed)))
    client = next(iter(board.instance.clients))
    board.withdraw(client)

    found = three(board, client)
    _, best = best_on(board, board.instance.clients[client])

    assert found[0][1].key == best.key
    assert [worth.key for _, worth in found] == sorted(w.key for _, w in found)
    assert len({given.offerings for given, _ in found}) == len(found)


def test_of_equally_good_weeks_the_shorter_comes_first():
    instance = newcomer(STANDING[0])
    [client] = instance.place
    board = as_it_stands(instance)

    weeks = [
        (worth.key, _minutes(board, given)) for given, worth in three(board, client)
    ]

    assert weeks == sorted(weeks)


def _minutes(board: Board, given: Given) -> int:
    offerings = board.instance.offerings
    return sum(offerings[id].minutes for id in given.offerings)
