"""Can somebody who waits come when the groups of an open place meet?

Source: our own rule. It says whom to call; the person on the phone decides.
Units:  a weekday (0 is Monday), minutes of the day, minutes a week.
Decided:
- Who named times they can come, comes within those and at no other time. Who named only
  times they cannot, comes at every other. A time they cannot always counts.
- Times that touch are one: "until 6" and "from 6" hold a meeting from 5 to 7.
- Someone is in a group on all of its days, or not in it.
- A place on a track fits when the groups they can come to reach the least days and
  minutes of its week, or all that the track offers where that is less. Groups that meet
  at once count once.
- Nothing told, or nothing to compare with, is unknown: ask. It is never a no.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from daybridge.rules.first_week import Meeting

Group = Sequence[Meeting]


class Suits(StrEnum):
    YES = "yes"
    UNKNOWN = "unknown"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Told:
    """When somebody said they can come (times that touch joined), and when not."""

    can: tuple[Meeting, ...] = ()
    cannot: tuple[Meeting, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.can or self.cannot)


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a place suits somebody, the meetings that do not, the days that do."""

    suits: Suits
    clashes: tuple[Meeting, ...] = ()  # in the order of the week
    days: int = 0
    days_asked: int = 0


UNKNOWN = Fit(Suits.UNKNOWN)


def joined(spans: Iterable[Meeting]) -> tuple[Meeting, ...]:
    """The same times, those that overlap or touch as one."""
    found: list[Meeting] = []
    for span in sorted(spans):
        before = found[-1] if found else None
        if (
            before
            and before.weekday == span.weekday
            and span.starts_at_minute <= _end(before)
        ):
            end = max(_end(before), _end(span))
            start = before.starts_at_minute
            found[-1] = Meeting(span.weekday, start, end - start)
        else:
            found.append(span)
    return tuple(found)


def fit_of_group(told: Told, group: Group) -> Fit:
    """A place in one group: all of its meetings, or none."""
    if not told or not group:
        return UNKNOWN
    clashes = _clashes(told, [group])
    fitting = [] if clashes else [group]
    suits = Suits.NO if clashes else Suits.YES
    return Fit(suits, clashes, _days(fitting), _days([group]))


def fit_of_track(
    told: Told, groups: Sequence[Group], *, least_days: int, least_minutes: int
) -> Fit:
    """A place on a track: enough groups for a week of it."""
    if not told or not any(groups):
        return UNKNOWN
    fitting = [group for group in groups if not _clashes(told, [group])]
    days_asked = min(least_days, _days(groups))
    minutes_asked = min(least_minutes, _minutes(groups))
    enough = _days(fitting) >= days_asked and _minutes(fitting) >= minutes_asked
    suits = Suits.YES if enough else Suits.NO
    return Fit(suits, _clashes(told, groups), _days(fitting), days_asked)


def _clashes(told: Told, groups: Iterable[Group]) -> tuple[Meeting, ...]:
    meetings = {meeting for group in groups for meeting in group}
    return tuple(sorted(one for one in meetings if not _can_come(told, one)))


def _can_come(told: Told, meeting: Meeting) -> bool:
    if any(meeting.overlaps(span) for span in told.cannot):
        return False
    return not told.can or any(_holds(span, meeting) for span in told.can)


def _holds(span: Meeting, meeting: Meeting) -> bool:
    return (
        span.weekday == meeting.weekday
        and span.starts_at_minute <= meeting.starts_at_minute
        and _end(meeting) <= _end(span)
    )


def _end(span: Meeting) -> int:
    return span.starts_at_minute + span.minutes


def _days(groups: Iterable[Group]) -> int:
    return len({meeting.weekday for group in groups for meeting in group})


def _minutes(groups: Iterable[Group]) -> int:
    meetings = [meeting for group in groups for meeting in group]
    return sum(meeting.minutes for meeting in joined(meetings))
