"""Revoke a consent, and let something leave under one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.consents import services
from daybridge.consents.ending_forms import RevocationForm, ToldForm
from daybridge.consents.errors import ConsentError
from daybridge.consents.forms import HandOverForm
from daybridge.consents.models import Consent, Disclosure, Revocation, ShareLink, Way
from daybridge.consents.reach import creatable
from daybridge.consents.sections import by_hand, shareable
from daybridge.consents.values import Writing
from daybridge.consents.views.acting import (
    consent_to_act_on,
    of_patient,
    show_form,
    told,
)
from daybridge.consents.views.desk import SCANS
from daybridge.rules.consent import Item, Purpose, Signer
from daybridge.ui.sending import sent
from daybridge.uploads import FileKind, UploadRefused, as_answer, receive


@requires(Permission.CONSENT_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def revoke(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """Receive a revocation in writing; it holds from this moment."""
    viewer = request.viewer
    row = consent_to_act_on(viewer, consent_id)
    form = RevocationForm(
        sent(request), request.FILES or None,
        initial={"signer": "patient", "name": row.patient.legal_name},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            services.revoke(
                consent=row, writing=_writing(form, viewer.staff_id), at=viewer.at,
                by=viewer,
            )  # fmt: skip
        except UploadRefused as refusal:
            form.add_error("letter", str(refusal))
        except ConsentError as refusal:
            told(form, refusal)
        else:
            messages.success(request, "Revoked. Nothing leaves under it any more.")
            return redirect("consents:consent", row.pk)
    relied = row.disclosures.order_by("recipient").values_list("recipient", flat=True)
    return show_form(
        request, "consents/revoke.html", form, row.patient, consent=row,
        relied=list(relied.distinct()[:20]),
    )  # fmt: skip


@requires(Permission.CONSENT_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def tell(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """Write down that somebody was told of a revocation."""
    viewer = request.viewer
    row = consent_to_act_on(viewer, consent_id)
    revocation: Revocation = visible_or_refused(
        Revocation.objects.in_program(viewer.program_id).filter(consent=row),
        pk=row.revocation.pk if row.revoked_at else row.pk,
    )
    form = ToldForm(sent(request))
    if form.is_bound and form.is_valid():
        services.tell_of_revocation(
            revocation=revocation, at=viewer.at, by=viewer, **form.cleaned_data
        )
        messages.success(request, "It is written down that they were told.")
        return redirect("consents:consent", row.pk)
    return show_form(request, "consents/tell.html", form, row.patient, consent=row)


@requires(Permission.CONSENT_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """Give a recipient an address of their own. It is shown only now."""
    viewer = request.viewer
    row = consent_to_act_on(viewer, consent_id)
    form = _hand_over_form(request, row)
    form.fields.pop("items", None)
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        try:
            _, token = services.make_share(
                recipient=answers["recipient"], purpose=Purpose(answers["purpose"]),
                at=viewer.at, by=viewer,
            )  # fmt: skip
        except ConsentError as refusal:
            told(form, refusal)
        else:
            return _show_share(request, row, token, answers["recipient"])
    return show_form(
        request, "consents/share.html", form, row.patient, consent=row,
        items=shareable(frozenset(map(Item, row.items))),
        by_hand=by_hand(frozenset(map(Item, row.items))),
    )  # fmt: skip


@requires(Permission.CONSENT_CREATE)
@require_POST
@once
def end_share(request: StaffRequest, share_id: UUID) -> HttpResponse:
    """Close a recipient's address."""
    viewer = request.viewer
    row: ShareLink = visible_or_refused(
        ShareLink.objects.in_program(viewer.program_id)
        .filter(patient__in=creatable(viewer))
        .select_related("consent", "recipient"),
        pk=share_id,
    )
    services.end_share(share=row, at=viewer.at, by=viewer)
    messages.success(request, "The address is closed.")
    return redirect("consents:consent", row.consent_id)


@requires(Permission.CONSENT_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def hand_over(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """Make the document for a recipient, with notice and scope."""
    viewer = request.viewer
    row = consent_to_act_on(viewer, consent_id)
    form = _hand_over_form(request, row)
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        try:
            disclosure = services.hand_over(
                recipient=answers["recipient"],
                items=[Item(one) for one in answers["items"]],
                purpose=Purpose(answers["purpose"]),
                at=viewer.at,
                by=viewer,
            )
        except ConsentError as refusal:
            told(form, refusal)
        else:
            return redirect("consents:disclosure", disclosure.pk)
    return show_form(
        request, "consents/hand_over.html", form, row.patient, consent=row,
        by_hand=by_hand(frozenset(map(Item, row.items))),
    )  # fmt: skip


@requires(Permission.CONSENT_CREATE)
@require_safe
def document(request: StaffRequest, disclosure_id: UUID) -> HttpResponse:
    """The document of a disclosure, while its consent holds."""
    viewer = request.viewer
    row: Disclosure = visible_or_refused(
        Disclosure.objects.in_program(viewer.program_id)
        .filter(patient__in=creatable(viewer))
        .exclude(document=None)
        .select_related("consent"),
        pk=disclosure_id,
    )
    try:
        content = services.take_document(disclosure=row, at=viewer.at, by=viewer)
    except ConsentError as refusal:
        messages.error(request, f"This may not leave any more. {refusal}")
        return redirect("consents:disclosure", row.pk)
    return as_answer(
        name="disclosure.pdf", kind=FileKind.PDF, content=content, inline=True
    )


def _hand_over_form(request: StaffRequest, row: Consent) -> HandOverForm:
    return HandOverForm(
        sent(request),
        recipients=row.named_now,
        items=shareable(frozenset(map(Item, row.items))),
        purposes=row.purposes,
    )


def _writing(form: RevocationForm, staff_id: Any) -> Writing:
    answers = form.cleaned_data
    letter = answers["letter"]
    return Writing(
        Signer(answers["signer"]),
        answers["name"],
        Way.PAPER,
        answers["words"],
        staff_id=staff_id,
        letter=receive(letter, SCANS) if letter else None,
    )


def _show_share(
    request: StaffRequest, row: Consent, token: str, recipient: Any
) -> HttpResponse:
    page = reverse("consents:shared", args=[token])
    feed = reverse("consents:feed", args=[token])
    context = {
        **of_patient(request.viewer, row.patient),
        "consent": row,
        "recipient": recipient,
        "page": request.build_absolute_uri(page),
        "feed": request.build_absolute_uri(feed),
    }
    return render(request, "consents/share_made.html", context)
