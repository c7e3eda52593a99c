"""When one more session would overfill a week."""

from datetime import date, timedelta

from daybridge.rules.dose_room import has_room, is_filled
from daybridge.rules.dose_rules import (
    WEEKLY_DOSE_RULES,
    DoseOrder,
)

MONDAY = date(2026, 11, 2)
ORDER = DoseOrder(minutes_per_week=540, days_per_week=3)
RULE = WEEKLY_DOSE_RULES[0]


def days(*minutes):
    """Minutes of Monday, Tuesday and so on."""
    return {MONDAY + timedelta(days=n): amount for n, amount in enumerate(minutes)}


def room(planned, *, on, minutes=180, order=ORDER):
    day = MONDAY + timedelta(days=on)
    return has_room(planned, order, RULE, on=day, minutes=minutes)


def test_a_week_that_lacks_a_minute_has_room_and_a_whole_one_has_none():
    assert room(days(180, 180, 179), on=2)
    assert not room(days(180, 180, 180), on=2)
    assert is_filled(days(180, 180, 180), ORDER, RULE)
    assert not is_filled(days(180, 180, 179), ORDER, RULE)


def test_a_third_day_is_opened_and_a_fourth_is_not():
    assert room(days(180, 180), on=4)
    assert not room(days(150, 150, 150), on=4)
    assert room(days(150, 150, 150), on=2)


def test_a_session_too_short_for_a_day_of_care_opens_none():
    assert room(days(150, 150, 150), on=4, minutes=119)
    assert not room(days(150, 150, 150), on=4, minutes=120)


def test_a_low_order_does_not_lower_what_the_level_needs():
    low = DoseOrder(minutes_per_week=180, days_per_week=1)

    assert room(days(180, 180), on=4, order=low)


def test_more_days_than_ordered_are_not_held_against_the_days_there_are():
    assert room(days(120, 120, 120, 120), on=1)
