"""One person's coverage: policies, cards, quotes with their age, what they pay."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybridge.access.gate import Refused, requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.reading import record_read
from daybridge.coverage import queries
from daybridge.coverage.models import BenefitQuote, CardPhoto, Policy
from daybridge.coverage.reach import (
    Part,
    changeable,
    part_read,
    reader,
    reads_summary,
    row_to_read,
)
from daybridge.coverage.views.showing import whose
from daybridge.intake.models import Inquiry
from daybridge.people.models import Patient
from daybridge.uploads import as_answer


@requires(Permission.COVERAGE_READ)
@require_safe
def of(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Everything known about how one person's care is paid, as far as one reads it."""
    viewer = request.viewer
    patient, part = part_read(viewer, patient_id)
    if part is Part.NO_CONSENT:
        return render(request, "coverage/no_consent.html", whose(viewer, patient))
    record_read(viewer, patient, "coverage")
    today = viewer.today
    lines = queries.policies_of(patient, today=today, at=viewer.at)
    context = {
        **whose(viewer, patient), "lines": lines, "today": today,
        "self_pay": queries.self_pay_on(patient, today),
    }  # fmt: skip
    if part is Part.COPAY:
        return render(request, "coverage/at_the_desk.html", context)
    context |= {
        "may_change": changeable(viewer).filter(pk=patient.pk).exists(),
        "told": _told(patient) if not lines else None,
        "attestation": queries.attestation_on(patient, today),
        "estimates": list(queries.estimates_of(patient)),
        "has_folder": _has_folder(),
        "reads_summary": reads_summary(viewer, patient.pk),
    }
    return render(request, "coverage/person.html", context)


@requires(Permission.COVERAGE_READ)
@require_safe
def quote(request: StaffRequest, quote_id: UUID) -> HttpResponse:
    """One quote whole: every line as it was said, and the file it came in."""
    viewer = request.viewer
    rows = BenefitQuote.objects.select_related(
        "policy__patient", "policy__plan__payer", "taken_by", "inquiry"
    )
    row: BenefitQuote = row_to_read(viewer, rows, quote_id)
    record_read(viewer, row.policy.patient, "a benefit quote")
    context = {**whose(viewer, row.policy.patient), "quote": row}
    return render(request, "coverage/quote.html", context)


@requires(Permission.COVERAGE_READ)
@require_safe
def card(request: StaffRequest, policy_id: UUID, side: str) -> HttpResponse:
    """One side of an insurance card."""
    viewer = request.viewer
    policy: Policy = row_to_read(
        viewer, Policy.objects.select_related("patient"), policy_id
    )
    photos = CardPhoto.objects.visible_to(reader(viewer)).filter(policy=policy)
    photo = photos.filter(side=side).order_by("-taken_at", "-pk").first()
    if photo is None:
        raise Refused(str(policy_id))
    record_read(viewer, policy.patient, "an insurance card")
    return as_answer(
        name=photo.name, kind=photo.kind, content=photo.content, inline=True
    )


def _told(patient: Patient) -> Inquiry | None:
    """What the patient told about their insurance when they first called."""
    rows = Inquiry.objects.in_program(patient.program_id).filter(patient=patient)
    found: Inquiry | None = (
        rows.exclude(payer_name="", member_number="")
        .order_by("-first_contact_at")
        .first()
    )
    return found


def _has_folder() -> bool:
    from django.conf import settings

    return settings.CLEARINGHOUSE_FOLDER is not None
