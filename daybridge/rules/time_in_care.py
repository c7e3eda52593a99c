"""How many minutes of a session a patient was really there, and what to call it.

Source: levels-of-care rules count *delivered* clinical hours (ASAM Level 2.1, HCPCS
        H0015 "at least 3 hours/day"), so minutes come from arrival and departure.
Units:  aware datetimes in, whole minutes out, rounded down, never negative.
Decided where the sources are silent:
- Arriving before the start or staying after the end earns nothing: time is clipped
  to the session's own interval.
- Without a departure, time runs to `now` while the session runs and to its end after.
- Whole minutes also decide lateness: 5 min 59 s past the start is 5 minutes.
- Someone who only came after the end missed the session.
- Telehealth is a mode of attending, so it has its own field and is never a presence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache


class Mode(StrEnum):
    IN_PERSON = "in_person"
    TELEHEALTH = "telehealth"


class Presence(StrEnum):
    EXPECTED = "Expected"
    PRESENT = "Present"
    LATE = "Late"
    LEFT_EARLY = "Left early"
    LATE_AND_LEFT_EARLY = "Late and left early"
    NO_SHOW = "No-show"
    EXCUSED = "Excused"


@dataclass(frozen=True, slots=True)
class Grace:
    """Minutes a clinic overlooks before it calls someone late or gone early."""

    late_minutes: int
    early_minutes: int
    source: str


DEFAULT_GRACE = Grace(5, 5, "Working practice; each program sets its own")


@dataclass(frozen=True, slots=True)
class Interval:
    start_at: datetime  # aware, kept in UTC
    end_at: datetime  # never before start_at

    def __post_init__(self) -> None:
        object.__setattr__(self, "start_at", in_utc(self.start_at))
        object.__setattr__(self, "end_at", in_utc(self.end_at))
        if self.end_at < self.start_at:
            raise ValueError("An interval cannot end before it starts")


@dataclass(frozen=True, slots=True)
class Attendance:
    """What is known of one patient's place in one session."""

    session: Interval
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    excused: bool = False
    marked_no_show: bool = False  # the leader said so before the session was over
    mode: Mode = Mode.IN_PERSON


def presence_of(
    attendance: Attendance, *, now: datetime, grace: Grace = DEFAULT_GRACE
) -> Presence:
    """Say how a patient attended, from the times and the clinic's grace alone."""
    session, arrived_at = attendance.session, attendance.arrived_at
    if arrived_at is None or in_utc(arrived_at) >= session.end_at:
        return _absence_of(attendance, now=now)

    late = whole_minutes(in_utc(arrived_at) - session.start_at) > grace.late_minutes
    left_early = (
        attendance.left_at is not None
        and whole_minutes(session.end_at - in_utc(attendance.left_at))
        > grace.early_minutes
    )
    if late and left_early:
        return Presence.LATE_AND_LEFT_EARLY
    if late:
        return Presence.LATE
    return Presence.LEFT_EARLY if left_early else Presence.PRESENT


def _absence_of(attendance: Attendance, *, now: datetime) -> Presence:
    if attendance.excused:
        return Presence.EXCUSED
    over = in_utc(now) >= attendance.session.end_at
    return Presence.NO_SHOW if over or attendance.marked_no_show else Presence.EXPECTED


@lru_cache(maxsize=1024)  # a whole group comes and leaves at few times
def minutes_attended(
    *,
    arrived_at: datetime | None,
    left_at: datetime | None,
    session_start: datetime,
    session_end: datetime,
    now: datetime | None = None,
) -> int:
    """Count whole minutes inside the session.

    Without a departure they run to `now`, and without `now` to the session's end.
    """
    credited = credited_interval(
        arrived_at=arrived_at,
        left_at=left_at,
        session=Interval(session_start, session_end),
        now=now,
    )
    return whole_minutes(credited.end_at - credited.start_at) if credited else 0


def credited_interval(
    *,
    arrived_at: datetime | None,
    left_at: datetime | None,
    session: Interval,
    now: datetime | None = None,
) -> Interval | None:
    """Clip a stay to its session; None when no moment of it lies inside."""
    if arrived_at is None:
        return None
    start = max(in_utc(arrived_at), session.start_at)
    end = min(in_utc(left_at or now or session.end_at), session.end_at)
    return Interval(start, end) if end > start else None


def time_covered(intervals: Iterable[Interval]) -> timedelta:
    """Add up time in care, counting a moment spent in two sessions only once."""
    covered, counted_until = timedelta(0), None
    for interval in sorted(intervals, key=lambda interval: interval.start_at):
        start = max(interval.start_at, counted_until or interval.start_at)
        if interval.end_at > start:
            covered += interval.end_at - start
            counted_until = interval.end_at
    return covered


def minutes_covered(intervals: Iterable[Interval]) -> int:
    """Count whole minutes in care, rounding down once, after everything is added."""
    return whole_minutes(time_covered(intervals))


def whole_minutes(span: timedelta) -> int:
    """Round a span down to whole minutes; a negative span is no time at all."""
    return max(0, span // timedelta(minutes=1))


def in_utc(moment: datetime) -> datetime:
    """Give a moment in UTC, where subtraction is true across clock changes.

    Python subtracts two datetimes of one time zone by wall clock, which would make an
    hour appear or vanish on the night the clocks change.
    """
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone")
    return moment.astimezone(UTC)
