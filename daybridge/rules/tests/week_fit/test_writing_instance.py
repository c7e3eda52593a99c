"""An instance that is written and read again is the same."""

import json

import pytest

from daybridge.rules.tests.week_fit.cases import clinic
from daybridge.rules.tests.week_fit.test_best_week import newcomer
from daybridge.rules.tests.week_fit.tiny import tiny
from daybridge.rules.week_fit.generating import generate
from daybridge.rules.week_fit.instance import Instance
from daybridge.rules.week_fit.reading import read_instance
from daybridge.rules.week_fit.writing_instance import instance_document


def again(instance: Instance) -> Instance:
    return read_instance(json.loads(json.dumps(instance_document(instance))))


@pytest.mark.parametrize("seed", range(40))
def test_tiny_weeks_read_the_same_again(seed):
    instance = read_instance(tiny(seed))

    assert again(instance) == instance


@pytest.mark.parametrize("document", [clinic(), generate(clients=40, seed=7)])
def test_larger_weeks_read_the_same_again(document):
    instance = read_instance(document)

    assert again(instance) == instance


def test_who_is_to_be_placed_stays_so():
    instance = newcomer(2)

    assert again(instance).place == instance.place
