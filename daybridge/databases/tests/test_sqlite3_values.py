"""Keys and moments of SQLite read as Django reads them."""

from datetime import datetime, timedelta
from datetime import timezone as fixed_zone
from uuid import UUID

import pytest
from django.db import connection
from django.db.backends.sqlite3.operations import (
    DatabaseOperations as DjangosOperations,
)
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from daybridge.databases.sqlite3.operations import moment
from daybridge.keys import new_id
from daybridge.programs.models import Program

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="a matter of SQLite"
)

KEYS = [
    "01a2226938af71858a87f725bfed18ef",
    "01A2226938AF71858A87F725BFED18EF",
    "01a22269-38af-7185-8a87-f726adb22df5",
    "0" * 32,
    "f" * 32,
    None,
]
MOMENTS = [
    datetime(2026, 11, 1, 5, 30),  # noqa: DTZ001
    datetime(2026, 3, 8, 2, 30, 59, 999_999),  # noqa: DTZ001
    datetime(1, 1, 1),  # noqa: DTZ001
    datetime(2026, 11, 24, 17, 40, tzinfo=fixed_zone(timedelta(hours=-5))),
    "2026-11-24 17:40:00",
    "2026-11-24T17:40:00.000501+02:00",
    "2026-11-24",
    None,
]


TEXTS = [b"2026-11-24 17:40:00", b"2026-11-24 17:40:00.000501", b"2026-11-24", b"?"]


@pytest.fixture
def ours_and_djangos():
    return connection.ops, DjangosOperations(connection)


@pytest.mark.parametrize("stored", KEYS)
def test_a_key_reads_as_django_reads_it(ours_and_djangos, stored):
    ours, djangos = (
        ops.convert_uuidfield_value(stored, None, connection)
        for ops in ours_and_djangos
    )

    assert ours == djangos
    assert hash(ours) == hash(djangos)
    assert type(ours) is type(djangos)
    assert ours is None or (ours.is_safe, str(ours)) == (djangos.is_safe, str(djangos))


@pytest.mark.parametrize("stored", MOMENTS)
def test_a_moment_reads_as_django_reads_it(ours_and_djangos, stored):
    ours, djangos = (
        ops.convert_datetimefield_value(stored, None, connection)
        for ops in ours_and_djangos
    )

    assert ours == djangos
    assert ours is None or ours.tzinfo is not None
    assert ours is None or ours.isoformat() == djangos.isoformat()


@pytest.mark.parametrize("stored", TEXTS)
def test_the_text_of_a_moment_reads_as_django_reads_it_once_and_again(stored):
    djangos = parse_datetime(stored.decode())

    assert moment(stored) == djangos
    assert moment(stored) == djangos


@pytest.mark.django_db
def test_the_driver_knows_a_moment_that_it_read_lately():
    moment.cache_clear()
    at = timezone.now()
    rows = [Program.objects.create(name=name) for name in ("Here", "There")]
    Program.objects.update(created_at=at)

    read = Program.objects.values_list("created_at", flat=True)

    assert list(read) == [at] * len(rows)
    assert moment.cache_info().hits == 1


@pytest.mark.parametrize("stored", ["no key", "01a2226938", "g" * 32])
def test_what_is_no_key_is_refused_as_by_django(ours_and_djangos, stored):
    for ops in ours_and_djangos:
        with pytest.raises(ValueError, match=r"badly formed|invalid literal"):
            ops.convert_uuidfield_value(stored, None, connection)


def test_a_key_read_from_the_database_is_a_key_like_any_other():
    key = new_id()
    read = connection.ops.convert_uuidfield_value(key.hex, None, connection)

    assert {read: 1}[key] == 1
    assert read == UUID(key.hex)
    assert read.version == 7
