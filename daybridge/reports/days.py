"""Which local day or week an instant falls on, asked in plain SQL of either database.

Boundaries are instants made in the program's zone, so days of 23 and 25 hours are
right; the comparison is a balanced tree of CASE, six steps for two months of days.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Case, IntegerField, Value, When
from django.db.models.expressions import Combinable


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant a local day begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def day_number(field: str, *, first: date, days: int, zone: ZoneInfo) -> Combinable:
    """0 for the first local day, 1 for the next, as a column."""
    starts = [midnight(first + timedelta(days=n), zone) for n in range(days)]
    return _place(field, starts, 0)


def _place(field: str, starts: Sequence[datetime], number: int) -> Combinable:
    if len(starts) == 1:
        return Value(number, output_field=IntegerField())
    half = len(starts) // 2
    return Case(
        When(
            **{f"{field}__lt": starts[half]},
            then=_place(field, starts[:half], number),
        ),
        default=_place(field, starts[half:], number + half),
        output_field=IntegerField(),
    )
