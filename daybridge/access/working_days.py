"""Working days: weekends and the program's own closed days do not count."""

from collections.abc import Container
from datetime import date, timedelta

SATURDAY = 5


def after_working_days(start: date, days: int, closed: Container[date]) -> date:
    """The day on which `days` working days after `start` are over."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and day not in closed:
            days -= 1
    return day
