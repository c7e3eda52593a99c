"""The same-day calls after missed sessions: the list, and how each one went."""

from typing import Any
from uuid import UUID

from django.conf.locale import LANG_INFO
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.permissions import Permission, permits
from daybridge.attendance import queries, services
from daybridge.attendance.forms import FollowUpForm
from daybridge.attendance.models import FollowUp
from daybridge.attendance.queries.follow_ups import SHOWN_AT_ONCE
from daybridge.audit.recording import record
from daybridge.audit.submissions import once
from daybridge.ui.sending import sent


@requires(Permission.FOLLOW_UP)
@require_safe
def follow_ups(request: HttpRequest) -> HttpResponse:
    """Who missed a session and has not been reached yet, the oldest first."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    rows = queries.calls_to_make(viewer, today=viewer.today)
    if rows:
        record(
            "attendance.follow_ups_read", by=viewer.actor, at=viewer.at,
            detail={"patients": [str(row.patient_id) for row in rows]},
        )  # fmt: skip
    context = {
        "rows": rows,
        "reads_contact": queries.may_read_contact(viewer),
        "is_cut": len(rows) == SHOWN_AT_ONCE,
        "sees_week": permits(Permission.CHART_READ, viewer),
    }
    return render(request, "attendance/follow_ups.html", context)


@requires(Permission.FOLLOW_UP)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def follow_up(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """One call: how to reach them, how it went, when to try again."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    row: FollowUp = visible_or_refused(
        queries.follow_ups_of(viewer).select_related(
            "attendance__patient", "attendance__session", "done_by"
        ),
        pk=follow_up_id,
    )
    form = FollowUpForm(sent(request), today=viewer.today, initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        services.finish_follow_up(
            follow_up=row, at=viewer.at, by=viewer, **form.cleaned_data
        )
        messages.success(request, "Kept. Thank you for calling.")
        return redirect("attendance:follow_ups")
    reads = queries.may_read_contact(viewer)
    patient = row.attendance.patient
    context = {
        "form": form,
        "follow_up": row,
        "session": row.attendance.session,
        "held_on": viewer.program.day_of(row.attendance.starts_at).isoformat(),
        "patient": patient,
        "name": patient.display_name if reads else patient.called,
        "reads_contact": reads,
        "language": _language(patient.language),
        "may_add": permits(Permission.ROSTER_AMEND, viewer),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "attendance/follow_up.html", context, status=status)


def _initial(row: FollowUp) -> dict[str, Any]:
    return {
        "outcome": row.outcome or None,
        "note": row.note,
        "next_try_on": row.next_try_on,
    }


def _language(code: str) -> str:
    """The language to call in, when it is not English."""
    if code == "en":
        return ""
    name: str = LANG_INFO.get(code, {}).get("name", code)
    return name
