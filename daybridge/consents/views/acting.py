"""What the staff's pages of consents share: whose it is, the form, the refusal."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from daybridge.access.gate import visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.openings import opening_for
from daybridge.access.viewer import Viewer
from daybridge.consents.errors import ConsentError
from daybridge.consents.models import Consent, Packet
from daybridge.consents.reach import creatable, readable, reader_of_terms, with_right
from daybridge.people.models import Patient
from daybridge.people.queries import as_read_by, reads_identity


def patient_to_read(viewer: Viewer, patient_id: UUID) -> Patient:
    """A patient whose consents this viewer may read, with `may_create`."""
    patient: Patient = visible_or_refused(
        with_right(readable(viewer), viewer), pk=patient_id
    )
    return patient


def patient_to_act_on(viewer: Viewer, patient_id: UUID) -> Patient:
    """A patient for whom this viewer may prepare forms."""
    patient: Patient = visible_or_refused(creatable(viewer), pk=patient_id)
    return patient


def consent_to_read(viewer: Viewer, consent_id: UUID) -> Consent:
    """A form whose words this viewer may read."""
    consent: Consent = visible_or_refused(
        _whole(Consent.objects.visible_to(reader_of_terms(viewer))), pk=consent_id
    )
    return consent


def consent_to_act_on(viewer: Viewer, consent_id: UUID) -> Consent:
    """A form that this viewer may have signed, revoke, or disclose under."""
    rows = Consent.objects.in_program(viewer.program_id)
    consent: Consent = visible_or_refused(
        _whole(rows.filter(patient__in=creatable(viewer))), pk=consent_id
    )
    return consent


def packet_to_act_on(viewer: Viewer, packet_id: UUID) -> Packet:
    """A newcomer's packet that this viewer may work on."""
    packet: Packet = visible_or_refused(
        Packet.objects.in_program(viewer.program_id)
        .filter(patient__in=creatable(viewer))
        .select_related("patient", "program", "made_by"),
        pk=packet_id,
    )
    return packet


def may_act(viewer: Viewer, patient_id: UUID) -> bool:
    """Whether the page shows this viewer what can be done."""
    return bool(creatable(viewer).filter(pk=patient_id).exists())


def of_patient(viewer: Viewer, patient: Patient) -> dict[str, Any]:
    """What every page about one patient shows of them."""
    return {
        "patient": as_read_by(viewer, patient),
        "identity": reads_identity(viewer),
        "opening": opening_for(viewer, patient.pk),
    }


def told(form: forms.Form, refusal: ConsentError) -> None:
    """Put a refusal beside the answer it belongs to, or above the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, str(refusal))


def show_form(
    request: StaffRequest,
    template: str,
    form: forms.Form,
    patient: Patient,
    **more: Any,
) -> HttpResponse:
    """The form, whole again after a refusal."""
    context = {"form": form, **of_patient(request.viewer, patient), **more}
    status = 422 if form.is_bound else 200
    return render(request, template, context, status=status)


def device_of(request: HttpRequest) -> str:
    """What the browser says it is."""
    return request.headers.get("User-Agent", "")[:200]


def _whole(rows: Any) -> Any:
    return rows.select_related(
        "patient", "template", "program", "packet", "revocation", "flaw", "drafted_by"
    ).prefetch_related("recipients__revocation", "signatures")
