"""Telephone numbers, times of the week, and times that are offered; no database."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from daybridge.intake.slots import free_times, spread
from daybridge.intake.times import from_rows, in_rows, times_words
from daybridge.phones import e164, for_people, ways_of_writing

ZONE = ZoneInfo("America/New_York")
FRIDAY = datetime(2026, 11, 27, 15, 10, tzinfo=ZONE)


@pytest.mark.parametrize(
    "written",
    ["215-555-0144", "(215) 555-0144", "2155550144", "+1 215 555 0144",
     "1-215-555-0144", "215.555.0144", "٢١٥٥٥٥٠١٤٤", "215-555-0144 ext 9"],
)  # fmt: skip
def test_one_number_is_one_however_it_is_written(written):
    assert e164(written) == "+12155550144"
    assert for_people(written) == "(215) 555-0144"


@pytest.mark.parametrize("written", ["", "call me", "12", "555-0144", "9" * 60, "\0"])
def test_what_is_no_whole_number_is_like_no_other(written):
    assert e164(written) == ""
    assert for_people(written) == written
    assert ways_of_writing(e164(written)) == []


def test_every_way_of_writing_is_read_as_the_same_number():
    ways = ways_of_writing("+12155550144")
    assert len(ways) == len(set(ways)) >= 8
    assert {e164(way) for way in ways} == {"+12155550144"}
    assert "+442079460018" in ways_of_writing("+442079460018")


def test_times_are_kept_in_order_and_read_back():
    rows = [
        {"day": 2, "start": time(17, 30), "end": time(20, 30), "can": True},
        {"day": 0, "start": None, "end": time(9), "can": False},
        {"day": None, "start": None, "end": None, "can": True},
    ]
    kept = from_rows(rows)
    assert [one["day"] for one in kept] == [0, 2]
    assert times_words(kept) == [
        "Monday until 9:00 am: cannot come", "Wednesday 5:30 pm to 8:30 pm: can come",
    ]  # fmt: skip
    assert [row["end"] for row in in_rows(kept)] == [time(9), time(20, 30)]


def test_what_is_no_time_is_left_out():
    assert in_rows([{"day": 9}, {}, {"day": "1"}]) == []
    assert times_words([{"day": 1, "from": "late", "to": None}]) == [
        "Tuesday: can come"
    ]


def test_offered_times_leave_out_what_is_busy_closed_too_soon_or_on_a_weekend():
    monday = datetime(2026, 11, 30, 9, tzinfo=ZONE)
    busy = [(monday, monday + timedelta(minutes=90))]
    tuesday = (monday + timedelta(days=1)).date()
    times = free_times(busy, at=FRIDAY, zone=ZONE, closed={tuesday})
    assert times[0] == monday + timedelta(hours=2)  # Friday is over, ten is not free
    assert tuesday not in {one.date() for one in times}
    assert all(one.weekday() < 5 for one in times)
    assert {one.hour for one in times} <= set(range(9, 17))


def test_a_busy_time_that_only_touches_an_hour_leaves_it_free():
    monday = datetime(2026, 11, 30, 9, tzinfo=ZONE)
    busy = [(monday - timedelta(hours=1), monday),
            (monday + timedelta(hours=1), monday + timedelta(hours=2))]  # fmt: skip
    assert free_times(busy, at=FRIDAY, zone=ZONE, closed=())[0] == monday


def test_offered_times_are_spread_over_mornings_and_afternoons():
    times = spread(free_times((), at=FRIDAY, zone=ZONE, closed=()))
    assert [(one.day, one.hour) for one in times[:4]] == [
        (30, 9), (30, 12), (1, 9), (1, 12),
    ]  # fmt: skip
