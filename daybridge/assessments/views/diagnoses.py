"""A person's diagnoses: co-occurring side by side, each with its history."""

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
from daybridge.access.limits import reader_of_words
from daybridge.access.matrix import Operation
from daybridge.access.permissions import Permission
from daybridge.access.reach import writable
from daybridge.access.viewer import Viewer
from daybridge.assessments.errors import AssessmentRefusal
from daybridge.assessments.forms.diagnosis import DiagnosisForm, EndForm
from daybridge.assessments.models import Assessment, Diagnosis
from daybridge.assessments.queries.diagnoses import history_of, in_force_of
from daybridge.assessments.reach import may
from daybridge.assessments.services.diagnosing import (
    diagnose,
    end_diagnosis,
    make_primary,
)
from daybridge.assessments.services.none_found import say_none_found
from daybridge.assessments.views.acting import assessment_to_change, page
from daybridge.audit.reading import record_read
from daybridge.audit.submissions import once
from daybridge.intake.reach import changeable, readable, reads_words
from daybridge.people.models import Patient
from daybridge.rules.diagnosis import RELEASE, find
from daybridge.ui.sending import sent


@requires(Permission.CHART_READ)
@require_safe
def diagnoses(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """What holds now, and all that ever did."""
    viewer = request.viewer
    patient: Patient = visible_or_refused(readable(viewer), pk=patient_id)
    record_read(viewer, patient, "diagnoses")
    rows = in_force_of(patient.pk, viewer.program_id)
    open_one = Assessment.objects.visible_to(viewer).under_way().filter(patient=patient)
    can_write = changeable(viewer, Operation.CREATE).filter(pk=patient.pk).exists()
    context = {
        "substance_use": [row for row in rows if row.is_substance_use],
        "others": [row for row in rows if not row.is_substance_use],
        "history": [row for row in history_of(patient.pk, viewer) if row.ended_at],
        "reads_words": reads_words(viewer),
        "may_write": can_write,
        "may_end": _endable(viewer).filter(patient=patient).exists(),
        "assessment": open_one.first(),
        "may_say_none": can_write and may(viewer, patient.pk, Operation.CREATE),
    }
    return page(request, "assessments/diagnoses.html", patient, context)


@requires(Permission.CHART_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Write a diagnosis."""
    viewer = request.viewer
    patient: Patient = visible_or_refused(
        changeable(viewer, Operation.CREATE), pk=patient_id
    )
    has_primary = any(
        row.is_primary for row in in_force_of(patient.pk, viewer.program_id)
    )
    form = DiagnosisForm(
        sent(request),
        initial={
            "is_primary": not has_primary,
            "code": request.GET.get("code", "")[:8],
        },
    )
    if form.is_bound and form.is_valid():
        try:
            row = diagnose(patient=patient, found=form.found(), at=viewer.at, by=viewer)
        except AssessmentRefusal as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            messages.success(request, f"{row.code} is written.")
            return redirect("assessments:diagnoses", patient.pk)
    words = request.GET.get("q", "")[:60]
    context = {"form": form, "release": RELEASE.version, "q": words,
               "found": find(words) if words else []}  # fmt: skip
    status = 422 if form.is_bound else 200
    return page(request, "assessments/diagnosis.html", patient, context, status=status)


@requires(Permission.CHART_CREATE)
@require_safe
def codes(request: StaffRequest) -> HttpResponse:
    """Codes that hold the words of a search; nothing here is of a patient."""
    words = request.GET.get("q", "")[:60]
    context = {"found": find(words), "q": words}
    return render(request, "assessments/_codes.html", context)


@requires(Permission.CHART_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def end(request: StaffRequest, diagnosis_id: UUID) -> HttpResponse:
    """End a diagnosis; it stays in the history."""
    viewer = request.viewer
    row: Diagnosis = visible_or_refused(_endable(viewer), pk=diagnosis_id)
    form = EndForm(sent(request))
    if form.is_bound and form.is_valid():
        end_diagnosis(diagnosis=row, at=viewer.at, by=viewer, **form.cleaned_data)
        messages.success(request, f"{row.code} has ended.")
        return redirect("assessments:diagnoses", row.patient_id)
    status = 422 if form.is_bound else 200
    context = {"form": form, "diagnosis": row}
    return page(
        request, "assessments/end_diagnosis.html", row.patient, context, status=status
    )


@requires(Permission.CHART_AMEND)
@require_POST
@once
def primary(request: StaffRequest, diagnosis_id: UUID) -> HttpResponse:
    viewer = request.viewer
    row: Diagnosis = visible_or_refused(_endable(viewer), pk=diagnosis_id)
    make_primary(diagnosis=row, at=viewer.at, by=viewer)
    messages.success(request, f"{row.code} is the primary diagnosis.")
    return redirect("assessments:diagnoses", row.patient_id)


@requires(Permission.ASSESSMENT_CREATE)
@require_POST
@once
def none_found(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """Say that a diagnosis was looked for and none was found."""
    viewer = request.viewer
    row = assessment_to_change(viewer, assessment_id, Operation.CREATE)
    try:
        say_none_found(assessment=row, at=viewer.at, by=viewer)
    except AssessmentRefusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("assessments:diagnoses", row.patient_id)


def _endable(viewer: Viewer) -> Any:
    """Diagnoses in force that this viewer may end or make the primary one."""
    return (
        Diagnosis.objects.in_program(viewer.program_id)
        .in_force()
        .filter(writable(reader_of_words(viewer), Operation.AMEND))
        .select_related("patient")
    )
