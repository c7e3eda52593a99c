"""The tables of attendance: places, follow-ups, reminders, tablets at the door."""

from daybridge.attendance.models.door import DoorMiss, DoorTablet, DoorTabletQuerySet
from daybridge.attendance.models.follow_ups import FollowUp, FollowUpQuerySet
from daybridge.attendance.models.places import Attendance, AttendanceQuerySet, Mark
from daybridge.attendance.models.reminders import (
    Reminder,
    ReminderAnswer,
    ReminderAnswerQuerySet,
    ReminderQuerySet,
)

__all__ = [
    "Attendance",
    "AttendanceQuerySet",
    "DoorMiss",
    "DoorTablet",
    "DoorTabletQuerySet",
    "FollowUp",
    "FollowUpQuerySet",
    "Mark",
    "Reminder",
    "ReminderAnswer",
    "ReminderAnswerQuerySet",
    "ReminderQuerySet",
]
