"""When is a good-faith estimate due, and when is a bill far enough above it?

Source: 45 CFR 149.610(b)(1)(vi) (when it is due) and 149.620(a)(2) (the dispute): care
        scheduled at least 3 business days ahead: 1 business day after scheduling; at
        least 10 business days ahead: 3 business days after; on request: 3 business days
        after. A bill at least $400 above what was estimated can be disputed within 120
        calendar days of it.
Units:  days; whole cents.
Decided where the source is silent:
- A business day is Monday to Friday and no federal holiday, nor the working day on
  which one is observed (rules/holidays).
- Days are counted from the day after: what is asked on a Friday has Monday as its first
  business day.
- Care scheduled less than 3 business days ahead has no clock of its own; asking does.
- A bill of exactly $400 more can be disputed, on the 120th day too.
"""

from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from daybridge.rules.holidays import federal_holidays

DISPUTE_FROM_CENTS = 40_000
DISPUTE_DAYS = 120
ON_REQUEST = 3  # business days
CLOCKS = (  # (business days ahead at least, business days until it is due)
    (10, 3),
    (3, 1),
)


class Occasion(StrEnum):
    SCHEDULED = "scheduled"
    REQUESTED = "requested"


def is_business_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _holidays(day.year)


def business_days_later(day: date, count: int) -> date:
    """The day that comes `count` business days after a day."""
    while count:
        day += timedelta(days=1)
        count -= is_business_day(day)
    return day


def business_days_between(first: date, last: date) -> int:
    """How many business days come after the first day, up to and with the last."""
    days = (last - first).days
    return sum(is_business_day(first + timedelta(days=n + 1)) for n in range(days))


def due_on(occasion: Occasion, on: date, service_on: date | None = None) -> date | None:
    """The last day on which an estimate is in time; None when none is owed.

    `on` is the day of scheduling or asking, `service_on` the first day of care.
    """
    if occasion is Occasion.REQUESTED:
        return business_days_later(on, ON_REQUEST)
    if service_on is None:
        raise ValueError("What is scheduled has a day.")
    ahead = business_days_between(on, service_on)
    for at_least, within in CLOCKS:
        if ahead >= at_least:
            return business_days_later(on, within)
    return None


def may_be_disputed(
    *, estimated_cents: int, billed_cents: int, billed_on: date, on: date
) -> bool:
    """Whether a bill can be taken to a dispute on a day."""
    is_above = billed_cents - estimated_cents >= DISPUTE_FROM_CENTS
    return is_above and 0 <= (on - billed_on).days <= DISPUTE_DAYS


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holiday.on for holiday in federal_holidays(year))
