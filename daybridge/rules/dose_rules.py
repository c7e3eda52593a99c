"""What a level of care asks of a week, what was ordered, and which days a week has.

Source: ASAM Level 2.1: 9-19 clinical hours a week for adults, at least 6 for
        adolescents, over at least 3 days (Mid Shore Behavioral Health; SAMHSA Advisory
        2021; 42 CFR 410.44 asks 9 h of Medicare patients). Level 2.5 starts at 20 h.
Units:  whole minutes.
Decided: 3-5 days and 2-4 hours a day are how Level 2.1 is usually scheduled
        (unconfirmed). Every figure is a row, so a program keeps its own, dated.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAYS_PER_WEEK = 7
DAY_NAMES = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)


class Population(StrEnum):
    ADULT = "adult"
    ADOLESCENT = "adolescent"


@dataclass(frozen=True, slots=True)
class WeeklyDoseRule:
    """What one level of care asks of one week, while the rule is in force."""

    level: str
    population: Population
    min_minutes_per_week: int
    max_minutes_per_week: int
    min_days_per_week: int
    max_days_per_week: int
    min_minutes_per_day: int
    max_minutes_per_day: int
    valid_from: date
    source: str
    valid_to: date | None = None  # the last day it holds


WEEKLY_DOSE_RULES = (
    WeeklyDoseRule(
        level="2.1",
        population=Population.ADULT,
        min_minutes_per_week=540,
        max_minutes_per_week=1140,
        min_days_per_week=3,
        max_days_per_week=5,
        min_minutes_per_day=120,
        max_minutes_per_day=240,
        valid_from=date(2013, 1, 1),
        source="ASAM Criteria 3rd ed. (2013) and 4th ed. (2023), Level 2.1, adults",
    ),
    WeeklyDoseRule(
        level="2.1",
        population=Population.ADOLESCENT,
        min_minutes_per_week=360,
        max_minutes_per_week=1140,
        min_days_per_week=3,
        max_days_per_week=5,
        min_minutes_per_day=120,
        max_minutes_per_day=240,
        valid_from=date(2013, 1, 1),
        source="ASAM Criteria 3rd ed. (2013), Level 2.1, adolescents",
    ),
)


@dataclass(frozen=True, slots=True)
class DoseOrder:
    """What was ordered for one patient; a week is weighed against the one in force."""

    minutes_per_week: int
    days_per_week: int
    sessions_per_week: int | None = None


@dataclass(frozen=True, slots=True)
class Week:
    starts_on: date

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(days=DAYS_PER_WEEK - 1)

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.starts_on + timedelta(days=n) for n in range(DAYS_PER_WEEK))


def days_of_care(minutes: Mapping[date, int], rule: WeeklyDoseRule) -> int:
    """Count the days long enough to be a day of care."""
    shortest = max(1, rule.min_minutes_per_day)
    return sum(amount >= shortest for amount in minutes.values())


def week_of(day: date, *, week_starts_on: int) -> Week:
    """Find the program week a day falls in; weeks start on 0 (Monday) to 6 (Sunday)."""
    if not 0 <= week_starts_on < DAYS_PER_WEEK:
        raise ValueError("A week starts on a day from 0 (Monday) to 6 (Sunday)")
    return Week(day - timedelta(days=(day.weekday() - week_starts_on) % DAYS_PER_WEEK))


def dose_rule_for(
    *,
    level: str,
    population: Population,
    on: date,
    rules: Iterable[WeeklyDoseRule] = WEEKLY_DOSE_RULES,
) -> WeeklyDoseRule | None:
    """Find the rule in force on a day, the newest first; None when there is none."""
    in_force = [
        rule
        for rule in rules
        if (rule.level, rule.population) == (level, population)
        and rule.valid_from <= on <= (rule.valid_to or on)
    ]
    return max(in_force, key=lambda rule: rule.valid_from, default=None)
