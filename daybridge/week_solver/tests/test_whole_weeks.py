"""In a timetable that stands, patterns prove what no week can beat, and find one."""

from dataclasses import replace

import pytest

from bench.weeks import cases
from daybridge.rules.tests.week_fit.oracle import best_levels
from daybridge.rules.tests.week_fit.tiny import tiny
from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.generating import generate
from daybridge.rules.week_fit.model.greedy import greedy
from daybridge.rules.week_fit.model.outcome import plan_of
from daybridge.rules.week_fit.reading import read_instance
from daybridge.week_solver.engine import Search
from daybridge.week_solver.whole_weeks import given_timetable, in_whole_weeks

SEEDS = range(1, 41)  # with series, telehealth, families, limits and changeovers


def with_its_timetable(instance):
    """The same with the coordinator's groups as they are, and no others."""
    held = greedy(instance).runs
    offerings = {
        id: replace(instance.offerings[id], fixed=each) for id, each in held.items()
    }
    return replace(instance, offerings=offerings)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_week_of_all_is_beyond_the_bounds_of_the_patterns(seed):
    instance = with_its_timetable(read_instance(tiny(seed)))
    best = best_levels(instance)
    search = Search(instance, 20)

    in_whole_weeks(search, given_timetable(instance), is_given=True)

    assert search.bounds[0] >= best[0]
    assert search.reached[:2] == best[:2]
    assert search.bounds[1] <= best[1]


@pytest.mark.parametrize(("clients", "seed"), [(15, 2), (30, 1)])
def test_a_clinic_s_week_in_its_timetable_is_proved_on_two_levels(clients, seed):
    instance = cases.given(clients, seed)
    search = Search(instance, 60)
    search.consider(greedy(instance))

    in_whole_weeks(search, given_timetable(instance), is_given=True)

    plan = search.plan()
    assert check(instance, plan).broken == ()
    assert [level.value for level in plan.levels[:2]] == [
        level.bound for level in plan.levels[:2]
    ]
    assert plan.values[0] >= plan_of(greedy(instance)).values[0]


def test_bounds_are_not_those_of_a_timetable_that_could_be_another():
    instance = read_instance(generate(clients=12, seed=3))
    search = Search(instance, 20)

    in_whole_weeks(search, greedy(instance), is_given=False)

    assert search.bounds[0] == sum(c.weight for c in instance.clients.values())
    assert given_timetable(instance) is None


def test_nobody_waits_for_patterns_when_there_is_no_time():
    instance = cases.given(30)
    search = Search(instance, 0.5)
    search.consider(greedy(instance))

    in_whole_weeks(search, given_timetable(instance), is_given=True)

    assert search.plan().values[:2] == plan_of(greedy(instance)).values[:2]
