"""When a good-faith estimate is due: both sides of every clock."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.rules.good_faith import (
    Occasion,
    business_days_between,
    business_days_later,
    due_on,
    is_business_day,
    may_be_disputed,
)

MONDAY = date(2026, 11, 2)  # Veterans Day is the Wednesday after next
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 27), True),  # the day after Thanksgiving
        (date(2026, 11, 26), False),  # Thanksgiving
        (date(2026, 11, 28), False),  # Saturday
        (date(2026, 11, 29), False),  # Sunday
        (date(2026, 7, 3), False),  # July 4 is a Saturday
        (date(2027, 12, 31), False),  # New Year's Day 2028 is a Saturday
        (date(2026, 12, 31), True),
    ],
)
def test_business_days_are_weekdays_that_are_no_federal_holiday(day, works):
    assert is_business_day(day) is works


def test_days_are_counted_from_the_day_after():
    assert business_days_later(MONDAY, 1) == date(2026, 11, 3)
    assert business_days_later(date(2026, 11, 6), 1) == date(2026, 11, 9)  # a Friday
    assert business_days_later(date(2026, 11, 10), 1) == date(2026, 11, 12)  # a holiday
    assert business_days_later(MONDAY, 0) == MONDAY
    assert business_days_between(MONDAY, MONDAY) == 0
    assert business_days_between(MONDAY, date(2026, 11, 16)) == 9  # with Veterans Day


@pytest.mark.parametrize(
    ("service_on", "ahead", "due"),
    [
        (MONDAY, 0, None),
        (date(2026, 11, 4), 2, None),
        (date(2026, 11, 5), 3, date(2026, 11, 3)),
        (date(2026, 11, 16), 9, date(2026, 11, 3)),
        (date(2026, 11, 17), 10, date(2026, 11, 5)),
        (date(2027, 2, 1), 60, date(2026, 11, 5)),
    ],
)
def test_what_is_scheduled_has_the_clock_of_its_lead(service_on, ahead, due):
    assert business_days_between(MONDAY, service_on) == ahead
    assert due_on(Occasion.SCHEDULED, MONDAY, service_on) == due


@pytest.mark.parametrize(
    ("asked_on", "due"),
    [
        (MONDAY, date(2026, 11, 5)),
        (date(2026, 11, 6), date(2026, 11, 12)),  # a Friday; then a holiday
        (date(2026, 11, 7), date(2026, 11, 12)),  # a Saturday
        (date(2026, 11, 25), date(2026, 12, 1)),  # before Thanksgiving
        (date(2026, 12, 24), date(2026, 12, 30)),
    ],
)
def test_who_asks_has_it_within_three_business_days(asked_on, due):
    assert due_on(Occasion.REQUESTED, asked_on) == due


def test_who_asks_on_short_notice_has_the_clock_of_asking():
    tomorrow = MONDAY + timedelta(days=1)

    assert due_on(Occasion.SCHEDULED, MONDAY, tomorrow) is None
    assert due_on(Occasion.REQUESTED, MONDAY, tomorrow) == date(2026, 11, 5)


def test_what_is_scheduled_without_a_day_is_a_mistake():
    with pytest.raises(ValueError, match="has a day"):
        due_on(Occasion.SCHEDULED, MONDAY)


@pytest.mark.parametrize(
    ("above", "days", "may"),
    [
        (39_999, 0, False),
        (40_000, 0, True),
        (40_001, 119, True),
        (40_000, 120, True),
        (40_000, 121, False),
        (40_000, -1, False),
    ],
)
def test_a_bill_far_above_may_be_disputed_for_120_days(above, days, may):
    assert may is may_be_disputed(
        estimated_cents=500_000, billed_cents=500_000 + above, billed_on=MONDAY,
        on=MONDAY + timedelta(days=days),
    )  # fmt: skip


@given(st.dates(date(2025, 1, 1), date(2035, 1, 1)), st.integers(1, 30))
def test_the_day_found_is_a_business_day_exactly_so_far_away(day, count):
    found = business_days_later(day, count)

    assert is_business_day(found)
    assert business_days_between(day, found) == count


@given(st.dates(date(2025, 1, 1), date(2035, 1, 1)), st.integers(0, 60))
def test_an_estimate_for_care_is_always_due_before_the_care(day, lead):
    service_on = day + timedelta(days=lead)
    due = due_on(Occasion.SCHEDULED, day, service_on)

    assert due is None or day < due < service_on
