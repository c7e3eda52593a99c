"""Which day it is, where the program is."""

from datetime import UTC, date, datetime

import pytest


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 29, 4, 59, tzinfo=UTC), date(2026, 11, 28)),
        (datetime(2026, 11, 29, 5, 0, tzinfo=UTC), date(2026, 11, 29)),
        (datetime(2026, 7, 1, 3, 59, tzinfo=UTC), date(2026, 6, 30)),  # in summer
        (datetime(2026, 7, 1, 4, 0, tzinfo=UTC), date(2026, 7, 1)),
    ],
)
def test_a_day_begins_at_midnight_where_the_program_is(
    clinic, viewer, ruth, moment, day
):
    assert clinic.program.day_of(moment) == day
    assert viewer(ruth, at=moment).today == day
