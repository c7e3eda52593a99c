"""A repair is accepted, or taken back: the sessions change, and everyone is told.

All of what is accepted at once holds, or none of it. Leaders and rooms are held before
sessions, each in the order of their keys; only when every session reads as it should is
it asked whether somebody is in two places, so that two sessions may swap.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.people.models import Staff
from daybridge.programs.models import Room
from daybridge.schedule.errors import NotFree, StepDecided
from daybridge.schedule.fitting.extras import known
from daybridge.schedule.models import Repair, RepairStep, Session
from daybridge.schedule.queries import Span, double_bookings
from daybridge.schedule.repairing.telling import News, tell_back, tell_done
from daybridge.schedule.repairing.was import Was
from daybridge.schedule.services.holding import hold_leaders_and_rooms, hold_session
from daybridge.schedule.services.repairs import (
    decide,
    refuse_unless_as_seen,
    steps_seen,
)
from daybridge.schedule.services.sessions import (
    cancel_session,
    change_session,
    reinstate_session,
    substitute_leader,
)
from daybridge.schedule.services.storms import close_days, hold_calendar, open_days
from daybridge.schedule.values import SessionChanges

State = RepairStep.State


@service
def accept_steps(
    *, repair: Repair, seen: Mapping[UUID, int], at: datetime, by: Viewer
) -> int:
    """Do what is proposed for some sessions, and tell everyone concerned.

    `seen` has each step with the version that was on the page. Raises StepDecided,
    StaleSession or NotFree, and changes nothing, when anything is not as it was.
    A storm closes its days with the first session that is accepted.
    """
    repair = hold_calendar(repair)
    steps = steps_seen(repair, seen)
    for step in steps:
        refuse_unless_as_seen(step, seen[step.pk])
    if steps:
        close_days(repair, at=at, by=by)
    _hold_places(by.program_id, steps)
    news = [_do(step, at, by) for step in _in_one_order(steps)]
    for step in steps:
        _refuse_double(step, by.program)
    for each in news:
        tell_done(each, at=at, by=by)
    return len(steps)


@service
def take_back_steps(
    *, repair: Repair, seen: Mapping[UUID, int], at: datetime, by: Viewer
) -> int:
    """Let sessions be as they were before their repair, and tell everyone again.

    All of them or none. Raises StepDecided, or StaleSession when one changed after the
    repair. With the last, the days that a storm closed are open again.
    """
    repair = hold_calendar(repair)
    steps = steps_seen(repair, seen)
    if any((row.state, row.version) != (State.ACCEPTED, seen[row.pk]) for row in steps):
        raise StepDecided("Someone has taken this back, or decided otherwise.")
    for row in _in_one_order(steps):
        session = hold_session(row.session, row.after_version)
        _undo(row, session, at, by)
        decide(row, State.TAKEN_BACK, at=at, by=by)
        record("schedule.repair_taken_back", by=by.actor, target=session, at=at)
        tell_back(News.of(row), at=at, by=by)
    open_days(repair, at=at, by=by)
    return len(steps)


def _hold_places(program_id: UUID, steps: list[RepairStep]) -> None:
    """Keep the leaders and rooms that are wanted from a second repair."""
    leaders = {step.leader_id for step in steps if step.leader_id}
    rooms = {step.room_id for step in steps if step.room_id}
    hold_leaders_and_rooms(program_id, leaders, rooms)


def _in_one_order(steps: list[RepairStep]) -> list[RepairStep]:
    return sorted(steps, key=lambda step: step.session_id)


def _do(step: RepairStep, at: datetime, by: Viewer) -> News:
    session = hold_session(step.session, step.base_version)
    step.session = session
    step.before = Was.of(session).as_document()
    news = News.of(step)
    if step.is_held:
        session = _hold_so(step, session, at, by)
    else:
        session = cancel_session(
            session=session, reason=step.repair.cancel_reason, note="", told=(),
            at=at, by=by,
        )  # fmt: skip
    step.session, step.after_version = session, session.version
    decide(step, State.ACCEPTED, at=at, by=by)
    record("schedule.repair_accepted", by=by.actor, target=session, at=at)
    return news


def _hold_so(step: RepairStep, row: Session, at: datetime, by: Viewer) -> Session:
    """Time and place first, then who leads it: a substitute stays on record as one."""
    assert step.starts_at is not None
    assert step.ends_at is not None
    is_helper_away = row.co_leader_id == step.repair.staff_id
    wanted = replace(
        SessionChanges.of(row),
        starts_at=step.starts_at,
        ends_at=step.ends_at,
        room=step.room,
        co_leader=None if is_helper_away else row.co_leader,
    )
    return _arrange(row, wanted, step.leader, at, by)


def _undo(step: RepairStep, row: Session, at: datetime, by: Viewer) -> None:
    if row.cancelled_at is not None:
        reinstate_session(session=row, at=at, by=by)
        return
    was = Was.before(step)
    staff = Staff.objects.in_program(by.program_id)
    rooms = Room.objects.in_program(by.program_id)
    wanted = replace(
        SessionChanges.of(row),
        starts_at=was.starts_at,
        ends_at=was.ends_at,
        room=rooms.filter(pk__in=known(was.room_id)).first(),
        co_leader=staff.filter(pk__in=known(was.co_leader_id)).first(),
    )
    _arrange(row, wanted, staff.get(pk=was.leader_id), at, by)


def _arrange(
    row: Session, wanted: SessionChanges, leader: Any, at: datetime, by: Viewer
) -> Session:
    """A session with another time, place or helper, then with this leader."""
    if wanted.co_leader == leader:
        wanted = replace(wanted, co_leader=None)
    if wanted != SessionChanges.of(row):
        row = change_session(
            session=row, changes=wanted, base_version=row.version, at=at, by=by
        )
    return substitute_leader(session=row, staff=leader, at=at, by=by)


def _refuse_double(step: RepairStep, program: Any) -> None:
    """Nobody leads two sessions at once, and no room holds two, by a repair."""
    if not step.is_held:
        return
    session, was = step.session, Was.before(step)
    is_moved = session.starts_at != was.starts_at
    is_led_anew = is_moved or session.leader_id != was.leader_id
    is_placed_anew = is_moved or session.room_id != was.room_id
    taken = double_bookings(
        program,
        [Span(session.starts_at, session.ends_at)],
        room=session.room if is_placed_anew else None,
        leaders=[session.leader] if is_led_anew else [],
        except_session=session.pk,
    )
    if taken:
        raise NotFree(" ".join([f"{session.title}:", *taken]))
