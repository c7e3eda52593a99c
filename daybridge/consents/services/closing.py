"""End a consent for one recipient alone, or because it must not be used any more.

Each act holds the consent, as every disclosure does: what was under way has left and is
in the register before the moment that is written, the next one finds it ended.
"""

from datetime import datetime

from django.db.models import Max

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.consents import grants
from daybridge.consents.errors import AlreadyRevoked, NotRevocable, NotSigned
from daybridge.consents.models import (
    Consent,
    ConsentRecipient,
    Flaw,
    KnownFlaw,
    RecipientRevocation,
    ShareLink,
)
from daybridge.consents.services.drafting import hold_consent
from daybridge.consents.values import Writing


@service
def revoke_for_one(
    *, recipient: ConsentRecipient, writing: Writing, at: datetime, by: Viewer
) -> RecipientRevocation:
    """Take a consent back for one of those it names; it goes on for the others."""
    consent = hold_consent(recipient.consent, by)
    row: ConsentRecipient = consent.recipients.get(pk=recipient.pk)
    _refuse_for_one(consent, row)
    moment = after_all_that_left(consent, at)
    row.revoked_at = moment
    row.save(update_fields=["revoked_at"])
    revocation: RecipientRevocation = RecipientRevocation.objects.create(
        program_id=by.program_id, recipient=row, patient_id=consent.patient_id,
        at=moment, signer=writing.signer.value, name=writing.name, way=writing.way,
        words=writing.words, received_by_id=writing.staff_id,
    )  # fmt: skip
    close_shares(consent, moment, recipient=row)
    record("consents.revoked_for_one", by=by.actor, target=row, at=moment,
           patient_id=consent.patient_id, detail={"kind": consent.kind})  # fmt: skip
    return revocation


@service
def find_flaw(
    *, consent: Consent, flaw: Flaw, words: str, at: datetime, by: Viewer
) -> KnownFlaw:
    """Write down that a consent must not be used; nothing leaves under it any more."""
    row = hold_consent(consent, by)
    _refuse_ended(row)
    moment = after_all_that_left(row, at)
    row.known_false_at = moment
    row.save(update_fields=["known_false_at"])
    found: KnownFlaw = KnownFlaw.objects.create(
        program_id=by.program_id, consent=row, patient_id=row.patient_id, at=moment,
        flaw=flaw, words=words, found_by_id=by.staff_id,
    )  # fmt: skip
    close_shares(row, moment)
    grants.close_for(row, at=moment, by=by)
    record("consents.flaw_found", by=by.actor, target=row, at=moment,
           detail={"kind": row.kind, "flaw": flaw.value})  # fmt: skip
    return found


def after_all_that_left(consent: Consent, at: datetime) -> datetime:
    """The moment, or that of the last disclosure if one was quicker."""
    last: datetime | None = consent.disclosures.aggregate(last=Max("at"))["last"]
    return max(at, last) if last else at


def close_shares(
    consent: Consent, moment: datetime, recipient: ConsentRecipient | None = None
) -> None:
    """Close the addresses under a consent, all of them or those of one recipient."""
    shares = ShareLink.objects.in_program(consent.program_id).filter(consent=consent)
    if recipient is not None:
        shares = shares.filter(recipient=recipient)
    shares.open().update(ended_at=moment)


def _refuse_for_one(consent: Consent, row: ConsentRecipient) -> None:
    _refuse_ended(consent)
    if row.revoked_at is not None:
        raise AlreadyRevoked("It is taken back for them already.")
    if not consent.may_be_revoked:
        raise NotRevocable("This consent cannot be revoked before its end.")
    if len(consent.named_now) == 1 and not consent.classes:
        raise NotRevocable("It names nobody else. Revoke the whole consent.")


def _refuse_ended(consent: Consent) -> None:
    if consent.signed_at is None:
        raise NotSigned("This form is not signed. Put it away instead.")
    if consent.revoked_at is not None or consent.known_false_at is not None:
        raise AlreadyRevoked("This consent has ended already.")
