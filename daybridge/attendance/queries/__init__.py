"""The reads of attendance, as frozen answers."""

from daybridge.attendance.queries.days import DayStay, day_stays
from daybridge.attendance.queries.follow_ups import (
    FollowUpRow,
    calls_to_make,
    follow_ups_of,
    may_read_contact,
)
from daybridge.attendance.queries.make_ups import (
    MakeUpOffer,
    make_up_offers,
    missed_this_week,
)
from daybridge.attendance.queries.roster import RosterRow, removed_from, roster_for
from daybridge.attendance.queries.weeks import week_doses
from daybridge.programs.queries import dose_rules_on

__all__ = [
    "DayStay",
    "FollowUpRow",
    "MakeUpOffer",
    "RosterRow",
    "calls_to_make",
    "day_stays",
    "dose_rules_on",
    "follow_ups_of",
    "make_up_offers",
    "may_read_contact",
    "missed_this_week",
    "removed_from",
    "roster_for",
    "week_doses",
]
