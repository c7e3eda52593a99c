"""Two people, one thing: one wins, the other is told, nothing is lost.

A few races of each kind here; `python -m bench.races` runs a thousand on each engine.
"""

import pytest

from tests.races import on_disk
from tests.reliability.heats import HEATS, Track

__all__ = ["on_disk"]

pytestmark = pytest.mark.reliability

RACES = 12


@pytest.mark.parametrize("name", HEATS)
def test_one_wins_the_other_is_told_and_nothing_is_lost(on_disk, name):
    answers, findings = HEATS[name](Track(), RACES).run()

    assert findings == []
    assert len(answers) == RACES
