"""The week of the program: what meets, where, with whom, and how full it is."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from daybridge.access.gate import requires
from daybridge.access.permissions import Permission, permits
from daybridge.programs.models import Room, Track
from daybridge.rules.dose_rules import week_of as week_around
from daybridge.schedule.models import Session
from daybridge.schedule.queries import (
    closures_between,
    sessions_between,
    staff_who_may_lead,
)
from daybridge.ui.week import Block, week_of

NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Filter:
    """One list to choose from above the week."""

    name: str
    label: str
    chosen: str
    options: tuple[tuple[str, str], ...]


@requires(Permission.SCHEDULE_READ)
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    program = viewer.program
    today = program.day_of(viewer.at)
    shown = week_around(
        _day(request.GET.get("day", ""), today), week_starts_on=program.week_starts_on
    )
    filters = _filters(request, program)
    chosen = {f"{f.name}_id": _uuid(f.chosen) for f in filters}
    sessions = sessions_between(program, shown.starts_on, shown.ends_on, **chosen)
    context = {
        "week": week_of(
            shown.starts_on,
            [_block(session, program) for session in sessions],
            today=today,
            closures=closures_between(program, shown.starts_on, shown.ends_on),
        ),
        "first": shown.starts_on,
        "last": shown.ends_on,
        "before": shown.starts_on - timedelta(days=7),
        "after": shown.starts_on + timedelta(days=7),
        "today": today,
        "filters": filters,
        "is_filtered": any(f.chosen for f in filters),
        "count": len(sessions),
        "may_amend": permits(Permission.SCHEDULE_AMEND, viewer),
        "tablets_url": _tablets_url(viewer),
    }
    return render(request, "schedule/week.html", context)


def _tablets_url(viewer: Any) -> str:
    if not permits(Permission.DOOR_TABLET_MANAGE, viewer):
        return ""
    return reverse("attendance:tablets")


def _filters(request: HttpRequest, program: Any) -> list[Filter]:
    tracks = Track.objects.in_program(program).filter(closed_on=None).order_by("name")
    rooms = Room.objects.in_program(program).order_by("name")
    return [
        _filter(request, "track", "Track", tracks),
        _filter(request, "leader", "Leader", staff_who_may_lead(program)),
        _filter(request, "room", "Room", rooms),
    ]


def _filter(request: HttpRequest, name: str, label: str, rows: Any) -> Filter:
    options = tuple((str(row.pk), str(row)) for row in rows)
    asked = request.GET.get(name, "")
    chosen = asked if asked in dict(options) else ""
    return Filter(name, label, chosen, options)


def _block(session: Session, program: Any) -> Block:
    """One session as a block: cancelled, substituted, full or plain."""
    where = str(session.room or "Telehealth").replace(" ", NO_BREAK)
    taken = session.taken  # type: ignore[attr-defined]
    state, icon, tone = f"{taken} of {session.capacity}", "users", ""
    if session.cancelled_at:
        state, icon, tone = "Cancelled", "circle-slash", "quiet"
    elif session.instead_of_id:
        state, icon, tone = f"{state}, substitute", "user-check", "needs"
    detail = f"{session.leader.called} {session.leader.legal_last_name} · {where}"
    return Block(
        label=session.title,
        starts=session.starts_at.astimezone(program.zone),
        ends=session.ends_at.astimezone(program.zone),
        url=reverse("schedule:session", args=[session.pk]),
        detail=detail,
        state=state,
        icon=icon,
        tone=tone,  # type: ignore[arg-type]
    )


def _day(text: str, today: date) -> date:
    """The day asked for, if it is one within reach of a calendar; else today."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return today
    return asked if abs((asked - today).days) < 3660 else today


def _uuid(text: str) -> UUID | None:
    return UUID(text) if text else None
