"""Federal holidays: by the published list, by plain arithmetic, and year by year."""

import calendar
import csv
from datetime import date, timedelta

import pytest

from daybridge.rules.holidays import (
    FIRST_YEAR,
    LEGAL_HOLIDAYS,
    federal_holidays,
    observed_on,
)
from tests.naughty import SHARED

PUBLISHED = SHARED / "data" / "codes" / "us_federal_holidays_2025_2028.csv"
THIS_CENTURY = range(2021, 2101)


def days(year):
    return {holiday.on: holiday.name for holiday in federal_holidays(year)}


def plain(year):
    return {h.on: h.name for h in federal_holidays(year) if not h.is_observed}


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028])
def test_the_published_list_says_the_same(year):
    if not PUBLISHED.exists():
        pytest.skip(f"needs the published list {PUBLISHED.name} in the shared data")
    with PUBLISHED.open() as file:
        published = {
            date.fromisoformat(row["date"]): row["name"]
            for row in csv.DictReader(file)
            if row["date"].startswith(str(year))
        }

    assert days(year) == published


@pytest.mark.parametrize("year", THIS_CENTURY)
def test_every_year_has_the_eleven_of_the_law(year):
    assert len(plain(year)) == 11
    assert set(plain(year).values()) == {h.name for h in LEGAL_HOLIDAYS}


@pytest.mark.parametrize("year", THIS_CENTURY)
def test_counted_mondays_and_thursdays_agree_with_a_wall_calendar(year):
    """The calendar module lays out months in another way than counting from a day."""

    def nth(month, weekday, which):
        weeks = calendar.monthcalendar(year, month)
        found = [week[weekday] for week in weeks if week[weekday]]
        return date(year, month, found[which])

    names = {name: on for on, name in plain(year).items()}
    assert names["Martin Luther King Jr. Day"] == nth(1, 0, 2)
    assert names["Washington's Birthday"] == nth(2, 0, 2)
    assert names["Memorial Day"] == nth(5, 0, -1)
    assert names["Labor Day"] == nth(9, 0, 0)
    assert names["Columbus Day"] == nth(10, 0, 1)
    assert names["Thanksgiving Day"] == nth(11, 3, 3)


@pytest.mark.parametrize("year", THIS_CENTURY)
def test_every_holiday_leaves_one_working_day_free(year):
    for on, name in plain(year).items():
        observed = observed_on(on)
        assert observed.weekday() < 5
        assert abs(observed - on) <= timedelta(days=1)
        if observed != on:
            assert days(observed.year)[observed] == f"{name} (observed)"


def test_a_holiday_on_a_saturday_is_observed_on_friday():
    assert days(2026)[date(2026, 7, 3)] == "Independence Day (observed)"
    assert days(2026)[date(2026, 7, 4)] == "Independence Day"


def test_a_holiday_on_a_sunday_is_observed_on_monday():
    assert days(2027)[date(2027, 7, 5)] == "Independence Day (observed)"


def test_a_holiday_on_a_working_day_has_no_second_day():
    assert len([d for d in days(2025) if d.month == 7]) == 1


def test_new_years_day_on_a_saturday_is_observed_in_the_year_before():
    assert days(2027)[date(2027, 12, 31)] == "New Year's Day (observed)"
    assert date(2027, 12, 31) not in days(2028)


def test_days_come_in_order_and_once():
    for year in THIS_CENTURY:
        found = [holiday.on for holiday in federal_holidays(year)]
        assert found == sorted(set(found))


@pytest.mark.parametrize(
    ("name", "year", "is_one"),
    [
        ("Juneteenth National Independence Day", 2020, False),
        ("Juneteenth National Independence Day", 2021, True),
        ("Martin Luther King Jr. Day", 1985, False),
        ("Martin Luther King Jr. Day", 1986, True),
    ],
)
def test_a_holiday_begins_with_its_law(name, year, is_one):
    assert (name in plain(year).values()) is is_one


def test_veterans_day_was_a_monday_in_october_until_1977():
    october, november = date(1977, 10, 24), date(1978, 11, 11)
    assert plain(1977)[october] == "Veterans Day"
    assert plain(1978)[november] == "Veterans Day"
    assert list(plain(1978).values()).count("Veterans Day") == 1


@pytest.mark.parametrize("year", [0, FIRST_YEAR - 1, 9999])
def test_a_year_without_this_law_is_refused(year):
    with pytest.raises(ValueError, match="begins in 1971"):
        federal_holidays(year)
