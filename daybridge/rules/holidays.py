"""The federal holidays of a year, and the days on which they are observed.

Source: 5 U.S.C. 6103(a), by Public Law 90-363 (from 1971), 94-97 (Veterans Day back on
        November 11 from 1978), 98-144 (Martin Luther King Jr. from 1986) and 117-17
        (Juneteenth from 2021). A Saturday is observed on the Friday before, 6103(b)(1),
        a Sunday on the Monday after (Executive Order 11582, section 3).
Decided: Inauguration Day (6103(c)) is left out: it is a holiday for federal employees
        around Washington only. A holiday on a weekend gives two days, its own and the
        observed one, because a clinic may meet on either.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR = 1971  # before, the law put several holidays on other days
MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6
LAST = -1


@dataclass(frozen=True, slots=True)
class Holiday:
    """One day that a year's calendar names."""

    on: date
    name: str
    is_observed: bool = False  # the working day that stands in for a weekend


@dataclass(frozen=True, slots=True)
class FixedDay:
    """The same date every year: "December 25"."""

    name: str
    month: int
    day: int
    first_year: int = FIRST_YEAR
    last_year: int | None = None

    def on(self, year: int) -> date:
        return date(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class WeekdayOfMonth:
    """A weekday counted within its month: "the fourth Thursday in November"."""

    name: str
    month: int
    weekday: int
    which: int  # 1 is the first; LAST counts from the end
    first_year: int = FIRST_YEAR
    last_year: int | None = None

    def on(self, year: int) -> date:
        if self.which == LAST:
            next_month = date(year + self.month // 12, self.month % 12 + 1, 1)
            end = next_month - timedelta(days=1)
            return end - timedelta(days=(end.weekday() - self.weekday) % 7)
        start = date(year, self.month, 1)
        first = start + timedelta(days=(self.weekday - start.weekday()) % 7)
        return first + timedelta(weeks=self.which - 1)


LEGAL_HOLIDAYS = (  # in the order of 6103(a)
    FixedDay("New Year's Day", 1, 1),
    WeekdayOfMonth("Martin Luther King Jr. Day", 1, MONDAY, 3, first_year=1986),
    WeekdayOfMonth("Washington's Birthday", 2, MONDAY, 3),
    WeekdayOfMonth("Memorial Day", 5, MONDAY, LAST),
    FixedDay("Juneteenth National Independence Day", 6, 19, first_year=2021),
    FixedDay("Independence Day", 7, 4),
    WeekdayOfMonth("Labor Day", 9, MONDAY, 1),
    WeekdayOfMonth("Columbus Day", 10, MONDAY, 2),
    WeekdayOfMonth("Veterans Day", 10, MONDAY, 4, last_year=1977),
    FixedDay("Veterans Day", 11, 11, first_year=1978),
    WeekdayOfMonth("Thanksgiving Day", 11, THURSDAY, 4),
    FixedDay("Christmas Day", 12, 25),
)


def federal_holidays(year: int) -> tuple[Holiday, ...]:
    """Every day of one calendar year that is a holiday or observed as one, in order.

    New Year's Day of the next year is observed in this one when it is a Saturday.
    """
    if not FIRST_YEAR <= year < date.max.year:
        raise ValueError(f"The calendar begins in {FIRST_YEAR}")
    days = [*_days_of(year), *_days_of(year + 1)]
    return tuple(sorted((d for d in days if d.on.year == year), key=lambda d: d.on))


def observed_on(day: date) -> date:
    """The day on which a holiday is observed."""
    if day.weekday() == SATURDAY:
        return day - timedelta(days=1)
    if day.weekday() == SUNDAY:
        return day + timedelta(days=1)
    return day


def _days_of(year: int) -> Iterator[Holiday]:
    """The holidays that the law gives a year, each with its observed day if another."""
    for holiday in LEGAL_HOLIDAYS:
        if holiday.first_year <= year <= (holiday.last_year or year):
            day = holiday.on(year)
            yield Holiday(day, holiday.name)
            if observed_on(day) != day:
                observed = f"{holiday.name} (observed)"
                yield Holiday(observed_on(day), observed, is_observed=True)
