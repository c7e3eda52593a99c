"""The ways to hold a series, each set of days in one order or in all."""

from daybridge.rules.tests.week_fit.cases import clinic, offering
from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.units import placings, units_of
from daybridge.rules.week_fit.reading import read_instance

HOURS = ("16:00", "17:00")
STARTS = [f"{day} {hour}" for hour in HOURS for day in ("Mon", "Tue", "Wed", "Thu")]


def held(minutes, *, days_once):
    """How a series of such meetings can be held, on four days at two hours."""
    document = clinic()
    document["offerings"] = [
        offering(f"g{n}", "Mon 16:00", series="g", minutes=each) | {"starts": STARTS}
        for n, each in enumerate(minutes)
    ]
    document["clients"] = []
    instance = read_instance(document)
    [unit] = units_of(instance)
    return list(placings(Board(instance), unit, days_once=days_once))


def days(placing):
    return [arrangement.start // DAY for _, arrangement in placing]


def test_of_meetings_that_are_alike_each_set_of_days_comes_once_and_first():
    every, once = held([180] * 3, days_once=False), held([180] * 3, days_once=True)

    assert len(every) == 2 * 4 * 3 * 2
    assert len(once) == 2 * 4
    assert {frozenset(run for _, run in placing) for placing in once} == {
        frozenset(run for _, run in placing) for placing in every
    }
    firsts = {}
    for placing in every:
        firsts.setdefault(frozenset(run for _, run in placing), placing)
    assert once == list(firsts.values())


def test_meetings_of_other_lengths_keep_their_orders():
    once = held([60, 180, 180], days_once=True)

    assert len(once) == len(held([60, 180, 180], days_once=False)) / 2
    assert all(days(placing)[1] < days(placing)[2] for placing in once)
