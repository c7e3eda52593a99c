"""What is painted on a week, and the windows a fitted week must keep to."""

import random
from itertools import pairwise

import pytest

from daybridge.rules.week_fit.clock import DAY, WEEK, Window
from daybridge.rules.week_fit.instance import Avoid
from daybridge.rules.week_painted import (
    DAY_SLOTS,
    NOT_PREFERRED_COST,
    NOTHING,
    PREFERRED,
    RATHER_NOT,
    RATHER_NOT_COST,
    WEEK_SLOTS,
    Stroke,
    avoided,
    painting,
    slots_around,
    strokes_of,
    windows,
)

BUSY = ("work", "school")
MARKS = (*BUSY, RATHER_NOT, PREFERRED, NOTHING)
NINE, NOON, FIVE = 36, 48, 68  # slots of a Monday


def a_week(chance, count=12):
    cuts = [sorted(chance.sample(range(WEEK_SLOTS + 1), 2)) for _ in range(count)]
    return painting(Stroke(*cut, chance.choice(MARKS)) for cut in cuts)


@pytest.fixture(params=range(40))
def chance(request):
    return random.Random(request.param)


def test_work_from_nine_to_five_is_one_busy_window():
    week = painting([Stroke(NINE, FIVE, "work")])

    assert windows(week, BUSY) == (Window(9 * 60, 17 * 60),)


def test_two_kinds_that_touch_are_one_time_that_somebody_cannot():
    week = painting([Stroke(NINE, NOON, "work"), Stroke(NOON, FIVE, "school")])

    assert windows(week, BUSY) == (Window(9 * 60, 17 * 60),)


def test_what_is_painted_later_lies_above():
    week = painting([Stroke(NINE, FIVE, "work"), Stroke(NOON, 52, NOTHING)])

    assert windows(week, BUSY) == (Window(540, 720), Window(780, 1020))


def test_a_night_is_two_windows_because_a_day_ends_at_midnight():
    week = painting([Stroke(DAY_SLOTS - 4, DAY_SLOTS + 28, "work")])

    assert windows(week, BUSY) == (
        Window(DAY - 60, DAY),
        Window(DAY, DAY + 7 * 60),
    )


def test_no_window_crosses_midnight_leaves_the_week_or_touches_another(chance):
    found = windows(a_week(chance), BUSY)

    assert all(0 <= start < end <= WEEK for start, end in found)
    assert all(start // DAY == (end - 1) // DAY for start, end in found)
    assert all(
        one.end < other.start or one.end % DAY == 0 for one, other in pairwise(found)
    )


def test_the_strokes_of_a_week_paint_it_again(chance):
    week = a_week(chance)

    assert painting(strokes_of(week)) == week


def test_the_changes_of_a_date_make_the_wanted_week_of_the_ordinary_one(chance):
    ordinary, wanted = a_week(chance), a_week(chance)

    assert painting(strokes_of(wanted, on=ordinary), on=ordinary) == wanted


def test_nothing_changes_where_two_weeks_are_equal(chance):
    week = a_week(chance)

    assert strokes_of(week, on=week) == ()


def test_a_time_somebody_would_rather_keep_costs_by_the_quarter():
    week = painting([Stroke(NINE, NOON, RATHER_NOT)])

    assert avoided(week) == (Avoid(Window(540, 720), RATHER_NOT_COST),)


def test_without_a_preference_no_free_time_costs():
    assert avoided(painting([Stroke(NINE, NOON, "work")])) == ()


def test_beside_a_preferred_time_every_other_free_time_costs_a_little():
    week = painting(
        [Stroke(0, WEEK_SLOTS, "work"), Stroke(NINE, NOON, PREFERRED),
         Stroke(NOON, FIVE, NOTHING)]
    )  # fmt: skip

    assert avoided(week) == (Avoid(Window(720, 1020), NOT_PREFERRED_COST),)


def test_a_time_is_not_counted_as_both_rather_not_and_not_preferred(chance):
    week = painting([Stroke(0, 4, PREFERRED)], on=a_week(chance))
    found = [avoid.window for avoid in avoided(week)]

    assert all(one.end <= other.start for one, other in pairwise(found))
    assert 0 < NOT_PREFERRED_COST < RATHER_NOT_COST


@pytest.mark.parametrize(
    ("said", "slots"),
    [((540, 600), (36, 40)), ((541, 599), (36, 40)), ((545, 546), (36, 37))],
)
def test_a_time_within_a_quarter_takes_all_of_it(said, slots):
    assert slots_around(*said) == slots
