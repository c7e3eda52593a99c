"""What the pages of assessments share: whose it is, and the page around it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from daybridge.access.gate import Refused, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.matrix import Operation
from daybridge.access.openings import opening_for
from daybridge.access.permissions import Permission, permits
from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer
from daybridge.assessments.models import Assessment, Review, SafetyStop
from daybridge.assessments.reach import changeable, readable, within
from daybridge.intake.reach import changeable as care_to_change
from daybridge.people.models import Patient
from daybridge.people.queries import as_read_by, reads_identity


def patient_to_read(viewer: Viewer, patient_id: UUID) -> Patient:
    patient: Patient = visible_or_refused(readable(viewer), pk=patient_id)
    return patient


def patient_to_change(
    viewer: Viewer, patient_id: UUID, *operations: Operation
) -> Patient:
    patient: Patient = visible_or_refused(
        changeable(viewer, *operations), pk=patient_id
    )
    return patient


def assessment_to_read(viewer: Viewer, assessment_id: UUID) -> Assessment:
    row: Assessment = visible_or_refused(
        Assessment.objects.visible_to(viewer).select_related(
            "patient", "author", "signed_by", "program"
        ),
        pk=assessment_id,
    )
    return row


def assessment_to_change(
    viewer: Viewer, assessment_id: UUID, *operations: Operation
) -> Assessment:
    row: Assessment = visible_or_refused(
        Assessment.objects.in_program(viewer.program_id)
        .filter(within(viewer, *operations))
        .select_related("patient", "author", "program"),
        pk=assessment_id,
    )
    return row


def review_to_read(viewer: Viewer, review_id: UUID) -> Review:
    row: Review = visible_or_refused(
        Review.objects.visible_to(viewer).select_related(
            "patient",
            "author",
            "episode",
            "program",
            "followed_by",
            "dose_order__stay__track",
        ),
        pk=review_id,
    )
    return row


def review_to_change(viewer: Viewer, review_id: UUID, *operations: Operation) -> Review:
    row: Review = visible_or_refused(
        Review.objects.in_program(viewer.program_id)
        .filter(within(viewer, *operations))
        .select_related("patient", "author", "episode", "program"),
        pk=review_id,
    )
    return row


def may_follow(viewer: Viewer, review: Review) -> bool:
    """Who may change their care may carry out what a review decided."""
    return permits(Permission.CHART_AMEND, viewer) and (
        care_to_change(viewer, Operation.AMEND).filter(pk=review.patient_id).exists()
    )


def review_to_follow(viewer: Viewer, review_id: UUID) -> Review:
    row: Review = visible_or_refused(
        Review.objects.visible_to(viewer)
        .filter(patient__in=care_to_change(viewer, Operation.AMEND))
        .select_related("patient", "episode", "program", "dose_order__stay__track"),
        pk=review_id,
    )
    return row


def stop_to_read(viewer: Viewer, stop_id: UUID) -> SafetyStop:
    row: SafetyStop = visible_or_refused(
        SafetyStop.objects.visible_to(viewer).select_related(
            "patient", "raised_by", "closed_by"
        ),
        pk=stop_id,
    )
    return row


def refuse_unless_supervisor(viewer: Viewer) -> None:
    """A co-signature is a supervisor's; for anyone else it is not there."""
    if Role.SUPERVISOR not in viewer.roles:
        raise Refused


def page(
    request: StaffRequest, template: str, patient: Patient, context: dict[str, Any],
    *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """A page about one person, with the header and banner every such page has."""
    viewer = request.viewer
    shown = as_read_by(viewer, patient)
    shared = {
        "patient": shown,
        "print_patient": ", ".join(
            filter(None, (shown.display_name, shown.record_number))
        ),
        "identity": reads_identity(viewer),
        "opening": opening_for(viewer, patient.pk),
        "in_spanish": patient.language.startswith("es"),
    }
    return render(request, template, shared | context, status=status)
