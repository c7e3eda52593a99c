"""What would serve somebody is found without a solver, and is what the solver finds."""

from dataclasses import replace

import pytest

from daybridge.rules.week_fit.generating import generate
from daybridge.rules.week_fit.instance import Mode
from daybridge.rules.week_fit.model.greedy import greedy
from daybridge.rules.week_fit.model.outcome import plan_of
from daybridge.rules.week_fit.model.serving import MOST_CHANGES, what_would_serve
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
