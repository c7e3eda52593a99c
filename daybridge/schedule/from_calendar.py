"""A painted week with the times of a calendar file laid over it.

Decided: of who told no hours, for whom any time counts, a calendar of hours says all,
         and one of times away takes them from any time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from daybridge.rules.busy_calendar import Busy, usual, with_busy
from daybridge.rules.week_painted import EMPTY, NOTHING, Painting, Stroke, strokes_of
from daybridge.schedule.hours import ANY_TIME
from daybridge.schedule.weeks import Week


@dataclass(frozen=True, slots=True)
class LaidOver:
    """The week as it becomes: of every week, and of each from a Monday on."""

    ordinary: Painting
    base: Painting  # what a single date changes
    weeks: dict[date, Painting]  # by their Mondays

    @property
    def dates(self) -> dict[date, list[Stroke]]:
        """What is otherwise on single dates, in order."""
        found: dict[date, list[Stroke]] = {}
        for monday, painted in self.weeks.items():
            for stroke in strokes_of(painted, on=self.base):
                on = monday + timedelta(days=stroke.weekday)
                found.setdefault(on, []).append(stroke)
        return found


def laid_over(week: Week, *, first: date, times: Sequence[Busy], mark: str) -> LaidOver:
    """What becomes of a week with a calendar's times of each week from a Monday on.

    What is in most of them is of every week, the rest of its dates.
    """
    before = _before(week, mark)
    ordinary = with_busy(before, usual(times), mark)
    as_painted = week.from_monday(first, len(times), on=before)
    weeks = {
        first + timedelta(weeks=number): with_busy(painted, busy, mark)
        for number, (painted, busy) in enumerate(zip(as_painted, times, strict=True))
    }
    if week.is_of_hours and ordinary in (EMPTY, ANY_TIME):
        return LaidOver(EMPTY, ANY_TIME, weeks)
    return LaidOver(ordinary, ordinary, weeks)


def _before(week: Week, mark: str) -> Painting:
    if not week.means_any_time:
        return week.ordinary
    return ANY_TIME if mark == NOTHING else EMPTY
