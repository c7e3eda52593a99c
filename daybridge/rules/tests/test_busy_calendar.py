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


@pytest.mark.parametrize("seed", range(30))
def test_each_week_is_busy_where_its_calendar_or_the_painter_says_and_nowhere_else(
    seed,
):
    chance = random.Random(seed)
    ordinary = painting(
        Stroke(start, min(start + 9, WEEK_SLOTS), "court")
        for start in chance.sample(range(WEEK_SLOTS), 5)
    )
    weeks = [frozenset(chance.sample(range(60), 40)) for _ in range(12)]

    for busy in weeks:
        week = with_busy(ordinary, busy, "work")
        assert set(marks(week)) == set(marks(ordinary)) | busy


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
