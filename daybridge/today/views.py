"""The page a person opens on, and the parts that follow a moment later."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.reading import record_list_read
from daybridge.today.care import held_days, other_weeks, short_weeks
from daybridge.today.gathering import gather
from daybridge.today.notices import SHOWN
from daybridge.today.way_in import waiting

NAMES_PATIENTS = frozenset({"arrivals", "booked", "calls"})


@requires(Permission.TODAY_READ)
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """What needs this person now."""
    viewer = request.viewer
    parts = gather(viewer)
    named = sum(
        part.data.count for part in parts if part.name in NAMES_PATIENTS and part.data
    )
    if named:
        record_list_read(viewer, "today", shown=named)
    context = {
        "greeting": greeting(viewer.at.astimezone(viewer.program.zone).hour),
        "called": viewer.name.split(" ")[0],
        "now": viewer.at,
        "main_parts": [part for part in parts if not part.beside],
        "side_parts": [part for part in parts if part.beside],
    }
    return render(request, "today/home.html", context)


@requires(Permission.CHART_READ)
@require_safe
def doses(request: StaffRequest) -> HttpResponse:
    """The weeks at risk among my patients."""
    weeks = short_weeks(request.viewer)
    if weeks:
        record_list_read(request.viewer, "weeks at risk", shown=len(weeks))
    return _fragment(request, "today/_short_weeks.html", {"weeks": weeks})


@requires(Permission.ROSTER_AMEND)
@require_safe
def weeks(request: StaffRequest) -> HttpResponse:
    """Whose week is to be found among my patients: their dose is another one now."""
    found = other_weeks(request.viewer)
    if found:
        record_list_read(request.viewer, "weeks to find", shown=len(found))
    shown = found[:SHOWN] if request.htmx else found
    context: dict[str, object] = {"weeks": shown, "count": len(found)}
    return _fragment(request, "today/_weeks_to_find.html", context)


@requires(Permission.SERVICE_DAYS_READ)
@require_safe
def held(request: StaffRequest) -> HttpResponse:
    """Yesterday's days that are held."""
    days = held_days(request.viewer)
    if days.held:
        record_list_read(request.viewer, "held days", shown=len(days.held))
    return _fragment(request, "today/_held_days.html", {"days": days})


@requires(Permission.TODAY_READ)
@require_safe
def coming(request: StaffRequest) -> HttpResponse:
    """What waits on the way in, in numbers."""
    context: dict[str, object] = {"waiting": waiting(request.viewer)}
    return _fragment(request, "today/_waiting_to_come.html", context)


def greeting(hour: int) -> str:
    """A word for the time of day."""
    if hour < 12:
        return "Good morning"
    return "Good afternoon" if hour < 17 else "Good evening"


def _fragment(
    request: StaffRequest, template: str, context: dict[str, object]
) -> HttpResponse:
    """The part alone for the page that asked, or on a page of its own."""
    if request.htmx:
        return render(request, template, context)
    return render(request, "today/part.html", context | {"template": template})
