"""Two coordinators give the same last seat: one week is whole, one person is told."""

import pytest

from tests.races import on_disk
from tests.reliability.last_seats import prepare, run

__all__ = ["on_disk"]

pytestmark = pytest.mark.reliability

RACES = 25


def test_the_last_seat_of_a_week_has_one_winner_and_nobody_has_half_a_week(on_disk):
    found = run(prepare(), RACES)

    assert found.findings == []
    assert found.answers == {"won": RACES, "SeatTaken": RACES}
