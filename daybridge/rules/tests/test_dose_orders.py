"""An order outside of its rule is named, at both sides of every edge."""

import pytest

from daybridge.rules.dose_orders import outside_of
from daybridge.rules.dose_rules import WEEKLY_DOSE_RULES, DoseOrder

ADULTS = WEEKLY_DOSE_RULES[0]  # 9-19 h, 3-5 days, 2-4 h a day


def asked(minutes, days):
    return outside_of(ADULTS, DoseOrder(minutes, days))


@pytest.mark.parametrize(
    ("minutes", "days"), [(540, 3), (720, 3), (1140, 5), (540, 4), (1200 - 60, 5)]
)
def test_an_order_within_the_rule_needs_no_word(minutes, days):
    assert asked(minutes, days) == []


@pytest.mark.parametrize(
    ("minutes", "days", "words"),
    [
        (539, 3, "needs at least 9 h on 3 days"),
        (540, 2, "needs at least 9 h on 3 days"),
        (1141, 5, "goes up to 19 h on 5 days"),
        (1140, 6, "goes up to 19 h on 5 days"),
    ],
)
def test_one_beyond_the_week_is_named(minutes, days, words):
    [sentence] = asked(minutes, days)

    assert words in sentence


def test_a_day_longer_than_the_level_knows_is_named():
    assert asked(720, 3) == []
    [sentence] = asked(723, 3)
    assert sentence == (
        "That is about 4 h 1 min a day; a day at level 2.1 lasts 2 h to 4 h."
    )


def test_a_day_shorter_than_the_level_knows_is_named():
    assert asked(600, 5) == []
    [sentence] = asked(595, 5)
    assert "1 h 59 min a day" in sentence


def test_a_level_without_a_rule_has_no_edges():
    assert outside_of(None, DoseOrder(60, 1)) == []


def test_an_order_of_no_days_is_told_and_does_not_break():
    assert asked(0, 0)
