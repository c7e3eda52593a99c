"""Two records of one person: look at both sides, join them, take it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.access.viewer import Viewer
from daybridge.audit.reading import record_read
from daybridge.audit.submissions import once
from daybridge.intake import services
from daybridge.intake.alike import known_patient, patients_alike
from daybridge.intake.errors import IntakeError
from daybridge.intake.inquiry_forms import MergeForm
from daybridge.intake.models import PatientMerge
from daybridge.intake.services.merging import refuse_merge
from daybridge.people.models import Patient
from daybridge.people.queries import search
from daybridge.rules.same_person import compare
from daybridge.ui.sending import sent


@requires(Permission.INTAKE)
@require_safe
def of(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Whoever may be the same person, and what was joined before."""
    viewer = request.viewer
    patient = _patient(viewer, patient_id)
    question = request.GET.get("q", "").strip()
    merges = PatientMerge.objects.visible_to(viewer).filter(kept=patient)
    context: dict[str, Any] = {
        "patient": patient,
        "found": [
            one
            for one in patients_alike(viewer, known_patient(patient))
            if one.patient_id != patient.pk
        ],
        "also": [row for row in search(viewer, question) if row.pk != patient.pk],
        "q": question,
        "merges": merges.select_related("lost", "merged_by").order_by("-merged_at"),
    }
    return render(request, "intake/merge_of.html", context)


@requires(Permission.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def merge(request: StaffRequest, patient_id: UUID, other_id: UUID) -> HttpResponse:
    """Both sides with what differs; the first is the record that stays."""
    viewer = request.viewer
    kept, lost = _patient(viewer, patient_id), _patient(viewer, other_id)
    for row in (kept, lost):
        record_read(viewer, row, "record, to be joined")
    form = MergeForm(sent(request), kept=kept, lost=lost)
    refusal = _refusal(kept, lost)
    if form.is_bound and form.is_valid() and not refusal:
        try:
            services.merge(
                kept=kept, lost=lost, values=form.values(), at=viewer.at, by=viewer
            )
        except IntakeError as error:
            refusal = str(error)
        else:
            messages.success(request, f"{kept.display_name} has one record now.")
            return redirect("intake:merge_of", kept.pk)
    match = compare(known_patient(kept), known_patient(lost))
    context = {
        "form": form, "kept": kept, "lost": lost, "refusal": refusal, "match": match,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "intake/merge.html", context, status=status)


@requires(Permission.INTAKE)
@require_POST
@once
def undo(request: StaffRequest, merge_id: UUID) -> HttpResponse:
    """Take a merge back, if nothing happened since."""
    viewer = request.viewer
    rows = PatientMerge.objects.visible_to(viewer).select_related("kept", "lost")
    row: PatientMerge = visible_or_refused(rows, pk=merge_id)
    try:
        services.undo_merge(merge=row, at=viewer.at, by=viewer)
    except IntakeError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "They are two records again.")
    return redirect("intake:merge_of", row.kept_id)


def _patient(viewer: Viewer, patient_id: UUID) -> Patient:
    row: Patient = visible_or_refused(Patient.objects.visible_to(viewer), pk=patient_id)
    return row


def _refusal(kept: Patient, lost: Patient) -> str:
    try:
        refuse_merge(kept, lost)
    except IntakeError as error:
        return str(error)
    return ""
