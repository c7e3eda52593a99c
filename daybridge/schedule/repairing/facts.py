"""What is known of one week of the calendar, in a number of queries that is fixed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from daybridge.people.models import Staff
from daybridge.programs.models import Room
from daybridge.rules.dose_rules import DAYS_PER_WEEK
from daybridge.rules.week_fit.clock import WEEK, Window
from daybridge.schedule import hours
from daybridge.schedule.credentials import Known, credentials_of, why_not_lead
from daybridge.schedule.fitting.extras import Taken, known, window_on
from daybridge.schedule.meetings import closed_days
from daybridge.schedule.models import Repair, Session
from daybridge.schedule.occurrences import instant
from daybridge.schedule.queries import leaders_for, rooms_for
from daybridge.schedule.repairing.affected import affected, on_rosters
from daybridge.schedule.values import ContactLimits


@dataclass(frozen=True, slots=True)
class DatedFacts:
    """One week with its sessions, and what is away or closed in it."""

    repair: Repair
    program: Any
    monday: date
    at: datetime
    touched: list[Session]
    taken: list[Taken]  # by the sessions that go on as planned
    rosters: Mapping[UUID, frozenset[UUID]]  # patients expected, by session
    hours_of_day: frozenset[int]  # minutes of the day at which sessions begin
    lives: Mapping[UUID, hours.Life]
    staff: list[Staff]
    shifts: Mapping[UUID, tuple[Window, ...]]
    limits: Mapping[UUID, ContactLimits]
    credentials: Known
    rooms: list[Room]
    room_hours: Mapping[UUID, tuple[Window, ...]]
    closed: Mapping[UUID | None, frozenset[date]]

    @property
    def lost_time(self) -> Window:
        """When somebody is away or something is closed, within this week."""
        start, end = (
            self.minute_of(moment)
            for moment in (self.repair.starts_at, self.repair.ends_at)
        )
        return Window(max(start, 0), min(end, WEEK))

    def why_not_lead(self, staff: UUID, session: Session) -> str:
        """Why somebody's credentials do not cover leading a session; or nothing."""
        on = self.program.day_of(session.starts_at)
        return why_not_lead(self.credentials, staff, session.modality, on=on)

    def minute_of(self, moment: datetime) -> int:
        """A moment in wall time, as minutes since Monday's midnight."""
        wall = moment.astimezone(self.program.zone).replace(tzinfo=None)
        midnight = datetime.combine(self.monday, time())
        return int((wall - midnight).total_seconds() // 60)

    def window_of(self, session: Session) -> Window:
        return window_on(session, self.monday, self.program.zone)


def dated_facts(
    repair: Repair, monday: date, *, at: datetime, keep: UUID | None = None
) -> DatedFacts:
    """The week of a Monday; `keep` is a session that is touched whatever happened."""
    program = repair.program
    held = _held(program, monday)
    keys = set(affected(repair, at).values_list("pk", flat=True)) | {keep}
    touched = [row for row in held if row.pk in keys]
    rosters = _rosters(program, held)
    people = {key for row in touched for key in rosters.get(row.pk, ())}
    staff, rooms = leaders_for(program, touched), rooms_for(program, touched)
    leading = [row.pk for row in staff]
    sunday = monday + timedelta(days=DAYS_PER_WEEK - 1)
    return DatedFacts(
        repair=repair,
        program=program,
        monday=monday,
        at=at,
        touched=touched,
        taken=[
            _taken(row, monday, program, rosters) for row in held if row.pk not in keys
        ],
        rosters=rosters,
        hours_of_day=frozenset(_minute(row.starts_at, program) for row in held),
        lives=hours.lives(program=program, patients=people, week=monday),
        staff=staff,
        shifts=hours.shifts(program=program, staff=leading, week=monday),
        limits=hours.contact_limits(program=program, staff=leading),
        credentials=credentials_of(program, leading),
        rooms=rooms,
        room_hours=hours.room_hours(
            program=program, rooms=[row.pk for row in rooms], week=monday
        ),
        closed=closed_days(program, monday, sunday),
    )


def monday_of(program: Any, moment: datetime) -> date:
    """The Monday of the week in which a moment lies."""
    day: date = program.day_of(moment)
    return day - timedelta(days=day.weekday())


def _held(program: Any, monday: date) -> list[Session]:
    start = instant(monday, time(), program.zone)
    end = instant(monday + timedelta(days=DAYS_PER_WEEK), time(), program.zone)
    rows = Session.objects.in_program(program).held().between(start, end)
    related = rows.select_related("leader", "co_leader", "room", "track")
    return list(related.order_by("starts_at", "pk"))


def _rosters(program: Any, held: list[Session]) -> dict[UUID, frozenset[UUID]]:
    found = defaultdict(set)
    for session, patient in on_rosters(program, [row.pk for row in held]):
        found[session].add(patient)
    return {key: frozenset(people) for key, people in found.items()}


def _taken(
    row: Session, monday: date, program: Any, rosters: Mapping[UUID, frozenset[UUID]]
) -> Taken:
    leaders = known(row.leader_id, row.co_leader_id)
    window = window_on(row, monday, program.zone)
    return Taken(window, leaders, row.room_id, rosters.get(row.pk, frozenset()))


def _minute(moment: datetime, program: Any) -> int:
    wall = moment.astimezone(program.zone)
    return wall.hour * 60 + wall.minute
