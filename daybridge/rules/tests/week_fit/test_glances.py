"""Everyone sees some groups, every group is seen, and nothing scarce is shared out."""

from collections import Counter

import pytest

from daybridge.rules.week_fit.generating import generate
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.formulation import Formulation, Free
from daybridge.rules.week_fit.model.glances import OF_A_SORT, glances
from daybridge.rules.week_fit.model.units import units_of
from daybridge.rules.week_fit.reading import read_instance


@pytest.fixture(scope="module")
def clinic():
    return read_instance(generate(clients=60, seed=1))


@pytest.fixture(scope="module")
def seen(clinic):
    return glances(clinic, groups=len(clinic.offerings) // 3)


def test_everyone_sees_about_as_many_groups_as_asked_and_others_than_the_next(
    clinic, seen
):
    amounts = {len(each.offerings) for each in seen.values()}
    third = len(clinic.offerings) // 3

    assert len(amounts) == 1
    assert third <= amounts.pop() < len(clinic.offerings)
    assert len({each.offerings for each in seen.values()}) > len(seen) / 2


def test_everyone_sees_some_of_every_sort_and_every_group_is_seen(clinic, seen):
    sorts = {
        each.id: (each.modality, each.requires) for each in clinic.offerings.values()
    }
    of_a_sort = Counter(sorts.values())

    for each in seen.values():
        for sort, count in Counter(sorts[id] for id in each.offerings).items():
            assert count >= min(OF_A_SORT, of_a_sort[sort])
        assert {sorts[id] for id in each.offerings} == set(of_a_sort)
    assert {id for each in seen.values() for id in each.offerings} == set(sorts)


def test_a_series_is_seen_whole():
    clinic = read_instance(generate(clients=120, seed=3))
    series = [{each.id for each in unit.offerings} for unit in units_of(clinic)]
    whole = [each for each in series if len(each) > 1]

    for glance in glances(clinic, groups=5).values():
        for each in whole:
            assert each <= glance.offerings or not each & glance.offerings


def test_a_program_of_what_is_seen_has_no_other_group_and_no_other_hour(clinic, seen):
    free = Free(tuple(clinic.clients.values()), tuple(units_of(clinic)), seen)
    formulation = Formulation(Board(clinic), free)

    groups = {
        (id, each.option.id)
        for id, part in formulation.clients.items()
        for each in part.groups
    }
    alone = [
        each.option.start
        for part in formulation.clients.values()
        for each in part.alone
    ]
    assert groups
    assert all(offering in seen[id].offerings for id, offering in groups)
    assert alone
    assert all(start % 60 == 0 for start in alone)
