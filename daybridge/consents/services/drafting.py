"""Prepare a form: which kind, whose, with which elements. Nobody has signed yet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.consents.errors import (
    AlreadySigned,
    ElementsMissing,
    KindsClash,
    StaleForm,
)
from daybridge.consents.facts import terms_of
from daybridge.consents.models import Consent, ConsentRecipient
from daybridge.consents.services.templates import current_template
from daybridge.consents.signing_rules import signing_for
from daybridge.consents.values import Draft
from daybridge.people.models import Patient
from daybridge.rules.consent import KINDS, Element, Expiry, Kind, clashes, missing

ON_THE_FORM = {  # the answer that an absent element belongs to
    Element.DISCLOSER: "discloser",
    Element.INFORMATION: "items",
    Element.NOTES_SCOPE: "items",
    Element.RECIPIENT: "recipient_name",
    Element.MEMBERS: "members",
    Element.PURPOSE: "purposes",
    Element.OTHER_PURPOSE: "purposes",
    Element.EXPIRY: "expiry",
    Element.COMBINATION: "combined_with",
}


@service
def draft_consent(
    *, patient: Patient, draft: Draft, at: datetime, by: Viewer, packet: Any = None,
    position: int = 0, may_be_unfinished: bool = False,
) -> Consent:  # fmt: skip
    """Prepare a form for signing. Raises when it could never be a valid consent.

    A form of a packet may be unfinished: what is missing is asked where it is signed.
    """
    _refuse_clash(draft)
    consent = Consent(
        program_id=by.program_id,
        patient=patient,
        packet=packet,
        position=position,
        drafted_by_id=by.staff_id,
        created_at=at,
        **_columns(draft, patient, at=at, by=by),
    )
    recipients = _recipients(consent, draft)
    if not may_be_unfinished:
        _refuse_missing(consent, recipients)
    consent.save(force_insert=True)
    ConsentRecipient.objects.bulk_create(recipients)
    record("consents.drafted", by=by.actor, target=consent, at=at,
           detail={"kind": consent.kind})  # fmt: skip
    return consent


@service
def amend_draft(
    *, consent: Consent, draft: Draft, version: int, at: datetime, by: Viewer
) -> Consent:
    """Change a form that nobody has signed."""
    row = hold_consent(consent, by)
    if row.version != version:
        raise StaleForm("Somebody else saved this form. Reload the page.")
    if row.shown_digest or row.withdrawn_at:
        raise AlreadySigned("Somebody has signed this form; it does not change.")
    _refuse_clash(draft)
    for name, value in _columns(draft, row.patient, at=at, by=by).items():
        setattr(row, name, value)
    recipients = _recipients(row, draft)
    _refuse_missing(row, recipients)
    ConsentRecipient.objects.in_program(by.program_id).filter(consent=row).delete()
    ConsentRecipient.objects.bulk_create(recipients)
    row.version = version + 1
    row.save()
    record("consents.draft_changed", by=by.actor, target=row, at=at,
           detail={"version": row.version})  # fmt: skip
    return row


@service
def withdraw_draft(*, consent: Consent, at: datetime, by: Viewer) -> Consent:
    """Put a form away that is not signed; the row stays."""
    row = hold_consent(consent, by)
    if row.signed_at is not None:
        raise AlreadySigned("This form is signed. It can be revoked, not put away.")
    if row.withdrawn_at is None:
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        record("consents.draft_put_away", by=by.actor, target=row, at=at)
    return row


def hold_consent(consent: Consent, by: Viewer) -> Consent:
    """The consent, held until the end of the transaction: one act on it at a time."""
    row: Consent = (
        Consent.objects.in_program(by.program_id)
        .select_for_update(of=("self",))
        .select_related("patient", "template", "program")
        .get(pk=consent.pk)
    )
    return row


def _columns(draft: Draft, patient: Patient, *, at: datetime, by: Viewer) -> Any:
    signing = signing_for(
        patient, day=by.program.day_of(at), lacks_capacity=draft.lacks_capacity
    )
    may_bind = KINDS[draft.kind].may_be_irrevocable
    return {
        "kind": draft.kind.value,
        "combined_with": draft.combined_with,
        "template": current_template(
            kind=draft.kind, language=draft.language, at=at, by=by
        ),
        "discloser": draft.discloser,
        "items": list(draft.items),
        "items_words": draft.items_words,
        "classes": list(draft.classes),
        "members": draft.members,
        "purposes": list(draft.purposes),
        "expiry": draft.expiry.value,
        "expires_on": draft.expires_on if draft.expiry is Expiry.DATE else None,
        "expiry_event": draft.expiry_event if draft.expiry is Expiry.EVENT else "",
        "may_be_revoked": draft.may_be_revoked or not may_bind,
        "must_sign": sorted(signing.signers),
        "must_sign_reason": signing.reason,
        "renew_on": signing.renew_on,
    }


def _recipients(consent: Consent, draft: Draft) -> list[ConsentRecipient]:
    return [
        ConsentRecipient(
            program_id=consent.program_id,
            consent=consent,
            patient_id=consent.patient_id,
            **values,
        )
        for values in draft.recipients
    ]


def _refuse_clash(draft: Draft) -> None:
    kinds = {draft.kind} | {Kind(one) for one in (draft.combined_with,) if one}
    for sentence in clashes(kinds):
        raise KindsClash(f"{sentence} Make two forms.", field="combined_with")
    if draft.combined_with == draft.kind:
        raise KindsClash("Choose another kind, or none.", field="combined_with")


def _refuse_missing(consent: Consent, recipients: Sequence[ConsentRecipient]) -> None:
    for element in missing(terms_of(consent, recipients)):
        raise ElementsMissing(element.value, field=ON_THE_FORM.get(element, ""))
