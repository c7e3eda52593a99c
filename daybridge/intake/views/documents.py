"""What came along with somebody: papers, and what of them went into the chart."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from daybridge.access.gate import Refused, requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.matrix import Operation
from daybridge.access.openings import opening_for
from daybridge.access.permissions import Permission
from daybridge.access.viewer import Viewer
from daybridge.audit.reading import record_read
from daybridge.audit.recording import record
from daybridge.audit.submissions import once
from daybridge.intake import services
from daybridge.intake.errors import IntakeError, UnreadableDocument
from daybridge.intake.handing_over import (
    accepted_items,
    came_with,
    documents_for,
    readable_patients,
)
from daybridge.intake.models import ImportedItem, ReferralDocument
from daybridge.intake.previews import preview_of
from daybridge.intake.reach import changeable
from daybridge.people.models import Patient
from daybridge.people.queries import as_read_by
from daybridge.uploads import as_answer


@requires(Permission.CHART_READ)
@require_safe
def of_patient(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Every referral of one person, its papers, and what was taken from them."""
    viewer = request.viewer
    patient: Patient = visible_or_refused(readable_patients(viewer), pk=patient_id)
    record_read(viewer, patient, "what came with them")
    context = {
        "patient": as_read_by(viewer, patient),
        "opening": opening_for(viewer, patient.pk),
        "referrals": came_with(patient),
        "items": accepted_items(patient),
        "may_change": changeable(viewer, Operation.AMEND)
        .filter(pk=patient.pk)
        .exists(),
    }
    return render(request, "intake/came_with.html", context)


@requires(Permission.CHART_READ)
@require_safe
def document(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """A document item by item, before anything of it is accepted."""
    row = _document_or_refused(request.viewer, document_id)
    return _show(request, row)


@requires(Permission.CHART_AMEND)
@require_POST
@once
def accept(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """Keep the chosen items, and that somebody looked the document through."""
    viewer = request.viewer
    row = _document_or_refused(viewer, document_id)
    if not _may_accept(viewer, row):
        raise Refused(str(row.pk))
    try:
        kept = services.review_document(
            document=row, accepted=frozenset(request.POST.getlist("accept")),
            at=viewer.at, by=viewer,
        )  # fmt: skip
    except IntakeError as refusal:
        return _show(request, row, refusal=str(refusal))
    number = len(kept)
    said = f"{number} item{'s' if number != 1 else ''} accepted." if number else ""
    messages.success(request, f"{said} The document is looked through.".strip())
    return redirect("intake:came_with", row.referral.inquiry.patient_id)


@requires(Permission.CHART_READ)
@require_safe
def file(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """The document as it came."""
    row = _document_or_refused(request.viewer, document_id)
    _record_read(request.viewer, row, "document of a referral, as it came")
    return as_answer(
        name=row.name, kind=row.kind, content=bytes(row.content), inline=True
    )


@requires(Permission.CHART_AMEND)
@require_POST
@once
def take_back(request: StaffRequest, item_id: UUID) -> HttpResponse:
    """Take an accepted item out of the chart again."""
    viewer = request.viewer
    rows = ImportedItem.objects.in_program(viewer.program_id)
    mine = rows.filter(patient__in=changeable(viewer, Operation.AMEND))
    item: ImportedItem = visible_or_refused(mine, pk=item_id)
    services.take_back_item(item=item, at=viewer.at, by=viewer)
    messages.success(request, "Taken back. The document still says it.")
    return redirect("intake:came_with", item.patient_id)


def _document_or_refused(viewer: Viewer, document_id: UUID) -> ReferralDocument:
    rows = documents_for(viewer).select_related("referral__inquiry__patient")
    row: ReferralDocument = visible_or_refused(rows, pk=document_id)
    return row


def _may_accept(viewer: Viewer, row: ReferralDocument) -> bool:
    """Whether this viewer may write in the chart that the document is about."""
    patient_id = row.referral.inquiry.patient_id
    if patient_id is None:
        return True  # is told that there is no chart yet
    mine = changeable(viewer, Operation.AMEND)
    return bool(mine.filter(pk=patient_id).exists())


def _show(
    request: StaffRequest, row: ReferralDocument, *, refusal: str = ""
) -> HttpResponse:
    viewer, patient = request.viewer, row.referral.inquiry.patient
    _record_read(viewer, row, "document of a referral")
    try:
        preview, why_not = preview_of(row, patient), ""
    except UnreadableDocument as problem:
        preview, why_not = None, str(problem)
    accepted = set(row.items.kept().values_list("digest", flat=True))
    opening = opening_for(viewer, patient.pk) if patient else None
    may_accept = patient is not None and opening is None and _may_accept(viewer, row)
    context = {
        "document": row,
        "referral": row.referral,
        "patient": as_read_by(viewer, patient) if patient else None,
        "inquiry": row.referral.inquiry,
        "preview": preview,
        "why_not": why_not,
        "refusal": refusal,
        "accepted": accepted,
        "may_accept": may_accept,
        "opening": opening,
    }
    status = 422 if refusal else 200
    return render(request, "intake/document.html", context, status=status)


def _record_read(viewer: Viewer, row: ReferralDocument, what: str) -> None:
    patient = row.referral.inquiry.patient
    if patient is not None:
        record_read(viewer, patient, what)
        return
    record("chart.read", by=viewer.actor, target=row, at=viewer.at,
           detail={"what": what})  # fmt: skip
