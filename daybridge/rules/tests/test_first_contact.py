"""Both sides of every hour from which a clock says something else."""

from datetime import UTC, datetime, timedelta

import pytest

from daybridge.rules.first_contact import LIMITS, Waiting, clock, hours_words

ASKED = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def waiting(stage, hours, **more):
    at = ASKED + timedelta(hours=hours)
    return clock(stage, first_contact_at=ASKED, at=at, **more).waiting


@pytest.mark.parametrize("stage", LIMITS)
def test_each_stage_turns_at_its_own_hours(stage):
    limits, tick = LIMITS[stage], 1 / 3600
    assert 0 < limits.soon < limits.late
    assert waiting(stage, limits.soon - tick) is Waiting.CALM
    assert waiting(stage, limits.soon) is Waiting.SOON
    assert waiting(stage, limits.late - tick) is Waiting.SOON
    assert waiting(stage, limits.late) is Waiting.LATE


def test_a_later_stage_is_never_late_before_an_earlier_one():
    lates = [limits.late for limits in LIMITS.values()]
    assert lates == sorted(lates)


def test_what_is_over_waits_for_nobody():
    assert waiting("admitted", 10_000) is Waiting.CALM
    assert waiting("lost", 10_000) is Waiting.CALM


def test_who_asked_to_be_called_later_waits_for_that_time():
    later = ASKED + timedelta(hours=50)
    assert waiting("new", 49, asked_for=later) is Waiting.CALM
    assert waiting("new", 50, asked_for=later) is Waiting.LATE
    assert waiting("new", 1, asked_for=ASKED) is Waiting.LATE


def test_a_clock_that_runs_ahead_of_ours_shows_no_hours():
    early = clock("new", first_contact_at=ASKED, at=ASKED - timedelta(hours=3))
    assert (early.hours, early.words) == (0, "under 1 h")


def test_hours_read_as_people_say_them():
    assert [hours_words(n) for n in (0, 1, 47, 48, 71, 72)] == [
        "under 1 h", "1 h", "47 h", "2 days", "2 days", "3 days",
    ]  # fmt: skip
