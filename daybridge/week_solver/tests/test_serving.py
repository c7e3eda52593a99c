"""What would serve somebody is found without a solver, and is what the solver finds."""

from dataclasses import replace

import pytest

from daybridge.rules.week_fit.generating import generate
from daybridge.rules.week_fit.instance import Mode
from daybridge.rules.week_fit.model.board import with_runs
from daybridge.rules.week_fit.model.greedy import best_on, greedy
from daybridge.rules.week_fit.model.outcome import plan_of
from daybridge.rules.week_fit.model.serving import (
    MOST_CHANGES,
    Way,
    ways_to_serve,
    what_would_serve,
)
from daybridge.rules.week_fit.plan import State
from daybridge.rules.week_fit.reading import read_instance
from daybridge.week_solver import explaining
from daybridge.week_solver.explaining import explained


def crowded(seed, *, alone):
    """A week without series in which many are not served, perhaps without individual
    sessions."""
    document = generate(clients=8 if alone else 14, seed=seed)
    single = [o for o in document["offerings"] if "series" not in o]
    document["offerings"] = single[: 5 if alone else 9]
    for client in document["clients"]:
        if not alone:
            client["individual"] = []
    if alone:  # some leaders have little time left
        for leader in document["staff"][::2]:
            leader["shifts"] = leader["shifts"][:1]
    return replace(read_instance(document), mode=Mode.PLACE)


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_smallest_changes_are_those_of_the_solver(monkeypatch, seed, alone):
    monkeypatch.setattr(explaining, "SECONDS", 60)  # until it is proved
    board = greedy(crowded(seed, alone=alone))
    plan = plan_of(board)
    tags = {tag for o in board.instance.offerings.values() for tag in o.requires}
    told = explained(board.instance, plan).clients
    unserved = [
        week
        for week in told.values()
        if week.state is not State.SERVED and week.why  # the solver had time for it
    ]
    assert unserved

    for week in unserved:
        given = board.withdraw(week.id)
        found = what_would_serve(board, board.instance.clients[week.id], tags)
        board.give(week.id, given)
        assert _is_the_same(found, week.why)


def _is_the_same(found, why):
    if len(why) > MOST_CHANGES or [each.code for each in why] == ["dose"]:
        return found == []
    reasons = [tuple(each.reason for each in changes) for changes in found]
    return why in reasons and {len(changes) for changes in reasons} == {len(why)}


def served_with_the_family():
    """Weeks, and somebody who is served in each by a family session too."""
    for seed in range(20):
        board = greedy(
            replace(read_instance(generate(clients=8, seed=seed)), mode=Mode.PLACE)
        )
        for client in board.instance.clients.values():
            given = board.withdraw(client.id)
            has_family = any(session.with_windows for session in client.individual)
            if has_family and is_served(board, client):
                yield board, client
            board.give(client.id, given)


def is_served(board, client):
    return best_on(board, client)[1].is_served


def never(client):
    """Somebody whose family can never come."""
    sessions = tuple(
        each if each.with_windows is None else replace(each, with_windows=())
        for each in client.individual
    )
    return replace(client, individual=sessions)


def test_that_the_family_comes_at_another_time_is_one_change():
    board, client = next(served_with_the_family())

    assert what_would_serve(board, never(client)) == []
    assert ways_to_serve(board, never(client)) == [Way((), with_family=True)]


def test_beside_other_changes_the_family_is_the_last_to_be_asked():
    board, client = next(served_with_the_family())
    full = without_free_seats(board)
    changes = what_would_serve(full, client)
    assert changes

    assert ways_to_serve(full, client) == [Way(each) for each in changes]
    assert ways_to_serve(full, never(client)) == [
        Way(each, with_family=True) for each in changes
    ]


def without_free_seats(board):
    offerings = {
        id: replace(offering, capacity=len(board.rosters[id]))
        for id, offering in board.instance.offerings.items()
    }
    full = with_runs(replace(board.instance, offerings=offerings), board.runs)
    for id, given in board.weeks.items():
        full.give(id, given)
    return full
