"""Moments come from PostgreSQL as they went in, whatever their style."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's text"),
]
EAST = timezone(timedelta(hours=5, minutes=45))


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 24, 17, 50, tzinfo=UTC),
        datetime(2026, 11, 24, 17, 50, 0, 1, tzinfo=UTC),
        datetime(2026, 11, 24, 17, 50, 0, 120_000, tzinfo=UTC),
        datetime(1, 1, 2, tzinfo=UTC),
        datetime(9999, 12, 30, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(1988, 2, 29, 3, 15, tzinfo=EAST),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kathmandu"])
def test_a_moment_comes_back_in_utc(moment, zone):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('TimeZone', %s, true)", [zone])
        cursor.execute("SELECT %s::timestamptz, NULL::timestamptz", [moment])
        found, nothing = cursor.fetchone()

    assert found == moment
    assert found.tzinfo is UTC
    assert nothing is None
