"""Killed with -9 while five people write: nothing acknowledged is missing afterwards.

One round here, aimed at a signature; `python -m bench.kills` runs fifty on each engine.
"""

import os
import random

import pytest

from tests.postgres import find_binaries
from tests.reliability.kills import Kill, drill
from tests.reliability.stored import Stored

pytestmark = pytest.mark.reliability

ENGINE = os.environ.get("DB", "sqlite")
KILL = {"sqlite": Kill.SERVER, "postgres": Kill.BOTH}[ENGINE]


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    if ENGINE == "postgres" and find_binaries() is None:
        pytest.skip("PostgreSQL is not installed")
    folder = tmp_path_factory.mktemp("kills")
    with drill(ENGINE, folder, chance=random.Random(7)) as opened:
        yield opened


def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(running):
    done = running.round(KILL, most=60, aimed=True, verifies=True)

    assert list(done.findings) == []
    assert done.acknowledged > 0
    assert done.unanswered > 0


def test_being_sent_to_the_sign_in_page_is_no_promise(running):
    for writer in running.writers[:4]:
        del writer.browser.cookies["session"]
        writer.write_once()

    stored = Stored(running.installation)
    for writer in running.writers[:4]:
        assert list(writer.losses(stored, settled=True)) == []


def test_the_judge_sees_what_a_database_has_lost(running):
    """Otherwise a proof that always passes would look like this one."""
    stored = Stored(running.installation)
    for note in stored.notes.values():
        note.values.update(dict.fromkeys(note.values, ""))
    stored.summaries.clear()
    for place in stored.places.values():
        place.update(arrived_at=None, mark="expected")
    stored.signatures.popitem()

    for writer in running.writers:
        assert writer.acknowledged == 0 or list(writer.losses(stored, settled=True))
    assert len(list(stored.half_signed())) == 1
