"""Break-glass and oversight: say why, prove who you are, and the chart opens.

Nothing says whether anyone matches before the reason is kept and the person has signed
in again; every attempt is an audit row.
"""

import time
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from daybridge.access.finding import find_patient
from daybridge.access.forms import OpeningForm
from daybridge.access.gate import absent, requires
from daybridge.access.models import ChartOpening
from daybridge.access.permissions import Permission, permits
from daybridge.access.services import open_chart
from daybridge.access.viewer import Viewer
from daybridge.audit.models import AuditEvent, Outcome
from daybridge.audit.recording import record

KEPT = "chart_opening_asked"  # in the session
ASKED_LASTS_SECONDS = 600
MISSES_AN_HOUR = 10


@requires(Permission.PATIENT_READ)
@require_http_methods(["GET", "POST"])
@never_cache
def ask(request: HttpRequest, patient_id: UUID | None = None) -> HttpResponse:
    """Ask why. The page is the same whether or not there is such a patient."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    kind = _kind(viewer)
    if kind is None:
        return absent(request)
    form = OpeningForm(request.POST or None, kind=kind, asks_who=patient_id is None)
    if not form.is_valid():
        # the contract: without a reason, 403
        status = 403 if request.method == "POST" else 200
        return render(
            request,
            "access/emergency.html",
            {"form": form, "kind": kind},
            status=status,
        )
    kept: dict[str, Any] = {**form.request_kept(), "kind": kind, "at": time.time()}
    if patient_id is not None:
        kept["patient_id"] = str(patient_id)
    request.session[KEPT] = kept
    again = urlencode({"next": reverse("access:emergency_confirmed")})
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{again}")


@requires(Permission.PATIENT_READ)
@require_safe
@never_cache
def confirmed(request: HttpRequest) -> HttpResponse:
    """Open the chart that was asked for, once the person has signed in again."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    asked = request.session.get(KEPT)
    if not asked or not _signed_in_again(request, since=asked["at"]):
        return HttpResponseRedirect(reverse("access:emergency"))
    del request.session[KEPT]
    patient = None if _asks_too_often(viewer) else find_patient(asked, viewer=viewer)
    if patient is None:
        _record_miss(viewer, asked)
        return render(request, "access/emergency_no_chart.html", status=404)
    if not _sees_already(viewer, patient):
        open_chart(
            patient=patient,
            kind=asked["kind"],
            reason=asked["reason"],
            explanation=asked["explanation"],
            by=viewer,
            at=viewer.at,
        )
    return HttpResponseRedirect(chart_url(patient.pk))


def chart_url(patient_id: UUID) -> str:
    """Where a patient's chart is."""
    try:
        return reverse("people:patient", args=[patient_id])
    except NoReverseMatch:
        return f"/patients/{patient_id}/"


def _kind(viewer: Viewer) -> str | None:
    if permits(Permission.BREAK_GLASS, viewer):
        return ChartOpening.Kind.EMERGENCY
    if permits(Permission.OVERSIGHT, viewer):
        return ChartOpening.Kind.OVERSIGHT
    return None


def _signed_in_again(request: HttpRequest, *, since: float) -> bool:
    """Whether the newest proof of identity came after the question, and just now."""
    if time.time() - since > ASKED_LASTS_SECONDS:
        return False
    records = request.session.get("account_authentication_methods", [])
    return any(one.get("reauthenticated") and one["at"] >= since for one in records)


def _sees_already(viewer: Viewer, patient: Any) -> bool:
    """Whether the chart is within reach without opening it (an open one counts)."""
    from daybridge.access.matrix import Matter

    seen = type(patient).objects.visible_to(viewer, Matter.SUD_RECORD)
    return bool(seen.filter(pk=patient.pk).exists())


def _asks_too_often(viewer: Viewer) -> bool:
    misses = AuditEvent.objects.filter(
        program_id=viewer.program_id,
        staff_id=viewer.staff_id,
        at__gt=viewer.at - timedelta(hours=1),
        action="access.no_chart_opened",
    )
    return misses.count() >= MISSES_AN_HOUR


def _record_miss(viewer: Viewer, asked: dict[str, Any]) -> None:
    record(
        "access.no_chart_opened",
        by=viewer.actor,
        outcome=Outcome.REFUSED,
        reason=asked["reason"],
        detail={"asked_by": sorted({"record_number", "full_name"} & asked.keys())},
        at=viewer.at,
    )
