"""The reads of attendance, as frozen answers."""

from daybridge.attendance.queries.days import DayStay, day_stays
from daybridge.attendance.queries.roster import RosterRow, removed_from, roster_for
from daybridge.attendance.queries.weeks import dose_rules_on, week_doses

__all__ = [
    "DayStay",
    "RosterRow",
    "day_stays",
    "dose_rules_on",
    "removed_from",
    "roster_for",
    "week_doses",
]
