"""When a call comes: open, closed, at night, over a weekend, over holidays."""

from datetime import date, datetime, time, timedelta

import pytest

from daybridge.rules.call_back import CallBack, call_back

NINE, EIGHT = time(9), time(20)
WEEKDAYS = dict.fromkeys(range(5), (NINE, EIGHT))
FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)


def at(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute))


def asked(moment, within=4, closed=(), hours=WEEKDAYS):
    return call_back(moment, hours, set(closed), within=timedelta(hours=within))


@pytest.mark.parametrize(
    ("moment", "within", "by"),
    [
        (at(FRIDAY, 9), 4, at(FRIDAY, 13)),  # the minute it opens
        (at(FRIDAY, 16), 4, at(FRIDAY, 20)),  # ends as it closes
        (at(FRIDAY, 16, 1), 4, at(FRIDAY, 20)),  # a minute later: kept earlier
        (at(FRIDAY, 19, 59), 4, at(FRIDAY, 20)),
        (at(FRIDAY, 15), 24, at(FRIDAY, 20)),
        (at(date(2026, 11, 26), 15), 24, at(FRIDAY, 15)),
    ],
)
def test_while_somebody_answers_the_promise_ends_in_open_hours(moment, within, by):
    found = asked(moment, within)
    assert (found.is_open, found.opens_at, found.by) == (True, moment, by)


@pytest.mark.parametrize(
    ("moment", "within", "opens_at", "by"),
    [
        (at(FRIDAY, 20), 4, at(MONDAY, 9), at(MONDAY, 13)),  # the minute it closes
        (at(FRIDAY, 2), 4, at(FRIDAY, 9), at(FRIDAY, 13)),  # at two in the morning
        (at(FRIDAY, 2), 8, at(FRIDAY, 9), at(FRIDAY, 10)),
        (at(FRIDAY, 5), 4, at(FRIDAY, 9), at(FRIDAY, 13)),  # ends as it opens
        (at(FRIDAY, 2), 7, at(FRIDAY, 9), at(FRIDAY, 16)),
        (at(date(2026, 11, 29), 12), 48, at(MONDAY, 9), at(date(2026, 12, 1), 12)),
        (at(FRIDAY, 22), 24, at(MONDAY, 9), at(MONDAY, 20)),  # that day at most
    ],
)
def test_while_nobody_answers_the_next_opening_counts(moment, within, opens_at, by):
    found = asked(moment, within)
    assert (found.is_open, found.opens_at, found.by) == (False, opens_at, by)


def test_a_closed_day_is_left_out():
    thanksgiving = date(2026, 11, 26)
    found = asked(at(date(2026, 11, 25), 21), closed=[thanksgiving, FRIDAY])
    assert found == CallBack(False, at(MONDAY, 9), at(MONDAY, 20), at(MONDAY, 13))
    assert not asked(at(thanksgiving, 12), closed=[thanksgiving]).is_open


def test_without_hours_nobody_says_a_time():
    assert asked(at(FRIDAY, 12), hours={}) is None


def test_closed_for_longer_than_is_looked_ahead_says_no_time():
    days = [FRIDAY + timedelta(days=ahead) for ahead in range(61)]
    assert asked(at(FRIDAY, 12), closed=days) is None
    assert asked(at(FRIDAY, 12), closed=days[:60], hours={0: (NINE, EIGHT)}) is None


def test_a_program_open_round_the_clock_is_always_open():
    always = {day: (time(0), time(23, 59)) for day in range(7)}
    found = asked(at(FRIDAY, 2), hours=always)
    assert (found.is_open, found.by) == (True, at(FRIDAY, 6))


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("day", range(7))
@pytest.mark.parametrize("within", [1, 4, 24, 72])
def test_the_promised_time_is_always_in_open_hours_and_after_asking(hour, day, within):
    moment = at(MONDAY + timedelta(days=day), hour, 30)
    found = asked(moment, within)
    assert moment <= found.opens_at <= found.by
    for one in (found.opens_at, found.by):
        assert one.weekday() < 5
        assert NINE <= one.time() <= EIGHT
