"""The writes of attendance, one file per activity."""

from daybridge.attendance.services.absences import (
    close_session_attendance,
    mark_excused,
    mark_expected,
    mark_no_show,
    set_mode,
)
from daybridge.attendance.services.arrivals import (
    correct_times,
    end_early,
    go_on,
    mark_all_present,
    record_arrival,
    record_departure,
)
from daybridge.attendance.services.follow_ups import finish_follow_up
from daybridge.attendance.services.roster import (
    add_to_session,
    remove_from_session,
    restore_to_session,
)
from daybridge.attendance.services.whole_roster import (
    AttendanceChange,
    save_attendance,
    take_places,
)

__all__ = [
    "AttendanceChange",
    "add_to_session",
    "close_session_attendance",
    "correct_times",
    "end_early",
    "finish_follow_up",
    "go_on",
    "mark_all_present",
    "mark_excused",
    "mark_expected",
    "mark_no_show",
    "record_arrival",
    "record_departure",
    "remove_from_session",
    "restore_to_session",
    "save_attendance",
    "set_mode",
    "take_places",
]
