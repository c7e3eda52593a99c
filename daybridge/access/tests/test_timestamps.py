"""Moments come back from the database as they went in, in UTC."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite stores moments as text"
    ),
]


def through_postgresql(moment, *, zone="UTC"):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE %s", [zone])
        cursor.execute("SELECT %s::timestamptz", [moment])
        [(found,)] = cursor.fetchall()
    return found


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 24, 22, 45, tzinfo=UTC),
        datetime(2026, 11, 24, 22, 45, 0, 1, tzinfo=UTC),
        datetime(2026, 11, 24, 22, 45, 0, 500000, tzinfo=UTC),
        datetime(2026, 11, 24, 22, 45, 59, 123450, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    ],
)
def test_a_moment_comes_back_to_the_microsecond(moment):
    found = through_postgresql(moment)

    assert found == moment
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 24, 22, 45, 7, 5, tzinfo=timezone(timedelta(hours=2))),
        datetime(2026, 11, 24, 17, 50, tzinfo=UTC),
        datetime(2026, 11, 24, 17, 50, 0, 120_000, tzinfo=UTC),
        datetime(1, 1, 2, tzinfo=UTC),
        datetime(9999, 12, 30, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(1988, 2, 29, 3, 15, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kathmandu"])
def test_a_moment_is_the_same_however_the_server_writes_it(moment, zone):
    found = through_postgresql(moment, zone=zone)

    assert found == moment
    assert found.tzinfo is UTC


def test_no_moment_is_still_none():
    assert through_postgresql(None) is None


def test_the_quick_reader_is_the_one_in_use():
    with connection.cursor():
        loader = connection.connection.adapters.get_loader(1184, 0)

    assert loader.__name__ == "MomentLoader"
