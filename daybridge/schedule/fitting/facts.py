"""What is known of a clinic's week, read in a number of queries that does not grow."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from daybridge.intake.queries import DoseInForce, dose_orders_in_force
from daybridge.people.models import Staff
from daybridge.programs.models import ONE_TO_ONE, Room
from daybridge.programs.queries import dose_rules_on
from daybridge.rules.dose_rules import DAYS_PER_WEEK, WeeklyDoseRule
from daybridge.rules.week_fit.clock import DAY, Window
from daybridge.schedule import hours
from daybridge.schedule.fitting.extras import NOBODY, standing_extras
from daybridge.schedule.fitting.extras import Taken as Taken
from daybridge.schedule.fitting.extras import known as known
from daybridge.schedule.fitting.extras import window_on as window_on
from daybridge.schedule.fitting.individual import OwnSessions, own_sessions
from daybridge.schedule.models import Enrollment, Group, Session
from daybridge.schedule.occurrences import instant
from daybridge.schedule.open_places import weekly_meetings
from daybridge.schedule.queries import leaders_for, rooms_for
from daybridge.schedule.seats import with_taken
from daybridge.schedule.values import ContactLimits, GroupValues


@dataclass(frozen=True, slots=True)
class Facts:
    """One clinic's week, from a day on."""

    program: Any
    monday: date
    groups: list[Group]  # that count toward the dose and meet every week
    others: list[Group]
    own: OwnSessions  # individual and family sessions, ordered and standing
    members: Mapping[UUID, list[Enrollment]]  # by group
    seats: Mapping[UUID, int]  # left on the fullest evening ahead, by group
    taken: list[Taken]  # by what is not placed
    extras: list[Taken]  # of these, sessions that belong to no group
    orders: Mapping[UUID, DoseInForce]  # by patient
    rules: Mapping[UUID, WeeklyDoseRule]  # by track
    lives: Mapping[UUID, hours.Life]
    staff: list[Staff]
    shifts: Mapping[UUID, tuple[Window, ...]]  # of staff, and of who co-leads
    limits: Mapping[UUID, ContactLimits]
    rooms: list[Room]
    room_hours: Mapping[UUID, tuple[Window, ...]]

    def people_in(self, group: Group) -> frozenset[UUID]:
        """Who has a place in a group from the day on."""
        return _people_in(group, self.members)


def facts_of(program: Any, *, day: date, at: datetime) -> Facts:
    """The ordinary week from a day on, with the places given away from that day.

    What is otherwise on single dates is not in it (`fitting.exceptions` names it).
    """
    monday = day + timedelta(days=-day.weekday() % DAYS_PER_WEEK)
    running = _groups(program, monday)
    groups = [group for group in running if group.gives_weekly_dose]
    alone = [group for group in running if group.is_one_to_one]
    members = _members(program, running, day)
    orders = dose_orders_in_force(program, day=day)
    patients = set(orders) | {e.patient_id for es in members.values() for e in es}
    held = groups + alone
    staff, rooms = leaders_for(program, held), rooms_for(program, held)
    own = own_sessions(
        program, orders=orders, groups=alone, members=members, staff=staff, at=at
    )
    extras = standing_extras(program, day)
    return Facts(
        program=program,
        monday=monday,
        groups=groups,
        others=[group for group in running if not group.gives_weekly_dose],
        own=own,
        members=members,
        seats=_seats(program, groups, day, at),
        taken=[*_taken_by_groups(running, members, own.standing), *extras],
        extras=extras,
        orders=orders,
        rules=dose_rules_on(program, day),
        lives=hours.lives(program=program, patients=patients, week=None),
        staff=staff,
        shifts=hours.shifts(
            program=program,
            staff={row.pk for row in staff} | known(*(g.co_leader_id for g in running)),
            week=None,
        ),
        limits=hours.contact_limits(program=program, staff=[row.pk for row in staff]),
        rooms=rooms,
        room_hours=hours.room_hours(
            program=program, rooms=[row.pk for row in rooms], week=None
        ),
    )


def _groups(program: Any, monday: date) -> list[Group]:
    """The groups that run all that week, and hours of somebody's own to come."""
    sunday = monday + timedelta(days=DAYS_PER_WEEK - 1)
    groups = Group.objects.in_program(program).not_over_on(sunday)
    begun = Q(starts_on__lte=monday) | Q(modality__in=ONE_TO_ONE)
    rows = groups.filter(begun).select_related(
        "track", "room", "leader", "co_leader", "curriculum"
    )
    return list(rows.order_by("name", "pk"))


def _members(
    program: Any, groups: list[Group], day: date
) -> dict[UUID, list[Enrollment]]:
    """The places given away from a day on, by group."""
    found = defaultdict(list)
    rows = Enrollment.objects.in_program(program).filter(
        Q(ends_on=None) | Q(ends_on__gte=day), group__in=groups
    )
    for row in rows:
        found[row.group_id].append(row)
    return dict(found)


def _seats(
    program: Any, groups: list[Group], day: date, at: datetime
) -> dict[UUID, int]:
    """Seats that every evening ahead still has: guests sit in them too."""
    start = max(at, instant(day, time(), program.zone))
    ahead = Session.objects.in_program(program).held().filter(
        group__in=groups, ends_at__gt=start
    )  # fmt: skip
    found: dict[UUID, int] = {}
    for group, capacity, taken in with_taken(ahead).values_list(
        "group_id", "capacity", "taken"
    ):
        left = max(capacity - taken, 0)
        found[group] = min(found.get(group, left), left)
    return found


def _taken_by_groups(
    groups: list[Group],
    members: Mapping[UUID, list[Enrollment]],
    placed: Collection[UUID],
) -> list[Taken]:
    """What is not offered takes time of everyone in it; what is, of its co-leader.

    So do hours of somebody's own, but for those that are placed in their week.
    """
    found: list[Taken] = []
    for group in groups:
        if group.gives_weekly_dose or group.pk in placed:
            helping = known(group.co_leader_id)
            found += [Taken(w, helping, None, NOBODY) for w in meeting_windows(group)]
        else:
            found += taken_by(group, _people_in(group, members))
    return found


def taken_by(group: Group | GroupValues, people: Iterable[UUID]) -> Iterator[Taken]:
    """The time that a group takes of everyone in it."""
    leaders = known(*(each.pk for each in (group.leader, group.co_leader) if each))
    room = group.room.pk if group.room else None
    for window in meeting_windows(group):
        yield Taken(window, leaders, room, frozenset(people))


def _people_in(
    group: Group, members: Mapping[UUID, Iterable[Enrollment]]
) -> frozenset[UUID]:
    return frozenset(row.patient_id for row in members.get(group.pk, ()))


def meeting_windows(group: Group | GroupValues) -> list[Window]:
    """When a group meets in a week, in minutes of the week; cut at midnight."""
    found = []
    for meeting in weekly_meetings(group):
        start = meeting.weekday * DAY + meeting.starts_at_minute
        midnight = (meeting.weekday + 1) * DAY
        found.append(Window(start, min(start + meeting.minutes, midnight)))
    return found


def windows_led_by(staff: Staff, *, on: date) -> list[Window]:
    """When somebody leads or helps to lead groups that run on a day."""
    running = Group.objects.in_program(staff.program_id).not_over_on(on)
    own = running.filter(Q(leader=staff) | Q(co_leader=staff), starts_on__lte=on)
    return [window for group in own for window in meeting_windows(group)]
