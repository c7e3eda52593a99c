"""When a group meets: its rule, expanded in wall time and placed on the clock.

A rule is an RRULE (RFC 5545) in the program's wall time. A wall time that the spring
change skips moves forward by the hour that vanished (as RFC 5545 asks); one that autumn
repeats is the first of the two. A session lasts its minutes, whatever clocks do.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

from daybridge.rules.dose_rules import week_of

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Rule:
    """How a group recurs, without its people and rooms."""

    recurrence: str  # RRULE, e.g. FREQ=WEEKLY;BYDAY=MO,WE
    starts_at: time  # wall time
    minutes: int
    starts_on: date
    ends_on: date | None  # the last day it may meet


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One meeting the rule asks for."""

    rule_date: date  # the day it starts, in wall time
    starts_at: datetime
    ends_at: datetime


def occurrences(
    rule: Rule,
    *,
    zone: ZoneInfo,
    first: date,
    last: date,
    closed: Collection[date] = (),
) -> list[Occurrence]:
    """List the meetings on the days first to last (inclusive) that are not closed."""
    last = min(last, rule.ends_on or last)
    return [
        occurrence_on(day, rule, zone)
        for day in _days(rule, first, last)
        if day not in closed
    ]


def occurrence_on(day: date, rule: Rule, zone: ZoneInfo) -> Occurrence:
    """Place the rule's wall time of one day on the clock."""
    starts_at = instant(day, rule.starts_at, zone)
    return Occurrence(day, starts_at, starts_at + timedelta(minutes=rule.minutes))


def instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The instant of a wall time in UTC; skipped hours move forward."""
    return datetime.combine(day, wall, zone).astimezone(UTC)


def midnights(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From the beginning of a day to the end of another, or of the same."""
    after = last + timedelta(days=1)
    return instant(first, time(), zone), instant(after, time(), zone)


def program_week(day: date, program: Any) -> tuple[datetime, datetime]:
    """From when to when the program week goes in which a day counts toward the dose."""
    week = week_of(day, week_starts_on=program.week_starts_on)
    return midnights(week.starts_on, week.ends_on, program.zone)


def weekly(days: Sequence[int]) -> str:
    """Write a weekly rule from weekdays, 0 for Monday."""
    names = ",".join(WEEKDAYS[day] for day in sorted(set(days)))
    return f"FREQ=WEEKLY;BYDAY={names}"


def weekdays(recurrence: str) -> list[int]:
    """The weekdays of a weekly rule, 0 for Monday."""
    parts = dict(part.split("=", 1) for part in recurrence.split(";") if "=" in part)
    names = parts.get("BYDAY", "").split(",")
    return [WEEKDAYS.index(name) for name in names if name in WEEKDAYS]


def is_weekly(recurrence: str) -> bool:
    """Whether a rule gives the same days in every week."""
    return recurrence.startswith("FREQ=WEEKLY;BYDAY=") and recurrence.count(";") == 1


def check(recurrence: str) -> None:
    """Raise ValueError unless the text is one rule that names no own start or end."""
    parsed = rrulestr(recurrence, dtstart=datetime(2024, 1, 1))  # noqa: DTZ001 - wall
    if isinstance(parsed, rruleset):
        raise ValueError("One recurrence rule, please")
    if parsed._freq > 3 or "UNTIL" in recurrence or "COUNT" in recurrence:  # type: ignore[attr-defined]
        raise ValueError("A group recurs by days; its own start and end say how long")


def _days(rule: Rule, first: date, last: date) -> Iterator[date]:
    """Days of the rule; it counts from its own start, so every other week stays so."""
    midnight = time()
    parsed = rrulestr(
        rule.recurrence, dtstart=datetime.combine(rule.starts_on, midnight)
    )
    assert isinstance(parsed, (rrule, rruleset))
    from_day = datetime.combine(max(first, rule.starts_on), midnight)
    meetings = parsed.xafter(from_day, inc=True)
    for meeting in takewhile(lambda moment: moment.date() <= last, meetings):
        yield meeting.date()
