"""Two coordinators give the same last seat or hour: one week is whole, one is told."""

import pytest

from tests.races import on_disk
from tests.reliability import last_hours
from tests.reliability.last_seats import prepare, run

__all__ = ["on_disk"]

pytestmark = pytest.mark.reliability

RACES = 25
RACES_FOR_AN_HOUR = 12


def test_the_last_seat_of_a_week_has_one_winner_and_nobody_has_half_a_week(on_disk):
    found = run(prepare(), RACES)

    assert found.findings == []
    assert found.answers == {"won": RACES, "SeatTaken": RACES}


def test_the_last_free_hour_has_one_winner_and_nobody_has_half_a_week(on_disk):
    found = last_hours.run(prepare(), RACES_FOR_AN_HOUR)

    assert found.findings == []
    assert found.answers == {"won": RACES_FOR_AN_HOUR, "NotFree": RACES_FOR_AN_HOUR}
