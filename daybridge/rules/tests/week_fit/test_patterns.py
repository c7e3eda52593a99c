"""What is scarce is counted once for each session, and rooms are found for a choice."""

from dataclasses import replace
from itertools import combinations

import pytest

from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.generating import generate
from daybridge.rules.week_fit.model.board import Given, with_runs
from daybridge.rules.week_fit.model.greedy import greedy
from daybridge.rules.week_fit.model.outcome import plan_of
from daybridge.rules.week_fit.model.patterns.choice import Prices
from daybridge.rules.week_fit.model.patterns.crowding import Crowd
from daybridge.rules.week_fit.model.patterns.offers import UNIT, Offers, Values
from daybridge.rules.week_fit.model.patterns.seating import seated
from daybridge.rules.week_fit.model.patterns.stock import Stock
from daybridge.rules.week_fit.reading import read_instance

SERVING = Values(served=UNIT, spared=0)


@pytest.fixture(scope="module")
def clinic():
    return read_instance(generate(clients=30, seed=1))


@pytest.fixture
def timetable(clinic):
    return with_runs(clinic, greedy(clinic).runs)


def offers_of(stock):
    return [Offers(stock, c) for c in stock.board.instance.clients.values()]


def test_a_coordinator_s_weeks_take_no_more_than_there_is(clinic, timetable):
    stock = Stock(timetable)
    offers = offers_of(stock)
    weeks = greedy(clinic).weeks

    patterns = [o.pattern(weeks.get(o.client.id, Given())) for o in offers]

    taken = [0] * len(stock.amounts)
    for pattern in patterns:
        for thing, amount in pattern.takes.items():
            taken[thing] += amount
    assert all(t <= there for t, there in zip(taken, stock.amounts, strict=True))
    assert sum(taken) > 0


def test_what_costs_more_than_it_is_worth_is_not_offered(timetable):
    stock = Stock(timetable)
    offers = offers_of(stock)
    free, dear = [0] * len(stock.amounts), [9 * UNIT] * len(stock.amounts)

    for each in offers:
        worth, patterns = each.best(SERVING, free, least=0)
        assert worth == (each.client.weight * UNIT if patterns else 0)
        assert each.best(SERVING, dear, least=0) == (0, [])


def test_a_price_is_paid_for_each_thing_that_is_taken(timetable):
    stock = Stock(timetable)
    offers = offers_of(stock)
    prices = [UNIT // 1000] * len(stock.amounts)

    asked = [each.best(SERVING, prices, least=0) for each in offers]

    found = [(worth, patterns[0]) for worth, patterns in asked if patterns]
    assert len(found) > 10
    for worth, best in found:
        price = sum(prices[thing] * amount for thing, amount in best.takes.items())
        assert worth == best.served * UNIT - price


def test_whoever_finds_no_room_gets_the_best_of_the_rest(clinic):
    narrow = with_one_office(clinic)
    timetable = with_runs(narrow, greedy(narrow).runs)
    stock = Stock(timetable)
    patterns = [
        pattern
        for each in offers_of(stock)
        for pattern in each.best(SERVING, [0] * len(stock.amounts), least=0)[1]
    ]
    one, other = next(
        pair for pair in combinations(patterns, 2) if only_want_one_office(*pair)
    )

    board = seated(timetable, [one, other])

    assert check(narrow, plan_of(board)).broken == ()
    assert starts(board.weeks[one.client.id]) == starts(one.given)
    assert starts(board.weeks[other.client.id]) != starts(other.given)


def with_one_office(clinic):
    clients = {
        id: replace(
            client,
            individual=tuple(replace(e, rooms=e.rooms[:1]) for e in client.individual),
        )
        for id, client in clinic.clients.items()
    }
    return replace(clinic, clients=clients)


def only_want_one_office(one, other):
    leaders = [{e.leader for e in p.given.individual.values()} for p in (one, other)]
    return (
        one.client is not other.client
        and not leaders[0] & leaders[1]
        and bool(starts(one.given) & starts(other.given))
    )


def starts(given):
    return {each.start for each in given.individual.values() if each.room}


def test_what_is_used_up_becomes_dearer_and_the_rest_does_not(timetable):
    stock = Stock(timetable)
    offers = offers_of(stock)
    free = [0] * len(stock.amounts)
    asked = (each.best(SERVING, free, least=0) for each in offers)
    pattern = next(patterns[0] for _, patterns in asked if patterns)
    crowd = Crowd(Prices(SERVING, free, ()), stock.amounts)
    seats = min(stock.amounts[thing] for thing in pattern.takes)

    for _ in range(seats):
        crowd.take(pattern)

    dearer = {thing for thing, price in enumerate(crowd.prices) if price > 0}
    gone = {
        t
        for t, takes in pattern.takes.items()
        if stock.amounts[t] < takes * (seats + 1)
    }
    assert dearer == gone != set()
