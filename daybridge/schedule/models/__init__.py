"""The tables of the schedule: groups and sessions, and whose time allows what."""

from daybridge.schedule.models.drafts import Draft, DraftQuerySet
from daybridge.schedule.models.groups import (
    Enrollment,
    EnrollmentQuerySet,
    Group,
    GroupQuerySet,
    Session,
    SessionQuerySet,
)
from daybridge.schedule.models.hours import Hours, HoursChange, HoursTime
from daybridge.schedule.models.publications import Publication
from daybridge.schedule.models.repairs import Repair, RepairStep
from daybridge.schedule.models.told import (
    FamilyTime,
    ToldChange,
    ToldTime,
    ToldWeek,
    WeekLink,
)
from daybridge.schedule.models.windows import Mark

__all__ = [
    "Draft",
    "DraftQuerySet",
    "Enrollment",
    "EnrollmentQuerySet",
    "FamilyTime",
    "Group",
    "GroupQuerySet",
    "Hours",
    "HoursChange",
    "HoursTime",
    "Mark",
    "Publication",
    "Repair",
    "RepairStep",
    "Session",
    "SessionQuerySet",
    "ToldChange",
    "ToldTime",
    "ToldWeek",
    "WeekLink",
]
