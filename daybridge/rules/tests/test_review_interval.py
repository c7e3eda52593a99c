"""Whose rule says how often a review is due."""

from datetime import date

import pytest

from daybridge.rules.review_interval import Insurer, Interval, due_on, interval_of

OURS = Interval(30, "the program", is_of_program=True)


def says(plan=None, payer=None):
    of_plan = Interval(plan, "plan") if plan else None
    return Insurer(of_plan, Interval(payer, "payer") if payer else None)


@pytest.mark.parametrize(
    ("insurers", "days", "whose"),
    [
        ([], 30, "the program"),
        ([says()], 30, "the program"),
        ([says(payer=14)], 14, "payer"),
        ([says(plan=20, payer=14)], 20, "plan"),
        ([says(plan=60)], 60, "plan"),  # longer than ours: theirs holds
        ([says(plan=20), says(payer=10)], 10, "payer"),
        ([says(), says(payer=45)], 45, "payer"),
    ],
)
def test_the_plan_the_payer_the_program_in_this_order(insurers, days, whose):
    found = interval_of(insurers, of_program=OURS)

    assert (found.every_days, found.whose) == (days, whose)


@pytest.mark.parametrize(
    ("last_on", "day"),
    [(None, date(2026, 1, 31)), (date(2026, 2, 1), date(2026, 3, 3))],
)
def test_days_count_from_the_last_review_else_from_the_admission(last_on, day):
    assert due_on(date(2026, 1, 1), last_on, OURS) == day
