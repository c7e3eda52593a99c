"""One person's forms: the list, a new one, one form whole."""

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

from daybridge.access.gate import Refused, requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.reading import record_read
from daybridge.audit.submissions import once
from daybridge.consents import services
from daybridge.consents.errors import ConsentError
from daybridge.consents.forms import (
    ABOUT_RECIPIENT,
    OWN_WORDS,
    ConsentForm,
    recipient_prefixes,
)
from daybridge.consents.models import Consent, Packet
from daybridge.consents.packets_waiting import progress_of
from daybridge.consents.reach import reads_terms
from daybridge.consents.rendering import render as rendered_form
from daybridge.consents.sections import shareable
from daybridge.consents.standing import line_of, lines_of
from daybridge.consents.views.acting import (
    consent_to_act_on,
    consent_to_read,
    may_act,
    of_patient,
    patient_to_act_on,
    patient_to_read,
    show_form,
    told,
)
from daybridge.consents.vocabulary import EVENTS
from daybridge.rules.consent import KINDS, Item, Kind
from daybridge.ui.sending import sent


@requires(Permission.CONSENT_READ)
@require_safe
def of(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Every form of one person, by how it stands; reading is kept in the audit."""
    viewer = request.viewer
    patient = patient_to_read(viewer, patient_id)
    record_read(viewer, patient, "consents")
    terms = reads_terms(viewer)
    lines = lines_of(patient, viewer, terms=terms)
    about = of_patient(viewer, patient)
    packet = Packet.objects.in_program(viewer.program_id).open().filter(patient=patient)
    context = {
        **about,
        "waiting": [one for one in lines if one.signed_at is None],
        "holding": [one for one in lines if one.signed_at and not one.state.is_over],
        "over": [one for one in lines if one.state.is_over],
        "packet": progress_of(packet.first()),
        "reads_terms": terms,
        "may_create": vars(patient)["may_create"] and about["opening"] is None,
    }
    return render(request, "consents/of.html", context)


@requires(Permission.CONSENT_CREATE)
@require_safe
def kinds(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Which kind of form is meant."""
    patient = patient_to_act_on(request.viewer, patient_id)
    context = {
        **of_patient(request.viewer, patient),
        "consents": [rule for rule in KINDS.values() if rule.lets_leave],
        "forms": [rule for rule in KINDS.values() if not rule.lets_leave],
    }
    return render(request, "consents/kinds.html", context)


@requires(Permission.CONSENT_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: StaffRequest, patient_id: UUID, kind: str) -> HttpResponse:
    """Fill in the elements of a form before it is signed."""
    viewer = request.viewer
    patient = patient_to_act_on(viewer, patient_id)
    form = ConsentForm(sent(request), kind=_kind(kind), patient=patient)
    if form.is_bound and form.is_valid():
        try:
            consent = services.draft_consent(
                patient=patient, draft=form.draft(), at=viewer.at, by=viewer
            )
        except ConsentError as refusal:
            told(form, refusal)
        else:
            messages.success(request, "The form is ready to be signed.")
            return redirect("consents:consent", consent.pk)
    return show_form(request, "consents/edit.html", form, patient)


@requires(Permission.CONSENT_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def edit(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """Change a form that nobody has signed."""
    viewer = request.viewer
    consent = consent_to_act_on(viewer, consent_id)
    form = ConsentForm(
        sent(request), kind=Kind(consent.kind), patient=consent.patient,
        initial=_answers(consent),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        version = int(request.POST.get("version", "0") or 0)
        try:
            services.amend_draft(
                consent=consent, draft=form.draft(), version=version, at=viewer.at,
                by=viewer,
            )  # fmt: skip
        except ConsentError as refusal:
            told(form, refusal)
        else:
            messages.success(request, "The form is changed.")
            return redirect("consents:consent", consent.pk)
    return show_form(
        request, "consents/edit.html", form, consent.patient, consent=consent
    )


@requires(Permission.CONSENT_READ)
@require_safe
def consent(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """One form whole: its words, who signed, and what may be done with it."""
    viewer = request.viewer
    row = consent_to_read(viewer, consent_id)
    record_read(viewer, row.patient, "a consent")
    day = viewer.today
    about = of_patient(viewer, row.patient)
    form = rendered_form(row, list(row.recipients.all()))
    context: dict[str, Any] = {
        **about,
        "consent": row,
        "line": line_of(row, at=viewer.at, day=day),
        "form": form,
        "signatures": list(row.signatures.all()),
        "files": list(row.files.defer("content")),
        "revocation": getattr(row, "revocation", None),
        "told": list(row.revocation.told.order_by("at")) if row.revoked_at else [],
        "flaw": getattr(row, "flaw", None),
        "left_out": [one for one in row.recipients.all() if one.revoked_at],
        "may_revoke_for_one": row.may_be_revoked
        and len(row.named_now) + len(row.classes) > 1,
        "shares": list(row.shares.open().select_related("recipient")),
        "can_share": bool(shareable(frozenset(map(Item, row.items)))),
        "disclosures": list(row.disclosures.defer("document").order_by("-at")[:10]),
        "may_create": about["opening"] is None and may_act(viewer, row.patient_id),
    }
    return render(request, "consents/consent.html", context)


@requires(Permission.CONSENT_CREATE)
@require_POST
@once
def withdraw(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """Put an unsigned form away."""
    viewer = request.viewer
    row = consent_to_act_on(viewer, consent_id)
    try:
        services.withdraw_draft(consent=row, at=viewer.at, by=viewer)
    except ConsentError as refusal:
        messages.error(request, str(refusal))
        return redirect("consents:consent", row.pk)
    messages.success(request, "The form is put away. Nothing was signed.")
    return redirect("consents:of", row.patient_id)


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError:
        raise Refused(text) from None


def _answers(row: Consent) -> dict[str, Any]:
    """A stored form as its fields show it."""
    return {
        "language": row.template.language,
        "combined_with": row.combined_with,
        "discloser": row.discloser,
        "items": row.items,
        "items_words": row.items_words,
        "classes": row.classes,
        "members": row.members,
        "purposes": row.purposes,
        "expiry": row.expiry,
        "expires_on": row.expires_on,
        **_event(row),
        "bound": not row.may_be_revoked,
        "lacks_capacity": "representative" in row.must_sign,
        **{
            f"{prefix}_{name}": getattr(one, name)
            for prefix, one in zip(recipient_prefixes(KINDS[Kind(row.kind)]),
                                   row.named_now, strict=False)
            for name in ABOUT_RECIPIENT
        },
    }  # fmt: skip


def _event(row: Consent) -> dict[str, str]:
    if not row.expiry_event or row.expiry_event in dict(EVENTS):
        return {"expiry_event": row.expiry_event}
    return {"expiry_event": OWN_WORDS, "event_words": row.expiry_event}
