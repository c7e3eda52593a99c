"""When the clocks of a time zone change, and which wall times name two moments.

Source: the IANA time zone database, as Python's `zoneinfo` reads it.
Units: moments are aware and in UTC; offsets run east of Greenwich.
Decided: a zone changes its clocks at most once between two midnights in UTC. The tests
ask the zones of the database.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """How a zone's clocks run at a moment."""

    offset: timedelta
    name: str  # EST
    is_daylight: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A moment from which the clocks run otherwise."""

    at: datetime
    before: Clock
    after: Clock

    @property
    def wall_before(self) -> datetime:
        """What the clocks would have shown at that moment, had they not changed."""
        return (self.at + self.before.offset).replace(tzinfo=None)


def clock_at(moment: datetime, zone: ZoneInfo) -> Clock:
    """How the clocks run at a moment."""
    local = moment.astimezone(zone)
    return Clock(
        local.utcoffset() or timedelta(), local.tzname() or "", bool(local.dst())
    )


def changes(zone: ZoneInfo, first: date, last: date) -> list[Change]:
    """The changes from the first day until the last, in order."""
    found = []
    moment = datetime.combine(first, time(), UTC)
    end = datetime.combine(last, time(), UTC) + DAY
    while moment < end:
        if clock_at(moment, zone) != clock_at(moment + DAY, zone):
            found.append(_change_within(zone, moment, moment + DAY))
        moment += DAY
    return found


def _change_within(zone: ZoneInfo, early: datetime, late: datetime) -> Change:
    """Close in on the second at which the clocks begin to run otherwise."""
    before, after = clock_at(early, zone), clock_at(late, zone)
    while late - early > SECOND:
        middle = early + (late - early) // 2
        middle = middle.replace(microsecond=0)
        if clock_at(middle, zone) == before:
            early = middle
        else:
            late = middle
    return Change(late, before, after)


def is_second_of_two(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether the wall time of a moment came before, before the clocks went back."""
    return bool(moment.astimezone(zone).fold)
