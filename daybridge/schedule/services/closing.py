"""A day closes, or opens again: its sessions follow (see `wiring.py`)."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.happenings import happened
from daybridge.programs.models import Closure
from daybridge.schedule.closed_days import ahead_on
from daybridge.schedule.errors import SessionHasArrivals
from daybridge.schedule.meetings import closed_days, meetings, site_of
from daybridge.schedule.models import Group, Session
from daybridge.schedule.services.holding import hold_groups, hold_session
from daybridge.schedule.services.making import WEEKS_AHEAD, materialize
from daybridge.schedule.services.sessions import READABLE, hold_after_all


@service
def stop_sessions(
    *, closure: Closure, at: datetime, by: Viewer, keep: Collection[UUID] = ()
) -> int:
    """Cancel what is planned on a closed day, but for the sessions in `keep`.

    What someone has already come to stays; nobody is told automatically.
    """
    hold_groups(by.program_id)  # a run that makes sessions finishes first
    planned = ahead_on(by.program, [(closure.on, closure.site_id)], at)
    ids = [
        row.pk
        for row in planned.filter(cancelled_at=None).order_by("starts_at", "pk")
        if row.pk not in keep and not row.came
    ]
    return sum(_stop(by, key, closure, at) for key in ids)


@service
def bring_back_sessions(*, closure: Closure, at: datetime, by: Viewer) -> int:
    """Hold after all what a closed day had stopped, and make what is missing."""
    rows = Session.objects.in_program(by.program_id).filter(closure=closure)
    closed = closed_days(by.program, closure.on, closure.on)
    back = 0
    for key in rows.order_by("starts_at", "pk").values_list("pk", flat=True):
        back += _bring_back(by, key, closure, closed, at)
    return back + _make_missing(by, closure, at)


def _stop(by: Viewer, key: UUID, closure: Closure, at: datetime) -> bool:
    row = hold_session(Session(pk=key, program_id=by.program_id))
    if row.cancelled_at is not None:
        return False
    row.cancelled_at, row.cancelled_by_id = at, by.staff_id
    row.cancel_reason = Session.CancelReason.SITE
    row.cancel_note = f"Closed: {closure.name}"
    row.closure = closure
    try:
        with transaction.atomic():  # someone may arrive at this very moment
            _keep(row, "schedule.session_cancelled", closure, at, by)
            happened("schedule.session_cancelled", session=row, at=at, by=by)
    except SessionHasArrivals:
        return False
    return True


def _bring_back(
    by: Viewer, key: UUID, closure: Closure, closed: dict[UUID | None, Any],
    at: datetime,
) -> bool:  # fmt: skip
    row = hold_session(Session(pk=key, program_id=by.program_id))
    if closure.on in closed.get(None, ()) or closure.on in closed.get(site_of(row), ()):
        row.closure = _other_closure(closure, site_of(row))
        row.save(update_fields=["closure"])
        return False
    row.closure = None
    if row.cancelled_at is None or row.ends_at <= at:
        row.save(update_fields=["closure"])
        return False
    hold_after_all(row)
    _keep(row, "schedule.session_reinstated", closure, at, by)
    happened("schedule.session_reinstated", session=row, at=at, by=by)
    return True


def _keep(
    row: Session, action: str, closure: Closure, at: datetime, by: Viewer
) -> None:
    row.version += 1
    row.save()
    record(action, by=by.actor, target=row, at=at, detail={"closure": str(closure.pk)})
    remember([row], fields=READABLE, by=by.actor, at=at)


def _other_closure(closure: Closure, site_id: UUID) -> Closure | None:
    """What else closes the day for a site."""
    others = Closure.objects.in_program(closure.program_id).filter(
        on=closure.on, is_open_anyway=False
    )
    here = others.exclude(pk=closure.pk).filter(Q(site=None) | Q(site_id=site_id))
    found: Closure | None = here.order_by("pk").first()
    return found


def _make_missing(by: Viewer, closure: Closure, at: datetime) -> int:
    """Make the sessions of the day that the closed day kept from being made."""
    today, day = by.program.day_of(at), closure.on
    if not today <= day <= today + timedelta(weeks=WEEKS_AHEAD):
        return 0
    groups = _groups_meeting_on(by, day, at)
    if not groups:
        return 0
    return materialize(
        program=by.program, first=day, until=day, groups=groups, at=at, by=by
    )


def _groups_meeting_on(by: Viewer, day: date, at: datetime) -> list[Group]:
    """Groups whose rule meets that day at an hour still to come."""
    closed = closed_days(by.program, day, day)
    groups = Group.objects.in_program(by.program_id).running_on(day)
    return [
        group
        for group in groups.select_related("track", "room")
        if any(
            met.starts_at > at for met in meetings(by.program, group, day, day, closed)
        )
    ]
