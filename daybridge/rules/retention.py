"""How long people stay in care, and how many are in care on each day.

Source: Kaplan & Meier, J Am Stat Assoc 1958;53:457-481 for the share still in care.
Units:  whole days; shares as exact fractions of 1.
Decided:
- Someone still in care has been watched only until today: they count among those at
  risk through their last known day, and never as having left.
- On a day when some leave and others are last seen, those last seen were still at risk.
- A stay of less than a day is one day, as in TEDS.
- In the census from the day of admission to the day before discharge. Someone admitted
  and discharged on one day counts that day.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate

SHORTEST_STAY_DAYS = 1


@dataclass(frozen=True, slots=True)
class TimeInCare:
    days: int
    left: bool  # False: still in care when last seen


@dataclass(frozen=True, slots=True)
class RetentionStep:
    """A day on which somebody left."""

    day: int
    at_risk: int  # in care as the day began
    left: int
    share: Fraction  # still in care after this day


@dataclass(frozen=True, slots=True)
class EpisodeDates:
    admitted_on: date
    discharged_on: date | None = None  # None: still in care


def retention_curve(stays: Iterable[TimeInCare]) -> tuple[RetentionStep, ...]:
    """Compute the share still in care after each day on which somebody left."""
    known = [_whole_stay(stay) for stay in stays]
    leavers = Counter(stay.days for stay in known if stay.left)
    last_seen = Counter(stay.days for stay in known)
    at_risk, share, steps = len(known), Fraction(1), []
    for day in sorted(last_seen):
        if leavers[day]:
            share *= Fraction(at_risk - leavers[day], at_risk)
            steps.append(RetentionStep(day, at_risk, leavers[day], share))
        at_risk -= last_seen[day]
    return tuple(steps)


def share_in_care(curve: Sequence[RetentionStep], *, after_day: int) -> Fraction:
    """Read from a curve the share still in care once a day is over."""
    shares = [step.share for step in curve if step.day <= after_day]
    return shares[-1] if shares else Fraction(1)


def median_days(curve: Sequence[RetentionStep]) -> int | None:
    """Find the first day after which at most half are in care; None if never seen."""
    half = Fraction(1, 2)
    return next((step.day for step in curve if step.share <= half), None)


def time_in_care(episode: EpisodeDates, *, today: date) -> TimeInCare:
    """Turn an episode's dates into days in care, watched until today."""
    left = episode.discharged_on is not None and episode.discharged_on <= today
    until = episode.discharged_on if left and episode.discharged_on else today
    days = (until - episode.admitted_on).days
    if days < 0:
        raise ValueError("An episode cannot end, or be watched, before its admission")
    return TimeInCare(max(days, SHORTEST_STAY_DAYS), left)


def census_by_day(
    episodes: Iterable[EpisodeDates], *, first: date, last: date
) -> dict[date, int]:
    """Count who is in care on each day from first to last."""
    days = (last - first).days + 1
    if days <= 0:
        return {}
    change = [0] * (days + 1)
    for episode in episodes:
        come, gone = _days_counted(episode, last)
        come, gone = max(come, first), min(gone, last + timedelta(days=1))
        if come < gone:
            change[(come - first).days] += 1
            change[(gone - first).days] -= 1
    counts = list(accumulate(change))
    return {first + timedelta(days=n): counts[n] for n in range(days)}


def _whole_stay(stay: TimeInCare) -> TimeInCare:
    if stay.days < 0:
        raise ValueError("Days in care are never negative")
    return TimeInCare(max(stay.days, SHORTEST_STAY_DAYS), stay.left)


def _days_counted(episode: EpisodeDates, last: date) -> tuple[date, date]:
    """Give the first day counted and the first day not counted any more."""
    if episode.discharged_on is None:
        return episode.admitted_on, last + timedelta(days=1)
    next_day = episode.admitted_on + timedelta(days=1)
    return episode.admitted_on, max(episode.discharged_on, next_day)
