"""The queue of opened charts: each is reviewed by someone else within three days."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.forms import ReviewForm
from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.models import ChartOpening
from daybridge.access.openings import review_due_on
from daybridge.access.permissions import Permission
from daybridge.access.services import close_opening, review_opening
from daybridge.access.services.openings import OpeningRefused
from daybridge.access.viewer import Viewer
from daybridge.audit.submissions import once


@requires(Permission.OPENING_REVIEW)
@require_safe
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """List what waits for review, oldest first, and what was reviewed lately."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    openings = ChartOpening.objects.in_program(viewer.program).select_related("staff")
    waiting = openings.filter(reviewed_at=None).order_by("opened_at")[:200]
    done = openings.filter(reviewed_at__isnull=False).order_by("-reviewed_at")
    rows = [_row(opening, viewer) for opening in waiting]
    return render(
        request,
        "access/openings.html",
        {"rows": rows, "done": done.select_related("reviewed_by")[:50]},
    )


@requires(Permission.OPENING_REVIEW)
@require_http_methods(["GET", "POST"])
@never_cache
@once
def opening(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    """Show one opening, what was read through it, and close its review."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = _opening(viewer, opening_id)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            review_opening(
                opening=found, note=form.cleaned_data["note"], by=viewer, at=viewer.at
            )
        except OpeningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(reverse("access:openings"))
    status = 422 if request.method == "POST" else 200
    context = {"row": _row(found, viewer), "form": form, "reads": _reads(found)}
    return render(request, "access/opening.html", context, status=status)


@requires(Permission.PATIENT_READ)
@require_POST
def end(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    """Shut a chart one has opened, before its hour is over."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    mine = ChartOpening.objects.open_for(viewer)
    found = visible_or_refused(mine, pk=opening_id)
    close_opening(opening=found, by=viewer, at=viewer.at)
    return HttpResponseRedirect("/")


def _opening(viewer: Viewer, opening_id: UUID) -> ChartOpening:
    openings = ChartOpening.objects.in_program(viewer.program).select_related(
        "staff", "patient", "reviewed_by"
    )
    found: ChartOpening = visible_or_refused(openings, pk=opening_id)
    return found


def _row(opening: ChartOpening, viewer: Viewer) -> dict[str, Any]:
    due_on = review_due_on(opening, program=viewer.program)
    today = viewer.today
    return {
        "opening": opening,
        "due_on": due_on,
        "is_overdue": opening.reviewed_at is None and today > due_on,
        "is_own": opening.staff_id == viewer.staff_id,
        "is_open": opening.closed_at is None and opening.expires_at > viewer.at,
    }


def _reads(opening: ChartOpening) -> Any:
    """What was read through the opening, oldest first."""
    from daybridge.audit.models import AuditEvent

    return AuditEvent.objects.filter(
        program_id=opening.program_id,
        patient_id=opening.patient_id,
        basis=f"{opening.kind}:{opening.pk}",
    ).order_by("at", "id")[:500]
