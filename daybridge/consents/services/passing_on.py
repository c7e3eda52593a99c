"""What an intermediary passed on, as it tells us (42 CFR 2.24)."""

from datetime import date, datetime

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.consents.errors import ConsentError
from daybridge.consents.models import Consent, PassedOn
from daybridge.rules.consent import Kind


@service
def enter_passed_on(
    *,
    consent: Consent,
    passed_on: date,
    recipient: str,
    content: str,
    told_by: str,
    at: datetime,
    by: Viewer,
) -> PassedOn:
    """Keep to whom an intermediary says it passed records on, and on which day."""
    if Kind.INTERMEDIARY not in consent.kinds or consent.signed_at is None:
        raise ConsentError("Only a signed consent names an intermediary.")
    row: PassedOn = PassedOn.objects.create(
        program_id=by.program_id, consent=consent, patient_id=consent.patient_id,
        passed_on=passed_on, recipient=recipient, content=content, told_by=told_by,
        entered_by_id=by.staff_id, created_at=at,
    )  # fmt: skip
    record("consents.passed_on_entered", by=by.actor, target=row, at=at)
    return row
