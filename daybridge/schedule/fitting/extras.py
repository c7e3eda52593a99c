"""Sessions that belong to no group: which of them stand in an ordinary week.

Decided: what is booked at the same time of two weeks or more, of those whose sessions
         exist, stands: it takes the time of its people, leaders and room. What is
         booked once is of one date, and no reason against an ordinary week.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, FilteredRelation, Q

from daybridge.rules.week_fit.clock import DAY, Window
from daybridge.schedule.models import Session
from daybridge.schedule.occurrences import instant

NOBODY: frozenset[UUID] = frozenset()
WEEKS = 5  # ahead, in which sessions exist
OFTEN = 2  # times make a habit


@dataclass(frozen=True, slots=True)
class Taken:
    """Time that is given away already, and counts toward nobody's dose."""

    window: Window
    staff: frozenset[UUID]
    room: UUID | None
    patients: frozenset[UUID]


def standing_extras(program: Any, day: date) -> list[Taken]:
    """Individual sessions and extras that recur from a day on; one statement."""
    zone, last = program.zone, day + timedelta(weeks=WEEKS)
    rows = Session.objects.in_program(program).held().between(
        instant(day, time(), zone), instant(last, time(), zone)
    )  # fmt: skip
    on_roster = FilteredRelation(
        "attendances", condition=Q(attendances__removed_at=None)
    )
    alone: Any = rows.filter(group=None).annotate(
        place=on_roster, patient_id=F("place__patient_id")
    )
    extras: dict[UUID, Session] = {}
    people: dict[UUID, set[UUID]] = defaultdict(set)
    for session in alone.order_by("starts_at", "pk"):
        extras[session.pk] = session
        people[session.pk] |= known(session.patient_id)
    alike: dict[Taken, int] = defaultdict(int)
    for key, session in extras.items():
        on = program.day_of(session.starts_at)
        taken = Taken(
            window_on(session, on - timedelta(days=on.weekday()), zone),
            known(session.leader_id, session.co_leader_id),
            session.room_id,
            frozenset(people[key]),
        )
        alike[taken] += 1
    return [taken for taken, times in alike.items() if times >= OFTEN]


def known(*keys: UUID | None) -> frozenset[UUID]:
    return frozenset(key for key in keys if key is not None)


def window_on(session: Session, monday: date, zone: Any) -> Window:
    """A session in wall time, cut at midnight."""
    start = session.starts_at.astimezone(zone)
    minute = (start.date() - monday).days * DAY + start.hour * 60 + start.minute
    return Window(minute, min(minute + session.minutes, (minute // DAY + 1) * DAY))
