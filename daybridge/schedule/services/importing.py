"""Times that a calendar file brings, laid over a painted week."""

from collections.abc import Sequence
from datetime import date, datetime

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.rules.busy_calendar import Busy
from daybridge.rules.week_painted import strokes_of
from daybridge.schedule.from_calendar import laid_over
from daybridge.schedule.services.weeks import hold_week, keep_dates, keep_ordinary
from daybridge.schedule.weeks import Owner


@service
def take_calendar(
    *, whose: Owner, first: date, weeks: Sequence[Busy], mark: str, version: int,
    at: datetime, by: Viewer,
) -> None:  # fmt: skip
    """Keep what is in most weeks as ordinary, and the rest for its dates.

    `mark` is what its times are; NOTHING: when somebody is away, or a room taken.
    Raises WeekChanged.
    """
    before = hold_week(whose, version, at, by)
    found = laid_over(before, first=first, times=weeks, mark=mark)
    keep_ordinary(before, found.ordinary)
    for monday, painted in found.weeks.items():
        keep_dates(before, monday, strokes_of(painted, on=found.base))
    record("schedule.calendar_taken", by=by.actor, target=before.kept, at=at)
