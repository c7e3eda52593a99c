"""A newcomer gets the groups that come nearest to the dose, and none that clash."""

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.rules.first_week import Meeting, Offer, first_week

EVENING = 17 * 60 + 30


def group(key, *days, at=EVENING, minutes=180, **more):
    return Offer(key, tuple(Meeting(day, at, minutes) for day in days), **more)


def week(*offers, minutes=540, days=3, busy=()):
    return first_week(offers, minutes_per_week=minutes, days_per_week=days, busy=busy)


def test_one_group_on_three_evenings_is_the_whole_dose():
    found = week(group("skills", 0, 2, 3))

    assert found.keys == ("skills",)
    assert (found.minutes_short, found.days_short) == (0, 0)


def test_groups_are_joined_until_the_dose_is_reached_and_no_further():
    found = week(group("a", 0), group("b", 2), group("c", 3), group("d", 4))

    assert found.keys == ("a", "b", "c")


def test_a_full_group_is_left_out_and_what_is_missing_is_said():
    found = week(group("a", 0, 2), group("b", 3, has_seat=False))

    assert found.keys == ("a",)
    assert (found.minutes_short, found.days_short) == (180, 1)


def test_two_groups_at_one_time_are_never_both_chosen():
    found = week(group("a", 0, 2), group("b", 2, 3), minutes=720, days=3)

    assert found.keys == ("a",)


def test_groups_that_touch_do_not_clash():
    found = week(group("a", 0, minutes=90), group("b", 0, at=EVENING + 90, minutes=90),
                 minutes=180, days=1)  # fmt: skip

    assert found.keys == ("a", "b")


def test_a_group_at_a_time_when_somebody_cannot_come_is_left_out():
    late_shift = Meeting(0, 20 * 60, 240)

    assert week(group("a", 0), busy=[late_shift]).keys == ()
    assert week(group("a", 0), busy=[Meeting(0, 20 * 60 + 30, 60)]).keys == ("a",)


def test_enough_hours_on_too_few_days_are_not_enough():
    found = week(
        group("long", 5, minutes=540, at=480), group("a", 0), group("b", 1), days=3
    )

    assert found.days == 3


def test_nothing_to_join_gives_nobody_a_place():
    assert week().keys == ()
    assert week().minutes_short == 540


meetings = st.builds(
    Meeting,
    weekday=st.integers(0, 6),
    starts_at_minute=st.sampled_from([540, 600, 1020, 1050]),
    minutes=st.sampled_from([60, 90, 180]),
)
offers = st.lists(
    st.tuples(st.lists(meetings, min_size=1, max_size=3, unique_by=lambda m: m[0]),
              st.booleans()),
    max_size=6,
)  # fmt: skip


@given(offers=offers, minutes=st.sampled_from([180, 540, 1200]),
       days=st.integers(1, 5))  # fmt: skip
def test_no_other_set_of_groups_comes_nearer(offers, minutes, days):
    """Against every subset, judged afresh by arithmetic on minutes of the week."""
    made = [Offer(n, tuple(m), seat) for n, (m, seat) in enumerate(offers)]
    found = week(*made, minutes=minutes, days=days)

    def judged(chosen):
        taken = [
            day * 1440 + minute
            for offer in chosen
            for day, start, length in offer.meetings
            for minute in range(start, start + length)
        ]
        if len(set(taken)) < len(taken) or not all(one.has_seat for one in chosen):
            return None
        got, on = len(taken), len({minute // 1440 for minute in taken})
        return (max(minutes - got, 0), max(days - on, 0), max(got - minutes, 0),
                len(chosen))  # fmt: skip

    every = chain.from_iterable(combinations(made, n) for n in range(len(made) + 1))
    best = min(filter(None, map(judged, every)))

    assert judged([made[key] for key in found.keys]) == best


@pytest.mark.parametrize("many", [14, 40])
def test_many_groups_are_weighed_in_bounded_work(many):
    found = week(*(group(n, n % 7, at=60 * (n // 7) * 3) for n in range(many)))

    assert found.minutes_short == 0
