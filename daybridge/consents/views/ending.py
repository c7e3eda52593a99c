"""End a consent for one recipient, or because it must not be used."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.consents import services
from daybridge.consents.ending_forms import FlawForm, RevocationForm
from daybridge.consents.errors import ConsentError
from daybridge.consents.models import ConsentRecipient, Flaw, Way
from daybridge.consents.reach import creatable
from daybridge.consents.values import Writing
from daybridge.consents.views.acting import consent_to_act_on, show_form, told
from daybridge.rules.consent import Signer
from daybridge.ui.sending import sent


@requires(Permission.CONSENT_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def revoke_for_one(request: StaffRequest, recipient_id: UUID) -> HttpResponse:
    """Receive a revocation in writing that is meant for one recipient."""
    viewer = request.viewer
    row: ConsentRecipient = visible_or_refused(
        ConsentRecipient.objects.in_program(viewer.program_id)
        .filter(patient__in=creatable(viewer))
        .select_related("consent__patient"),
        pk=recipient_id,
    )
    first = {"signer": "patient", "name": row.consent.patient.legal_name}
    form = RevocationForm(sent(request), initial=first)
    del form.fields["letter"]
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        writing = Writing(
            Signer(answers["signer"]), answers["name"], Way.PAPER, answers["words"],
            staff_id=viewer.staff_id,
        )  # fmt: skip
        try:
            services.revoke_for_one(
                recipient=row, writing=writing, at=viewer.at, by=viewer
            )
        except ConsentError as refusal:
            told(form, refusal)
        else:
            messages.success(request, f"Nothing goes to {row.spoken} any more.")
            return redirect("consents:consent", row.consent_id)
    return show_form(
        request, "consents/revoke_for_one.html", form, row.consent.patient,
        consent=row.consent, recipient=row,
    )  # fmt: skip


@requires(Permission.CONSENT_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def flaw(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """Say that a consent must not be used, and why."""
    viewer = request.viewer
    row = consent_to_act_on(viewer, consent_id)
    form = FlawForm(sent(request))
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        try:
            services.find_flaw(
                consent=row, flaw=Flaw(answers["flaw"]), words=answers["words"],
                at=viewer.at, by=viewer,
            )  # fmt: skip
        except ConsentError as refusal:
            told(form, refusal)
        else:
            messages.success(request, "Nothing leaves under it any more.")
            return redirect("consents:consent", row.pk)
    relied = row.disclosures.order_by("recipient").values_list("recipient", flat=True)
    return show_form(
        request, "consents/flaw.html", form, row.patient, consent=row,
        relied=list(relied.distinct()[:20]),
    )  # fmt: skip
