"""Next year's holidays come by themselves, and stop nothing unasked."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from daybridge.access.viewer import system_viewer
from daybridge.programs import services
from daybridge.programs.models import Closure
from daybridge.programs.upkeep import fill_next_year
from daybridge.schedule.models import Session
from tests.cast import ZONE

SEPTEMBER = datetime(2026, 9, 30, 16, 0, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 1, 16, 0, tzinfo=UTC)


@pytest.fixture
def keeps_holidays(clinic):
    by = system_viewer(clinic.program, SEPTEMBER)
    return services.fill_holidays(year=2026, at=SEPTEMBER, by=by)


def of_2027(clinic):
    return Closure.objects.in_program(clinic.program).filter(on__year=2027)


def test_next_year_is_filled_from_october_on(clinic, keeps_holidays):
    assert fill_next_year(as_of=SEPTEMBER) == 0
    assert fill_next_year(as_of=OCTOBER) == 15  # eleven, and four observed days
    assert fill_next_year(as_of=OCTOBER + timedelta(days=1)) == 0
    assert of_2027(clinic).count() == 15


def test_a_program_without_holidays_gets_none(clinic):
    assert fill_next_year(as_of=OCTOBER) == 0


def test_what_was_worked_this_year_is_worked_in_the_next(clinic, keeps_holidays):
    by = system_viewer(clinic.program, SEPTEMBER)
    [columbus] = [row for row in keeps_holidays if row.name == "Columbus Day"]
    services.meet_anyway(closure=columbus, at=SEPTEMBER, by=by)

    fill_next_year(as_of=OCTOBER)

    worked = of_2027(clinic).filter(is_open_anyway=True)
    assert [row.name for row in worked] == ["Columbus Day"]


def test_a_session_that_is_planned_is_never_stopped_unasked(clinic, keeps_holidays):
    start = datetime.combine(date(2027, 1, 1), time(10), ZONE)
    session = Session.objects.create(
        program=clinic.program, title="New Year", track=clinic.track,
        modality="group", starts_at=start, ends_at=start + timedelta(hours=2),
        leader=clinic.staff["ruth"], room=clinic.room, capacity=5,
    )  # fmt: skip

    assert fill_next_year(as_of=OCTOBER) == 0

    session.refresh_from_db()
    assert session.cancelled_at is None
