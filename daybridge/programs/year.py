"""A year of the program's calendar: closures as people read them, holidays to fill."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from daybridge.access.viewer import Viewer
from daybridge.programs.models import Closure
from daybridge.rules.holidays import FIRST_YEAR, Holiday, federal_holidays

YEARS_AHEAD = 10  # as far as a calendar is planned


@dataclass(frozen=True, slots=True)
class Year:
    """What the calendar page shows of one year."""

    number: int
    closures: Sequence[Closure]  # in order of their days
    missing: Sequence[Holiday]  # federal holidays ahead that are not on the calendar


def day_words(day: date) -> str:
    """Thursday, November 26, 2026."""
    return f"{day.strftime('%A, %B')} {day.day}, {day.year}"


def year_of(viewer: Viewer, number: int) -> Year:
    """One year of the calendar; two statements."""
    rows = Closure.objects.in_program(viewer.program_id).filter(on__year=number)
    closures = list(rows.select_related("site").order_by("on", "site__name", "pk"))
    return Year(number, closures, holidays_to_fill(viewer, number, viewer.at))


def holidays_to_fill(viewer: Viewer, year: int, at: datetime) -> list[Holiday]:
    """The federal holidays of a year from today on that the calendar does not have."""
    today = viewer.program.day_of(at)
    rows = Closure.objects.in_program(viewer.program_id).filter(
        on__year=year, site=None
    )
    known = set(rows.values_list("on", flat=True))
    return [
        holiday
        for holiday in federal_holidays(year)
        if holiday.on >= today and holiday.on not in known
    ]


def worked_before(viewer: Viewer, year: int) -> frozenset[str]:
    """The federal holidays on which the program met in the year before."""
    rows = Closure.objects.in_program(viewer.program_id).filter(
        on__year=year - 1, kind=Closure.Kind.FEDERAL, is_open_anyway=True
    )
    return frozenset(rows.values_list("name", flat=True))


def year_asked(text: str, today: date) -> int:
    """The year asked for, if it is one a calendar may show; else this one."""
    if not (len(text) == 4 and text.isascii() and text.isdigit()):
        return today.year
    asked = int(text)
    return asked if FIRST_YEAR <= asked <= today.year + YEARS_AHEAD else today.year
