"""Nightly upkeep: a program that keeps federal holidays has those of next year too."""

from datetime import datetime

from daybridge.access.viewer import Viewer
from daybridge.happenings import ask
from daybridge.programs.models import Closure
from daybridge.programs.rounds import in_every_program
from daybridge.programs.services import fill_holidays
from daybridge.programs.values import Concerned
from daybridge.programs.year import holidays_to_fill

FROM_MONTH = 10  # sessions of January are made from the end of November


def fill_next_year(*, as_of: datetime) -> int:
    """Add the holidays of next year from October on; safe to run every night.

    Only where this year has some, and where no session is planned on any of them:
    then the director is asked, on the page of the calendar.
    """
    added = 0
    for by in in_every_program(as_of):
        year = by.today.year + 1
        if _keeps_holidays(by) and not _would_stop_a_session(by, year):
            added += len(fill_holidays(year=year, at=as_of, by=by))
    return added


def _keeps_holidays(by: Viewer) -> bool:
    today = by.today
    kept = Closure.objects.in_program(by.program_id).filter(
        kind=Closure.Kind.FEDERAL, on__year=today.year
    )
    return today.month >= FROM_MONTH and kept.exists()


def _would_stop_a_session(by: Viewer, year: int) -> bool:
    days = [(holiday.on, None) for holiday in holidays_to_fill(by, year, by.at)]
    sessions = ask("programs.sessions_on", program=by.program, days=days, at=by.at)
    return any(session.state == Concerned.PLANNED for session in sessions)
