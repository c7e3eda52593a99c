"""A danger: why, whom to call now, where a bed may be, and how it was answered."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.matrix import Operation
from daybridge.access.permissions import Permission
from daybridge.access.viewer import Viewer
from daybridge.assessments.errors import AssessmentRefusal
from daybridge.assessments.forms.acting import AnswerStopForm, BedCallForm
from daybridge.assessments.models import HelpContact, SafetyStop
from daybridge.assessments.reach import may, within
from daybridge.assessments.services.stopping import answer_stop, log_bed_call
from daybridge.assessments.views.acting import page, stop_to_read
from daybridge.audit.reading import record_read
from daybridge.audit.submissions import once
from daybridge.ui.sending import sent

ANSWERS = (Operation.CREATE, Operation.SIGN)  # a supervisor answers, and whoever asked


@requires(Permission.ASSESSMENT_READ)
@require_safe
def stop(request: StaffRequest, stop_id: UUID) -> HttpResponse:
    """Who to call, and what was tried."""
    row = stop_to_read(request.viewer, stop_id)
    record_read(request.viewer, row.patient, "danger that was seen")
    return _show(request, row)


@requires(Permission.ASSESSMENT_READ)
@require_POST
@once
def call(request: StaffRequest, stop_id: UUID) -> HttpResponse:
    """Keep one call in search of a place."""
    viewer = request.viewer
    row = _to_answer(viewer, stop_id)
    form = BedCallForm(sent(request), contacts=_contacts(viewer))
    if form.is_valid():
        log_bed_call(stop=row, at=viewer.at, by=viewer, **form.cleaned_data)
        messages.success(request, "The call is kept.")
        return redirect("assessments:stop", row.pk)
    return _show(request, row, call_form=form)


@requires(Permission.ASSESSMENT_READ)
@require_POST
@once
def answer(request: StaffRequest, stop_id: UUID) -> HttpResponse:
    """Say how the danger was answered; what was stopped goes on."""
    viewer = request.viewer
    row = _to_answer(viewer, stop_id)
    form = AnswerStopForm(sent(request))
    if form.is_valid():
        try:
            answer_stop(stop=row, at=viewer.at, by=viewer, **form.cleaned_data)
        except AssessmentRefusal as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            messages.success(request, "It is answered. You can go on.")
            return _back(row)
    return _show(request, row, answer_form=form)


def _back(row: SafetyStop) -> HttpResponse:
    """To what was stopped."""
    if row.review_id:
        return redirect("assessments:review", row.review_id)
    return redirect("assessments:assessment", row.assessment_id)


def _to_answer(viewer: Viewer, stop_id: UUID) -> SafetyStop:
    row: SafetyStop = visible_or_refused(
        SafetyStop.objects.in_program(viewer.program_id)
        .filter(within(viewer, *ANSWERS))
        .select_related("patient", "raised_by", "closed_by"),
        pk=stop_id,
    )
    return row


def _contacts(viewer: Viewer) -> list[HelpContact]:
    rows = HelpContact.objects.in_program(viewer.program_id).in_use()
    return list(rows.order_by("kind", "name"))


def _show(request: StaffRequest, row: SafetyStop, **forms: Any) -> HttpResponse:
    viewer = request.viewer
    contacts = _contacts(viewer)
    calls = row.bed_calls.select_related("contact", "called_by").order_by("-called_at")
    is_mended = any(form.is_bound for form in forms.values())
    context = {
        "stop": row,
        "on_call": [one for one in contacts if one.kind == "on_call"],
        "facilities": [one for one in contacts if one.kind == "facility"],
        "calls": calls,
        "may_answer": row.closed_at is None and may(viewer, row.patient_id, *ANSWERS),
        "answer_form": AnswerStopForm(),
        "call_form": BedCallForm(contacts=contacts),
        **forms,
    }
    status = 422 if is_mended else 200
    return page(request, "assessments/stop.html", row.patient, context, status=status)
