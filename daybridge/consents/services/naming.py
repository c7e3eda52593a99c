"""What a newcomer adds to their own forms: whom to call, or that one is left out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.consents.errors import AlreadySigned
from daybridge.consents.models import Consent, ConsentRecipient
from daybridge.consents.packet_forms import forms_on, recipient_of
from daybridge.consents.services.drafting import hold_consent
from daybridge.consents.services.packets import finish_if_complete
from daybridge.people.models import Contact
from daybridge.people.services.contacts import add_contact


@service
def name_contact(
    *, consent: Consent, values: Mapping[str, Any], at: datetime, by: Viewer
) -> ConsentRecipient:
    """Put the emergency contact on the form and on file; it is asked only here."""
    row = hold_consent(consent, by)
    there: ConsentRecipient | None = row.recipients.first()
    if row.shown_digest or there is not None:
        if there is None:
            raise AlreadySigned("Somebody has signed this form; it does not change.")
        return there
    contact = add_contact(
        patient=row.patient,
        values={
            **values,
            "is_emergency_contact": True,
            "reaching": Contact.Reaching.SAFE,
        },
        by=by,
        at=at,
    )
    recipient = ConsentRecipient(
        program_id=by.program_id, consent=row, patient_id=row.patient_id,
        **recipient_of(contact),
    )  # fmt: skip
    recipient.save(force_insert=True)
    row.version += 1
    row.save(update_fields=["version"])
    record("consents.draft_changed", by=by.actor, target=row, at=at,
           detail={"version": row.version})  # fmt: skip
    return recipient


@service
def decline(*, consent: Consent, at: datetime, by: Viewer) -> None:
    """Leave out a form that a newcomer need not sign; the packet may be finished."""
    row = hold_consent(consent, by)
    if row.signed_at is not None:
        raise AlreadySigned("This form is signed already.")
    if row.withdrawn_at is None:
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        record("consents.declined", by=by.actor, target=row, at=at,
               detail={"kind": row.kind})  # fmt: skip
    finish_if_complete(row, at=at, by=by)


def is_required(consent: Consent) -> bool:
    """Whether the packet of a form asked for it on the day it was begun."""
    day = consent.program.day_of(consent.created_at)
    lines = forms_on(consent.program, day)
    return any(line.kind == consent.kind and line.is_required for line in lines)
