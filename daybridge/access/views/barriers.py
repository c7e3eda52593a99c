"""Charts closed to one member of staff: the list, and those of one patient."""

from typing import Any
from uuid import UUID

from django import forms
from django.apps import apps
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.forms import BarrierForm
from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.models import Barrier
from daybridge.access.permissions import Permission
from daybridge.access.services import lift_barrier, set_barrier
from daybridge.access.viewer import Viewer
from daybridge.audit.reading import record_list_read, record_read
from daybridge.audit.submissions import once

SHOWN = 100


@requires(Permission.BARRIER_AMEND)
@require_safe
@never_cache
def barriers(request: StaffRequest) -> HttpResponse:
    """Every chart that is closed to someone now, the newest first."""
    viewer = request.viewer
    found = list(_standing(viewer).select_related("patient")[: SHOWN + 1])
    rows = found[:SHOWN]
    record_list_read(viewer, "barriers", shown=len(rows))
    context = {"rows": rows, "there_are_more": len(found) > SHOWN, "most": SHOWN}
    return render(request, "access/barriers.html", context)


@requires(Permission.BARRIER_AMEND)
@require_http_methods(["GET", "POST"])
@never_cache
@once
def barriers_of(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Close one chart to a member of staff; show to whom it is or was closed."""
    viewer = request.viewer
    patient = _patient(viewer, patient_id)
    staff = apps.get_model("people", "Staff").objects.in_program(viewer.program_id)
    candidates = list(staff.active().order_by("legal_last_name", "legal_first_name"))
    form = BarrierForm(request.POST or None, staff=candidates)
    if request.method == "POST" and form.is_valid():
        _close(form, patient, candidates, viewer)
        messages.success(request, "The chart is closed to this person from now on.")
        return HttpResponseRedirect(_back(request, patient_id))
    if request.method == "GET":
        record_read(viewer, patient, "barriers")
    rows = _within(viewer).filter(patient=patient)
    context = {
        "patient": patient,
        "form": form,
        "now": rows.filter(lifted_at=None),
        "before": rows.exclude(lifted_at=None)[:SHOWN],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "access/barriers_of.html", context, status=status)


@requires(Permission.BARRIER_AMEND)
@require_POST
def lift(request: StaffRequest, patient_id: UUID, barrier_id: UUID) -> HttpResponse:
    """Open the chart again to whom it was closed; never by themselves."""
    viewer = request.viewer
    patient = _patient(viewer, patient_id)
    barrier = visible_or_refused(_within(viewer).filter(patient=patient), pk=barrier_id)
    if lift_barrier(barrier=barrier, by=viewer, at=viewer.at):
        messages.success(request, "The barrier is lifted.")
    return HttpResponseRedirect(_back(request, patient_id))


def _close(
    form: forms.Form, patient: Any, candidates: list[Any], viewer: Viewer
) -> None:
    chosen = {str(one.pk): one for one in candidates}[form.cleaned_data["staff"]]
    set_barrier(
        patient=patient,
        staff=chosen,
        reason=form.cleaned_data["reason"],
        by=viewer,
        at=viewer.at,
    )


def _back(request: StaffRequest, patient_id: UUID) -> str:
    """The page of this patient, unless it has just been closed to oneself."""
    patients = apps.get_model("people", "Patient").objects.visible_to(request.viewer)
    if patients.filter(pk=patient_id).exists():
        return reverse("access:barriers_of", args=[patient_id])
    return reverse("access:barriers")


def _patient(viewer: Viewer, patient_id: UUID) -> Any:
    patients = apps.get_model("people", "Patient").objects.visible_to(viewer)
    return visible_or_refused(patients, pk=patient_id)


def _within(viewer: Viewer) -> Any:
    """Barriers of patients whom this viewer may know of, never those against them."""
    return (
        Barrier.objects.visible_to(viewer)
        .exclude(staff_id=viewer.person_id)
        .select_related("staff", "set_by", "lifted_by")
        .order_by("-set_at", "-id")
    )


def _standing(viewer: Viewer) -> Any:
    return _within(viewer).filter(lifted_at=None)
