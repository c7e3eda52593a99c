"""What of a calendar is of every week, and what stays with its dates."""

import random

import pytest

from daybridge.rules.busy_calendar import one_week, usual, with_busy
from daybridge.rules.week_painted import EMPTY, NOTHING, WEEK_SLOTS, Stroke, painting

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


def test_a_week_away_is_free_for_once():
    now = with_busy(EMPTY, HOUR, "work")
    away = one_week(now, ordinary=EMPTY, busy=NOT_BUSY, of_every_week=HOUR, mark="work")

    assert away == EMPTY


def test_what_was_painted_stays_also_in_a_week_away():
    ordinary = painting([Stroke(NINE, NINE + 2, "court")])
    now = with_busy(ordinary, HOUR, "work")

    away = one_week(
        now, ordinary=ordinary, busy=NOT_BUSY, of_every_week=HOUR, mark="work"
    )

    assert away == ordinary


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
    every = usual(weeks)
    now = with_busy(ordinary, every, "work")

    for busy in weeks:
        week = one_week(
            now, ordinary=ordinary, busy=busy, of_every_week=every, mark="work"
        )
        assert set(marks(week)) == set(marks(ordinary)) | busy
