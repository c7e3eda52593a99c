"""The tables of attendance: places in sessions, follow-ups, tablets at the door."""

from daybridge.attendance.models.door import DoorMiss, DoorTablet, DoorTabletQuerySet
from daybridge.attendance.models.follow_ups import FollowUp, FollowUpQuerySet
from daybridge.attendance.models.places import Attendance, AttendanceQuerySet, Mark

__all__ = [
    "Attendance",
    "AttendanceQuerySet",
    "DoorMiss",
    "DoorTablet",
    "DoorTabletQuerySet",
    "FollowUp",
    "FollowUpQuerySet",
    "Mark",
]
