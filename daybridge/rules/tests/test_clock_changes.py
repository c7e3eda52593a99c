"""When clocks change, asked of every zone of the database."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from daybridge.rules.clock_changes import changes, clock_at, is_second_of_two

NEW_YORK = ZoneInfo("America/New_York")
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
ZONES = sorted(zone for zone in available_timezones() if "/" in zone)


def test_new_york_changes_in_march_and_november():
    spring, autumn = changes(NEW_YORK, date(2026, 1, 1), date(2026, 12, 31))

    assert (spring.at, spring.before.name, spring.after.name) == (
        datetime(2026, 3, 8, 7, tzinfo=UTC), "EST", "EDT",
    )  # fmt: skip
    assert (autumn.at, autumn.before.name, autumn.after.name) == (
        datetime(2026, 11, 1, 6, tzinfo=UTC), "EDT", "EST",
    )  # fmt: skip
    walls = [change.wall_before.isoformat() for change in (spring, autumn)]
    assert walls == ["2026-03-08T02:00:00", "2026-11-01T02:00:00"]


@pytest.mark.parametrize("zone", ["America/Phoenix", "Pacific/Honolulu", "Etc/UTC"])
def test_some_zones_never_change(zone):
    assert changes(ZoneInfo(zone), date(2020, 1, 1), date(2030, 1, 1)) == []


def test_the_first_and_the_last_day_count():
    for day in (date(2026, 3, 8), date(2026, 11, 1)):
        assert len(changes(NEW_YORK, day, day)) == 1
        before = day - timedelta(days=1)
        assert changes(NEW_YORK, before, before) == []


def test_between_changes_clocks_run_evenly_in_every_zone():
    """Every six hours of some years lie under the clock that the changes say."""
    for name in ZONES[::7]:
        zone = ZoneInfo(name)
        found = changes(zone, date(2024, 1, 1), date(2027, 12, 31))
        clock = clock_at(datetime(2024, 1, 1, tzinfo=UTC), zone)
        moment, rest = datetime(2024, 1, 1, tzinfo=UTC), list(found)
        while moment < datetime(2027, 12, 31, tzinfo=UTC):
            while rest and rest[0].at <= moment:
                assert rest[0].before == clock, name
                clock = rest.pop(0).after
            assert clock_at(moment, zone) == clock, (name, moment)
            moment += 6 * HOUR


def test_a_change_is_found_to_the_second_in_every_zone():
    for name in ZONES:
        zone = ZoneInfo(name)
        for change in changes(zone, date(2026, 1, 1), date(2026, 12, 31)):
            assert clock_at(change.at - SECOND, zone) == change.before, name
            assert clock_at(change.at, zone) == change.after, name


def test_the_repeated_hour_is_the_second_of_two():
    begins = datetime(2026, 11, 1, 6, tzinfo=UTC)

    assert not is_second_of_two(begins - SECOND, NEW_YORK)
    assert is_second_of_two(begins, NEW_YORK)
    assert is_second_of_two(begins + HOUR - SECOND, NEW_YORK)
    assert not is_second_of_two(begins + HOUR, NEW_YORK)
