"""What intermediaries passed on: the entries, and the list for the patient."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.access.viewer import Viewer
from daybridge.audit.reading import record_read
from daybridge.audit.recording import record
from daybridge.audit.submissions import once
from daybridge.consents import services
from daybridge.consents.ending_forms import PassedOnForm
from daybridge.consents.errors import ConsentError
from daybridge.consents.intermediaries import passed_on as passed_on_by
from daybridge.consents.intermediaries import passed_on_pdf
from daybridge.consents.reach import readable, reader_of_terms
from daybridge.consents.views.acting import (
    consent_to_act_on,
    of_patient,
    show_form,
    told,
)
from daybridge.people.models import Patient
from daybridge.ui.sending import sent
from daybridge.uploads import FileKind, as_answer


@requires(Permission.CONSENT_READ)
@require_safe
def passed_on(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Whom intermediaries passed records on to in three years."""
    viewer = request.viewer
    patient = _patient(viewer, patient_id)
    record_read(viewer, patient, "what intermediaries passed on")
    groups, since = passed_on_by(patient, viewer.at)
    context = {**of_patient(viewer, patient), "groups": groups, "since": since}
    return render(request, "consents/passed_on.html", context)


@requires(Permission.CONSENT_READ)
@require_safe
def passed_on_list(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """The same as a document for the patient."""
    viewer = request.viewer
    patient = _patient(viewer, patient_id)
    groups, since = passed_on_by(patient, viewer.at)
    content = passed_on_pdf(patient, groups, since, at=viewer.at)
    record("consents.passed_on_list_made", by=viewer.reading(patient.pk),
           target=patient, patient_id=patient.pk, at=viewer.at)  # fmt: skip
    return as_answer(
        name="passed on by intermediaries.pdf", kind=FileKind.PDF, content=content,
        inline=True,
    )  # fmt: skip


@requires(Permission.CONSENT_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def passed_on_new(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """Enter what an intermediary told us."""
    viewer = request.viewer
    row = consent_to_act_on(viewer, consent_id)
    form = PassedOnForm(sent(request), today=viewer.today)
    if form.is_bound and form.is_valid():
        try:
            services.enter_passed_on(
                consent=row, at=viewer.at, by=viewer, **form.cleaned_data
            )
        except ConsentError as refusal:
            told(form, refusal)
        else:
            messages.success(request, "It stands on the list.")
            return redirect("consents:passed_on", row.patient_id)
    return show_form(
        request, "consents/passed_on_new.html", form, row.patient, consent=row
    )


def _patient(viewer: Viewer, patient_id: UUID) -> Patient:
    patient: Patient = visible_or_refused(
        readable(reader_of_terms(viewer)).select_related("program"), pk=patient_id
    )
    return patient
