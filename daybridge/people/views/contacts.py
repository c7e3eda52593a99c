"""The contacts of one patient: add, change, take off, put back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.access.viewer import Viewer
from daybridge.audit.submissions import once
from daybridge.people import queries
from daybridge.people.contact_forms import ContactForm, EditContactForm
from daybridge.people.models import Contact, Patient
from daybridge.people.services import contacts as services
from daybridge.people.services.patients import StaleError
from daybridge.people.views.form_page import FormPage, stale
from daybridge.ui.sending import sent

LEDE = "On file for us only. Nobody is told anything without the patient's consent."


@requires(Permission.PATIENT_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def contact_new(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Put someone on file whom the patient named."""
    viewer = request.viewer
    patient = _patient(viewer, patient_id)
    form = ContactForm(sent(request))
    if form.is_bound and form.is_valid():
        contact = services.add_contact(
            patient=patient, values=form.cleaned_data, by=viewer, at=viewer.at
        )
        messages.success(request, f"{contact.name} is on file.")
        return redirect(_back(patient))
    page = FormPage("Add a contact", _back(patient), patient.display_name, LEDE)
    return page.show(request, form)


@requires(Permission.PATIENT_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def contact_edit(
    request: StaffRequest, patient_id: UUID, contact_id: UUID
) -> HttpResponse:
    """Change a contact; what someone else saved meanwhile is shown."""
    viewer = request.viewer
    patient = _patient(viewer, patient_id)
    contact = _contact(patient, contact_id, removed=False)
    names = EditContactForm.base_fields
    form = EditContactForm(
        sent(request), initial={name: getattr(contact, name) for name in names}
    )
    page = FormPage("Change a contact", _back(patient), patient.display_name, LEDE)
    if not (form.is_bound and form.is_valid()):
        return page.show(request, form)
    values: dict[str, Any] = dict(form.cleaned_data)
    version = values.pop("version")
    try:
        services.amend_contact(
            contact=contact, values=values, version=version, by=viewer, at=viewer.at
        )
    except StaleError:
        differences = stale(form, contact, values)
        return page.show(request, form, differences=differences)
    messages.success(request, "Kept.")
    return redirect(_back(patient))


@requires(Permission.PATIENT_AMEND)
@require_POST
def contact_remove(
    request: StaffRequest, patient_id: UUID, contact_id: UUID
) -> HttpResponse:
    """Take someone off the list; they can be put back."""
    viewer = request.viewer
    patient = _patient(viewer, patient_id)
    contact = _contact(patient, contact_id)
    services.remove_contact(contact=contact, by=viewer, at=viewer.at)
    messages.success(request, f"{contact.name} is off the list. It can be put back.")
    return redirect(_back(patient))


@requires(Permission.PATIENT_AMEND)
@require_POST
def contact_restore(
    request: StaffRequest, patient_id: UUID, contact_id: UUID
) -> HttpResponse:
    """Put someone back on the list."""
    viewer = request.viewer
    patient = _patient(viewer, patient_id)
    contact = _contact(patient, contact_id)
    services.restore_contact(contact=contact, by=viewer, at=viewer.at)
    messages.success(request, f"{contact.name} is on the list again.")
    return redirect(_back(patient))


def _patient(viewer: Viewer, patient_id: UUID) -> Patient:
    patient: Patient = visible_or_refused(queries.amendable(viewer), pk=patient_id)
    return patient


def _contact(
    patient: Patient, contact_id: UUID, *, removed: bool | None = None
) -> Contact:
    rows = patient.contacts.all()
    if removed is not None:
        rows = rows.filter(removed_at__isnull=not removed)
    contact: Contact = visible_or_refused(rows, pk=contact_id)
    return contact


def _back(patient: Patient) -> str:
    return reverse("people:patient", args=[patient.pk]) + "#contacts"
