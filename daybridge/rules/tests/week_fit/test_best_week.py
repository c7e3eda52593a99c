"""The best week of one client, against every week that they could have."""

import random

import pytest

from daybridge.rules.tests.week_fit.cases import clinic
from daybridge.rules.tests.week_fit.oracle import best_levels
from daybridge.rules.tests.week_fit.tiny import tiny
from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.generating import generate
from daybridge.rules.week_fit.instance import Instance
from daybridge.rules.week_fit.model.greedy import greedy
from daybridge.rules.week_fit.model.outcome import plan_of, values
from daybridge.rules.week_fit.model.slots import Slots
from daybridge.rules.week_fit.model.standing import placed
from daybridge.rules.week_fit.reading import read_instance

STANDING = (2, 6, 8, 18, 22, 28, 29, 31, 32, 37, 53, 57)  # whose timetable can run


def newcomer(seed: int) -> Instance:
    """A tiny instance whose groups all run; its client has two sessions alone."""
    document = tiny(seed, mode="place")
    chance = random.Random(seed)
    for offering in document["offerings"]:
        offering["current"] = {
            "start": chance.choice(offering["starts"]),
            "leader": offering["leaders"][0],
            "room": offering["rooms"][0] if offering["rooms"] else None,
        }
        offering.update(min_clients=0, opened=False)
        offering.pop("fixed", None)
        offering.pop("series", None)
    client = document["clients"][0]
    client["individual"] = [
        {
            "id": id,
            "modality": "individual",
            "minutes": 60,
            "leaders": leaders,
            "rooms": ["r2"],
        }
        for id, leaders in (("one", ["ruth"]), ("two", ["ruth", "omar"]))
    ]
    client["dose"]["min_minutes"] = 180
    client.pop("current", None)
    document["clients"] = [client]
    document["place"] = [client["id"]]
    return read_instance(document)


@pytest.mark.parametrize("seed", STANDING)
def test_a_newcomer_gets_the_best_of_all_weeks(seed):
    instance = newcomer(seed)

    board = placed(instance)
    plan = plan_of(board)

    assert check(instance, plan).broken == ()
    assert values(board) == best_levels(instance)


def test_a_leader_changes_over_across_midnight_as_well():
    """Ruth can lead at eleven at night, but then not at midnight already."""
    document = clinic()
    nights = [["Mon 23:00", "Mon 24:00"], ["Tue 00:00", "Tue 02:00"]]
    document.update(mode="place", place=["dana"], offerings=[], grid_minutes=60)
    document["rooms"][1]["open"] = nights
    document["staff"] = [
        document["staff"][0] | {"shifts": nights, "changeover_minutes": 60}
    ]
    dana = document["clients"][0] | {"dose": {}, "travel_minutes": 0, "busy": []}
    alone = dana["individual"][0] | {"leaders": ["ruth"]}
    dana["individual"] = [alone, alone | {"id": "again"}]
    dana["avoid"] = [{"window": ["Tue 01:00", "Tue 02:00"], "cost_per_15": 1}]
    document["clients"] = [dana]
    instance = read_instance(document)

    board = placed(instance)

    assert check(instance, plan_of(board)).broken == ()
    assert values(board) == best_levels(instance) == (2, 0, 0, 4)


@pytest.mark.parametrize("seed", range(3))
def test_the_careful_coordinator_keeps_every_rule_and_counts_as_the_checker_does(seed):
    instance = read_instance(generate(clients=6 + 3 * seed, seed=seed))
    board = greedy(instance)
    found = values(board)

    report = check(instance, plan_of(board))

    assert report.broken == ()
    assert tuple(report.levels.values()) == found


def test_the_coordinator_serves_both_clients_of_the_small_clinic():
    assert values(greedy(read_instance(clinic())))[:2] == (3, 0)


def test_the_same_seed_makes_the_same_instance():
    assert generate(clients=9, seed=4) == generate(clients=9, seed=4)
    assert generate(clients=9, seed=4) != generate(clients=9, seed=5)


def test_slots_of_a_day_do_not_run_into_the_next():
    slots = Slots(15)

    starts = list(slots.minutes_of(slots.starts(slots.all, 60)))

    assert starts[:2] == [0, 15]
    assert 1440 - 60 in starts
    assert 1440 - 45 not in starts


def test_slots_are_widened_around_the_week():
    slots = Slots(15)

    wide = slots.widened(slots.span(0, 15), 30)

    assert list(slots.minutes_of(wide)) == [0, 15, 30, 7 * 1440 - 30, 7 * 1440 - 15]
