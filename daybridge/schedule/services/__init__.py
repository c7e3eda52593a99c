"""The writes of the schedule, one file per activity."""

from daybridge.schedule.services.closing import bring_back_sessions, stop_sessions
from daybridge.schedule.services.groups import change_group, make_group
from daybridge.schedule.services.making import keep_weeks_ahead, materialize
from daybridge.schedule.services.membership import end_enrollment, enroll
from daybridge.schedule.services.sessions import (
    add_extra_session,
    cancel_session,
    change_session,
    record_told,
    reinstate_session,
    substitute_leader,
)

__all__ = [
    "add_extra_session",
    "bring_back_sessions",
    "cancel_session",
    "change_group",
    "change_session",
    "end_enrollment",
    "enroll",
    "keep_weeks_ahead",
    "make_group",
    "materialize",
    "record_told",
    "reinstate_session",
    "stop_sessions",
    "substitute_leader",
]
