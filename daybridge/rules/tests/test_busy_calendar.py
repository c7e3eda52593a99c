"""What of a calendar is of every week, and what stays with its dates."""

import random

import pytest

from daybridge.rules.busy_calendar import usual, with_busy
from daybridge.rules.week_painted import NOTHING, WEEK_SLOTS, Stroke, painting

NINE, TEN = 36, 40
HOUR = frozenset(range(NINE, TEN))
NOT_BUSY: frozenset[int] = frozenset()


def marks(week):
    return {slot: mark for slot, mark in enumerate(week) if mark != NOTHING}


@pytest.mark.parametrize(("busy", "is_usual"), [(12, True), (9, True), (8, False)])
def test_busy_in_three_weeks_of_four_is_of_every_week(busy, is_usual):
    weeks = [HOUR] * busy + [NOT_BUSY] * (12 - busy)

    assert usual(weeks) == (HOUR if is_usual else NOT_BUSY)


def test_a_calendar_adds_and_takes_nothing_away():
    week = painting([Stroke(NINE, NINE + 2, "work")])

    added = marks(with_busy(week, HOUR, "school"))

    assert added == {36: "work", 37: "work", 38: "school", 39: "school"}


def test_times_away_take_away_and_add_nothing():
    week = painting([Stroke(NINE + 2, TEN + 2, "open")])

    left = marks(with_busy(week, HOUR, NOTHING))

    assert left == {40: "open", 41: "open"}


@pytest.mark.parametrize("mark", ["work", NOTHING])
def test_the_same_calendar_twice_changes_nothing(mark):
    chance = random.Random(7)
    week = tuple(chance.choice(["work", "open", NOTHING]) for _ in range(WEEK_SLOTS))
    busy = frozenset(chance.sample(range(WEEK_SLOTS), 300))

    once = with_busy(week, busy, mark)

    assert with_busy(once, busy, mark) == once
