"""The register of disclosures, its entries, and the accounting for a patient."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission, permits
from daybridge.audit.reading import record_list_read, record_read
from daybridge.audit.recording import record
from daybridge.audit.submissions import once
from daybridge.consents import services
from daybridge.consents.errors import ConsentError
from daybridge.consents.facts import lacks_of
from daybridge.consents.forms import EntryForm, FilterForm
from daybridge.consents.models import Consent, Disclosure
from daybridge.consents.packages import accounting_pdf
from daybridge.consents.reach import readable, reader_of_terms
from daybridge.consents.register import accounted, page_of
from daybridge.consents.services.disclosing import To, named
from daybridge.consents.views.acting import (
    may_act,
    of_patient,
    patient_to_act_on,
    show_form,
    told,
)
from daybridge.people.models import Patient
from daybridge.people.queries import as_read_by
from daybridge.rules.consent import NOTICES, Notice, Recipient, RecipientClass
from daybridge.ui.sending import sent
from daybridge.uploads import FileKind, as_answer


@requires(Permission.CONSENT_READ)
@require_safe
def disclosures(request: StaffRequest) -> HttpResponse:
    """What left the program, newest first, narrowed by the filters."""
    viewer = request.viewer
    form = FilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    page = page_of(viewer, asked, after=request.GET.get("after", ""))
    record_list_read(viewer, "disclosures", shown=len(page.rows))
    context = {"form": form, "page": page, "rows": _shown(viewer, page.rows),
               "is_narrowed": any(asked.values())}  # fmt: skip
    return render(request, "consents/disclosures.html", context)


@requires(Permission.CONSENT_READ)
@require_safe
def of_one(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """What left of one person's record."""
    viewer = request.viewer
    patient = _patient(viewer, patient_id)
    record_read(viewer, patient, "disclosures")
    page = page_of(viewer, {}, after=request.GET.get("after", ""), patient=patient)
    context = {
        **of_patient(viewer, patient),
        "page": page,
        "rows": _shown(viewer, page.rows),
        "may_enter": may_act(viewer, patient.pk),
    }
    return render(request, "consents/disclosures_of.html", context)


@requires(Permission.CONSENT_READ)
@require_safe
def disclosure(request: StaffRequest, disclosure_id: UUID) -> HttpResponse:
    """One entry whole, with the notice and the scope that went with it."""
    viewer = request.viewer
    row: Disclosure = visible_or_refused(
        Disclosure.objects.visible_to(reader_of_terms(viewer))
        .defer("document")
        .select_related("patient", "consent__template", "consent__patient"),
        pk=disclosure_id,
    )
    record_read(viewer, row.patient, "a disclosure")
    day = viewer.today
    consent = row.consent
    holds = consent is not None and not lacks_of(consent, at=viewer.at, day=day)
    context = {
        **of_patient(viewer, row.patient),
        "row": row,
        "notice": NOTICES[Notice(row.notice)] if row.notice else "",
        "may_take": bool(row.document_digest) and holds
        and permits(Permission.CONSENT_CREATE, viewer)
        and may_act(viewer, row.patient_id),
    }  # fmt: skip
    return render(request, "consents/disclosure.html", context)


@requires(Permission.CONSENT_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def enter(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Enter what left by phone, fax or mail, or without consent."""
    viewer = request.viewer
    patient = patient_to_act_on(viewer, patient_id)
    consents = _usable(viewer, patient)
    form = EntryForm(
        sent(request), consents=consents, now=viewer.at, initial={"at": viewer.at}
    )
    if form.is_bound and form.is_valid():
        try:
            row = _enter(form, patient, request)
        except ConsentError as refusal:
            told(form, refusal)
        else:
            messages.success(request, "The disclosure is in the register.")
            return redirect("consents:disclosure", row.pk)
    return show_form(request, "consents/enter.html", form, patient)


@requires(Permission.CONSENT_READ)
@require_safe
def accounting(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Who received what in the last years, as a document for the patient."""
    viewer = request.viewer
    patient = _patient(viewer, patient_id)
    consented, other, since = accounted(patient, viewer.at)
    zone = viewer.program.zone
    period = (
        f"{since.astimezone(zone):%Y-%m-%d} to {viewer.at.astimezone(zone):%Y-%m-%d}"
    )
    content = accounting_pdf(patient, consented, other, period=period, at=viewer.at)
    record("consents.accounting_made", by=viewer.reading(patient.pk), target=patient,
           patient_id=patient.pk, at=viewer.at,
           detail={"rows": len(consented) + len(other)})  # fmt: skip
    return as_answer(
        name="accounting of disclosures.pdf", kind=FileKind.PDF, content=content,
        inline=True,
    )  # fmt: skip


def _patient(viewer: Any, patient_id: UUID) -> Patient:
    """A patient of whose register this viewer reads more than that it exists."""
    patient: Patient = visible_or_refused(
        readable(reader_of_terms(viewer)).select_related("program"), pk=patient_id
    )
    return patient


def _shown(viewer: Any, rows: list[Disclosure]) -> list[tuple[Disclosure, Patient]]:
    return [(row, as_read_by(viewer, row.patient)) for row in rows]


def _usable(viewer: Any, patient: Patient) -> list[Consent]:
    """The consents under which something may leave today."""
    day = viewer.today
    rows = (
        Consent.objects.in_program(viewer.program_id)
        .standing()
        .filter(patient=patient)
        .select_related("template", "patient")
        .prefetch_related("recipients", "signatures")
        .order_by("-signed_at")
    )
    return [
        row for row in rows
        if row.lets_leave and not lacks_of(row, at=viewer.at, day=day)
    ]  # fmt: skip


def _enter(form: EntryForm, patient: Patient, request: StaffRequest) -> Disclosure:
    viewer, values = request.viewer, dict(form.cleaned_data)
    consent = form.consents.get(values["basis"])
    return services.enter_disclosure(
        patient=patient,
        values=values,
        consent=consent,
        to=_to(consent, values) if consent else None,
        at=viewer.at,
        by=viewer,
    )


def _to(consent: Consent, values: dict[str, Any]) -> To:
    """The recipient whom the consent names, or somebody of a class that it names."""
    asked = values["recipient"].strip()
    known = [
        one for one in consent.named_now if asked.casefold() in one.spoken.casefold()
    ]
    if len(known) > 1:
        raise ConsentError("The consent names several. Say which.", field="recipient")
    if known:
        return named(known[0])
    classes = frozenset(map(RecipientClass, consent.classes))
    return To(asked, values["recipient_address"], Recipient(asked, classes))
