"""The busy times of a calendar file, laid on a patient's week."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.people.models import Patient
from daybridge.rules.busy_calendar import Busy, one_week, usual, with_busy
from daybridge.rules.week_painted import strokes_of
from daybridge.schedule.services.weeks import hold_week, keep_dates, keep_ordinary
from daybridge.schedule.weeks import week_of


@service
def take_calendar(
    *, patient: Patient, first: date, weeks: Sequence[Busy], mark: str, version: int,
    at: datetime, by: Viewer,
) -> None:  # fmt: skip
    """Keep what is busy in most weeks as ordinary, and the rest for its dates.

    What was painted stays. Raises WeekChanged.
    """
    before = hold_week(patient, version, at, by)
    of_every_week = usual(weeks)
    mondays = [first + timedelta(weeks=number) for number in range(len(weeks))]
    as_painted = [before.at(monday) for monday in mondays]
    keep_ordinary(before, with_busy(before.ordinary, of_every_week, mark))
    now = week_of(patient)
    for monday, painted, busy in zip(mondays, as_painted, weeks, strict=True):
        wanted = one_week(
            with_busy(painted, of_every_week, mark), ordinary=before.ordinary,
            busy=busy, of_every_week=of_every_week, mark=mark,
        )  # fmt: skip
        keep_dates(now, monday, strokes_of(wanted, on=now.ordinary))
    record("schedule.calendar_taken", by=by.actor, target=before.kept, at=at)
