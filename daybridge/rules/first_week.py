"""Which groups of a track give a newcomer the dose, from the first week on?

Source: our own rule. It serves the first days; a week fitted to a life comes after it.
Units:  minutes a week, days a week; a meeting is a weekday (0 is Monday), the minute of
        the day at which it starts, and how long it lasts.
Decided:
- Someone is in a group on all of its days, or not in it.
- Groups without a seat, or that meet while somebody cannot come, are left out.
- Better is, in this order: fewer minutes short of the dose, fewer days short of it,
  fewer minutes beyond it, fewer groups, the order in which the groups were given.
- Of more than 14 groups that could be joined, the first 14 are weighed.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

MOST_WEIGHED = 14  # 16,383 sets of groups at most


class Meeting(NamedTuple):
    """One evening a week."""

    weekday: int
    starts_at_minute: int
    minutes: int

    def overlaps(self, other: "Meeting") -> bool:
        return (
            self.weekday == other.weekday
            and self.starts_at_minute < other.starts_at_minute + other.minutes
            and other.starts_at_minute < self.starts_at_minute + self.minutes
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """A group that could be joined."""

    key: Hashable
    meetings: tuple[Meeting, ...]
    has_seat: bool = True

    @property
    def minutes(self) -> int:
        return sum(meeting.minutes for meeting in self.meetings)


@dataclass(frozen=True, slots=True)
class FirstWeek:
    """The groups chosen, and what is still missing to the dose."""

    keys: tuple[Hashable, ...]
    minutes: int
    days: int
    minutes_short: int
    days_short: int


def first_week(
    offers: Sequence[Offer],
    *,
    minutes_per_week: int,
    days_per_week: int,
    busy: Sequence[Meeting] = (),
) -> FirstWeek:
    """The best set of groups that can be joined together; perhaps none."""
    joinable = [one for one in offers if one.has_seat and not _clashes([one], busy)]
    best = _week((), minutes_per_week, days_per_week)
    for size in range(1, min(len(joinable), MOST_WEIGHED) + 1):
        for chosen in combinations(joinable[:MOST_WEIGHED], size):
            if _clash_among(chosen):
                continue
            week = _week(chosen, minutes_per_week, days_per_week)
            if _rank(week, minutes_per_week) < _rank(best, minutes_per_week):
                best = week
    return best


def _week(chosen: Sequence[Offer], minutes_asked: int, days_asked: int) -> FirstWeek:
    minutes = sum(offer.minutes for offer in chosen)
    days = len({one.weekday for offer in chosen for one in offer.meetings})
    return FirstWeek(
        keys=tuple(offer.key for offer in chosen),
        minutes=minutes,
        days=days,
        minutes_short=max(minutes_asked - minutes, 0),
        days_short=max(days_asked - days, 0),
    )


def _rank(week: FirstWeek, minutes_asked: int) -> tuple[int, int, int, int]:
    beyond = max(week.minutes - minutes_asked, 0)
    return week.minutes_short, week.days_short, beyond, len(week.keys)


def _clash_among(chosen: Sequence[Offer]) -> bool:
    return any(
        _clashes([one], other.meetings) for one, other in combinations(chosen, 2)
    )


def _clashes(offers: Sequence[Offer], taken: Sequence[Meeting]) -> bool:
    return any(
        meeting.overlaps(other)
        for offer in offers
        for meeting in offer.meetings
        for other in taken
    )
