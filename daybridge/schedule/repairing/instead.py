"""Where somebody could come instead, in the same week: for those a repair loses."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from daybridge.schedule.fitting.life import fitting_sessions
from daybridge.schedule.models import RepairStep, Session
from daybridge.schedule.occurrences import program_week
from daybridge.schedule.repairing.affected import on_rosters
from daybridge.schedule.seats import with_taken

MOST = 3  # for each person
Offers = Mapping[tuple[UUID, UUID], list[Session]]  # by step and patient


def offers(program: Any, steps: Collection[RepairStep], at: datetime) -> Offers:
    """The soonest sessions with a seat that fit into each life, at most three.

    Nothing is offered that meets another session of theirs; the session that the repair
    takes from them is no longer one.
    """
    lost = {UUID(key) for step in steps for key in step.lost}
    weeks = {
        step.pk: program_week(program.day_of(step.session.starts_at), program)
        for step in steps
    }
    if not lost:
        return {}
    ahead = _with_seats(program, weeks.values(), steps, at)
    fitting = fitting_sessions(program=program, patients=lost, sessions=ahead)
    busy = _busy(program, lost, weeks.values(), steps)
    return {
        (step.pk, key): [
            each
            for each in ahead
            if _is_within(each, weeks[step.pk])
            and each.pk in fitting[key]
            and not any(_meet(each, other) for other in busy[key])
        ][:MOST]
        for step in steps
        for key in map(UUID, step.lost)
    }


def _between(program: Any, weeks: Collection[tuple[datetime, datetime]]) -> Any:
    start, end = min(week[0] for week in weeks), max(week[1] for week in weeks)
    return Session.objects.in_program(program).held().between(start, end)


def _with_seats(
    program: Any, weeks: Collection[tuple[datetime, datetime]],
    steps: Collection[RepairStep], at: datetime,
) -> list[Session]:  # fmt: skip
    """Sessions ahead that count and go on as they are planned."""
    touched = [step.session_id for step in steps]
    rows = _between(program, weeks).filter(
        starts_at__gt=at, counts_to_clinical_hours=True
    )
    with_seats = with_taken(rows.exclude(pk__in=touched)).filter(
        taken__lt=F("capacity")
    )
    return list(with_seats.order_by("starts_at", "pk"))


def _busy(
    program: Any, people: Collection[UUID],
    weeks: Collection[tuple[datetime, datetime]], steps: Collection[RepairStep],
) -> dict[UUID, list[Session]]:  # fmt: skip
    """What else each is expected at."""
    lost = {(step.session_id, UUID(key)) for step in steps for key in step.lost}
    held = {row.pk: row for row in _between(program, weeks)}
    found = defaultdict(list)
    for session, patient in on_rosters(program, list(held)):
        if patient in people and (session, patient) not in lost:
            found[patient].append(held[session])
    return found


def _is_within(session: Session, week: tuple[datetime, datetime]) -> bool:
    return week[0] <= session.starts_at < week[1]


def _meet(one: Session, other: Session) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
