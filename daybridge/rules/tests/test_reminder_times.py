"""When a message about an appointment leaves, over every clock change there is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from daybridge.rules.clock_changes import changes
from daybridge.rules.reminder_times import (
    EVENING,
    LAST_CALL,
    QUIET_UNTIL,
    SLIP,
    is_quiet,
    outreach_due,
    reminder_due,
)

PHILADELPHIA = ZoneInfo("America/New_York")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
LEADS = [timedelta(hours=hours) for hours in (1, 2, 3, 12, 24, 48)]
# Every zone of the fifty states, Arizona and Navajo included, and two far from them.
ZONES = [
    *sorted(zone for zone in available_timezones() if zone.startswith("US/")),
    "America/Phoenix", "America/Puerto_Rico", "Europe/Dublin", "Australia/Lord_Howe",
]  # fmt: skip
YEAR = 2026


def local(*at, zone=PHILADELPHIA, fold=0):
    return datetime(*at, tzinfo=zone, fold=fold)


def due(starts_at, hours, *, now=LONG_AGO, zone=PHILADELPHIA):
    found = reminder_due(
        starts_at=starts_at, lead=timedelta(hours=hours), zone=zone, now=now
    )
    return found and found.astimezone(zone)


def test_a_reminder_leaves_its_lead_time_before_the_start():
    assert due(local(2026, 12, 1, 17, 30), 24) == local(2026, 11, 30, 17, 30)
    assert due(local(2026, 12, 1, 17, 30), 2) == local(2026, 12, 1, 15, 30)


@pytest.mark.parametrize(
    ("starts_at", "hours", "leaves"),
    [
        ((2026, 12, 1, 9, 0), 2, (2026, 11, 30, 20, 30)),  # 7:00 sleeps
        ((2026, 12, 1, 10, 0), 2, (2026, 12, 1, 8, 0)),  # 8:00 does not
        ((2026, 12, 1, 9, 59), 2, (2026, 11, 30, 20, 30)),
        ((2026, 12, 1, 21, 0), 24, (2026, 11, 30, 20, 30)),  # 21:00 sleeps
        ((2026, 12, 1, 20, 59), 24, (2026, 11, 30, 20, 59)),
        ((2026, 12, 1, 0, 30), 1, (2026, 11, 30, 20, 30)),  # 23:30, the same evening
        ((2026, 12, 1, 0, 30), 24, (2026, 11, 29, 20, 30)),  # 0:30, the one before
    ],
)
def test_a_reminder_in_the_night_leaves_on_the_evening_before(starts_at, hours, leaves):
    assert due(local(*starts_at), hours) == local(*leaves)


def test_a_place_given_late_is_reminded_at_once_unless_people_sleep():
    starts_at = local(2026, 12, 1, 17, 30)

    assert due(starts_at, 24, now=local(2026, 12, 1, 9, 0)) == local(2026, 12, 1, 9)
    assert due(starts_at, 24, now=local(2026, 12, 1, 3, 0)) == local(2026, 12, 1, 8)
    assert due(starts_at, 24, now=local(2026, 11, 30, 22, 0)) == local(2026, 12, 1, 8)


def test_nobody_is_reminded_who_must_be_on_their_way():
    starts_at = local(2026, 12, 1, 17, 30)

    assert due(starts_at, 24, now=starts_at - LAST_CALL) is not None
    assert due(starts_at, 24, now=starts_at - LAST_CALL + timedelta(seconds=1)) is None
    assert due(starts_at, 24, now=starts_at + timedelta(hours=1)) is None
    assert due(local(2026, 12, 1, 8, 15), 2, now=local(2026, 12, 1, 5)) is None


def test_a_short_lead_time_asked_for_in_time_is_kept():
    starts_at = local(2026, 12, 1, 17, 30)
    found = reminder_due(
        starts_at=starts_at, lead=timedelta(minutes=10), zone=PHILADELPHIA, now=LONG_AGO
    )

    assert found == local(2026, 12, 1, 17, 20)


def test_a_day_ahead_is_twenty_four_hours_over_both_clock_changes():
    spring, autumn = local(2026, 3, 8, 17, 30), local(2026, 11, 1, 17, 30)

    assert due(spring, 24) == local(2026, 3, 7, 16, 30)
    assert due(autumn, 24) == local(2026, 10, 31, 18, 30)


def test_the_missing_and_the_repeated_hour_are_in_the_night():
    """A lead that points at 2:30 on the day without it, or at either 1:30."""
    assert due(local(2026, 3, 8, 4, 30), 1) == local(2026, 3, 7, 20, 30)
    for fold in (0, 1):
        starts_at = local(2026, 11, 1, 1, 30, fold=fold).astimezone(UTC)
        assert due(starts_at, 0) == local(2026, 10, 31, 20, 30)


@pytest.mark.parametrize("name", ZONES)
def test_around_every_clock_change_each_reminder_leaves_awake_and_in_time(name):
    zone = ZoneInfo(name)
    days = {change.at.astimezone(zone).date() for change in year_of(zone)}
    checked = 0
    for day in days or {date(YEAR, 3, 8)}:
        for quarter in range(-96, 2 * 96):
            starts_at = datetime.combine(day, time(), zone).astimezone(UTC)
            starts_at += quarter * timedelta(minutes=15)
            for lead in LEADS:
                found = reminder_due(
                    starts_at=starts_at, lead=lead, zone=zone, now=LONG_AGO
                )
                assert found is not None
                assert not is_quiet(found, zone)
                moved = (starts_at - lead) - found
                assert timedelta() <= moved < timedelta(hours=13)
                checked += 1
    assert checked >= 288 * len(LEADS)


@pytest.mark.parametrize("name", ZONES)
def test_whoever_is_late_hears_of_it_awake_or_not_at_all(name):
    zone = ZoneInfo(name)
    for change in year_of(zone) or [None]:
        start = change.at if change else local(YEAR, 3, 8, zone=zone).astimezone(UTC)
        for minutes in range(-720, 720, 20):
            now = start + timedelta(minutes=minutes)
            found = reminder_due(
                starts_at=now + timedelta(hours=5), lead=timedelta(days=2),
                zone=zone, now=now,
            )  # fmt: skip
            assert found is None or now <= found <= now + timedelta(hours=4, minutes=30)
            assert found is None or not is_quiet(found, zone)
            assert not is_quiet(outreach_due(now=now, zone=zone), zone)


def test_after_a_missed_evening_we_write_the_same_evening_or_at_eight():
    late = local(2026, 12, 1, 20, 30)
    night = local(2026, 12, 1, 20, 50)

    assert outreach_due(now=late, zone=PHILADELPHIA) == late + SLIP
    assert outreach_due(now=night, zone=PHILADELPHIA).astimezone(
        PHILADELPHIA
    ) == datetime.combine(date(2026, 12, 2), QUIET_UNTIL, PHILADELPHIA)


def test_the_evening_before_is_not_in_the_night():
    assert not is_quiet(local(2026, 12, 1, EVENING.hour, EVENING.minute), PHILADELPHIA)


def year_of(zone):
    return changes(zone, date(YEAR, 1, 1), date(YEAR, 12, 31))
