"""When does somebody who asks for a call hear from a person?

Source: our own rule: what a program promises (call back within some hours) put into the
        hours in which its telephone is answered.
Units:  days and wall times where the program is; a weekday is 0 for Monday.
Decided:
- Open hours are one span on a weekday, and none on a day when the program is closed.
- The promise runs by the clock. Where it ends while nobody answers, it is kept earlier:
  by the last closing before it. Where nobody answers until it ends, the call comes in
  the first open hours after, at most as many hours into them as were promised.
- Looked ahead are 60 days; a program that does not open in them promises no time.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DAYS_AHEAD = 60
Hours = Mapping[int, tuple[time, time]]  # weekday -> opens, closes; closes is later


@dataclass(frozen=True, slots=True)
class CallBack:
    """From when and by when a person calls; both in open hours, on the wall clock."""

    is_open: bool
    opens_at: datetime  # the moment of asking, when it is open
    closes_at: datetime  # of the open hours that `opens_at` lies in
    by: datetime


def call_back(
    asked_at: datetime, hours: Hours, closed: Collection[date], *, within: timedelta
) -> CallBack | None:
    """When a call comes that was asked for at a wall time; None: nobody can say."""
    spans = _open_from(asked_at, hours, closed)
    if not spans:
        return None
    opens_at, closes_at = max(spans[0][0], asked_at), spans[0][1]
    latest = asked_at + within
    reached = [span for span in spans if span[0] < latest]
    by = min(latest, reached[-1][1]) if reached else min(opens_at + within, closes_at)
    return CallBack(spans[0][0] <= asked_at, opens_at, closes_at, by)


def _open_from(
    asked_at: datetime, hours: Hours, closed: Collection[date]
) -> list[tuple[datetime, datetime]]:
    """The open hours that are not over yet, in order."""
    days = (asked_at.date() + timedelta(days=ahead) for ahead in range(DAYS_AHEAD))
    spans = [
        tuple(datetime.combine(day, hour) for hour in hours[day.weekday()])
        for day in days
        if day.weekday() in hours and day not in closed
    ]
    return [(opens, closes) for opens, closes in spans if closes > asked_at]
