"""The level of care as a biller reads it, under the patient's consent for payment."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from daybridge.access.gate import Refused, requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.access.records import barred
from daybridge.assessments.queries.level_summary import level_summary
from daybridge.assessments.views.acting import page
from daybridge.audit.reading import record_read
from daybridge.consents.grants import SUMMARY, summary_items
from daybridge.people.models import Patient
from daybridge.rules.consent.terms import ITEM_WORDS


@requires(Permission.LEVEL_SUMMARY_READ)
@require_safe
def summary(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """What a consent in force lets billing know of the level of care, and no more."""
    viewer = request.viewer
    patient: Patient = visible_or_refused(
        Patient.objects.visible_to(viewer).exclude(barred(viewer, "pk")), pk=patient_id
    )
    named = summary_items(patient, viewer)
    if not named:
        raise Refused(str(patient_id))
    record_read(viewer, patient, "a summary of the level of care")
    context = {
        "summary": level_summary(patient, named),
        "names": {item.value: item in named for item in SUMMARY},
        "not_named": [ITEM_WORDS[item] for item in SUMMARY if item not in named],
    }
    return page(request, "assessments/summary.html", patient, context)
