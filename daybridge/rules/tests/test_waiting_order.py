"""Who is called first when a seat opens, and what is owed meanwhile."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from daybridge.rules.waiting_order import (
    NO_PRIORITY,
    PRIORITIES,
    Owed,
    Waiting,
    in_order,
    ordering,
    owed,
)

ASKED = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def one(priority, days=0, key="a"):
    return Waiting(key, priority, ASKED + timedelta(days=days))


def test_the_order_of_the_rule_goes_before_the_time_of_waiting():
    people = [one("4", 0), one("3", 1), one("2", 2), one("1", 3)]
    for mixed in permutations(people):
        called = in_order(mixed, block_grant=True)
        assert [person.priority for person in called] == ["1", "2", "3", "4"]


def test_within_a_group_the_longest_waiting_goes_first():
    people = [one("4", 2, "late"), one("4", 0, "early"), one("4", 1, "middle")]
    for mixed in permutations(people):
        called = in_order(mixed, block_grant=True)
        assert [person.key for person in called] == ["early", "middle", "late"]


def test_switched_off_only_time_counts():
    people = [one("1", 1, "second"), one("4", 0, "first")]
    assert [p.key for p in in_order(people, block_grant=False)] == ["first", "second"]


def test_at_the_same_moment_the_order_is_still_the_same_each_time():
    people = [one("4", 0, key) for key in "abc"]
    assert all(
        [p.key for p in in_order(mixed, block_grant=True)] == ["a", "b", "c"]
        for mixed in permutations(people)
    )


def test_columns_say_the_same_order():
    assert ordering(block_grant=True) == ("priority", "waiting_since", "pk")
    assert ordering(block_grant=False) == ("waiting_since", "pk")


@pytest.mark.parametrize(
    ("priority", "interim", "days", "at_last"),
    [("1", 48, 14, 120), ("2", 48, None, None), ("3", 48, 14, 120),
     ("4", None, None, None)],
)  # fmt: skip
def test_each_group_is_owed_what_the_rule_says(priority, interim, days, at_last):
    assert owed(priority, ASKED) == Owed(
        interim and ASKED + timedelta(hours=interim),
        days and ASKED + timedelta(days=days),
        at_last and ASKED + timedelta(days=at_last),
    )


def test_every_group_is_tested_and_the_last_has_no_priority():
    assert [key for key, _ in PRIORITIES] == ["1", "2", "3", NO_PRIORITY]
