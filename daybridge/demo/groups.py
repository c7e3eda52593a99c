"""The groups of a unit and its sessions: sixteen past weeks and five to come."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from daybridge.demo.clinic import COMING_WEEKS, PAST_WEEKS, ZONE, Clinic, Unit
from daybridge.demo.people import Hired
from daybridge.schedule.models import Group, Session

MINUTES = 180


@dataclass(frozen=True, slots=True)
class Meeting:
    """One recurrence: a group meets on these days at this hour."""

    name: str
    days: tuple[int, ...]  # 0 is Monday
    at: time


@dataclass(frozen=True, slots=True)
class Cohort:
    """The people who go through the week together: one or two meetings."""

    track: str
    meetings: tuple[Meeting, ...]
    leader: int  # which of the unit's counselors
    co_leader: int | None
    room: int
    days_per_week: int

    @property
    def week_minutes(self) -> int:
        return self.days_per_week * MINUTES


EVENING = time(17, 30)
COHORTS = (
    Cohort("Evening IOP", (Meeting("Evening A", (0, 2, 3), EVENING),), 0, 3, 0, 3),
    Cohort("Evening IOP", (Meeting("Evening B", (0, 1, 3), EVENING),), 1, None, 1, 3),
    Cohort("Evening IOP", (Meeting("Evening C", (1, 2, 4), EVENING),), 2, None, 2, 3),
    Cohort("Morning IOP", (Meeting("Morning", (0, 1, 3, 4), time(9)),), 0, 2, 0, 4),
    Cohort(
        "Weekend IOP",
        (
            Meeting("Weekend", (5, 6), time(10)),
            Meeting("Weekend, Wednesday evening", (2,), EVENING),
        ),
        3, 1, 1, 3,
    ),
)  # fmt: skip
CO_LEADERLESS_ON = 2  # Ben cannot be in two rooms on a Wednesday evening
DAY_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Held:
    """One session as the histories need it."""

    id: UUID
    on: date
    starts_at: datetime
    ends_at: datetime
    title: str
    topic: str
    leader: Hired
    co_leader: Hired | None


@dataclass(frozen=True, slots=True)
class Running:
    """A group with its sessions in order."""

    id: UUID
    leader: Hired
    co_leader: Hired | None
    sessions: list[Held]


def run_cohort(clinic: Clinic, unit: Unit, cohort: Cohort, label: str) -> list[Running]:
    """Write the cohort's groups and their sessions."""
    return [_run(clinic, unit, cohort, meeting, label) for meeting in cohort.meetings]


def _run(
    clinic: Clinic, unit: Unit, cohort: Cohort, meeting: Meeting, label: str
) -> Running:
    leader = unit.counselors[cohort.leader]
    co_leader = None if cohort.co_leader is None else unit.counselors[cohort.co_leader]
    if meeting.days == (CO_LEADERLESS_ON,):
        co_leader = None
    first = clinic.today - timedelta(weeks=PAST_WEEKS)
    key = clinic.bulk.add(
        Group, id=clinic.draw.id(clinic.opened_at), program_id=clinic.program_id,
        created_at=clinic.opened_at, name=meeting.name + label,
        track_id=unit.tracks[cohort.track], modality="group",
        curriculum_id=clinic.curriculum_id, leader_id=leader.id,
        co_leader_id=co_leader.id if co_leader else None,
        room_id=unit.rooms[cohort.room], capacity=12, starts_at=meeting.at,
        minutes=MINUTES, starts_on=first,
        recurrence="FREQ=WEEKLY;BYDAY=" + ",".join(DAY_NAMES[d] for d in meeting.days),
    )  # fmt: skip
    days = [
        day
        for day in _days(first, clinic.today + timedelta(weeks=COMING_WEEKS))
        if day.weekday() in meeting.days and day not in clinic.closed_on
    ]
    sessions = [
        _session(clinic, unit, cohort, meeting, key, label, day, number)
        for number, day in enumerate(days)
    ]
    return Running(key, leader, co_leader, sessions)


def _session(
    clinic: Clinic,
    unit: Unit,
    cohort: Cohort,
    meeting: Meeting,
    group_id: UUID,
    label: str,
    day: date,
    number: int,
) -> Held:
    leader = unit.counselors[cohort.leader]
    co_leader = None if cohort.co_leader is None else unit.counselors[cohort.co_leader]
    if meeting.days == (CO_LEADERLESS_ON,):
        co_leader = None
    starts_at = datetime.combine(day, meeting.at, ZONE).astimezone(UTC)
    ends_at = starts_at + timedelta(minutes=MINUTES)
    made_at = starts_at - timedelta(weeks=COMING_WEEKS)
    topic = clinic.topics[number % len(clinic.topics)]
    key = clinic.bulk.add(
        Session, id=clinic.draw.id(made_at), program_id=clinic.program_id,
        created_at=made_at, group_id=group_id, rule_date=day,
        title=meeting.name + label, track_id=unit.tracks[cohort.track],
        modality=topic.modality, starts_at=starts_at, ends_at=ends_at,
        leader_id=leader.id, co_leader_id=co_leader.id if co_leader else None,
        room_id=unit.rooms[cohort.room], capacity=12, topic_id=topic.id,
    )  # fmt: skip
    title = meeting.name + label
    return Held(key, day, starts_at, ends_at, title, topic.title, leader, co_leader)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
