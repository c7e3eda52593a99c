"""The list of what waits; one person's assessments; one assessment at a glance."""

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

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.matrix import Matter, Operation
from daybridge.access.permissions import Permission, permits
from daybridge.access.roles import Role
from daybridge.access.viewer import Reach, Viewer
from daybridge.assessments.answers import progress, unanswered
from daybridge.assessments.composing import compose, parts_of, placement_of
from daybridge.assessments.dangers import stored_answers
from daybridge.assessments.errors import AlreadyUnderWay, AssessmentRefusal
from daybridge.assessments.forms.acting import AddendumForm, AsideForm
from daybridge.assessments.interview_questions import sections
from daybridge.assessments.levels import level_words
from daybridge.assessments.models import Assessment, Review
from daybridge.assessments.queries.diagnoses import in_force_of
from daybridge.assessments.queries.due import next_review
from daybridge.assessments.queries.lists import board
from daybridge.assessments.reach import may
from daybridge.assessments.services.beginning import begin, set_aside
from daybridge.assessments.views.acting import (
    assessment_to_change,
    assessment_to_read,
    page,
    patient_to_change,
    patient_to_read,
)
from daybridge.audit.reading import record_list_read, record_read
from daybridge.audit.submissions import once
from daybridge.people.models import Patient
from daybridge.ui.sending import sent


@requires(Permission.ASSESSMENT_READ)
@require_safe
def waiting(request: StaffRequest) -> HttpResponse:
    """What waits: dangers, drafts, signatures, admissions, reviews."""
    viewer = request.viewer
    lists = board(viewer, viewer.today)
    shown = sum(len(getattr(lists, name)) for name in lists.__slots__)
    record_list_read(viewer, "assessments", shown=shown)
    context = {
        "board": lists,
        "today": viewer.today,
        "co_signs": Role.SUPERVISOR in viewer.roles,
        "is_empty": not shown,
        "reads_some": viewer.reach(Matter.ASSESSMENTS) >= Reach.TEAM,
    }
    return render(request, "assessments/list.html", context)


@requires(Permission.ASSESSMENT_READ)
@require_safe
def of_patient(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Everything that was assessed of one person, and what is due."""
    viewer = request.viewer
    patient = patient_to_read(viewer, patient_id)
    record_read(viewer, patient, "assessments")
    assessments = list(
        Assessment.objects.visible_to(viewer)
        .filter(patient=patient)
        .select_related("author", "placement", "set_aside_by")
        .order_by("-started_at")
    )
    reviews = Review.objects.visible_to(viewer).filter(patient=patient)
    may_write = may(viewer, patient.pk, Operation.CREATE)
    episode = patient.episodes.filter(discharged_on=None).first()
    open_review = next((one for one in reviews if one.is_open), None)
    context = {
        "assessments": [_listed(one) for one in assessments],
        "reviews": reviews.select_related("author").order_by("-started_at"),
        "diagnoses": in_force_of(patient.pk, viewer.program_id)
        if viewer.reach(Matter.SUD_RECORD) else [],
        "under_way": next((one for one in assessments if one.is_open), None),
        "may_begin": may_write,
        "in_care": episode,
        "open_review": open_review,
        "due": next_review(viewer, episode, viewer.today) if episode else None,
        "today": viewer.today,
    }  # fmt: skip
    return page(request, "assessments/of_patient.html", patient, context)


@requires(Permission.ASSESSMENT_CREATE)
@require_POST
@once
def new(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Begin an assessment, or go on with the one under way."""
    viewer = request.viewer
    patient = patient_to_change(viewer, patient_id, Operation.CREATE)
    try:
        row = begin(patient=patient, at=viewer.at, by=viewer)
    except AlreadyUnderWay as refusal:
        messages.info(request, refusal.sentence)
        row = Assessment.objects.in_program(viewer.program_id).under_way().get(
            patient=patient
        )  # fmt: skip
    return redirect("assessments:assessment", row.pk)


@requires(Permission.ASSESSMENT_READ)
@require_safe
def assessment(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """One assessment: how far it is, or how it was signed."""
    viewer = request.viewer
    row = assessment_to_read(viewer, assessment_id)
    record_read(viewer, row.patient, "assessment")
    if row.is_open:
        return page(
            request, "assessments/assessment.html", row.patient, _open(row, viewer)
        )
    return page(
        request, "assessments/finished.html", row.patient, finished(row, viewer)
    )


@requires(Permission.ASSESSMENT_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def aside(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """Set an assessment aside that will not be finished."""
    viewer = request.viewer
    row = assessment_to_change(viewer, assessment_id, Operation.CREATE)
    form = AsideForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            set_aside(assessment=row, at=viewer.at, by=viewer, **form.cleaned_data)
        except AssessmentRefusal as refusal:
            form.add_error("reason", refusal.sentence)
        else:
            messages.success(request, "It is set aside.")
            return redirect("assessments:of", row.patient_id)
    context = {"form": form, "assessment": row}
    status = 422 if form.is_bound else 200
    return page(request, "assessments/aside.html", row.patient, context, status=status)


def _open(row: Assessment, viewer: Viewer) -> dict[str, Any]:
    stored = stored_answers(row)
    placement = placement_of(row)
    return {
        "assessment": row,
        "sections": [
            _section_line(section, stored.get(section.key, {}))
            for section in sections()
        ],
        "rated": len([code for code in row.ratings.values() if code]),
        "placement": placement,
        "diagnoses": in_force_of(row.patient_id, viewer.program_id),
        "missing": compose(row).missing,
        "stop": row.stops.filter(closed_at=None).first(),
        "may_write": may(viewer, row.patient_id, Operation.CREATE),
        "may_sign": may(viewer, row.patient_id, Operation.SIGN)
        and may(viewer, row.patient_id, Operation.CREATE),
    }


def finished(row: Assessment, viewer: Viewer, form: Any = None) -> dict[str, Any]:
    """A signed assessment, or one set aside, as it is read."""
    placement = placement_of(row)
    composed = compose(row) if row.signed_at is None else None
    return {
        "assessment": row,
        "parts": parts_of(row.signed_text if composed is None else composed.text),
        "placement": placement,
        "actual": level_words(row.edition, placement.actual) if placement else "",
        "addenda": row.addenda.order_by("signed_at"),
        "may_add": row.signed_at and may(viewer, row.patient_id, Operation.AMEND),
        "may_co_sign": row.awaits_co_signature
        and Role.SUPERVISOR in viewer.roles
        and row.signed_by_id != viewer.staff_id
        and may(viewer, row.patient_id, Operation.SIGN),
        "may_admit": placement is not None
        and row.signed_at is not None
        and not placement.actual
        and permits(Permission.CHART_CREATE, viewer)
        and _not_in_care(row.patient)
        and may(viewer, row.patient_id, Operation.CREATE),
        "form": form or AddendumForm(),
    }


def _not_in_care(patient: Patient) -> bool:
    return not patient.episodes.filter(discharged_on=None).exists()


def _section_line(section: Any, answers: dict[str, Any]) -> dict[str, Any]:
    answered, asked = progress(section, answers)
    return {
        "section": section,
        "answered": answered,
        "asked": asked,
        "needs": [question.en for question in unanswered(section, answers)],
    }


def _listed(row: Assessment) -> dict[str, Any]:
    placement = getattr(row, "placement", None)
    return {"row": row, "placement": placement}
