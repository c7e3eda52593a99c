"""Who sent somebody to us: write it down, keep the papers, hand them over warmly."""

from typing import Any
from uuid import UUID

from django import forms
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
from daybridge.access.permissions import Permission
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.submissions import once
from daybridge.intake import services
from daybridge.intake.errors import IntakeError
from daybridge.intake.handing_over import hand_off_of, papers_of, reads_words_of
from daybridge.intake.models import Referral
from daybridge.intake.referral_forms import (
    DocumentForm,
    HandOffForm,
    NewReferralForm,
    ReferralForm,
    WordsForm,
)
from daybridge.intake.services.referrals import TOLD, who_may_be_told
from daybridge.intake.views.inquiring import inquiry_or_refused, refuse_on
from daybridge.people.doors import address_of
from daybridge.ui.sending import sent


@requires(Permission.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: StaffRequest, inquiry_id: UUID) -> HttpResponse:
    """Write a referral down, with the first document if there is one."""
    viewer = request.viewer
    inquiry = inquiry_or_refused(viewer, inquiry_id)
    form = NewReferralForm(sent(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        values = dict(form.cleaned_data)
        document = values.pop("document")
        referral = services.receive_referral(
            inquiry=inquiry, values=values, files=[document] if document else [],
            at=viewer.at, by=viewer,
        )  # fmt: skip
        messages.success(request, "The referral is kept.")
        return redirect("intake:referral", referral.pk)
    context = {"form": form, "inquiry": inquiry}
    status = 422 if form.is_bound else 200
    return render(request, "intake/referral_new.html", context, status=status)


@requires(Permission.INTAKE)
@require_safe
def referral(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """One referral: from whom, how far the hand-off is, and which papers came."""
    row = _referral_or_refused(request.viewer, referral_id)
    record(
        "chart.read", by=request.viewer.actor, target=row, at=request.viewer.at,
        patient_id=row.inquiry.patient_id, detail={"what": "referral"},
    )  # fmt: skip
    return _show(request, row)


@requires(Permission.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def edit(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Keep what was told since; what belongs in a chart is there for its readers."""
    viewer = request.viewer
    row = _referral_or_refused(viewer, referral_id)
    kind = WordsForm if reads_words_of(viewer, row) else ReferralForm
    form = kind(sent(request), initial={name: getattr(row, name) for name in TOLD})
    if form.is_bound and form.is_valid():
        version = request.POST.get("version", "")
        try:
            services.amend_referral(
                referral=row, values=form.cleaned_data, at=viewer.at, by=viewer,
                version=int(version) if version.isdecimal() else 0,
            )  # fmt: skip
        except IntakeError as refusal:
            refuse_on(form, refusal)
        else:
            messages.success(request, "Kept.")
            return redirect("intake:referral", row.pk)
    context = {"form": form, "referral": row}
    status = 422 if form.is_bound else 200
    return render(request, "intake/referral_edit.html", context, status=status)


@requires(Permission.INTAKE)
@require_POST
@once
def document_new(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Keep one more document of a referral."""
    viewer = request.viewer
    row = _referral_or_refused(viewer, referral_id)
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, row, document_form=form)
    services.add_document(
        referral=row, file=form.cleaned_data["document"], at=viewer.at, by=viewer
    )
    messages.success(request, "The document is kept. A clinician looks it through.")
    return redirect("intake:referral", row.pk)


@requires(Permission.INTAKE)
@require_POST
@once
def hand_off(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Tick a step of the hand-off, or take the tick back."""
    viewer = request.viewer
    row = _referral_or_refused(viewer, referral_id)
    if request.POST.get("act") == "take_back":
        tick = row.ticks.filter(
            key=request.POST.get("key", ""), taken_back_at=None
        ).first()
        if tick is not None:
            services.take_back_tick(tick=tick, at=viewer.at, by=viewer)
        return redirect("intake:referral", row.pk)
    form = HandOffForm(request.POST)
    if not form.is_valid():
        return _show(request, row, hand_off_form=form)
    try:
        services.tick_hand_off(
            referral=row, at=viewer.at, by=viewer, **form.cleaned_data
        )
    except IntakeError as refusal:
        refuse_on(form, refusal)
        return _show(request, row, hand_off_form=form)
    return redirect("intake:referral", row.pk)


def _referral_or_refused(viewer: Viewer, referral_id: UUID) -> Referral:
    rows = Referral.objects.visible_to(viewer).select_related("inquiry", "received_by")
    row: Referral = visible_or_refused(rows, pk=referral_id)
    return row


def _consents_of(row: Referral) -> str:
    """Where their consents are, once they have a chart."""
    patient_id = row.inquiry.patient_id
    return address_of("consents:of", patient_id) if patient_id else ""


def _show(
    request: StaffRequest, row: Referral, *, document_form: forms.Form | None = None,
    hand_off_form: forms.Form | None = None,
) -> HttpResponse:  # fmt: skip
    refused, viewer = document_form or hand_off_form, request.viewer
    context: dict[str, Any] = {
        "referral": row,
        "inquiry": row.inquiry,
        "lines": hand_off_of(row),
        "papers": papers_of(row),
        "reads_words": reads_words_of(viewer, row),
        "consents_url": _consents_of(row),
        "may_be_told": who_may_be_told(row, at=viewer.at, by=viewer),
        "document_form": document_form or DocumentForm(),
        "hand_off_form": hand_off_form,
        "refused": refused,
    }
    status = 422 if refused else 200
    return render(request, "intake/referral.html", context, status=status)
